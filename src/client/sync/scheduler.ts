/**
 * When to sync (SY-12): at start, on signals, on a timer, soon after a record, at once by button. Failed tries back off with
 * jitter up to five minutes; a signal or a button does not wait for that.
 */
import type { Timers } from './api.ts';

const EVERY_MS = 60_000;
const AFTER_RECORD_MS = 2_000;
const BACK_OFF_FIRST_MS = 5_000;
const BACK_OFF_MAX_MS = 300_000;

/** Wait before the next try after so many failed ones, ms. Jitter takes up to half off, so that tablets do not come in step. */
export function backOffMs(failures: number, random: number): number {
  const full = Math.min(BACK_OFF_MAX_MS, BACK_OFF_FIRST_MS * 2 ** (failures - 1));
  return Math.round(full * (1 - random / 2));
}

export interface SchedulerDeps {
  readonly timers: Timers;
  random(): number;
  /** One sync; false when it failed. `wait`: also when another tab is at it. Never throws. */
  run(wait: boolean): Promise<boolean>;
}

export class Scheduler {
  private readonly deps: SchedulerDeps;
  private running: Promise<void> | undefined;
  private queued: Promise<void> | undefined;
  private timer: unknown;
  private failures = 0;
  private stopped = false;

  constructor(deps: SchedulerDeps) {
    this.deps = deps;
  }

  /** A run that begins after this call; resolves when it is over. */
  now(): Promise<void> {
    if (!this.running) return this.go(true);
    this.queued ??= this.running.then(() => {
      this.queued = undefined;
      return this.go(true);
    });
    return this.queued;
  }

  /** After a record: gathers what is recorded in quick succession. A failing connection keeps its own pace. */
  soon(): void {
    if (this.failures === 0 && !this.running) this.plan(AFTER_RECORD_MS);
  }

  stop(): void {
    this.stopped = true;
    this.deps.timers.clear(this.timer);
  }

  private go(wait: boolean): Promise<void> {
    if (this.stopped) return Promise.resolve();
    this.deps.timers.clear(this.timer);
    this.running = this.deps.run(wait).then((fine) => {
      this.failures = fine ? 0 : this.failures + 1;
      this.running = undefined;
      this.plan(fine ? EVERY_MS : backOffMs(this.failures, this.deps.random()));
    });
    return this.running;
  }

  private plan(ms: number): void {
    if (this.stopped) return;
    this.deps.timers.clear(this.timer);
    // A run clears the timer when it begins: none fires while one is going on.
    this.timer = this.deps.timers.set(() => void this.go(false), ms);
  }
}
