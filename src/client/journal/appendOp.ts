/** Recording an op (SY-3): one strict transaction gives it its number, its place in the chain and its spending right. */

import { remainingRight } from '../../domain/allowance.ts';
import { OP_SCHEMA, type OpBodies, type OpKind } from '../../domain/op.ts';
import { parseRef } from '../../domain/ref.ts';
import { opHash, type RawOp } from '../../protocol/opHash.ts';
import { type Bytes, sealJson } from '../seal/sealing.ts';
import { type Journal, mustBeMine } from './journal.ts';
import type { JournalDb, OpRow } from './journalDb.ts';
import { takeOver } from './released.ts';

export const OP_CONTEXT = 'op';

export type AppendResult =
  | { readonly ok: true; readonly seq: number; readonly hash: string }
  /** The allowance no longer covers what the op spends or returns: another tab was first (AL-3). */
  | Lacking;

export interface Lacking {
  readonly ok: false;
  /** The household. */
  readonly lacking: string;
  /** What the op asks for. */
  readonly points: number;
}

export interface NewOp<K extends OpKind> {
  readonly kind: K;
  readonly body: OpBodies[K];
  readonly by: string;
  readonly at: number;
}

/** The photos that an op announces (CF-22). */
function photosOf<K extends OpKind>(op: NewOp<K>): readonly string[] {
  const { kind, body } = op as NewOp<'entry.record'>;
  return kind === 'entry.record' ? (body.photos ?? []) : [];
}

/** Nobody is told of a photo that is not durable here. */
async function announce(db: JournalDb, seq: number, photos: readonly string[], at: number): Promise<void> {
  for (const id of new Set(photos)) {
    if ((await db.photos.where(':id').equals(id).count()) === 0) throw new Error('an announced photo is not here');
    await db.announced.add({ seq, id, sent: 0, at });
  }
}

/** What the op does to allowances, found before the transaction and proved inside it. */
interface RightChange {
  readonly household: string;
  readonly spends: number;
  /** New total of `returned`. */
  readonly returned?: number;
  /** CF-27: own seq of the voided redemption whose spending this takes over. */
  readonly instead?: number;
}

function rightChanges<K extends OpKind>(op: NewOp<K>, device: string): readonly RightChange[] {
  const { kind, body } = op as NewOp<'redemption.record'> | NewOp<'allowance.return'>;
  if (kind === 'redemption.record' && 'mode' in body && body.mode === 'allowance') {
    const before = body.instead === undefined ? undefined : parseRef(body.instead);
    const instead = before?.device === device ? { instead: before.seq } : {};
    return [{ household: body.household, spends: body.points, ...instead }];
  }
  if (kind === 'allowance.return' && !('mode' in body)) {
    return body.lines.map(([household, returned]) => ({ household, spends: 0, returned }));
  }
  return [];
}

/** Gives what of it was taken over from a receipt (CF-27); undefined when the right does not reach. */
async function changeRight({ db }: Journal, change: RightChange): Promise<number | undefined> {
  const row = await db.allowances.get(change.household);
  if (!row) return undefined;
  const takenOver = change.instead === undefined ? 0 : await takeOver(db, change.instead, change.spends);
  const spent = row.spent + change.spends - takenOver;
  const returned = change.returned ?? row.returned;
  if (returned < row.returned) return undefined;
  // What only takes the place of spending asks for nothing more than there was.
  const more = spent > row.spent || returned > row.returned;
  if (more && remainingRight({ ...row, spent, returned }) < 0) return undefined;
  await db.allowances.put({ ...row, spent, returned });
  return takenOver;
}

class RightLacking extends Error {
  readonly change: RightChange;
  constructor(change: RightChange) {
    super('allowance does not cover the op');
    this.change = change;
  }
}

/** So often another tab may take the seq that this one was about to use. */
const TRIES_MAX = 100;

/** The seq is taken: another tab appended in between. */
function isTaken(error: unknown): boolean {
  return error instanceof Error && error.name === 'ConstraintError';
}

interface SealedOp {
  readonly op: NewOp<OpKind>;
  readonly content: Omit<RawOp, 'seq'>;
  readonly sealed: Bytes;
}

