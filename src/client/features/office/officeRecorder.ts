/**
 * The office's browser as a device (SY-1): what a person decides here is an op in this browser's own log, durable before it
 * is sent, and judged by the server like every other. It keeps no household files: lists come from the server.
 */

import type { OpBodies, OpKind } from '../../../domain/op.ts';
import { makeRef } from '../../../domain/ref.ts';
import type { Verdict } from '../../../domain/verdict.ts';
import type { EnrolResponse } from '../../../protocol/device.ts';
import type { OfficeMe } from '../../../protocol/officeSession.ts';
import { CacheDb } from '../../cache/cacheDb.ts';
import { appendOp } from '../../journal/appendOp.ts';
import { createJournal, type Journal, JournalMovedError, openJournal, renewUsers } from '../../journal/journal.ts';
import { JournalDb } from '../../journal/journalDb.ts';
import { OwnOps } from '../../journal/ownOps.ts';
import { APP_VERSION } from '../../pwa/appVersion.ts';
import { makeDeviceKeys, publicKeyText } from '../../seal/deviceKeys.ts';
import { deviceAuth, type Timers } from '../../sync/api.ts';
import { ApiError } from '../../sync/apiError.ts';
import type { SyncContext } from '../../sync/context.ts';
import { takeNewIdentity } from '../../sync/fork.ts';
import { LocalLocks, type LockManagerLike, underLock } from '../../sync/locks.ts';
import { syncRounds } from '../../sync/rounds.ts';
import { OfficeError, postJson } from './officeApi.ts';

const DB_PREFIX = 'village-points-office';
const LOCK = 'vp-office-sync';

export type OfficeOp = { [K in OpKind]: { readonly kind: K; readonly body: OpBodies[K] } }[OpKind];

/** What became of an op: its verdict, or `unsent` while it is only in this browser. */
type Settled = Verdict | 'unsent';

export interface Recorded {
  /** In the order of the ops. */
  readonly settled: readonly Settled[];
  /** Their references in this browser's log, in the same order. */
  readonly refs: readonly string[];
  /** Why ops are unsent: a stable problem code. */
  readonly problem?: string;
}

export class OfficeRecorder {
  private journal: Journal;
  private context: SyncContext;
  private readonly by: string;

  private constructor(journal: Journal, context: SyncContext, by: string) {
    this.journal = journal;
    this.context = context;
    this.by = by;
  }

  /** Opens this browser's log for a person, enrolling the browser or adding the person when needed. Throws OfficeError. */
  static async open(me: OfficeMe): Promise<OfficeRecorder> {
    // One log per scope: a device belongs to one village or to the town.
    const prefix = `${DB_PREFIX}-${me.town.code}-${me.user.village ?? 'town'}`;
    const journal = await identified(prefix);
    return new OfficeRecorder(journal, contextOf(journal, prefix), me.user.id);
  }

  /** Records ops, each durable at once, sends them and says what became of each. Throws what IndexedDB throws. */
  async record(ops: readonly OfficeOp[]): Promise<Recorded> {
    const seqs: number[] = [];
    const { device } = this.journal.identity;
    for (const { kind, body } of ops) {
      const appended = await appendOp(this.journal, { kind, body, by: this.by, at: this.context.now() });
      if (appended.ok) seqs.push(appended.seq);
    }
    const problem = await this.send();
    const settled = await Promise.all(seqs.map((seq) => this.settled(device, seq)));
    const refs = seqs.map((seq) => makeRef(device, seq));
    return { settled, refs, ...(problem === undefined ? {} : { problem }) };
  }

  /** What became of an op, under whatever identity it stands now (SY-13). */
  private async settled(device: string, seq: number): Promise<Settled> {
    const { db, identity } = this.journal;
    const now = identity.device === device ? seq : (await db.archive.get([device, seq]))?.now;
    const row = now === undefined ? undefined : await db.verdicts.get(now);
    return row?.verdict ?? 'unsent';
  }

  /** This browser's id as a device. */
  get device(): string {
    return this.journal.identity.device;
  }

  /** Ops that the server has not judged yet. */
  unsent(): Promise<number> {
    return unsentIn(this.journal);
  }

