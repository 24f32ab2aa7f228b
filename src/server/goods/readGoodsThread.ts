/** The thread behind `readGoods`. */
import { GOODS_TABLE_ROWS_MAX } from '../../protocol/officeGoods.ts';
import { serveThread } from '../jobs/inThread.ts';
import { readTable } from '../rolls/readTable.ts';
import { RollReadError } from '../rolls/table.ts';
import { goodsRowsOf } from './goodsRowsOf.ts';
import type { GoodsFile, GoodsRead } from './readGoods.ts';

serveThread(({ bytes, fileName }: GoodsFile): GoodsRead => {
  try {
    const rows = goodsRowsOf(readTable(bytes, fileName));
    if (rows === undefined) return { unreadable: 'no_columns' };
    if (rows.rows.length > GOODS_TABLE_ROWS_MAX) return { unreadable: 'too_large' };
    return rows.rows.length === 0 ? { unreadable: 'empty' } : { rows };
  } catch (error) {
    if (error instanceof RollReadError) return { unreadable: error.code };
    throw error;
  }
});
