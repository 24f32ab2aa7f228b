/** Locks the screen after a time without a touch. */
import type { Timers } from '../sync/api.ts';

export class AutoLock {
  private readonly timers: Timers;
  private readonly afterMs: number;
  private readonly lock: () => void;
  private timer: unknown;
  private armed = false;

  constructor(timers: Timers, afterMs: number, lock: () => void) {
    this.timers = timers;
    this.afterMs = afterMs;
    this.lock = lock;
  }

  arm(): void {
    this.armed = true;
    this.touch();
  }

  touch(): void {
    if (!this.armed) return;
    this.timers.clear(this.timer);
    this.timer = this.timers.set(this.lock, this.afterMs);
  }

  disarm(): void {
    this.armed = false;
    this.timers.clear(this.timer);
  }
}
