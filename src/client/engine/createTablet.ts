/** Puts the tablet together: journal, session, sync, and the state that the screens read. */
import type { OpBodies, OpKind } from '../../domain/op.ts';
import { parseRef } from '../../domain/ref.ts';
import { refused, type Verdict } from '../../domain/verdict.ts';
import { Cache, isCacheBroken } from '../cache/cache.ts';
import { CacheDb } from '../cache/cacheDb.ts';
import { loadInitials } from '../cache/initials.ts';
import { createJournal, type Journal, openJournal, renewUsers } from '../journal/journal.ts';
import { JournalDb } from '../journal/journalDb.ts';
import { OwnOps } from '../journal/ownOps.ts';
import type { DataKey } from '../seal/dataKey.ts';
import { makeDeviceKeys, publicKeyText } from '../seal/deviceKeys.ts';
import { enrol } from '../sync/api.ts';
import type { OpenCache, SyncContext } from '../sync/context.ts';
import { LocalLocks } from '../sync/locks.ts';
import { returnRights } from '../sync/returnRights.ts';
import { backOffMs, Scheduler } from '../sync/scheduler.ts';
import { AutoLock } from './autoLock.ts';
import { browserDeps } from './browserDeps.ts';
import type { TabletDeps } from './deps.ts';
import { PinDoor } from './pinDoor.ts';
import { previewOp, type RecorderDeps, recordOp } from './recorder.ts';
import { Session } from './session.ts';
import { StateBoard } from './stateBoard.ts';
import { problemCodeOf, Syncer } from './syncer.ts';
import type { RecordResult, Tablet, UnlockResult } from './tablet.ts';
import { readTray } from './tray.ts';

const AUTO_LOCK_MS = 600_000;
/** What tabs of one device tell each other. */
type TabMessage = 'journal' | 'cache' | 'enrolled';

/** An enrolled device at work. */
interface Device {
  journal: Journal;
  readonly ownOps: OwnOps;
  readonly syncer: Syncer;
}

class TabletEngine implements ClosableTablet {
  readonly state: Tablet['state'];
  private readonly board = new StateBoard();
  private readonly deps: TabletDeps;
  private readonly journalDb: JournalDb;
  private readonly cacheDb: CacheDb;
  private readonly locks;
  private readonly door: PinDoor;
  private readonly autoLock: AutoLock;
  private readonly scheduler: Scheduler;
  private device: Device | undefined;
  private session: Session | undefined;
  private carrying = false;
  private loadFailures = 0;
  private loadTimer: unknown;
  private closed = false;
  private stopSignals: (() => void) | undefined;

  constructor(deps: TabletDeps) {
    this.deps = deps;
    this.journalDb = new JournalDb(deps.dbPrefix, deps.indexedDB, deps.IDBKeyRange);
    this.cacheDb = new CacheDb(deps.dbPrefix, deps.indexedDB, deps.IDBKeyRange);
    this.locks = deps.locks ?? new LocalLocks();
    this.door = new PinDoor({ crypto: deps.crypto, api: deps, clock: deps, pinRounds: deps.pinRounds });
    this.autoLock = new AutoLock(deps.timers, deps.autoLockMs ?? AUTO_LOCK_MS, () => this.lock());
    this.scheduler = new Scheduler({
      timers: deps.timers,
      random: () => deps.random(),
      run: (wait) => this.runSync(wait),
    });
    this.state = this.board.store;
  }

  async start(): Promise<void> {
    try {
      this.deps.channel?.listen((message) => void this.heard(message));
      const journal = await openJournal(this.journalDb, this.deps.crypto);
      if (journal) await this.begin(journal);
      else this.board.unenrolled();
      if (this.deps.storage) await this.board.followStorage(this.deps.storage);
    } catch (error) {
      this.fail(error);
    }
  }

  async enrol(code: string): Promise<{ readonly ok: true } | { readonly ok: false; readonly problem: string }> {
    const { crypto } = this.deps;
    try {
      const keys = await makeDeviceKeys(crypto);
      const publicKey = await publicKeyText(crypto, keys);
      const identity = await enrol(this.deps, { code, publicKey, app: this.deps.appVersion });
      await this.begin(await createJournal(this.journalDb, crypto, keys, identity));
      this.tell('enrolled');
      return { ok: true };
    } catch (error) {
      return { ok: false, problem: problemCodeOf(error) };
    }
  }

  /** From here on the device has an identity. */
  private async begin(journal: Journal): Promise<void> {
    const ownOps = new OwnOps(journal);
    this.carrying = (await journal.db.getMeta('carrying')) ?? false;
    const { api, ...ctx } = this.contextParts();
    const syncContext: SyncContext = { ...ctx, api, journal, ownOps };
    this.device = { journal, ownOps, syncer: this.makeSyncer(syncContext) };
    this.board.enrolled(journal, this.carrying);
    await this.board.followJournal(journal);
    await this.board.followPins(journal, this.door);
    this.stopSignals ??= this.deps.signals?.(() => void this.scheduler.now());
    void this.scheduler.now();
  }

