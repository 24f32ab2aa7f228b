/** Keeps a device in step with the server: when it syncs, with what, and what the screens hear of it. */
import type { Catalogue } from '../../protocol/catalogue.ts';
import type { CacheDb } from '../cache/cacheDb.ts';
import { type Journal, renewUsers } from '../journal/journal.ts';
import type { AnnouncedRow } from '../journal/journalDb.ts';
import type { OwnOps } from '../journal/ownOps.ts';
import { PhotoSender } from '../photos/photoSender.ts';
import { problemCodeOf } from '../sync/apiError.ts';
import type { OpenCache, SyncContext, SyncStep } from '../sync/context.ts';
import type { LockManagerLike } from '../sync/locks.ts';
import { backOffMs, Scheduler } from '../sync/scheduler.ts';
import type { TabletDeps } from './deps.ts';
import type { PinDoor } from './pinDoor.ts';
import type { Session } from './session.ts';
import type { StateBoard } from './stateBoard.ts';
import { Syncer } from './syncer.ts';
import type { TabletState } from './tablet.ts';

/** What tabs of one device tell each other. */
export type TabMessage = 'journal' | 'cache' | 'enrolled' | 'revoked' | 'wiped' | 'moved';

const CLOCK_LOOK_MS = 3_600_000;

export interface SyncDeskDeps {
  readonly deps: TabletDeps;
  readonly ownOps: OwnOps;
  readonly cacheDb: CacheDb;
  readonly locks: LockManagerLike;
  readonly board: StateBoard;
  readonly door: PinDoor;
  session(): Session | undefined;
  /** The office has revoked this device, and every op is handed over (CF-17); a confirmed backup has them up to `kept`. */
  onRevoked(kept: number): Promise<void>;
  /** The journal has another identity now (SY-13). */
  onRenamed(): Promise<void>;
  tell(message: TabMessage): void;
  /** The journal is no longer there. */
  gone(): void;
}

export class SyncDesk {
  /** The list of people in it is renewed with every catalogue. */
  journal: Journal;
  carrying: boolean;
  private readonly desk: SyncDeskDeps;
  private readonly scheduler: Scheduler;
  private readonly syncer: Syncer;
  private readonly photos: PhotoSender;
  private readonly stopSignals: (() => void) | undefined;
  /** What the server was last told of this device's storage. */
  private toldStorage: TabletState['storage'];
  private loadFailures = 0;
  private loadTimer: unknown;
  private clockTimer: unknown;
  private closed = false;

  constructor(journal: Journal, carrying: boolean, desk: SyncDeskDeps) {
    this.journal = journal;
    this.carrying = carrying;
    this.desk = desk;
    const { deps } = desk;
    this.syncer = new Syncer(this.context(), {
      onStep: (step) => this.showStep(step),
      onLoaded: (codes) => this.showLoaded(codes),
      onLoadEnd: (problem) => this.loadEnded(problem),
      onTrouble: (error) => this.fail(error),
      onDropped: () => this.reopen(),
    });
    this.photos = new PhotoSender({
      journal,
      api: deps,
      locks: desk.locks,
      now: () => deps.now(),
      monotonic: () => deps.monotonic(),
      random: () => deps.random(),
      onSent: async () => {
        await desk.board.followPhotos(this.journal);
        desk.tell('journal');
      },
      onTrouble: (error) => this.fail(error),
    });
    this.scheduler = new Scheduler({
      timers: deps.timers,
      random: () => deps.random(),
      run: (wait) => this.run(wait),
    });
    this.stopSignals = deps.signals?.(() => void this.now());
  }

  /** A sync that begins after this call; resolves when it is over. */
  now(): Promise<void> {
    return this.scheduler.now();
  }

  /** A sync a little later, for what was just recorded. */
  soon(): void {
    this.scheduler.soon();
  }

  close(): void {
    this.closed = true;
    this.stopSignals?.();
    this.scheduler.stop();
    this.desk.deps.timers.clear(this.loadTimer);
    this.desk.deps.timers.clear(this.clockTimer);
  }

  /** Sends what photos are left; whether the server declined one for good is known then. */
  async sendPhotos(): Promise<(row: AnnouncedRow) => boolean> {
    await this.photos.run();
    return (row) => this.photos.isDeclined(row);
  }

  /** The stored cache is another one now: shows it, and fetches what it lacks. */
  async reopen(): Promise<void> {
    this.desk.tell('cache');
    await this.desk.session()?.reload();
    await this.showLoad();
    this.desk.board.bump();
    if (this.desk.session()) void this.now();
  }

  /** What went wrong on the device itself becomes a state. */
  fail(error: unknown): void {
    if (this.closed) return;
    if (this.journal.db.gone) this.desk.gone();
    else this.desk.board.sync({ phase: 'failing', problem: problemCodeOf(error) });
  }

  /** How far the first load is, as stored. */
  async showLoad(): Promise<void> {
    const session = this.desk.session();
    const mark = await session?.cache.stand();
    if (mark && session === this.desk.session()) this.desk.board.load(mark);
  }

