/** Goods, their prices, and where they lie. */
import type { Generated } from 'kysely';
import type { GoodsLimit } from '../../../domain/op.ts';
import type { StockMoveKind } from '../../../domain/stock.ts';
import type { Moment } from './columns.ts';

export interface GoodsTable {
  town: string;
  sku: string;
  barcode: string;
  name: string;
  spec: string;
  category: string;
  /** As it was published last; `goods_prices` says which one is in force. */
  price: number;
  active: boolean;
  /** Fen a piece. */
  unit_cost: number | null;
  low_stock: number | null;
  limit_quantity: number | null;
  limit_period: GoodsLimit['period'] | null;
  photo: string | null;
}

/** A picture of goods; the file lies beside the photos of deeds. */
export interface GoodsPhotoTable {
  town: string;
  /** SHA-256 of the file, hex. */
  id: string;
  bytes: number;
  added_by: string;
  added_at: Generated<Moment>;
}

/** A price and the instant it came into force (CF-14). */
export interface GoodsPriceTable {
  town: string;
  sku: string;
  from_ms: number;
  price: number;
}

/** A movement of goods in its place in time (AL-6). */
export interface StockMoveTable {
  town: string;
  /** The village whose store it is. */
  store: string;
  /** The shelf, or the device that carries the goods. */
  place: string;
  sku: string;
  /** The op that moved them. */
  ref: string;
  /** Corrected instant, ms. */
  at: number;
  kind: StockMoveKind;
  /** Signed; of a count its difference. */
  quantity: number;
  /** What a count found. */
  counted: number | null;
}

/** What lies at a place: the sum of its movements. */
export interface StockTable {
  town: string;
  store: string;
  place: string;
  sku: string;
  quantity: number;
  /** Somebody has received, counted or handed out there; before that the number says nothing to anybody. */
  kept: boolean;
}
