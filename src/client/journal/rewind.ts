/**
 * SY-14: the server was restored and lost own ops. Their verdicts are taken back, so that they are pushed again in order; what they were is
 * kept until the server says it again, because what had been promised or refused stays so.
 */
import { parseRef } from '../../domain/ref.ts';
import type { Journal } from './journal.ts';
import type { JournalDb, OpRow } from './journalDb.ts';
import type { OwnOps } from './ownOps.ts';
import { isGone, refusedOrNot, reserveAgain } from './released.ts';

/**
 * `unknown`: the server knows own ops that this device never wrote (SY-13). `gone`: it lacks ops that this device has forgotten since a
 * backup had them. Nothing was changed in either case.
 */
export type Rewound = 'ok' | 'unknown' | 'gone';

/** Takes back every verdict behind `high`, the newest own op that the server has. */
export async function rewind(journal: Journal, ownOps: OwnOps, high: number): Promise<Rewound> {
  const { db, identity } = journal;
  const voided = await voidedBehind(journal, ownOps, high);
  const tables = [db.meta, db.ops, db.verdicts, db.former, db.allowances, db.releases, db.announced];
  return db.transaction('rw', tables, async () => {
    const pruned = (await db.meta.get('pruned')) as { seq: number; hash: string } | undefined;
    if (pruned && high < pruned.seq) return 'gone';
    const op = pruned?.seq === high ? pruned : await db.ops.get(high);
    if (high > 0 && !op) return 'unknown';
    const rows = await db.verdicts.where('seq').above(high).toArray();
    const refused = rows.flatMap(({ seq, verdict }) => (verdict.outcome === 'refused' ? [seq] : []));
    for (const one of await rowsOf(db, refused)) await refusedOrNot(db, one, 1);
    for (const one of await rowsOf(db, voided)) if (!(await heardElsewhere(db, one))) await reserveAgain(db, one);
    await db.former.bulkPut(rows.map(({ seq, verdict, shiftMs }) => ({ seq, verdict, shiftMs })));
    await db.verdicts.where('seq').above(high).delete();
    const acked = (await db.meta.get('acked')) as { seq: number; hash: string };
    if (acked.seq > high) await db.meta.put({ seq: high, hash: op?.hash ?? identity.genesis }, 'acked');
    // What those ops announced is not there either.
    await db.announced.where('seq').above(high).modify({ sent: 0 });
    return 'ok';
  });
}

/** Those that are here: what a backup has may be forgotten. */
async function rowsOf(db: JournalDb, seqs: readonly number[]): Promise<readonly OpRow[]> {
  return (await db.ops.bulkGet([...seqs])).filter((row) => row !== undefined);
}

/**
 * Whether another history than that of these verdicts has said already that nothing is left of it: a first load came before the round that takes
 * them back. It may be somebody else's void by now, and then the verdict on the own one gives nothing back.
 */
async function heardElsewhere(db: JournalDb, { seq }: OpRow): Promise<boolean> {
  const release = await db.releases.get(seq);
  return isGone(release) && release?.epoch !== undefined && release.epoch !== (await db.meta.get('epoch'));
}

/** Own redemptions that own voids behind `high` had given back; the voids will be judged again. */
async function voidedBehind({ identity }: Journal, ownOps: OwnOps, high: number): Promise<readonly number[]> {
  const lost = await ownOps.judgedRange(high, Infinity);
  return lost.flatMap(({ op, verdict }) => {
    if (op?.kind !== 'redemption.void' || verdict?.outcome !== 'applied') return [];
    const voided = parseRef(op.body.redemption);
    return voided?.device === identity.device ? [voided.seq] : [];
  });
}
