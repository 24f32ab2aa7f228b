/**
 * SY-13 on the device: its log is not the one the server has (storage was copied, or put back to an older copy). It asks for an
 * identity of its own and records what the server lacks again under it. Everything may be cut off and begun again.
 */
import { OP_SCHEMA } from '../../domain/op.ts';
import { makeRef } from '../../domain/ref.ts';
import { FORK_HASHES_MAX, type ForkResponse, forkText } from '../../protocol/device.ts';
import { opHash, type RawOp } from '../../protocol/opHash.ts';
import { OP_CONTEXT } from '../journal/appendOp.ts';
import { type Identity, type Journal, mustBeMine, sealIdentity } from '../journal/journal.ts';
import type { AnnouncedRow, Forking, OpRow } from '../journal/journalDb.ts';
import type { OwnOp } from '../journal/ownOps.ts';
import { toBase64url } from '../seal/base64url.ts';
import { type DeviceKeys, makeSigningKeys, publicKeyText, signText } from '../seal/deviceKeys.ts';
import { sealJson } from '../seal/sealing.ts';
import { deviceAuth, postFork } from './api.ts';
import { ApiError } from './apiError.ts';
import type { SyncContext } from './context.ts';
import { CACHE_LOCK, underLock } from './locks.ts';

const TOKEN_BYTES = 32;
/** More pages than any log has. */
const PAGES_MAX = 1_000;
/** Another tab may record while the move is prepared; so often it is prepared again. */
const TRIES_MAX = 20;

interface Place {
  readonly seq: number;
  readonly hash: string;
}

/** What is asked with, durable before it is asked: the server knows the branch again by it. */
async function forkingOf(journal: Journal): Promise<Forking> {
  const { db, crypto } = journal;
  const known = await db.getMeta('forking');
  if (known) return known;
  const signing = await makeSigningKeys(crypto);
  const token = toBase64url(crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)));
  return db.transaction('rw', db.meta, db.ops, async () => {
    const base = await mustBeMine(journal);
    const { seq, hash } = (await db.ops.orderBy(':id').last()) ?? base;
    const forking = { signing, token, head: { seq, hash } };
    await db.meta.put(forking, 'forking');
    return forking;
  });
}

/** Hashes of own ops from `after` on, as far as a page and the branch reach. */
async function pageOf(journal: Journal, after: number, head: Place): Promise<readonly string[]> {
  const base = await mustBeMine(journal);
  const to = Math.min(head.seq, after + FORK_HASHES_MAX - 1);
  const rows = await journal.db.ops.where('seq').between(after, to, true, true).toArray();
  const hashes = new Map(rows.map((row) => [row.seq, row.hash]));
  hashes.set(0, journal.identity.genesis).set(base.seq, base.hash);
  const page: string[] = [];
  for (let seq = after; seq <= to; seq++) {
    const hash = hashes.get(seq);
    if (hash === undefined) break;
    page.push(hash);
  }
  return page;
}

/** Asks page by page until the server knows where the histories part. Throws ApiError. */
async function askIdentity(
  ctx: SyncContext,
  forking: Forking,
  keys: DeviceKeys,
): Promise<Required<Pick<ForkResponse, 'common' | 'identity'>>> {
  const { journal, api, app } = ctx;
  const { token } = forking;
  const base = await mustBeMine(journal);
  const head = forking.head.seq < base.seq ? base : forking.head;
  const publicKey = await publicKeyText(journal.crypto, keys);
  const sig = await signText(
    journal.crypto,
    journal.keys,
    forkText(journal.identity.device, { head, publicKey, token }),
  );
  let after = base.seq;
  for (let page = 0; page < PAGES_MAX; page++) {
    const hashes = await pageOf(journal, after, head);
    if (hashes.length === 0) break;
    const body = { app, after, hashes: [...hashes], head, publicKey, token, sig };
    const { common, identity } = await postFork(api, deviceAuth(journal.identity), body);
    if (identity) return { common, identity };
    // Nothing new was learned: what is missing here cannot be compared.
    if (common === after || (common < after && page > 0)) break;
    after = common;
  }
  throw new ApiError('fork');
}

interface Moved {
  readonly rows: readonly OpRow[];
  /** Newest op of the old log. */
  readonly last: number;
}

