/** Puts the tablet together: journal, session, sync, and the state that the screens read. */
import { must } from '../../domain/must.ts';
import type { OpBodies, OpKind } from '../../domain/op.ts';
import { parseRef } from '../../domain/ref.ts';
import { refused, type Verdict } from '../../domain/verdict.ts';
import { CacheDb } from '../cache/cacheDb.ts';
import { type Farewell, FarewellDb } from '../journal/farewellDb.ts';
import { createJournal, type Journal, openJournal } from '../journal/journal.ts';
import { JournalDb } from '../journal/journalDb.ts';
import type { OwnOps } from '../journal/ownOps.ts';
import { leftToHandOver, noteRevoked, wipe } from '../journal/wipe.ts';
import { dropOldPhotos, keepPhoto, readPhoto } from '../photos/photoStore.ts';
import type { DataKey } from '../seal/dataKey.ts';
import { makeDeviceKeys, publicKeyText } from '../seal/deviceKeys.ts';
import { problemCodeOf } from '../sync/apiError.ts';
import { CACHE_LOCK, LocalLocks, type LockManagerLike, underLock } from '../sync/locks.ts';
import { AutoLock } from './autoLock.ts';
import { browserDeps } from './browserDeps.ts';
import type { TabletDeps } from './deps.ts';
import { PinDoor } from './pinDoor.ts';
import type { RecorderDeps } from './recorder.ts';
import type { Session } from './session.ts';
import { StateBoard } from './stateBoard.ts';
import type { SyncDesk, TabMessage } from './syncDesk.ts';
import type { FileView, RecordResult, Tablet, UnlockResult } from './tablet.ts';

const AUTO_LOCK_MS = 600_000;

const loadBehindTheDoor = () => import('./behindTheDoor.ts');

/** A device with an identity, once everything behind its door is loaded. */
interface OpenedDevice {
  readonly ownOps: OwnOps;
  readonly sync: SyncDesk;
  readonly behind: Awaited<ReturnType<typeof loadBehindTheDoor>>;
}

/** A tablet that can be put away: timers stopped, databases closed. A page never needs to. */
export interface ClosableTablet extends Tablet {
  close(): void;
}

class TabletEngine implements ClosableTablet {
  readonly state: Tablet['state'];
  private readonly board = new StateBoard();
  private readonly deps: TabletDeps;
  private readonly journalDb: JournalDb;
  private readonly cacheDb: CacheDb;
  private readonly farewellDb: FarewellDb;
  private readonly locks: LockManagerLike;
  private readonly door: PinDoor;
  private readonly autoLock: AutoLock;
  /** The device on its way: its door can be tried already. */
  private opening: { readonly journal: Journal; readonly device: Promise<OpenedDevice> } | undefined;
  private device: OpenedDevice | undefined;
  private session: Session | undefined;

  constructor(deps: TabletDeps) {
    this.deps = deps;
    this.state = this.board.store;
    this.journalDb = new JournalDb(deps.dbPrefix, deps.indexedDB, deps.IDBKeyRange);
    this.cacheDb = new CacheDb(deps.dbPrefix, deps.indexedDB, deps.IDBKeyRange);
    this.farewellDb = new FarewellDb(deps.dbPrefix, deps.indexedDB, deps.IDBKeyRange);
    this.locks = deps.locks ?? new LocalLocks();
    this.door = new PinDoor({ crypto: deps.crypto, api: deps, clock: deps, pinRounds: deps.pinRounds });
    this.autoLock = new AutoLock(deps.timers, deps.autoLockMs ?? AUTO_LOCK_MS, () => this.lock());
  }

  async start(): Promise<void> {
    try {
      this.deps.channel?.listen((message) => void this.heard(message));
      await this.openDevice();
      if (this.deps.storage) await this.board.followStorage(this.deps.storage);
    } catch (error) {
      this.fail(error);
    }
  }

  private async openDevice(): Promise<void> {
    const journal = await openJournal(this.journalDb, this.deps.crypto);
    if (journal) await this.begin(journal);
    else await this.foundWiped();
  }

  // Revoked (CF-17).

  /** Nobody works here any more; what is not with the server yet goes there, and then everything goes. */
  private async handOver(): Promise<void> {
    const { device } = this;
    if (!device) return;
    const { sync } = device;
    await noteRevoked(sync.journal, this.deps.now());
    await this.showRevoked(sync.journal);
    this.tell('revoked');
    const declined = await sync.sendPhotos();
    const farewell = await underLock(this.locks, CACHE_LOCK, true, () =>
      wipe(sync.journal, this.cacheDb, this.farewellDb, this.deps.now(), declined),
    );
    if (!farewell) return this.showRevoked(sync.journal);
    await this.wiped(farewell);
    this.tell('wiped');
  }

  private async showRevoked({ db, identity }: Journal): Promise<void> {
    this.forgetSession();
    this.board.revoked({ device: identity.device, townName: identity.town.name, left: await leftToHandOver(db) });
  }

