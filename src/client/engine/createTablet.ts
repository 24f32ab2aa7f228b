/** Puts the tablet together: journal, session, sync, and the state that the screens read. */
import { must } from '../../domain/must.ts';
import type { OpBodies, OpKind } from '../../domain/op.ts';
import { parseRef } from '../../domain/ref.ts';
import type { StockView } from '../../domain/stockView.ts';
import { refused, type Verdict } from '../../domain/verdict.ts';
import { CacheDb } from '../cache/cacheDb.ts';
import { FarewellDb } from '../journal/farewellDb.ts';
import { isQuota } from '../journal/isQuota.ts';
import { createJournal, type Journal, JournalMovedError, openJournal } from '../journal/journal.ts';
import { JournalDb } from '../journal/journalDb.ts';
import { noteRead } from '../journal/noticeReads.ts';
import type { OwnOps } from '../journal/ownOps.ts';
import { dropOldPhotos, keepPhoto, readPhoto } from '../photos/photoStore.ts';
import type { DataKey } from '../seal/dataKey.ts';
import { makeDeviceKeys, publicKeyText } from '../seal/deviceKeys.ts';
import { problemCodeOf } from '../sync/apiError.ts';
import { LocalLocks, type LockManagerLike } from '../sync/locks.ts';
import { AutoLock } from './autoLock.ts';
import { browserDeps } from './browserDeps.ts';
import type { TabletDeps } from './deps.ts';
import { DeviceEnd } from './deviceEnd.ts';
import { DeviceMark } from './deviceMark.ts';
import { keptPoints } from './keptPoints.ts';
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
  private readonly mark: DeviceMark;
  private readonly end: DeviceEnd;
  private session: Session | undefined;
  private unmark: (() => void) | undefined;
  /** The stock as it was last read, until something changes. */
  private seenStock:
    | { readonly session: Session; readonly revision: number; readonly view: Promise<StockView | undefined> }
    | undefined;
  private readonly townTime = () => this.board.corrected(this.deps.now());

  constructor(deps: TabletDeps) {
    this.deps = deps;
    this.state = this.board.store;
    this.journalDb = new JournalDb(deps.dbPrefix, deps.indexedDB, deps.IDBKeyRange);
    this.cacheDb = new CacheDb(deps.dbPrefix, deps.indexedDB, deps.IDBKeyRange);
    this.farewellDb = new FarewellDb(deps.dbPrefix, deps.indexedDB, deps.IDBKeyRange);
    this.locks = deps.locks ?? new LocalLocks();
    this.mark = new DeviceMark(deps.mark);
    this.end = new DeviceEnd({
      ...{ journalDb: this.journalDb, cacheDb: this.cacheDb, farewellDb: this.farewellDb, locks: this.locks },
      ...{ board: this.board, mark: this.mark },
      now: () => this.deps.now(),
      tell: (message) => this.tell(message),
      forgetSession: () => this.forgetSession(),
      forgetDevice: () => this.forgetDevice(),
    });
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
    else await this.end.notHere();
  }

  async startAnew(): Promise<void> {
    if (!this.device) await this.end.startAnew();
  }

  private forgetDevice(): void {
    this.unmark?.();
    this.device?.sync.close();
    this.device = undefined;
    this.opening = undefined;
  }

  /** CF-17: nobody works here any more. */
  private isRevoked(): boolean {
    return this.board.now.phase === 'revoked';
  }

  private forgetSession(): void {
    this.session = undefined;
    this.seenStock = undefined;
    this.autoLock.disarm();
  }

  async enrol(code: string): Promise<{ readonly ok: true } | { readonly ok: false; readonly problem: string }> {
    const { crypto } = this.deps;
    try {
      const keys = await makeDeviceKeys(crypto);
      const publicKey = await publicKeyText(crypto, keys);
      const { enrol } = await loadBehindTheDoor();
      const lost = this.mark.lost();
      const asked = { code, publicKey, app: this.deps.appVersion, ...(lost ? { before: lost.device } : {}) };
      const { before, ...identity } = await enrol(this.deps, asked);
      if (before) this.mark.found(before);
      // A wipe has deleted them (CF-17).
      for (const db of [this.journalDb, this.cacheDb]) if (!db.isOpen()) await db.open();
      await this.begin(await createJournal(this.journalDb, crypto, keys, identity));
      this.tell('enrolled');
      return { ok: true };
    } catch (error) {
      return { ok: false, problem: problemCodeOf(error) };
    }
  }

  /** SY-13: the device got another identity, from this tab or another. Who works goes on working. */
  private async renamed(): Promise<void> {
    const { session, device } = this;
    if (device && (await this.journalDb.getMeta('log')) === device.sync.journal.identity.device) return;
    device?.sync.close();
    const journal = await openJournal(this.journalDb, this.deps.crypto);
    if (!journal) return this.end.notHere();
    this.journalDb.newest = undefined;
    await this.begin(journal, session);
  }

  /** From here on the device has an identity. `before` is who was unlocked under the one before. */
  private async begin(journal: Journal, before?: Session): Promise<void> {
    const carrying = (await journal.db.getMeta('carrying')) ?? false;
    this.board.enrolled(journal, carrying, this.mark.lost());
    await this.board.followPins(journal, this.door);
    if (await journal.db.getMeta('revoked')) await this.end.showRevoked(journal);
    const device = this.openBehind(journal, carrying);
    this.opening = { journal, device };
    this.device = await device;
    await this.board.followJournal(journal);
    if (before) await this.goOn(before, this.device);
    this.unmark?.();
    this.unmark = this.mark.follow(this.state);
    void this.device.sync.now();
  }

  /** Who was unlocked under the identity before stays unlocked. */
  private async goOn({ user, cache, catalogue }: Session, { ownOps, sync, behind }: OpenedDevice): Promise<void> {
    if (this.isRevoked()) return;
    this.session = new behind.Session(user, cache, sync.journal, ownOps, catalogue, this.townTime);
    await this.session.reload();
    this.board.unlocked(user, catalogue);
    await sync.showLoad();
    this.board.bump();
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
      onRevoked: (kept) => this.end.handOver(sync, kept),
      onRenamed: async () => {
        await this.renamed();
        this.tell('moved');
      },
      tell: (message) => this.tell(message),
      gone: () => this.fail(undefined),
    });
    return { ownOps, sync, behind };
  }

  forgetLost(): void {
    this.end.forgetLost();
  }

  close(): void {
    this.unmark?.();
    this.device?.sync.close();
    this.autoLock.disarm();
    this.deps.channel?.close();
    this.journalDb.close();
    this.cacheDb.close();
    this.farewellDb.close();
  }

  // The door.

  async unlock(user: string, pin: string): Promise<UnlockResult> {
    try {
      return await this.tryUnlock(user, pin);
    } catch (error) {
      this.fail(error);
      return isQuota(error) ? 'full' : 'broken';
    }
  }

  private async tryUnlock(user: string, pin: string): Promise<UnlockResult> {
    const { opening } = this;
    if (!opening) return 'not_here';
    if (this.isRevoked()) return 'office';
    const journal = this.device?.sync.journal ?? opening.journal;
    const answer = await this.door.unlock(journal, user, pin);
    await this.board.followPins(journal, this.door);
    if (answer.result !== 'ok') return answer.result;
    await opening.device;
    const person = must(
      journal.identity.users.find((u) => u.id === user),
      'the door opens for people of this device',
    );
    const opened = await this.openNow(person, answer.dataKey);
    if (!opened) return 'office';
    this.session = opened.session;
    this.autoLock.arm();
    // Before the screens: they must know from the start whether households are still to come.
    await opened.sync.showLoad();
    // Revoked in this moment: nobody works here any more.
    if (this.session !== opened.session) return 'office';
    this.board.unlocked(person, opened.session.catalogue);
    this.board.bump();
    void opened.sync.now();
    return 'ok';
  }

  /** A session on the device as it is when it stands: meanwhile it may get a new identity, or be revoked. */
  private async openNow(person: Session['user'], dataKey: DataKey) {
    for (;;) {
      const device = await this.opening?.device;
      if (!device || this.isRevoked()) return undefined;
      const session = await this.openSession(device.sync.journal, device, person, dataKey);
      const isSame = device === (await this.opening?.device);
      if (isSame && !this.isRevoked()) return { session, sync: device.sync };
    }
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
      const session = new behind.Session(person, cache, journal, ownOps, await cache.catalogue(), this.townTime);
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
    if (this.isRevoked()) return;
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
      if (this.journalDb.gone) {
        await this.end.journalGone();
        return undefined;
      }
      if (!(await this.loadsAnew(error))) throw error;
      return undefined;
    }
  }

  /** A cache that cannot be read is thrown away and fetched again; false when something else is broken. */
  private async loadsAnew(error: unknown): Promise<boolean> {
    if (!this.device?.behind.isCacheBroken(error)) return false;
    await this.cacheDb.drop();
    await this.device.sync.reopen();
    return true;
  }

  async stock(): Promise<StockView | undefined> {
    const { session } = this;
    const { revision } = this.board.now;
    if (!session) return undefined;
    // Several parts of a screen ask at once, and a day without a connection is a thousand ops to look through.
    if (this.seenStock?.session !== session || this.seenStock.revision !== revision)
      this.seenStock = { session, revision, view: session.stock() };
    return this.seenStock.view;
  }

  async tray(limit: number) {
    const { device } = this;
    return device ? device.behind.readTray(device.sync.journal, device.ownOps, limit) : [];
  }

  async markNoticesSeen(): Promise<void> {
    if (!this.device) return;
    try {
      await this.journalDb.notices.where('seen').equals(0).modify({ seen: 1 });
      await this.board.followJournal(this.device.sync.journal);
      this.tell('journal');
    } catch (error) {
      this.fail(error);
    }
  }

  async noticeOpened(id: string): Promise<void> {
    const { device, session } = this;
    if (!device || !session) return;
    try {
      if (!(await noteRead(this.journalDb, id, session.user.id))) return;
      await this.board.followJournal(device.sync.journal);
      this.tell('journal');
    } catch (error) {
      this.fail(error);
    }
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
    const result = await this.keep(kind, 1, (behind, recorder) => behind.recordOp(recorder, kind, body));
    if (result.ok && 'photos' in body && this.device) {
      await this.board.followPhotos(this.device.sync.journal).catch((error) => this.fail(error));
    }
    return result;
  }

  async returnPart(back: OpBodies['redemption.void'], kept: OpBodies['redemption.record']): Promise<RecordResult> {
    return this.keep('redemption.void', 2, (behind, recorder) => behind.recordPartReturn(recorder, back, kept));
  }

  /** Saves `ops` ops, and shows that they are. */
  private async keep(
    kind: OpKind,
    ops: number,
    save: (behind: OpenedDevice['behind'], recorder: RecorderDeps) => Promise<RecordResult>,
  ): Promise<RecordResult> {
    const recorder = this.recorder();
    if (!recorder || !this.device) return { ok: false, verdict: refused('not_allowed', { kind }) };
    const result = await save(this.device.behind, recorder).catch(async (error): Promise<RecordResult | 'moved'> => {
      if (error instanceof JournalMovedError) return 'moved';
      // What the judge needs could not be read: nothing is saved, and a person is told so.
      if (!this.journalDb.gone && !(await this.loadsAnew(error))) this.fail(error);
      return { ok: false, storage: 'broken' };
    });
    if (result === 'moved') {
      // Another tab gave the device a new identity or wiped it, and this one has not heard of it yet.
      await this.renamed();
      return this.keep(kind, ops, save);
    }
    if (!result.ok && this.journalDb.gone) await this.end.journalGone();
    if (!result.ok) return result;
    this.board.sync({ unsent: this.board.now.sync.unsent + ops });
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

  async goodsPhoto(id: string): Promise<Blob | undefined> {
    const { device } = this;
    if (!device || !this.session) return undefined;
    return device.behind.goodsPhoto(
      this.deps,
      device.behind.deviceAuth(device.sync.journal.identity),
      this.deps.pictures,
      id,
    );
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
    try {
      await this.journalDb.meta.put(on, 'carrying');
      device.sync.carrying = on;
      this.board.carrying(on);
      // What cannot be saved now is given back with the next sync.
      const { cache } = this.session ?? {};
      const { journal } = device.sync;
      const kept = (household: string) => keptPoints(cache?.row(household), journal.identity.device);
      if (!on && cache) await device.behind.returnRights(journal, (row) => kept(row.household), this.deps.now());
      await this.board.followJournal(device.sync.journal);
      this.board.bump();
      this.tell('journal');
    } catch (error) {
      return this.fail(error);
    }
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
        if (message === 'wiped') await this.end.heardWiped(this.device !== undefined);
        return;
      }
      if (message === 'moved') return await this.renamed();
      if (message === 'revoked') return await this.end.showRevoked(this.device.sync.journal);
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

  private tell(message: TabMessage): void {
    this.deps.channel?.post(message);
  }

  private fail(error: unknown): void {
    if (this.journalDb.gone) {
      this.end.journalGone().catch((failed) => this.board.sync({ phase: 'failing', problem: problemCodeOf(failed) }));
      return;
    }
    if (this.device) this.device.sync.fail(error);
    else this.board.sync({ phase: 'failing', problem: problemCodeOf(error) });
  }
}

/** The tablet. Nothing happens before `start`. */
export function createTablet(deps: TabletDeps = browserDeps()): ClosableTablet {
  return new TabletEngine(deps);
}
