/**
 * The office's browser as a device (SY-1): what a signed-in person decides is an op in this browser's own journal, durable
 * first and pushed at once. It keeps no household files: the office reads from the server. People of one village share a
 * browser's journal; a browser used for the town and for a village has one journal each.
 */
import type { OpBodies, OpKind } from '../../domain/op.ts';
import { makeRef } from '../../domain/ref.ts';
import type { Verdict } from '../../domain/verdict.ts';
import { CacheDb } from '../cache/cacheDb.ts';
import { appendOp } from '../journal/appendOp.ts';
import { createJournal, type Journal, openJournal, renewUsers } from '../journal/journal.ts';
import { JournalDb } from '../journal/journalDb.ts';
import { OwnOps } from '../journal/ownOps.ts';
import { makeDeviceKeys, publicKeyText } from '../seal/deviceKeys.ts';
import { ApiError, deviceAuth, enrolOfficeBrowser, joinOfficeBrowser } from '../sync/api.ts';
import type { SyncContext } from '../sync/context.ts';
import { LocalLocks, SYNC_LOCK } from '../sync/locks.ts';
import { syncRounds } from '../sync/rounds.ts';
import type { TabletDeps } from './deps.ts';

export interface OfficePerson {
  readonly id: string;
  /** Null: the whole town. */
  readonly village: string | null;
}

export interface OfficeDecision {
  readonly ref: string;
  /** Absent while no answer came: the decision is kept here and goes up with the next one. */
  readonly verdict?: Verdict;
}

type AnyOp = { [K in OpKind]: { readonly kind: K; readonly body: OpBodies[K] } }[OpKind];

export class OfficeDesk {
  private readonly ctx: SyncContext;
  private readonly person: OfficePerson;

  private constructor(ctx: SyncContext, person: OfficePerson) {
    this.ctx = ctx;
    this.person = person;
  }

  /** Opens this browser's journal for a signed-in person, enrolling the browser or joining it first. Throws ApiError. */
  static async open(deps: TabletDeps, person: OfficePerson): Promise<OfficeDesk> {
    const prefix = `${deps.dbPrefix}-office-${person.village ?? 'town'}`;
    const journalDb = new JournalDb(prefix, deps.indexedDB, deps.IDBKeyRange);
    const journal = await OfficeDesk.journalFor(deps, journalDb, person);
    const ctx: SyncContext = {
      api: deps,
      journal,
      ownOps: new OwnOps(journal),
      cacheDb: new CacheDb(prefix, deps.indexedDB, deps.IDBKeyRange),
      locks: deps.locks ?? new LocalLocks(),
      app: deps.appVersion,
      now: () => deps.now(),
      storage: () => ({}),
    };
    return new OfficeDesk(ctx, person);
  }

  private static async journalFor(deps: TabletDeps, db: JournalDb, person: OfficePerson): Promise<Journal> {
    const known = await openJournal(db, deps.crypto);
    if (known) {
      if (known.identity.users.some((u) => u.id === person.id)) return known;
      const { users } = await joinOfficeBrowser(deps, deviceAuth(known.identity), await browserOf(deps, known));
      return renewUsers(known, users);
    }
    const keys = await makeDeviceKeys(deps.crypto);
    const browser = { publicKey: await publicKeyText(deps.crypto, keys), app: deps.appVersion };
    return createJournal(db, deps.crypto, keys, await enrolOfficeBrowser(deps, browser));
  }

  /**
   * Records decisions and pushes them at once; one answer per decision, in order. Without a connection they stay in the
   * journal and the answers have no verdict. Throws what IndexedDB throws when they could not even be kept.
   */
  async record(decisions: readonly AnyOp[]): Promise<readonly OfficeDecision[]> {
    const seqs: number[] = [];
    for (const { kind, body } of decisions) {
      const at = this.ctx.now();
      const result = await appendOp(this.ctx.journal, { kind, body, by: this.person.id, at });
      if (!result.ok) throw new Error('an office op draws on no allowance');
      seqs.push(result.seq);
    }
    await this.push();
    const { db, identity } = this.ctx.journal;
    const verdicts = await db.verdicts.bulkGet(seqs);
    return seqs.map((seq, i) => {
      const verdict = verdicts[i]?.verdict;
      return { ref: makeRef(identity.device, seq), ...(verdict ? { verdict } : {}) };
    });
  }

  /** Decisions that the server does not have yet. */
  async unsent(): Promise<number> {
    const { db } = this.ctx.journal;
    const [head, acked] = await Promise.all([db.ops.orderBy(':id').lastKey(), db.getMeta('acked')]);
    return (typeof head === 'number' ? head : 0) - (acked?.seq ?? 0);
  }

  /** Sends what is waiting; gives the problem code when no answer came. */
  async push(): Promise<string | undefined> {
    try {
      const lock = `${SYNC_LOCK}-office-${this.person.village ?? 'town'}`;
      await this.ctx.locks.request(lock, {}, async () => syncRounds(this.ctx, undefined, () => {}));
      return undefined;
    } catch (error) {
      if (error instanceof ApiError) return error.code;
      throw error;
    }
  }
}

async function browserOf(deps: TabletDeps, journal: Journal): Promise<{ publicKey: string; app: string }> {
  return { publicKey: await publicKeyText(deps.crypto, journal.keys), app: deps.appVersion };
}
