/** A PC in the office as `officeRecorder.ts` makes one: a log of its own through the same journal and sync, and no files. */
import { IDBKeyRange } from 'fake-indexeddb';
import { CacheDb } from '../../../src/client/cache/cacheDb.ts';
import { appendOp } from '../../../src/client/journal/appendOp.ts';
import { createJournal, type Journal, openJournal } from '../../../src/client/journal/journal.ts';
import { JournalDb } from '../../../src/client/journal/journalDb.ts';
import { OwnOps } from '../../../src/client/journal/ownOps.ts';
import { makeDeviceKeys, publicKeyText } from '../../../src/client/seal/deviceKeys.ts';
import { ApiError } from '../../../src/client/sync/apiError.ts';
import type { SyncContext } from '../../../src/client/sync/context.ts';
import { LocalLocks, SYNC_LOCK, underLock } from '../../../src/client/sync/locks.ts';
import { syncRounds } from '../../../src/client/sync/rounds.ts';
import { must } from '../../../src/domain/must.ts';
import type { OpBodies, OpKind } from '../../../src/domain/op.ts';
import { makeRef } from '../../../src/domain/ref.ts';
import { APPLIED } from '../../../src/domain/verdict.ts';
import { hashToken, newToken } from '../../../src/server/auth/token.ts';
import { enrolOfficeBrowser } from '../../../src/server/office/officeBrowser.ts';
import { clientCrypto } from '../machine/clientCrypto.ts';
import { Disk } from '../machine/disk.ts';
import { VirtualTimers } from '../machine/timers.ts';
import type { Promised } from './gadget.ts';
import type { World } from './world.ts';

const PREFIX = 'office';
export const OFFICE_JOURNAL = `${PREFIX}-journal`;

const YEARS_MS = 10 * 365 * 86_400_000;

export interface Clerk {
  readonly id: string;
  readonly village: string | null;
  readonly role: 'village_office' | 'town_admin';
}

export class OfficeDesk {
  readonly name: string;
  readonly clerk: Clerk;
  readonly promised: Promised[] = [];
  readonly disk = new Disk();
  readonly timers: VirtualTimers;
  id = '';
  /** Whose requests are under way; another one after every loss of power. */
  life: object = {};
  private readonly world: World;
  private readonly from: string;
  private journal: Journal | undefined;
  private context: SyncContext | undefined;
  private headers: Readonly<Record<string, string>> = {};

  constructor(world: World, name: string, clerk: Clerk, from: string) {
    this.world = world;
    this.name = name;
    this.clerk = clerk;
    this.from = from;
    this.timers = new VirtualTimers(() => world.now);
  }

  /** Signs the person in and makes the browser a device. */
  async enrol(): Promise<void> {
    const { world, clerk } = this;
    const { db } = world.server;
    const keys = await makeDeviceKeys(clientCrypto);
    const expiresAt = new Date(world.now + YEARS_MS);
    const session = { town: world.town, name: clerk.id, grids: [], expiresAt, ...clerk };
    const publicKey = await publicKeyText(clientCrypto, keys);
    const identity = await enrolOfficeBrowser(db, session, { publicKey, app: 'sim' });
    const token = newToken();
    await db
      .insertInto('sessions')
      .values({ town: world.town, token_hash: hashToken(token), user_id: clerk.id, expires_at: expiresAt })
      .execute();
    this.id = identity.device;
    this.headers = { cookie: `office_session=${token}`, origin: 'http://points.test' };
    await world.client(this, () => {
      void this.begin(keys, identity);
    });
    must(this.context, 'the office has its log');
  }

  /** The power was gone in the middle of something: the browser opens its log again. */
  async restart(): Promise<void> {
    this.life = {};
    this.disk.powerCut();
    this.context = undefined;
    await this.world.client(this, () => void this.reopen());
    must(this.context, 'the office has its log again');
  }

  private async reopen(): Promise<void> {
    this.use(must(await openJournal(this.journalDb(), clientCrypto), 'the log is there'));
  }

  private journalDb(): JournalDb {
    return new JournalDb(PREFIX, this.disk.factory, IDBKeyRange);
  }

  private async begin(
    keys: Awaited<ReturnType<typeof makeDeviceKeys>>,
    identity: Awaited<ReturnType<typeof enrolOfficeBrowser>>,
  ): Promise<void> {
    this.use(await createJournal(this.journalDb(), clientCrypto, keys, identity));
  }

  private use(journal: Journal): void {
    const { world } = this;
    this.journal = journal;
    this.context = {
      api: { fetch: world.network.fetchOf(this.life, this.from, this.headers), origin: '', timers: this.timers },
      journal,
      ownOps: new OwnOps(journal),
      cacheDb: new CacheDb(PREFIX, this.disk.factory, IDBKeyRange),
      locks: new LocalLocks(),
      app: 'sim',
      now: () => world.now,
      storage: () => ({}),
    };
  }

  /** Records one op; it is durable when this is quiet. */
  record<K extends OpKind>(kind: K, body: OpBodies[K]): void {
    const journal = must(this.journal, 'the office has its log');
    const at = this.world.now;
    void appendOp(journal, { kind, body, by: this.clerk.id, at }).then((appended) => {
      if (!appended.ok) return;
      const ref = makeRef(this.id, appended.seq);
      this.promised.push({ ref, seq: appended.seq, kind, body, by: this.clerk.id, at, preview: APPLIED });
      this.world.opsRecorded++;
    });
  }

  /** Sends what waits. */
  send(): void {
    const context = must(this.context, 'the office has its log');
    void underLock(context.locks, SYNC_LOCK, true, () => syncRounds(context, undefined, () => undefined)).catch(
      (error: unknown) => {
        if (!(error instanceof ApiError)) throw error;
      },
    );
  }
}