/** The ops behind the common part as ops of the new log. */
async function recordedAgain(journal: Journal, own: readonly OwnOp[], identity: Identity): Promise<Moved> {
  const old = await journal.db.ops.bulkGet(own.map((op) => op.seq));
  const rows: OpRow[] = [];
  let prev = identity.genesis;
  for (const [i, { ref, raw }] of own.entries()) {
    const { seq: _, ...op } = raw;
    const content: Omit<RawOp, 'seq'> = {
      kind: 'op.adopt',
      body: { was: ref, op },
      by: raw.by,
      at: raw.at,
      schema: OP_SCHEMA,
    };
    const seq = i + 1;
    const hash = opHash(prev, { seq, ...content });
    const household = old[i]?.household;
    const sealed = await sealJson(journal.crypto, journal.keys.journal, OP_CONTEXT, content);
    // Without `spends`: the rights of the old identity do not come along.
    rows.push({ seq, prev, hash, ...(household === undefined ? {} : { household }), sealed });
    prev = hash;
  }
  return { rows, last: own.at(-1)?.seq ?? 0 };
}

/** Photos follow their ops; those of ops that stay behind are named by the old reference. */
function announcedAgain(rows: readonly AnnouncedRow[], device: string, common: number): readonly AnnouncedRow[] {
  return rows.map((row) => {
    if (row.op !== undefined) return row;
    if (row.seq > common) return { ...row, seq: row.seq - common };
    return { ...row, seq: -row.seq, op: makeRef(device, row.seq) };
  });
}

/** The move itself, in one strict transaction; false when another tab has recorded meanwhile. */
async function move(
  ctx: SyncContext,
  common: number,
  identity: Identity,
  keys: DeviceKeys,
  moved: Moved,
): Promise<boolean> {
  const { journal } = ctx;
  const { db } = journal;
  const { device } = journal.identity;
  const sealed = await sealIdentity(journal, identity);
  const at = ctx.now();
  return db.transaction('rw', db.tables, async () => {
    await mustBeMine(journal);
    const ops = await db.ops.toArray();
    if (Math.max(moved.last, common) < (ops.at(-1)?.seq ?? 0)) return false;
    // What is asked again after a restore is known by what it was; nobody asks for the old log any more.
    const told = [...(await db.former.toArray()), ...(await db.verdicts.toArray())];
    const verdicts = new Map(told.map((row) => [row.seq, row]));
    await db.archive.bulkPut(
      ops.map((op) => {
        const verdict = verdicts.get(op.seq);
        const now = op.seq > common ? { now: op.seq - common } : {};
        return { device, seq: op.seq, op, ...(verdict ? { verdict } : {}), ...now };
      }),
    );
    const announced = announcedAgain(await db.announced.toArray(), device, common);
    for (const table of [db.ops, db.verdicts, db.former, db.allowances, db.releases, db.announced]) await table.clear();
    await db.ops.bulkAdd(moved.rows);
    await db.announced.bulkPut(announced);
    await db.meta.put(sealed, 'identity');
    await db.meta.put(keys, 'keys');
    await db.meta.put(identity.device, 'log');
    await db.meta.put({ seq: 0, hash: identity.genesis }, 'acked');
    await db.meta.put({ device, at, taken: moved.rows.length }, 'formerly');
    await db.meta.bulkDelete(['forking', 'pruned', 'pruneLooked']);
    return true;
  });
}

/**
 * Gives this device an identity of its own. Call under the sync lock; afterwards the journal must be opened anew. Throws
 * ApiError, or what IndexedDB throws; until the move is made, the device is what it was.
 */
export async function takeNewIdentity(ctx: SyncContext): Promise<void> {
  const { journal } = ctx;
  const forking = await forkingOf(journal);
  const keys = { ...journal.keys, signing: forking.signing };
  const { common, identity } = await askIdentity(ctx, forking, keys).catch(async (error) => {
    // The histories do not part after all: an answer was older than what another tab had sent.
    if (error instanceof ApiError && error.code === 'conflict') await journal.db.meta.delete('forking');
    throw error;
  });
  // The cache counts ops of the old log: while this lock is held nobody fills it again.
  await underLock(ctx.locks, CACHE_LOCK, true, async () => {
    for (let attempt = 0; attempt < TRIES_MAX; attempt++) {
      const again = await recordedAgain(journal, await ctx.ownOps.range(common, Infinity), identity);
      await ctx.cacheDb.drop();
      if (await move(ctx, common, identity, keys, again)) {
        journal.db.newest = undefined;
        return;
      }
    }
    throw new ApiError('fork');
  });
}
