/**
 * SY-14: the server was restored and lost own ops. Their verdicts are taken back, so that they are pushed again in order; what they were is
 * kept until the server says it again, because what had been promised or refused stays so.
 */
import { parseRef } from '../../domain/ref.ts';
import type { Journal } from './journal.ts';
import type { OwnOps } from './ownOps.ts';
import { changeSpent, reserved } from './settle.ts';

/**
 * `unknown`: the server knows own ops that this device never wrote (SY-13). `gone`: it lacks ops that this device has forgotten since a
 * backup had them. Nothing was changed in either case.
 */
export type Rewound = 'ok' | 'unknown' | 'gone';

/** Takes back every verdict behind `high`, the newest own op that the server has. */
export async function rewind(journal: Journal, ownOps: OwnOps, high: number): Promise<Rewound> {
  const { db, identity } = journal;
  const voided = await voidedBehind(ownOps, high);
  const tables = [db.meta, db.ops, db.verdicts, db.former, db.allowances, db.releases, db.announced];
  return db.transaction('rw', tables, async () => {
    const pruned = (await db.meta.get('pruned')) as { seq: number; hash: string } | undefined;
    if (pruned && high < pruned.seq) return 'gone';
    const op = pruned?.seq === high ? pruned : await db.ops.get(high);
    if (high > 0 && !op) return 'unknown';
    const rows = await db.verdicts.where('seq').above(high).toArray();
    for (const { seq, verdict } of rows) {
      if (verdict.outcome !== 'refused') continue;
      const refused = await db.ops.get(seq);
      if (refused) await changeSpent(db, refused.household, await reserved(db, refused));
    }
    for (const seq of voided) {
      const release = await db.releases.get(seq);
      if (!release) continue;
      await db.releases.delete(seq);
      const released = await db.ops.get(seq);
      await changeSpent(db, released?.household, release.points ?? released?.spends ?? 0);
    }
    await db.former.bulkPut(rows.map(({ seq, verdict, shiftMs }) => ({ seq, verdict, shiftMs })));
    await db.verdicts.where('seq').above(high).delete();
    const acked = (await db.meta.get('acked')) as { seq: number; hash: string };
    if (acked.seq > high) await db.meta.put({ seq: high, hash: op?.hash ?? identity.genesis }, 'acked');
    // What those ops announced is not there either.
    await db.announced.where('seq').above(high).modify({ sent: 0 });
    return 'ok';
  });
}

/** Own redemptions that own voids behind `high` had given back; the voids will be judged again. */
async function voidedBehind(ownOps: OwnOps, high: number): Promise<readonly number[]> {
  const lost = await ownOps.judgedRange(high, Infinity);
  return lost.flatMap(({ op, verdict }) =>
    op?.kind === 'redemption.void' && verdict?.outcome === 'applied' ? [parseRef(op.body.redemption)?.seq ?? 0] : [],
  );
}
