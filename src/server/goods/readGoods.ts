/** Reading a table of goods beside everything else, and what it would change. */
import type { Kysely } from 'kysely';
import { dayOf } from '../../domain/calendar.ts';
import type { GoodsTableAnswer, GoodsUnreadable } from '../../protocol/officeGoods.ts';
import type { Database } from '../db/schema.ts';
import { inThread } from '../jobs/inThread.ts';
import { goodsList } from '../office/goodsList.ts';
import type { GoodsRows } from './goodsRowsOf.ts';
import { planGoods } from './planGoods.ts';

export interface GoodsFile {
  readonly bytes: Uint8Array;
  readonly fileName: string;
}

export type GoodsRead = { readonly rows: GoodsRows } | { readonly unreadable: GoodsUnreadable };

/** What the table would change of a town's catalogue; nothing is changed. `now` in ms. */
export async function goodsTable(
  db: Kysely<Database>,
  town: string,
  file: GoodsFile,
  now: number,
): Promise<GoodsTableAnswer> {
  const read = await inThread<GoodsRead>(new URL('./readGoodsThread.ts', import.meta.url), file);
  if ('unreadable' in read) return read;
  const [{ goods }, { zone }] = await Promise.all([
    goodsList(db, town, now),
    db.selectFrom('towns').select('zone_offset_minutes as zone').where('town', '=', town).executeTakeFirstOrThrow(),
  ]);
  return planGoods(
    read.rows,
    goods.map(({ coming: _, ...one }) => one),
    dayOf(now, zone),
  );
}