  /** No identity: never enrolled, or wiped; then a wipe that was interrupted is finished. */
  private async foundWiped(): Promise<void> {
    const farewell = await this.farewellDb.notes.get('last');
    if (farewell) await Promise.all([this.cacheDb.delete(), this.journalDb.delete()]);
    await this.wiped(farewell);
  }

  /** Nothing is here any more; a note says what became of it. */
  private async wiped(farewell: Farewell | undefined): Promise<void> {
    this.device?.sync.close();
    this.device = undefined;
    this.opening = undefined;
    this.forgetSession();
    if (!farewell) return this.board.unenrolled();
    const { device, townName, handedOver } = farewell;
    this.board.revoked({ device, townName, handedOver });
  }

  async startAnew(): Promise<void> {
    if (this.device) return;
    await this.farewellDb.notes.clear();
    this.board.anew();
    this.tell('wiped');
  }

  private forgetSession(): void {
    this.session = undefined;
    this.autoLock.disarm();
  }

  async enrol(code: string): Promise<{ readonly ok: true } | { readonly ok: false; readonly problem: string }> {
    const { crypto } = this.deps;
    try {
      const keys = await makeDeviceKeys(crypto);
      const publicKey = await publicKeyText(crypto, keys);
      const { enrol } = await loadBehindTheDoor();
      const identity = await enrol(this.deps, { code, publicKey, app: this.deps.appVersion });
      // A wipe has deleted them (CF-17).
      for (const db of [this.journalDb, this.cacheDb]) if (!db.isOpen()) await db.open();
      this.journalDb.newest = undefined;
      await this.begin(await createJournal(this.journalDb, crypto, keys, identity));
      this.tell('enrolled');
      return { ok: true };
    } catch (error) {
      return { ok: false, problem: problemCodeOf(error) };
    }
  }

  /** From here on the device has an identity. */
  private async begin(journal: Journal): Promise<void> {
    const carrying = (await journal.db.getMeta('carrying')) ?? false;
    this.board.enrolled(journal, carrying);
    await this.board.followPins(journal, this.door);
    if (await journal.db.getMeta('revoked')) await this.showRevoked(journal);
    const device = this.openBehind(journal, carrying);
    this.opening = { journal, device };
    this.device = await device;
    await this.board.followJournal(journal);
    void this.device.sync.now();
  }

  private async openBehind(journal: Journal, carrying: boolean): Promise<OpenedDevice> {
    const behind = await loadBehindTheDoor();
    await dropOldPhotos(journal.db, this.deps.now());
    const ownOps = new behind.OwnOps(journal);
    const sync = new behind.SyncDesk(journal, carrying, {
      deps: this.deps,
      ownOps,
      cacheDb: this.cacheDb,
      locks: this.locks,
      board: this.board,
      door: this.door,
      session: () => this.session,
      onRevoked: () => this.handOver(),
      tell: (message) => this.tell(message),
    });
    return { ownOps, sync, behind };
  }

  close(): void {
    this.device?.sync.close();
    this.autoLock.disarm();
    this.deps.channel?.close();
    this.journalDb.close();
    this.cacheDb.close();
    this.farewellDb.close();
  }

  // The door.

  async unlock(user: string, pin: string): Promise<UnlockResult> {
    const { opening } = this;
    if (!opening) return 'not_here';
    if (this.board.now.phase === 'revoked') return 'office';
    const journal = this.device?.sync.journal ?? opening.journal;
    const answer = await this.door.unlock(journal, user, pin);
    await this.board.followPins(journal, this.door);
    if (answer.result !== 'ok') return answer.result;
    const device = await opening.device;
    const person = journal.identity.users.find((u) => u.id === user);
    if (!person) return 'not_here';
    this.session = await this.openSession(journal, device, person, answer.dataKey);
    this.autoLock.arm();
    this.board.unlocked(person, this.session.catalogue);
    await device.sync.showLoad();
    this.board.bump();
    void device.sync.now();
    return 'ok';
  }

  /** Opens the cache; one that this key does not open is dropped and will be loaded again. */
  private async openSession(
    journal: Journal,
    { ownOps, behind }: OpenedDevice,
    person: Session['user'],
    dataKey: DataKey,
  ): Promise<Session> {
    const open = async () => {
      const cache = new behind.Cache(this.cacheDb, this.deps.crypto, dataKey, behind.loadInitials);
      if (!(await cache.fits())) await this.cacheDb.drop();
      const session = new behind.Session(person, cache, journal, ownOps, await cache.catalogue());
      await session.reload();
      return session;
    };
    try {
      return await open();
    } catch (error) {
      if (!behind.isCacheBroken(error)) throw error;
      await this.cacheDb.drop();
      return open();
    }
  }

  lock(): void {
    this.forgetSession();
    if (this.board.now.phase === 'revoked') return;
    this.board.locked();
  }

  touch(): void {
    this.autoLock.touch();
  }

  // Reading.

  directory() {
    return this.session?.directory.rows() ?? [];
  }

  search(query: string, limit: number) {
    return this.session?.directory.find(query, limit) ?? [];
  }