async function sealOp(journal: Journal, op: NewOp<OpKind>): Promise<SealedOp> {
  const { kind, body, by, at } = op;
  const content = { kind, body, by, at, schema: OP_SCHEMA };
  return { op, content, sealed: await sealJson(journal.crypto, journal.keys.journal, OP_CONTEXT, content) };
}

/**
 * Appends an op; resolves when it is durable. Sealing comes before the transaction, because WebCrypto would end it. The place in
 * the chain is taken from memory, so that a save is one write; the seq is the table's key, so no two ops can have it (SY-1).
 * Throws what IndexedDB throws (QuotaExceededError …); then nothing is recorded.
 */
export async function appendOp<K extends OpKind>(journal: Journal, op: NewOp<K>): Promise<AppendResult> {
  return appendOps(journal, [op as NewOp<OpKind>]);
}

/** Appends ops one behind the other, all or none; gives the place of the last one. Otherwise as `appendOp`. */
export async function appendOps(journal: Journal, ops: readonly NewOp<OpKind>[]): Promise<AppendResult> {
  const sealed = await Promise.all(ops.map((op) => sealOp(journal, op)));
  return journal.db.inOrder(async () => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await append(journal, sealed);
      } catch (error) {
        if (error instanceof RightLacking)
          return { ok: false, lacking: error.change.household, points: error.change.spends };
        if (!isTaken(error) || attempt >= TRIES_MAX) throw error;
        journal.db.newest = undefined;
      }
    }
  });
}

/**
 * The op that the next one stands behind. The one in memory counts only while it is still stored as it was: another tab may have
 * given the device a new identity or wiped it. Throws JournalMovedError.
 */
async function tail(journal: Journal): Promise<{ readonly seq: number; readonly hash: string }> {
  const { db } = journal;
  const known = db.newest;
  if (known && (await db.ops.get(known.seq))?.hash === known.hash) return known;
  const acked = await mustBeMine(journal);
  // Without an op the chain begins behind what the server has of it.
  return (await db.ops.orderBy(':id').last()) ?? acked;
}

async function append(journal: Journal, sealed: readonly SealedOp[]): Promise<AppendResult> {
  const { db, identity } = journal;
  const work = sealed.map((one) => ({
    ...one,
    changes: rightChanges(one.op, identity.device),
    photos: photosOf(one.op),
  }));
  const tables = [
    db.ops,
    db.meta,
    ...(work.some(({ changes }) => changes.length > 0) ? [db.allowances] : []),
    ...(work.some(({ changes }) => changes.some((c) => c.instead !== undefined)) ? [db.releases] : []),
    ...(work.some(({ photos }) => photos.length > 0) ? [db.photos, db.announced] : []),
  ];
  const added = await db.transaction('rw', tables, async () => {
    let last = await tail(journal);
    for (const one of work) last = await add(journal, one, last);
    return { seq: last.seq, hash: last.hash };
  });
  db.newest = added;
  return { ok: true, ...added };
}

async function add(
  journal: Journal,
  { op, content, sealed, changes, photos }: SealedOp & { changes: readonly RightChange[]; photos: readonly string[] },
  last: { readonly seq: number; readonly hash: string },
): Promise<{ readonly seq: number; readonly hash: string }> {
  const { db } = journal;
  const seq = last.seq + 1;
  let takes: OpRow['takes'];
  for (const change of changes) {
    const takenOver = await changeRight(journal, change);
    if (takenOver === undefined) throw new RightLacking(change);
    if (change.instead !== undefined && takenOver > 0) takes = { seq: change.instead, points: takenOver };
  }
  const spends = changes.reduce((sum, c) => sum + c.spends, 0);
  const household = 'household' in op.body ? op.body.household : undefined;
  const row: OpRow = {
    seq,
    prev: last.hash,
    hash: opHash(last.hash, { seq, ...content }),
    ...(household === undefined ? {} : { household }),
    ...(spends > 0 ? { spends } : {}),
    ...(takes ? { takes } : {}),
    sealed,
  };
  await db.ops.add(row);
  await announce(db, seq, photos, op.at);
  return row;
}
