/** Recording an op (SY-3): one strict transaction gives it its number, its place in the chain and its spending right. */

import { remainingRight } from '../../domain/allowance.ts';
import { OP_SCHEMA, type OpBodies, type OpKind } from '../../domain/op.ts';
import { opHash, type RawOp } from '../../protocol/opHash.ts';
import { type Bytes, sealJson } from '../seal/sealing.ts';
import { type Journal, mustBeMine } from './journal.ts';
import type { JournalDb, OpRow } from './journalDb.ts';

export const OP_CONTEXT = 'op';

export type AppendResult =
  | { readonly ok: true; readonly seq: number; readonly hash: string }
  /** The allowance no longer covers what the op spends or returns: another tab was first (AL-3). */
  | { readonly ok: false; readonly lacking: string };

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
}

function rightChanges<K extends OpKind>(op: NewOp<K>): readonly RightChange[] {
  const { kind, body } = op as NewOp<'redemption.record'> | NewOp<'allowance.return'>;
  if (kind === 'redemption.record' && 'mode' in body && body.mode === 'allowance') {
    return [{ household: body.household, spends: body.points }];
  }
  if (kind === 'allowance.return' && !('mode' in body)) {
    return body.lines.map(([household, returned]) => ({ household, spends: 0, returned }));
  }
  return [];
}

async function changeRight(journal: Journal, change: RightChange): Promise<boolean> {
  const row = await journal.db.allowances.get(change.household);
  if (!row) return false;
  const spent = row.spent + change.spends;
  const returned = change.returned ?? row.returned;
  if (returned < row.returned || remainingRight({ ...row, spent, returned }) < 0) return false;
  await journal.db.allowances.put({ ...row, spent, returned });
  return true;
}

class RightLacking extends Error {
  readonly household: string;
  constructor(household: string) {
    super('allowance does not cover the op');
    this.household = household;
  }
}

/** So often another tab may take the seq that this one was about to use. */
const TRIES_MAX = 100;

/** The seq is taken: another tab appended in between. */
function isTaken(error: unknown): boolean {
  return error instanceof Error && error.name === 'ConstraintError';
}

/**
 * Appends an op; resolves when it is durable. Sealing comes before the transaction, because WebCrypto would end it. The place in
 * the chain is taken from memory, so that a save is one write; the seq is the table's key, so no two ops can have it (SY-1).
 * Throws what IndexedDB throws (QuotaExceededError …); then nothing is recorded.
 */
export async function appendOp<K extends OpKind>(journal: Journal, op: NewOp<K>): Promise<AppendResult> {
  const { kind, body, by, at } = op;
  const content = { kind, body, by, at, schema: OP_SCHEMA };
  const sealed = await sealJson(journal.crypto, journal.keys.journal, OP_CONTEXT, content);
  return journal.db.inOrder(async () => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await append(journal, op, content, sealed);
      } catch (error) {
        if (error instanceof RightLacking) return { ok: false, lacking: error.household };
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

async function append<K extends OpKind>(
  journal: Journal,
  op: NewOp<K>,
  content: Omit<RawOp, 'seq'>,
  sealed: Bytes,
): Promise<AppendResult> {
  const { db } = journal;
  const changes = rightChanges(op);
  const spends = changes.reduce((sum, c) => sum + c.spends, 0);
  const household = 'household' in op.body ? op.body.household : undefined;
  const photos = photosOf(op);
  const tables = [
    db.ops,
    db.meta,
    ...(changes.length > 0 ? [db.allowances] : []),
    ...(photos.length > 0 ? [db.photos, db.announced] : []),
  ];
  const added = await db.transaction('rw', tables, async () => {
    const last = await tail(journal);
    const prev = last.hash;
    const seq = last.seq + 1;
    for (const change of changes) {
      if (!(await changeRight(journal, change))) throw new RightLacking(change.household);
    }
    const row: OpRow = {
      seq,
      prev,
      hash: opHash(prev, { seq, ...content }),
      ...(household === undefined ? {} : { household }),
      ...(spends > 0 ? { spends } : {}),
      sealed,
    };
    await db.ops.add(row);
    await announce(db, seq, photos, op.at);
    return { seq, hash: row.hash };
  });
  db.newest = added;
  return { ok: true, ...added };
}
