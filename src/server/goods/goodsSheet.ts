/** The catalogue as an Excel file: the table that the import reads, so that it comes back as it is. */
import { type Kysely, sql } from 'kysely';
import type { OfficeGoods } from '../../protocol/officeStore.ts';
import type { Database } from '../db/schema.ts';
import { type Cell, cellBook, textCell as text, wholeCell as whole, yuanCell as yuan } from '../sheets/cells.ts';
import { GOODS_COLUMNS, GOODS_FIELDS } from './goodsColumns.ts';

const WORDS = {
  zh: { sheet: '商品', yes: '是', no: '否', periods: { month: '每月', quarter: '每季度', year: '每年' } },
  en: { sheet: 'Goods', yes: 'yes', no: 'no', periods: { month: 'month', quarter: 'quarter', year: 'year' } },
} as const;

/** Pieces of each sku in all stores and hands of a town; what nobody has booked is not in it. */
export async function stockOf(db: Kysely<Database>, town: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ sku: string; pieces: number }>`select sku, sum(quantity)::int as pieces
    from stock where town = ${town} group by sku`.execute(db);
  return new Map(rows.map(({ sku, pieces }) => [sku, pieces]));
}

/** The file's bytes. `stock`: pieces by sku. */
export function goodsSheet(
  goods: readonly OfficeGoods[],
  stock: ReadonlyMap<string, number>,
  language: 'zh' | 'en',
): Buffer {
  const words = WORDS[language];
  const count = (n: number | undefined): Cell => (n === undefined ? null : whole(n));
  const rows = goods.map((one) => [
    text(one.sku),
    text(one.barcode),
    text(one.name),
    text(one.spec),
    text(one.category),
    whole(one.price),
    count(stock.get(one.sku)),
    yuan(one.unitCost ?? null),
    count(one.lowStock),
    count(one.limit?.quantity),
    text(one.limit === undefined ? null : words.periods[one.limit.period]),
    text(one.active ? words.yes : words.no),
  ]);
  const heads = GOODS_FIELDS.map((field) => text(GOODS_COLUMNS[field][language === 'zh' ? 0 : 1]));
  return cellBook([{ name: words.sheet, rows: [heads, ...rows] }]);
}