  private contextParts() {
    const { deps, cacheDb, locks } = this;
    return {
      api: deps,
      cacheDb,
      locks,
      app: deps.appVersion,
      now: () => deps.now(),
      storage: () => {
        const { storage } = this.board.now;
        return storage
          ? { usedBytes: storage.usedBytes, quotaBytes: storage.quotaBytes, persisted: storage.persisted }
          : {};
      },
    };
  }

  private makeSyncer(ctx: SyncContext): Syncer {
    return new Syncer(ctx, {
      onStep: async ({ changed, sent, total }) => {
        this.board.sync(total > 0 ? { phase: 'syncing', progress: { sent, total } } : { phase: 'syncing' });
        if (sent === 0 && changed.length === 0) return;
        await this.refresh(changed);
        this.tell('cache');
      },
      onLoaded: async (codes) => this.refresh(codes),
      onLoadEnd: (problem) => this.loadEnded(problem),
      onTrouble: (error) => this.fail(error),
      onDropped: async () => {
        this.tell('cache');
        await this.reopen();
      },
    });
  }

  // ---- the door

  async unlock(user: string, pin: string): Promise<UnlockResult> {
    const { device } = this;
    if (!device) return 'not_here';
    const answer = await this.door.unlock(device.journal, user, pin);
    await this.readPins();
    if (answer.result !== 'ok') return answer.result;
    const person = device.journal.identity.users.find((u) => u.id === user);
    if (!person) return 'not_here';
    this.session = await this.openSession(device, person, answer.dataKey);
    this.autoLock.arm();
    this.board.unlocked(person, this.session.catalogue);
    await this.showLoad();
    this.board.bump();
    void this.scheduler.now();
    return 'ok';
  }

  /** Opens the cache; one that this key does not open is dropped and will be loaded again. */
  private async openSession(device: Device, person: Session['user'], dataKey: DataKey): Promise<Session> {
    const open = async () => {
      const cache = new Cache(this.cacheDb, this.deps.crypto, dataKey, loadInitials);
      if (!(await cache.fits())) await this.cacheDb.drop();
      const session = new Session(person, cache, device.journal, device.ownOps, await cache.catalogue());
      await session.reload();
      return session;
    };
    try {
      return await open();
    } catch (error) {
      if (!isCacheBroken(error)) throw error;
      await this.cacheDb.drop();
      return open();
    }
  }

  lock(): void {
    this.session = undefined;
    this.autoLock.disarm();
    this.board.locked();
  }

  touch(): void {
    this.autoLock.touch();
  }

  // ---- reading

  directory() {
    return this.session?.directory.rows() ?? [];
  }

  search(query: string, limit: number) {
    return this.session?.directory.find(query, limit) ?? [];
  }

  async openFile(code: string) {
    const { session } = this;
    try {
      return await session?.view(code);
    } catch (error) {
      if (!isCacheBroken(error)) throw error;
      await this.cacheDb.drop();
      await this.reopen();
      return undefined;
    }
  }

  async tray(limit: number) {
    return this.device ? readTray(this.device.journal, this.device.ownOps, limit) : [];
  }

  async markNoticesSeen(): Promise<void> {
    if (!this.device) return;
    await this.journalDb.notices.where('seen').equals(0).modify({ seen: 1 });
    await this.readJournal();
    this.tell('journal');
  }

  // ---- recording

  private recorder(): RecorderDeps | undefined {
    const { device, session } = this;
    if (!device || !session) return undefined;
    return { journal: device.journal, ownOps: device.ownOps, session, now: () => this.deps.now() };
  }

  async preview<K extends OpKind>(kind: K, body: OpBodies[K]): Promise<Verdict> {
    const recorder = this.recorder();
    return recorder ? previewOp(recorder, kind, body) : refused('not_allowed', { kind });
  }

  async record<K extends OpKind>(kind: K, body: OpBodies[K]): Promise<RecordResult> {
    const recorder = this.recorder();
    if (!recorder) return { ok: false, verdict: refused('not_allowed', { kind }) };
    const result = await recordOp(recorder, kind, body);
    if (result.ok) {
      if ('household' in body) await recorder.session.recorded(body.household);
      this.board.sync({ unsent: this.board.now.sync.unsent + 1 });
      this.board.bump();
      this.tell('journal');
      this.scheduler.soon();
    }
    return result;
  }

  async settleNow(ref: string, timeoutMs: number): Promise<Verdict | undefined> {
    const seq = parseRef(ref)?.seq ?? 0;
    const verdict = async () => (await this.journalDb.verdicts.get(seq))?.verdict;
    const known = await verdict();
    if (known) return known;
    let timer: unknown;
    const timeout = new Promise<void>((resolve) => {
      timer = this.deps.timers.set(resolve, timeoutMs);
    });
    await Promise.race([this.scheduler.now(), timeout]);
    this.deps.timers.clear(timer);
    return verdict();
  }

