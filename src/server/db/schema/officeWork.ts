/** What the office does by ordinary REST: long work and acts. */
import type { Generated } from 'kysely';
import type { JobState } from '../../../protocol/officeJobs.ts';
import type { Json, Moment, OwnMoment } from './columns.ts';

/** Long work of the office (`src/server/jobs`). */
export interface JobTable {
  town: string;
  id: string;
  kind: string;
  /** Null: the whole town. */
  village: string | null;
  by_user: string;
  input: Json<unknown>;
  state: Generated<JobState>;
  done: Generated<number>;
  /** Null while nobody knows. */
  total: number | null;
  result: Json<unknown> | null;
  /** What a person calls the file it made; null when it made none. */
  file_name: string | null;
  file_type: string | null;
  error: string | null;
  cancel_asked: Generated<boolean>;
  /** The server process that has it in hand. */
  worker: string | null;
  /** How often it was begun. */
  attempts: Generated<number>;
  /** When that process was last seen at it. */
  beat_at: OwnMoment;
  created_at: OwnMoment;
  finished_at: Moment | null;
}

/** What somebody did by ordinary REST: never changed, and without secrets. */
export interface AuditActTable {
  town: string;
  at: Generated<Moment>;
  id: string;
  kind: string;
  /** Null: nobody who is known, such as a sign-in that failed. */
  by_user: string | null;
  village: string | null;
  /** The person or device that it was done to. */
  subject: string | null;
  details: Json<Readonly<Record<string, string | number | boolean | null>>>;
}
