/** What own redemptions reserve of a spending right: all they cost, until they are voided, refused, or their Case is decided. */
import type { JournalDb, OpRow, ReleaseRow } from './journalDb.ts';

/** Own redemptions that were taken back or refused draw on nothing. */
async function changeSpent(db: JournalDb, household: string | undefined, points: number): Promise<void> {
  if (household === undefined || points === 0) return;
  const row = await db.allowances.get(household);
  if (row) await db.allowances.put({ ...row, spent: row.spent + points });
}

/** Nothing is reserved any more, for good. */
export function isGone(release: ReleaseRow | undefined): boolean {
  return release !== undefined && release.points === undefined;
}

/** What it still reserves: some of it may have gone over to what the household kept (CF-27). */
function left({ spends = 0 }: OpRow, release: ReleaseRow | undefined): number {
  if (isGone(release)) return 0;
  return Math.max(0, spends - (release?.points ?? 0) - (release?.over ?? 0));
}

/**
 * Writes what an own redemption gave back, and what that changes of the right. What it took over from its receipt is the receipt's again when it gives
 * back everything, and goes over once more when it counts after all.
 */
export async function writeRelease(db: JournalDb, op: OpRow, release: ReleaseRow): Promise<void> {
  const before = await db.releases.get(op.seq);
  await db.releases.put(release);
  await changeSpent(db, op.household, left(op, release) - left(op, before));
  if (isGone(before) !== isGone(release)) await passOver(db, op, isGone(release) ? -1 : 1);
}

/** What was given back is reserved as it was recorded, because it has to be judged or decided anew (SY-14). */
export async function reserveAgain(db: JournalDb, op: OpRow): Promise<void> {
  const release = await db.releases.get(op.seq);
  if (release) await writeRelease(db, op, { seq: op.seq, points: 0, over: release.over ?? 0 });
}

/** An own redemption that was refused (-1) reserves nothing, and one that has to be judged anew (1) what it did before. */
export async function refusedOrNot(db: JournalDb, op: OpRow, sign: 1 | -1): Promise<void> {
  const release = await db.releases.get(op.seq);
  if (isGone(release)) return;
  await changeSpent(db, op.household, sign * left(op, release));
  await passOver(db, op, sign);
}

async function passOver(db: JournalDb, { takes }: OpRow, sign: 1 | -1): Promise<void> {
  const receipt = takes && (await db.ops.get(takes.seq));
  if (!receipt) return;
  const release = (await db.releases.get(takes.seq)) ?? { seq: takes.seq, points: 0 };
  await writeRelease(db, receipt, { ...release, over: (release.over ?? 0) + sign * takes.points });
}

/**
 * CF-27: what a household kept draws on what its voided receipt still reserves; the rest comes back with the verdict on the void, as
 * with any other. Gives how much of it was still reserved.
 */
export async function takeOver(db: JournalDb, seq: number, points: number): Promise<number> {
  const [op, known] = await Promise.all([db.ops.get(seq), db.releases.get(seq)]);
  const taken = op ? Math.min(points, left(op, known)) : 0;
  if (taken <= 0) return 0;
  const release = known ?? { seq, points: 0 };
  await db.releases.put({ ...release, over: (release.over ?? 0) + taken });
  return taken;
}
