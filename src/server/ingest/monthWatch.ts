/** Looks by itself for months whose objection days are over (AL-10): at start, and every minute. */
import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { Log } from '../log.ts';
import { finishDueMonths } from './finishDueMonths.ts';

const LOOK_MS = 60_000;

export interface MonthWatchParts {
  readonly db: Kysely<Database>;
  readonly log: Log;
  /** ms; the day is the town's. */
  readonly clock: () => number;
}

/** One per server process; of those that share a database each finds what is left. */
export class MonthWatch {
  private readonly parts: MonthWatchParts;
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> | undefined;

  constructor(parts: MonthWatchParts) {
    this.parts = parts;
  }

  start(): void {
    this.timer = setInterval(() => this.look(), LOOK_MS).unref();
    this.look();
  }

  /** Ends with what is in hand. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.turn;
  }

  private look(): void {
    const { db, log, clock } = this.parts;
    if (this.turn) return;
    this.turn = finishDueMonths(db, clock())
      .then(
        (count) => {
          if (count > 0) log.info({ count }, 'months became final');
        },
        // The database is away or full: the next look finds the same.
        (error: unknown) => log.warn({ err: error }, 'final months could not be looked for'),
      )
      .finally(() => {
        this.turn = undefined;
      });
  }
}
