/** One sync run, and the first load beside it: who holds which lock, and what the screens are told. */
import { CacheMovedError, isCacheBroken } from '../cache/cache.ts';
import { JournalMovedError } from '../journal/journal.ts';
import { ApiError, problemCodeOf } from '../sync/apiError.ts';
import type { OpenCache, SyncContext, SyncStep } from '../sync/context.ts';
import { firstLoad, OtherHistoryError } from '../sync/firstLoad.ts';
import { takeNewIdentity } from '../sync/fork.ts';
import { CACHE_LOCK, SYNC_LOCK, underLock } from '../sync/locks.ts';
import { type RoundsResult, syncRounds } from '../sync/rounds.ts';

export interface SyncerEvents {
  /** A step of a run or of the first load changed something. */
  onStep(step: SyncStep): Promise<void>;
  onLoaded(codes: readonly string[]): Promise<void>;
  /** The first load ended: complete, or with a problem code. */
  onLoadEnd(problem: string | undefined): void;
  /** What changed is stored but could not be shown. */
  onTrouble(error: unknown): void;
  /** The stored cache was thrown away. */
  onDropped(): Promise<void>;
}

/** Outcome of a run: a stable problem code when it failed. */
export type RunOutcome =
  | { readonly ok: true; readonly skipped: boolean }
  /** The device has another identity than this tab had in mind (SY-13): the journal must be opened anew. */
  | { readonly ok: true; readonly renamed: true; readonly skipped: true }
  /** The office has revoked the device, and every op is handed over (CF-17); a confirmed backup has its ops up to `kept`. */
  | { readonly ok: true; readonly revoked: true; readonly kept: number; readonly skipped: false }
  | { readonly ok: false; readonly problem: string };

const RENAMED = { ok: true, renamed: true, skipped: true } as const;

export class Syncer {
  private readonly ctx: SyncContext;
  private readonly events: SyncerEvents;
  private loading: Promise<void> | undefined;
  /** Steps are shown one after the other. */
  private shown: Promise<void> = Promise.resolve();
  /** Households whose files a first load has stored, to be shown. */
  private readonly arrived: string[] = [];
  private arrivalQueued = false;

  constructor(ctx: SyncContext, events: SyncerEvents) {
    this.ctx = ctx;
    this.events = events;
  }

  /** Pushes, and pulls when the cache is open and complete. Never throws. */
  async run(open: OpenCache | undefined, wait: boolean): Promise<RunOutcome> {
    let outcome = await this.tryRun(open, wait);
    // Another tab moved the cache meanwhile: what was pulled is pulled again on top of that.
    if (outcome === 'moved') outcome = await this.tryRun(open, wait);
    return outcome === 'moved' ? { ok: true, skipped: true } : outcome;
  }

  private async tryRun(open: OpenCache | undefined, wait: boolean): Promise<RunOutcome | 'moved'> {
    try {
      const result = await underLock(this.ctx.locks, SYNC_LOCK, wait, () => this.roundsOrFork(open));
      await this.shown;
      if (!result) return { ok: true, skipped: true };
      if (result === 'renamed') return RENAMED;
      if (result.reload) await this.events.onDropped();
      const { revoked, kept } = result;
      return revoked ? { ok: true, revoked, kept, skipped: false } : { ok: true, skipped: false };
    } catch (error) {
      await this.shown;
      if (error instanceof CacheMovedError) return 'moved';
      if (error instanceof JournalMovedError) return RENAMED;
      if (isCacheBroken(error)) await this.drop();
      return { ok: false, problem: problemCodeOf(error) };
    }
  }

  /** A cache that cannot be thrown away now is met again by the next run. */
  private async drop(): Promise<void> {
    try {
      await this.ctx.cacheDb.drop();
      await this.events.onDropped();
    } catch (error) {
      this.events.onTrouble(error);
    }
  }

  /** Starts or resumes the first load when it is not complete; at most one at a time. */
  load(open: OpenCache): void {
    this.loading ??= this.loadAll(open).finally(() => {
      this.loading = undefined;
    });
  }

  private async loadAll(open: OpenCache): Promise<void> {
    let problem: string | undefined;
    try {
      const { cursor, load } = await open.cache.stand();
      if (cursor && !load) return;
      await underLock(this.ctx.locks, CACHE_LOCK, true, () =>
        firstLoad(this.ctx, open, (codes) => this.showLoaded(codes)),
      );
    } catch (error) {
      problem = problemCodeOf(error);
      if (isCacheBroken(error)) await this.drop();
      else if (error instanceof OtherHistoryError) await this.events.onDropped();
    }
    await this.shown;
    this.events.onLoadEnd(problem);
  }

  /** Chunks that come while an earlier one is being shown are shown together. */
  private showLoaded(codes: readonly string[]): void {
    this.arrived.push(...codes);
    if (this.arrivalQueued) return;
    this.arrivalQueued = true;
    this.show(() => {
      this.arrivalQueued = false;
      return this.events.onLoaded(this.arrived.splice(0));
    });
  }

  /** What the server has under this id is another log: from here on this device has an identity of its own (SY-13). */
  private async roundsOrFork(open: OpenCache | undefined): Promise<RoundsResult | 'renamed'> {
    try {
      return await this.rounds(open);
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'fork') throw error;
      await takeNewIdentity(this.ctx);
      return 'renamed';
    }
  }

  private async rounds(open: OpenCache | undefined): Promise<RoundsResult> {
    const onStep = (step: SyncStep) => this.show(() => this.events.onStep(step));
    const pulled =
      open && (await underLock(this.ctx.locks, CACHE_LOCK, false, () => syncRounds(this.ctx, open, onStep)));
    return pulled ?? syncRounds(this.ctx, undefined, onStep);
  }

  private show(work: () => Promise<void>): void {
    this.shown = this.shown.then(work).catch((error) => this.events.onTrouble(error));
  }
}