  async openFile(code: string): Promise<FileView | undefined> {
    try {
      return await this.session?.view(code);
    } catch (error) {
      if (!this.device?.behind.isCacheBroken(error)) throw error;
      await this.cacheDb.drop();
      await this.device.sync.reopen();
      return undefined;
    }
  }

  async tray(limit: number) {
    const { device } = this;
    return device ? device.behind.readTray(device.sync.journal, device.ownOps, limit) : [];
  }

  async markNoticesSeen(): Promise<void> {
    if (!this.device) return;
    await this.journalDb.notices.where('seen').equals(0).modify({ seen: 1 });
    await this.board.followJournal(this.device.sync.journal);
    this.tell('journal');
  }

  // Recording.

  private recorder(): RecorderDeps | undefined {
    const { device, session } = this;
    if (!device || !session) return undefined;
    return {
      journal: device.sync.journal,
      ownOps: device.ownOps,
      session,
      now: () => this.deps.now(),
      onTrouble: (error) => this.fail(error),
    };
  }

  async preview<K extends OpKind>(kind: K, body: OpBodies[K]): Promise<Verdict> {
    const recorder = this.recorder();
    if (!recorder || !this.device) return refused('not_allowed', { kind });
    return this.device.behind.previewOp(recorder, kind, body);
  }

  async record<K extends OpKind>(kind: K, body: OpBodies[K]): Promise<RecordResult> {
    const recorder = this.recorder();
    if (!recorder || !this.device) return { ok: false, verdict: refused('not_allowed', { kind }) };
    const result = await this.device.behind.recordOp(recorder, kind, body);
    if (!result.ok) return result;
    this.board.sync({ unsent: this.board.now.sync.unsent + 1 });
    if ('photos' in body) await this.board.followPhotos(recorder.journal).catch((error) => this.fail(error));
    this.device?.sync.soon();
    this.tell('journal');
    this.board.bump();
    return result;
  }

  async addPhoto(jpeg: Uint8Array<ArrayBuffer>): Promise<string> {
    const { sync } = must(this.device, 'photos are taken on an enrolled device');
    return keepPhoto(sync.journal, jpeg, this.deps.now());
  }

  async photo(id: string): Promise<Blob | undefined> {
    if (!this.device || !this.session) return undefined;
    const jpeg = await readPhoto(this.device.sync.journal, id);
    return jpeg && new Blob([jpeg], { type: 'image/jpeg' });
  }

  async settleNow(ref: string, timeoutMs: number): Promise<Verdict | undefined> {
    const seq = parseRef(ref)?.seq ?? 0;
    const verdict = async () => (await this.journalDb.verdicts.get(seq))?.verdict;
    const known = await verdict();
    if (known || !this.device) return known;
    let timer: unknown;
    const timeout = new Promise<void>((resolve) => {
      timer = this.deps.timers.set(resolve, timeoutMs);
    });
    await Promise.race([this.device.sync.now(), timeout]);
    this.deps.timers.clear(timer);
    return verdict();
  }

  // Syncing.

  async syncNow(): Promise<void> {
    await this.device?.sync.now();
  }

  async setCarrying(on: boolean): Promise<void> {
    const { device } = this;
    if (!device) return;
    device.sync.carrying = on;
    await this.journalDb.meta.put(on, 'carrying');
    if (!on) await device.behind.returnRights(device.sync.journal, () => 0, this.deps.now());
    this.board.carrying(on);
    await this.board.followJournal(device.sync.journal);
    this.board.bump();
    this.tell('journal');
    await device.sync.now();
  }

  async persist(): Promise<void> {
    const { storage } = this.deps;
    if (!storage) return;
    await storage.persist();
    await this.board.followStorage(storage);
  }

  // The other tabs.

  private async heard(message: string): Promise<void> {
    try {
      if (!this.device || message === 'wiped') {
        if (message === 'enrolled') await this.openDevice();
        if (message === 'wiped') await this.heardWiped();
        return;
      }
      if (message === 'revoked') return await this.showRevoked(this.device.sync.journal);
      this.device.sync.carrying = (await this.journalDb.getMeta('carrying')) ?? false;
      this.board.carrying(this.device.sync.carrying);
      await this.board.followJournal(this.device.sync.journal);
      if (message === 'cache') await this.session?.reload();
      else await this.session?.follow([]);
      await this.device.sync.showLoad();
      this.board.bump();
    } catch (error) {
      this.fail(error);
    }
  }

  private async heardWiped(): Promise<void> {
    const farewell = await this.farewellDb.notes.get('last');
    if (farewell || this.device) await this.wiped(farewell);
    else this.board.anew();
  }

  private tell(message: TabMessage): void {
    this.deps.channel?.post(message);
  }

  private fail(error: unknown): void {
    if (this.device) this.device.sync.fail(error);
    else this.board.sync({ phase: 'failing', problem: problemCodeOf(error) });
  }
}

/** The tablet. Nothing happens before `start`. */
export function createTablet(deps: TabletDeps = browserDeps()): ClosableTablet {
  return new TabletEngine(deps);
}