  /** Another copy of this browser's log was faster: it goes on under an identity of its own (SY-13). */
  private async rounds(): Promise<void> {
    try {
      await syncRounds(this.context, undefined, () => undefined);
    } catch (error) {
      const forked = error instanceof ApiError && error.code === 'fork';
      if (forked) await takeNewIdentity(this.context);
      if (!forked && !(error instanceof JournalMovedError)) throw error;
      const journal = await openJournal(this.journal.db, crypto);
      if (!journal) throw error;
      this.journal = journal;
      this.context = { ...this.context, journal, ownOps: new OwnOps(journal) };
      await syncRounds(this.context, undefined, () => undefined);
    }
  }

  /** Sends what waits; the code of the problem when that failed. */
  async send(): Promise<string | undefined> {
    try {
      await underLock(this.context.locks, LOCK, true, () => this.rounds());
      return undefined;
    } catch (error) {
      if (error instanceof ApiError) return error.code;
      throw error;
    }
  }
}

/** What a sync of this browser takes. */
function contextOf(journal: Journal, prefix: string): SyncContext {
  return {
    api: { fetch: withSession, origin: '', timers },
    journal,
    ownOps: new OwnOps(journal),
    cacheDb: new CacheDb(prefix, indexedDB, IDBKeyRange),
    locks,
    app: APP_VERSION,
    now: () => Date.now(),
    storage: () => ({}),
  };
}

/** An office browser needs its person's session besides its own secret. */
const withSession: typeof fetch = (input, init) => fetch(input, { ...init, credentials: 'same-origin' });

const timers: Timers = {
  set: (run, ms) => setTimeout(run, ms),
  clear: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout> | undefined),
};

const locks: LockManagerLike = navigator.locks
  ? { request: async (name, options, callback) => navigator.locks.request(name, options, callback) }
  : new LocalLocks();

/** This browser's log with the person among its users. */
async function identified(prefix: string): Promise<Journal> {
  const db = new JournalDb(prefix, indexedDB, IDBKeyRange);
  const known = await openJournal(db, crypto);
  if (known === undefined) return enrolled(db);
  try {
    return await joined(known);
  } catch (error) {
    const lost = error instanceof OfficeError && error.code === 'device-unknown';
    if (!lost) throw error;
    // Revoked, it may still hand over what waits in it (CF-17).
    if ((await unsentIn(known)) > 0) await handOver(known, prefix);
    // The server does not know this browser any more and nothing waits in it: it starts again as a new device.
    await db.delete();
    return enrolled(new JournalDb(prefix, indexedDB, IDBKeyRange));
  }
}

async function handOver(journal: Journal, prefix: string): Promise<void> {
  const context = contextOf(journal, prefix);
  const sent = await underLock(locks, LOCK, true, () => syncRounds(context, undefined, () => undefined));
  if (!sent?.revoked) throw new ApiError('device-unknown');
}

async function enrolled(db: JournalDb): Promise<Journal> {
  const keys = await makeDeviceKeys(crypto);
  const publicKey = await publicKeyText(crypto, keys);
  const identity = await postJson<EnrolResponse>('/api/office/device', { publicKey, app: APP_VERSION });
  return createJournal(db, crypto, keys, identity);
}

/** Adds the person to the browser's users, which also shows whether the server still knows the browser. */
async function joined(journal: Journal): Promise<Journal> {
  const publicKey = await publicKeyText(journal.crypto, journal.keys);
  const { users } = await postJson<Pick<EnrolResponse, 'users'>>(
    '/api/office/device',
    { publicKey, app: APP_VERSION },
    { Authorization: deviceAuth(journal.identity) },
  );
  return renewUsers(journal, users);
}

async function unsentIn({ db }: Journal): Promise<number> {
  const last = await db.ops.orderBy(':id').lastKey();
  const acked = (await db.getMeta('acked'))?.seq ?? 0;
  return (typeof last === 'number' ? last : 0) - acked;
}

/** The code of a failure to open or record. */
export function recorderProblem(error: unknown): string {
  return error instanceof OfficeError || error instanceof ApiError ? error.code : 'storage';
}
