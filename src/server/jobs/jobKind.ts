/** What a kind of long work says of itself, and what it is given while it runs. */
import type { Kysely } from 'kysely';
import type { ZodMiniType } from 'zod/mini';
import type { Role } from '../../domain/role.ts';
import type { JobKindName } from '../../protocol/officeJobs.ts';
import type { Database } from '../db/schema.ts';

/** The person asked to stop it. What was done before stays done. */
export class JobCancelled extends Error {
  override readonly name = 'JobCancelled';
}

/** The server stops, or another one has taken the work over. */
export class JobStopped extends Error {
  override readonly name = 'JobStopped';
}

/** It cannot be done, for a reason that the person can be told: a stable code with words `jobs.error.<code>`. */
export class JobFailed extends Error {
  override readonly name = 'JobFailed';
  constructor(readonly code: string) {
    super(`the work failed: ${code}`);
  }
}

export interface JobRun<Input> {
  readonly db: Kysely<Database>;
  readonly town: string;
  /** Who started it. */
  readonly by: string;
  readonly id: string;
  /** Null: the whole town. */
  readonly village: string | null;
  readonly input: Input;
  /** A folder of its own in the data folder; what it makes and what was uploaded for it lies there. */
  readonly folder: string;
  /**
   * Says how far it is; to be called between steps, as often as one likes.
   * @param total null while nobody knows
   * @throws JobCancelled, JobStopped: let them through
   */
  readonly progress: (done: number, total: number | null) => Promise<void>;
}

/** What came out of it. */
export interface JobEnd {
  /** A few figures for the person; anything large belongs into a file. */
  readonly result?: unknown;
  /** A file `path` in its folder, and what the person calls it. */
  readonly file?: { readonly path: string; readonly name: string; readonly type: string };
}

export interface JobKind<Input> {
  readonly kind: JobKindName;
  /** Who may start it. */
  readonly roles: readonly Role[];
  readonly input: ZodMiniType<Input>;
  /** The village that it is about; null for the whole town, which only people of the whole town may ask for. */
  readonly villageOf: (input: Input) => string | null;
  /** When the server stopped under it: begin again (the same again changes nothing), or tell the person. */
  readonly whenCutOff: 'again' | 'tell';
  readonly run: (job: JobRun<Input>) => Promise<JobEnd>;
}

/** A kind whose input was hidden, so that kinds of all inputs fit one list. */
export interface AnyJobKind extends Omit<JobKind<never>, 'input' | 'villageOf' | 'run'> {
  /** @throws ProblemError `invalid` */
  readonly read: (input: unknown) => { readonly input: unknown; readonly village: string | null };
  readonly run: (job: JobRun<unknown>) => Promise<JobEnd>;
}
