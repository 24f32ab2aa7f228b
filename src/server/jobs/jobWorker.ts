import { randomUUID } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { Log } from '../log.ts';
import { JobFiles } from './jobFiles.ts';
import { type AnyJobKind, JobCancelled, type JobEnd, JobFailed, JobStopped } from './jobKind.ts';
import { beat, endJob, findCutOff, forgetOld, type JobOutcome, type JobRow, takeJob } from './jobRows.ts';

const LOOK_MS = 5_000;
const BEAT_MS = 2_000;
/** Counts are written at most this often, ms. */
const COUNT_MS = 200;
/** How long a stopping server waits for the next step of what it has in hand. */
const LAST_STEP_MS_MAX = 8_000;

export interface JobWorkerParts {
  readonly db: Kysely<Database>;
  readonly log: Log;
  readonly dataDir: string;
  readonly kinds: readonly AnyJobKind[];
}

/** The one worker of this server process: takes long work one by one, oldest first, and outlives none of it silently. */
export class JobWorker {
  readonly files: JobFiles;
  private readonly parts: JobWorkerParts;
  private readonly name = randomUUID();
  private readonly kinds: ReadonlyMap<string, AnyJobKind>;
  private stopping = false;
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();
  private waiting = false;

  constructor(parts: JobWorkerParts) {
    this.parts = parts;
    this.files = new JobFiles(parts.dataDir);
    this.kinds = new Map(parts.kinds.map((kind) => [kind.kind, kind]));
  }

  kind(name: string): AnyJobKind | undefined {
    return this.kinds.get(name);
  }

  /** Begins to look for work: now, whenever `nudge` is called, and every few seconds. */
  start(): void {
    this.timer = setInterval(() => this.nudge(), LOOK_MS).unref();
    this.nudge();
  }

  /** There may be work. */
  nudge(): void {
    if (this.stopping || this.waiting) return;
    this.waiting = true;
    this.turn = this.turn.then(async () => {
      this.waiting = false;
      try {
        await this.workThrough();
      } catch (error) {
        // The database is away or full: the next look finds the same work.
        this.parts.log.warn({ err: error }, 'long work could not be looked for');
      }
    });
  }

  /** Takes nothing more and lets go of what is in hand at its next step. */
  async stop(): Promise<void> {
    this.stopping = true;
    clearInterval(this.timer);
    let last: NodeJS.Timeout | undefined;
    const longest = new Promise<void>((resolve) => {
      last = setTimeout(resolve, LAST_STEP_MS_MAX);
    });
    await Promise.race([this.turn, longest]);
    clearTimeout(last);
  }

  private async workThrough(): Promise<void> {
    const { db } = this.parts;
    const again = this.parts.kinds.filter(({ whenCutOff }) => whenCutOff === 'again').map(({ kind }) => kind);
    await findCutOff(db, this.name, again);
    for (const { id } of await forgetOld(db)) await this.files.remove(id);
    while (!this.stopping) {
      const row = await takeJob(db, this.name);
      if (row === undefined) return;
      const outcome = await this.outcomeOf(row);
      await endJob(db, row, this.name, outcome);
    }
  }

  private async outcomeOf(row: JobRow): Promise<JobOutcome> {
    const kind = this.kinds.get(row.kind);
    if (kind === undefined) return { state: 'failed', error: 'unknown_kind' };
    try {
      return { state: 'done', end: await this.run(kind, row) };
    } catch (error) {
      if (error instanceof JobCancelled) return { state: 'cancelled' };
      if (error instanceof JobFailed) return { state: 'failed', error: error.code };
      if (error instanceof JobStopped) {
        return kind.whenCutOff === 'again' ? { state: 'queued' } : { state: 'failed', error: 'cut_off' };
      }
      this.parts.log.error({ err: error, job: row.id, kind: row.kind }, 'long work failed');
      return { state: 'failed', error: 'internal' };
    }
  }

  private async run(kind: AnyJobKind, row: JobRow): Promise<JobEnd> {
    const { db, log } = this.parts;
    const { town, id, by_user: by, village, input } = row;
    let counts: { done: number; total: number | null } = { done: 0, total: null };
    let written = 0;
    const say = async () => {
      written = Date.now();
      const next = await beat(db, row, this.name, counts);
      if (next === 'cancelled') throw new JobCancelled();
      if (next === 'lost') throw new JobStopped();
    };
    const progress = async (done: number, total: number | null) => {
      counts = { done, total };
      if (this.stopping) throw new JobStopped();
      if (Date.now() - written >= COUNT_MS) await say();
    };
    const alive = setInterval(() => {
      // What it says is for the next `progress`; here it only has to be seen that this process lives.
      beat(db, row, this.name, counts).catch((error: unknown) =>
        log.warn({ err: error }, 'long work could not be counted'),
      );
    }, BEAT_MS);
    try {
      const folder = await this.files.folder(id);
      const end = await kind.run({ db, town, by, id, village, input, folder, progress });
      await beat(db, row, this.name, counts);
      if (end.file !== undefined) await rename(join(folder, end.file.path), this.files.made(id));
      return end;
    } finally {
      clearInterval(alive);
    }
  }
}