  private context(): SyncContext {
    const { deps, board, cacheDb, locks, ownOps } = this.desk;
    return {
      api: deps,
      journal: this.journal,
      ownOps,
      cacheDb,
      locks,
      app: deps.appVersion,
      now: () => deps.now(),
      storage: () => {
        const { storage } = board.now;
        // The server remembers: what it knows need not be said again.
        if (!storage || storage === this.toldStorage) return {};
        return { usedBytes: storage.usedBytes, quotaBytes: storage.quotaBytes, persisted: storage.persisted };
      },
    };
  }

  private open(): OpenCache | undefined {
    const session = this.desk.session();
    if (!session) return undefined;
    return {
      cache: session.cache,
      catalogue: () => session.catalogue,
      takeCatalogue: (catalogue) => this.takeCatalogue(session, catalogue),
      carry: () => (this.carrying ? this.gridsOfPeople() : []),
      returnsRights: () => this.journal.identity.kind === 'tablet' && !this.carrying,
    };
  }

  private async takeCatalogue(session: Session, catalogue: Catalogue): Promise<void> {
    const { board, door } = this.desk;
    session.takeCatalogue(catalogue);
    this.journal = await renewUsers(this.journal, catalogue.users);
    this.followClock();
    await board.followPins(this.journal, door);
  }

  /** CF-14: shows the prices and notices of now, and looks again when the next one begins or ends. */
  private followClock(): void {
    const { board, deps } = this.desk;
    const session = this.desk.session();
    deps.timers.clear(this.clockTimer);
    const catalogue = session?.catalogue;
    if (!session || !catalogue || this.closed) return;
    if (board.now.catalogue !== catalogue) board.catalogue(catalogue);
    const next = session.msToNextChange();
    // A clock that was put right or a tablet that slept must not wait for long.
    if (next !== undefined) this.clockTimer = deps.timers.set(() => this.followClock(), Math.min(next, CLOCK_LOOK_MS));
  }

  /** Grids of those who have a PIN here: theirs are the doors this tablet will stand at. */
  private gridsOfPeople(): readonly string[] {
    const active = new Set(this.desk.board.now.users.flatMap((u) => (u.activated ? [u.id] : [])));
    const grids = this.journal.identity.users
      .filter((u) => active.has(u.id))
      .flatMap((u) => (u.grids.length > 0 ? u.grids : u.grid === null ? [] : [u.grid]));
    return [...new Set(grids)];
  }

  private async run(wait: boolean): Promise<boolean> {
    const { board, deps } = this.desk;
    const open = this.open();
    if (open) this.syncer.load(open);
    board.sync({ phase: 'syncing' });
    const { storage } = board.now;
    const outcome = await this.syncer.run(open, wait);
    try {
      if (outcome.ok && 'revoked' in outcome) {
        await this.desk.onRevoked(outcome.kept);
        return true;
      }
      if (outcome.ok && 'renamed' in outcome) {
        await this.desk.onRenamed();
        return true;
      }
      await board.followJournal(this.journal);
      this.followClock();
      board.ran(outcome, deps.now());
      // Beside what follows: a photo may take long.
      if (outcome.ok && !outcome.skipped) {
        this.toldStorage = storage;
        void this.photos.run();
      }
      if (!outcome.ok && board.now.sync.unsent > 0) await deps.askBackgroundPush?.();
      return outcome.ok;
    } catch (error) {
      this.fail(error);
      return false;
    }
  }

  private async showStep({ changed, stock, sent, total }: SyncStep): Promise<void> {
    const { board, tell } = this.desk;
    board.sync(total > 0 ? { phase: 'syncing', progress: { sent, total } } : { phase: 'syncing' });
    if (sent === 0 && changed.length === 0 && !stock) return;
    await this.desk.session()?.follow(changed);
    await board.followJournal(this.journal);
    board.bump();
    tell('cache');
  }

  private async showLoaded(codes: readonly string[]): Promise<void> {
    const session = this.desk.session();
    await session?.follow(codes);
    const mark = await session?.cache.stand();
    // Its end is shown when everything that follows from it has begun.
    if (mark?.load && session === this.desk.session()) this.desk.board.load(mark);
    this.desk.board.bump();
  }

  private loadEnded(problem: string | undefined): void {
    const { board, deps, tell } = this.desk;
    if (problem === undefined) {
      this.loadFailures = 0;
      // The feed goes on from where the load began.
      void this.now();
    } else {
      this.loadFailures++;
      board.sync({ phase: problem === 'offline' ? 'offline' : 'failing', problem });
      deps.timers.clear(this.loadTimer);
      this.loadTimer = deps.timers.set(
        () => {
          const open = this.open();
          if (open) this.syncer.load(open);
        },
        backOffMs(this.loadFailures, deps.random()),
      );
    }
    tell('cache');
    board.followJournal(this.journal).catch((error) => this.fail(error));
    this.showLoad().catch((error) => this.fail(error));
  }
}
