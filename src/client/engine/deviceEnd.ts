/** The ways in which this stops being an enrolled device: revoked and wiped (CF-17), or robbed of its databases. */
import type { CacheDb } from '../cache/cacheDb.ts';
import type { Farewell, FarewellDb } from '../journal/farewellDb.ts';
import type { Journal } from '../journal/journal.ts';
import type { JournalDb } from '../journal/journalDb.ts';
import { leftToHandOver, noteRevoked, sealUp, wipe } from '../journal/wipe.ts';
import { CACHE_LOCK, type LockManagerLike, underLock } from '../sync/locks.ts';
import type { DeviceMark } from './deviceMark.ts';
import type { StateBoard } from './stateBoard.ts';
import type { SyncDesk, TabMessage } from './syncDesk.ts';

export interface DeviceEndDeps {
  readonly journalDb: JournalDb;
  readonly cacheDb: CacheDb;
  readonly farewellDb: FarewellDb;
  readonly locks: LockManagerLike;
  readonly board: StateBoard;
  readonly mark: DeviceMark;
  now(): number;
  tell(message: TabMessage): void;
  /** Nobody is unlocked any more. */
  forgetSession(): void;
  /** Nothing syncs or records any more. */
  forgetDevice(): void;
}

export class DeviceEnd {
  private readonly deps: DeviceEndDeps;

  constructor(deps: DeviceEndDeps) {
    this.deps = deps;
  }

  /**
   * Nobody works here any more; what is not with the server yet goes there, then all but the ops goes, and those when a confirmed
   * backup has them (`kept`).
   */
  async handOver(sync: SyncDesk, kept: number): Promise<void> {
    const { cacheDb, farewellDb, locks, now, tell } = this.deps;
    await noteRevoked(sync.journal, now());
    await this.showRevoked(sync.journal);
    tell('revoked');
    const declined = await sync.sendPhotos();
    const farewell = await underLock(locks, CACHE_LOCK, true, async () => {
      if (!(await sealUp(sync.journal, cacheDb, now(), declined))) return undefined;
      return wipe(sync.journal, cacheDb, farewellDb, { kept, now: now() }, declined);
    });
    if (!farewell) return this.showRevoked(sync.journal);
    this.ended(farewell);
    tell('wiped');
  }

  async showRevoked({ db, identity }: Journal): Promise<void> {
    this.deps.forgetSession();
    const device = { device: identity.device, townName: identity.town.name };
    const [left, sealedUp, ops] = await Promise.all([leftToHandOver(db), db.getMeta('sealedUp'), db.ops.count()]);
    const waits = sealedUp && left.ops + left.photos === 0;
    // Once more: somebody may have come in meanwhile.
    this.deps.forgetSession();
    this.deps.board.revoked(waits ? { ...device, sealed: ops } : { ...device, left });
  }

  /** No identity: never enrolled, lost, or wiped; then a wipe that was interrupted is finished. */
  async notHere(): Promise<void> {
    const { farewellDb, cacheDb, journalDb } = this.deps;
    const farewell = await farewellDb.notes.get('last');
    if (farewell) await Promise.all([cacheDb.delete(), journalDb.delete()]);
    this.ended(farewell);
  }

  /** The journal was deleted while in use: this is no enrolled device any more, and a person must know. */
  async journalGone(): Promise<void> {
    const { forgetDevice, journalDb } = this.deps;
    forgetDevice();
    journalDb.disown();
    // The opening that found nothing failed; the next one takes the empty database as it is.
    journalDb.close();
    await journalDb.open();
    await this.notHere();
  }

  /** A person has read what became of the lost device. */
  forgetLost(): void {
    this.deps.mark.forget();
    this.deps.board.lost(undefined);
  }

  /** Another tab has wiped the device, or a person there starts anew. */
  async heardWiped(enrolled: boolean): Promise<void> {
    const farewell = await this.deps.farewellDb.notes.get('last');
    if (farewell || enrolled) this.ended(farewell);
    else this.deps.board.anew();
  }

  async startAnew(): Promise<void> {
    await this.deps.farewellDb.notes.clear();
    this.deps.board.anew();
    this.deps.tell('wiped');
  }

  /** Nothing is here any more; a note or the mark says what became of it. */
  private ended(farewell: Farewell | undefined): void {
    const { board, forgetDevice, forgetSession, journalDb, mark } = this.deps;
    forgetDevice();
    forgetSession();
    journalDb.disown();
    if (!farewell) {
      board.unenrolled(mark.notFound());
      return;
    }
    mark.left();
    const { device, townName, handedOver } = farewell;
    board.revoked({ device, townName, handedOver });
  }
}