  // ---- syncing

  syncNow(): Promise<void> {
    return this.device ? this.scheduler.now() : Promise.resolve();
  }

  async setCarrying(on: boolean): Promise<void> {
    if (!this.device) return;
    this.carrying = on;
    await this.journalDb.meta.put(on, 'carrying');
    if (!on) await returnRights(this.device.journal, () => 0, this.deps.now());
    this.board.carrying(on);
    await this.readJournal();
    this.board.bump();
    this.tell('journal');
    await this.scheduler.now();
  }

  async persist(): Promise<void> {
    const { storage } = this.deps;
    if (!storage) return;
    await storage.persist();
    await this.board.followStorage(storage);
  }

  private openCache(): OpenCache | undefined {
    const { session, device } = this;
    if (!session || !device) return undefined;
    return {
      cache: session.cache,
      catalogue: () => session.catalogue,
      takeCatalogue: async (catalogue) => {
        session.takeCatalogue(catalogue);
        device.journal = await renewUsers(device.journal, catalogue.users);
        if (this.session === session) this.board.catalogue(catalogue);
        await this.readPins();
      },
      carry: () => (this.carrying ? this.gridsOfPeople(device) : []),
      returnsRights: () => device.journal.identity.kind === 'tablet' && !this.carrying,
    };
  }

  /** Grids of those who have a PIN here: theirs are the doors this tablet will stand at. */
  private gridsOfPeople(device: Device): readonly string[] {
    const active = new Set(this.board.now.users.flatMap((u) => (u.activated ? [u.id] : [])));
    const grids = device.journal.identity.users
      .filter((u) => active.has(u.id))
      .flatMap((u) => (u.grids.length > 0 ? u.grids : u.grid === null ? [] : [u.grid]));
    return [...new Set(grids)];
  }

  private async runSync(wait: boolean): Promise<boolean> {
    const { device } = this;
    if (!device) return true;
    const open = this.openCache();
    if (open) device.syncer.load(open);
    this.board.sync({ phase: 'syncing' });
    const outcome = await device.syncer.run(open, wait);
    try {
      await this.readJournal();
      this.board.ran(outcome, this.deps.now());
    } catch (error) {
      this.fail(error);
      return false;
    }
    return outcome.ok;
  }

  private loadEnded(problem: string | undefined): void {
    void this.showLoad().catch((error) => this.fail(error));
    this.board.bump();
    this.tell('cache');
    if (problem === undefined) {
      this.loadFailures = 0;
      // The feed goes on from where the load began.
      if (this.session) void this.scheduler.now();
      return;
    }
    this.loadFailures++;
    this.board.sync({ phase: problem === 'offline' ? 'offline' : 'failing', problem });
    this.deps.timers.clear(this.loadTimer);
    this.loadTimer = this.deps.timers.set(
      () => {
        const open = this.openCache();
        if (open) this.device?.syncer.load(open);
      },
      backOffMs(this.loadFailures, this.deps.random()),
    );
  }

  close(): void {
    this.closed = true;
    this.stopSignals?.();
    this.scheduler.stop();
    this.autoLock.disarm();
    this.deps.timers.clear(this.loadTimer);
    this.deps.channel?.close();
    this.journalDb.close();
    this.cacheDb.close();
  }

  // ---- the state

  private async heard(message: string): Promise<void> {
    try {
      if (message === 'enrolled' && !this.device) return await this.start();
      await this.readJournal();
      if (message === 'cache') await this.session?.reload();
      else await this.session?.follow([]);
      await this.showLoad();
      this.board.bump();
    } catch (error) {
      this.fail(error);
    }
  }

  private tell(message: TabMessage): void {
    this.deps.channel?.post(message);
  }

  private async reopen(): Promise<void> {
    await this.session?.reload();
    await this.showLoad();
    this.board.bump();
    if (this.session) void this.scheduler.now();
  }

  private async refresh(changed: readonly string[]): Promise<void> {
    await this.session?.follow(changed);
    await this.readJournal();
    await this.showLoad();
    this.board.bump();
  }

  private async readJournal(): Promise<void> {
    if (this.device) await this.board.followJournal(this.device.journal);
  }

  private async readPins(): Promise<void> {
    if (this.device) await this.board.followPins(this.device.journal, this.door);
  }

  private async showLoad(): Promise<void> {
    const { session } = this;
    const mark = await session?.cache.stand();
    if (mark && session === this.session) this.board.load(mark);
  }

  private fail(error: unknown): void {
    if (!this.closed) this.board.sync({ phase: 'failing', problem: problemCodeOf(error) });
  }
}

/** A tablet that can be put away: timers stopped, databases closed. A page never needs to. */
export interface ClosableTablet extends Tablet {
  close(): void;
}

/** The tablet. Nothing happens before `start`. */
export function createTablet(deps: TabletDeps = browserDeps()): ClosableTablet {
  return new TabletEngine(deps);
}
