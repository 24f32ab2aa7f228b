/**
 * SY-14: own ops are kept until a confirmed backup has them, and at least 30 days. What a person may still have to look at stays: ops that are
 * held, refused or without a verdict, and those whose photos are not sent. So does what draws on a right, because a void gives back what it
 * drew (AL-1). The newest op stays too, so that the next one has its place.
 */
import type { Journal } from './journal.ts';
import type { JournalDb } from './journalDb.ts';
import type { OwnOp, OwnOps } from './ownOps.ts';
import { isGone } from './released.ts';

const KEPT_MS_MIN = 30 * 86_400_000;
/** Ops looked at in one go: a long history is cleared over several syncs. */
const OPS_AT_ONCE = 500;

export interface Prunable {
  /** Own ops up to this seq are in a confirmed backup. */
  readonly kept: number;
  /** SY-10: own ops up to this seq are in the stored files. */
  readonly counted: number;
}

/**
 * Forgets old ops that are safe elsewhere; how many. `now` is the server's clock, ms, and so is the moment of a verdict: a device's own clock
 * that jumps a year ahead makes nothing old, neither by itself nor by correcting what was recorded before the jump (SY-7).
 */
export async function prune(
  { db }: Journal,
  ownOps: OwnOps,
  { kept, counted }: Prunable,
  now: number,
): Promise<number> {
  const newest = await db.ops.orderBy(':id').last();
  const looked = (await db.getMeta('pruneLooked')) ?? 0;
  const to = Math.min(kept, counted, (newest?.seq ?? 0) - 1);
  if (to <= looked) return 0;
  const old = await ownOps.range(looked, to, OPS_AT_ONCE);
  const rows = await db.verdicts.bulkGet(old.map((own) => own.seq));
  // They are in the order of recording: the first that is too young ends the look.
  const young = old.findIndex((own, i) => (rows[i]?.heard ?? Math.max(own.at, own.raw.at)) > now - KEPT_MS_MIN);
  const some = young < 0 ? old : old.slice(0, young);
  const last = some.at(-1);
  if (!last) return 0;
  const unsent = new Set((await db.announced.where('sent').equals(0).toArray()).map((row) => row.seq));
  const drawing = await stillDrawing(db, some);
  const safe = some.filter(
    ({ seq, verdict }) => verdict?.outcome === 'applied' && !unsent.has(seq) && !drawing.has(seq),
  );
  const seqs = safe.map((own) => own.seq);
  await db.transaction('rw', [db.meta, db.ops, db.verdicts, db.releases], async () => {
    await db.ops.bulkDelete(seqs);
    await db.verdicts.bulkDelete(seqs);
    await db.releases.bulkDelete(seqs);
    const end = safe.at(-1);
    if (end) await db.meta.put({ seq: end.seq, hash: end.hash }, 'pruned');
    await db.meta.put(last.seq, 'pruneLooked');
  });
  return seqs.length;
}

/** Own redemptions on an allowance that were not given back for good. */
async function stillDrawing(db: JournalDb, ops: readonly OwnOp[]): Promise<ReadonlySet<number>> {
  const seqs = ops.flatMap(({ seq, op }) =>
    op?.kind === 'redemption.record' && op.body.mode === 'allowance' ? [seq] : [],
  );
  const releases = await db.releases.bulkGet(seqs);
  return new Set(seqs.filter((_, i) => !isGone(releases[i])));
}
