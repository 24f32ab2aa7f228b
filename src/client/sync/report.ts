/** SY-14: what this device has of the history before the server was restored, so that what was promised is honoured. */
import { packColumns } from '../../protocol/columns.ts';
import type { SyncRequest } from '../../protocol/sync.ts';
import { type Journal, mustBeMine } from '../journal/journal.ts';

/** The report that the directive `report` asks for. The same again after a crash says the same or more. */
export async function reportOf(journal: Journal): Promise<NonNullable<SyncRequest['report']>> {
  const { db } = journal;
  return db.transaction('r', [db.meta, db.ops, db.former, db.allowances], async () => {
    const acked = await mustBeMine(journal);
    const [former] = await db.former.orderBy(':id').reverse().limit(1).primaryKeys();
    const [head] = await db.ops.orderBy(':id').reverse().limit(1).primaryKeys();
    const rows = await db.allowances.toArray();
    return {
      judged: Math.max(acked.seq, former ?? 0),
      head: head ?? 0,
      rights: packColumns(rows.map(({ household, granted, returned }) => ({ h: household, g: granted, r: returned }))),
    };
  });
}

/** The server may have lost the note that a photo came, also where it kept the op: every photo that is still here is offered again. */
export async function offerPhotosAgain({ db }: Journal): Promise<void> {
  await db.announced.where('sent').equals(1).modify({ sent: 0 });
}
