/** The stock as a device knows it: the server's numbers, and on top of them its own ops that those do not count yet (SY-10). */
import type { StockSet } from './events/spending.ts';
import type { OpOf } from './op.ts';
import { actMoves, SHELF, type StockMove, stockKey } from './stock.ts';

/** What lies at one place of one store. */
export type StoredStockLine = readonly [store: string, place: string, sku: string, quantity: number];

/** The server's numbers. */
export interface StoredStock {
  /** Own ops up to this seq are in the numbers. */
  readonly counted: number;
  readonly lines: readonly StoredStockLine[];
}

export const NO_STOCK: StoredStock = { counted: 0, lines: [] };

/** The numbers after what was heard, in its order. `device` is the one that keeps them. */
export function heardStock(before: StoredStock, heard: readonly StockSet[], device: string): StoredStock {
  if (heard.length === 0) return before;
  const lines = new Map(before.lines.map((line) => [`${line[0]} ${stockKey(line[1], line[2])}`, line]));
  let { counted } = before;
  for (const event of heard) {
    for (const [place, sku, quantity] of event.lines) {
      lines.set(`${event.store} ${stockKey(place, sku)}`, [event.store, place, sku, quantity]);
    }
    if (event.device === device) counted = Math.max(counted, event.seq ?? 0);
  }
  return { counted, lines: [...lines.values()] };
}

/** What lies in one store. A sku that is missing at a place is not kept there: nobody has ever booked it. */
export interface StockView {
  /** The village whose store it is. */
  readonly store: string;
  readonly shelf: ReadonlyMap<string, number>;
  /** Goods in the hands of devices, by device. */
  readonly hands: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** Own doing that the numbers do not count: goods that households took or brought back, or what a person booked. */
export type OwnStock =
  | { readonly type: 'taken'; readonly moves: readonly StockMove[] }
  | { readonly type: 'act'; readonly op: Pick<OpOf<'stock.move'>, 'body'> }
  | { readonly type: 'count'; readonly op: Pick<OpOf<'stock.count'>, 'body'> };

/** The view of a store; `own` in the order of the log. */
export function stockView(store: string, { lines }: StoredStock, own: readonly OwnStock[]): StockView {
  const places = new Map<string, Map<string, number>>([[SHELF, new Map()]]);
  const at = (place: string) => {
    const known = places.get(place);
    if (known) return known;
    const made = new Map<string, number>();
    places.set(place, made);
    return made;
  };
  for (const [of, place, sku, quantity] of lines) if (of === store) at(place).set(sku, quantity);
  const change = ({ place, sku, quantity }: StockMove, keeps: boolean) => {
    const before = at(place).get(sku);
    // What nobody keeps is not kept because a household took some of it.
    if (before !== undefined || keeps) at(place).set(sku, (before ?? 0) + quantity);
  };
  for (const one of own) {
    if (one.type === 'taken') for (const move of one.moves) change(move, false);
    else if (one.op.body.store !== store) continue;
    else if (one.type === 'act') for (const move of actMoves(one.op)) change(move, true);
    else for (const { sku, counted } of one.op.body.lines) at(one.op.body.with ?? SHELF).set(sku, counted);
  }
  const { [SHELF]: shelf = new Map(), ...hands } = Object.fromEntries(places);
  return { store, shelf, hands: new Map(Object.entries(hands)) };
}

/** Whether goods are few: at or below what the catalogue calls low. Goods without such a mark are few when there are none. */
export function isLow(pieces: number | undefined, lowStock = 0): boolean {
  return pieces !== undefined && pieces <= lowStock;
}
