/** Timers of one client; time passes only when the world says so. */
import type { Timers } from '../../../src/client/sync/api.ts';

export class VirtualTimers implements Timers {
  private readonly waiting = new Map<number, { readonly at: number; readonly run: () => void }>();
  private readonly now: () => number;
  private next = 1;

  constructor(now: () => number) {
    this.now = now;
  }

  set(run: () => void, ms: number): unknown {
    this.waiting.set(this.next, { at: this.now() + ms, run });
    return this.next++;
  }

  clear(timer: unknown): void {
    this.waiting.delete(timer as number);
  }

  /** Runs what is due, the earliest first; the number of timers that ran. */
  fire(): number {
    const due = [...this.waiting].filter(([, { at }]) => at <= this.now()).sort(([, a], [, b]) => a.at - b.at);
    for (const [id, { run }] of due) if (this.waiting.delete(id)) run();
    return due.length;
  }
}
