/** What the parts of a tablet share: its databases, what the screens see, and who works on it. */
import { CacheDb } from '../cache/cacheDb.ts';
import { FarewellDb } from '../journal/farewellDb.ts';
import type { Journal } from '../journal/journal.ts';
import { JournalDb } from '../journal/journalDb.ts';
import type { OwnOps } from '../journal/ownOps.ts';
import { problemCodeOf } from '../sync/apiError.ts';
import { LocalLocks, type LockManagerLike } from '../sync/locks.ts';
import { AutoLock } from './autoLock.ts';
import type { TabletDeps } from './deps.ts';
import { DeviceEnd } from './deviceEnd.ts';
import { DeviceMark } from './deviceMark.ts';
import { PinDoor } from './pinDoor.ts';
import type { Session } from './session.ts';
import { StateBoard } from './stateBoard.ts';
import type { SyncDesk, TabMessage } from './syncDesk.ts';

const AUTO_LOCK_MS = 600_000;

/** Loads what is needed once somebody stands at the door. */
export const loadBehindTheDoor = () => import('./behindTheDoor.ts');

/** A device with an identity, once everything behind its door is loaded. */
export interface OpenedDevice {
  readonly ownOps: OwnOps;
  readonly sync: SyncDesk;
  readonly behind: Awaited<ReturnType<typeof loadBehindTheDoor>>;
}

/** Everything that changes while a tablet lives; each part reads it afresh after every wait. */
export class TabletCore {
  readonly board = new StateBoard();
  readonly deps: TabletDeps;
  readonly journalDb: JournalDb;
  readonly cacheDb: CacheDb;
  readonly farewellDb: FarewellDb;
  readonly locks: LockManagerLike;
  readonly door: PinDoor;
  readonly autoLock: AutoLock;
  readonly mark: DeviceMark;
  readonly end: DeviceEnd;
  /** The device on its way: its door can be tried already. */
  opening: { readonly journal: Journal; readonly device: Promise<OpenedDevice> } | undefined;
  device: OpenedDevice | undefined;
  session: Session | undefined;
  /** Stops writing the device's mark. */
  unmark: (() => void) | undefined;
  /** The town's time, ms. */
  readonly townTime = () => this.board.corrected(this.deps.now());

  constructor(deps: TabletDeps) {
    this.deps = deps;
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

  forgetDevice(): void {
    this.unmark?.();
    this.device?.sync.close();
    this.device = undefined;
    this.opening = undefined;
  }

  /** CF-17: nobody works here any more. */
  isRevoked(): boolean {
    return this.board.now.phase === 'revoked';
  }

  forgetSession(): void {
    this.session = undefined;
    this.autoLock.disarm();
  }

  lock(): void {
    this.forgetSession();
    if (this.isRevoked()) return;
    this.board.locked();
  }

  /** A cache that cannot be read is thrown away and fetched again; false when something else is broken. */
  async loadsAnew(error: unknown): Promise<boolean> {
    if (!this.device?.behind.isCacheBroken(error)) return false;
    await this.cacheDb.drop();
    await this.device.sync.reopen();
    return true;
  }

  tell(message: TabMessage): void {
    this.deps.channel?.post(message);
  }

  fail(error: unknown): void {
    if (this.journalDb.gone) {
      this.end.journalGone().catch((failed) => this.board.sync({ phase: 'failing', problem: problemCodeOf(failed) }));
      return;
    }
    if (this.device) this.device.sync.fail(error);
    else this.board.sync({ phase: 'failing', problem: problemCodeOf(error) });
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
}
