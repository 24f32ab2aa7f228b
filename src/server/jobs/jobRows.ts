/** Jobs as rows: made, taken in hand, counted, ended, forgotten. */
import { randomBytes } from 'node:crypto';
import { type Kysely, type Selectable, sql } from 'kysely';
import { JOB_DAYS_KEPT, JOB_KINDS, JOBS_LISTED_MAX, type Job, type JobKindName } from '../../protocol/officeJobs.ts';
import type { JobTable } from '../db/schema/officeWork.ts';
import type { Database } from '../db/schema.ts';
import type { JobEnd } from './jobKind.ts';

/** A process that was not seen at its work for this long is taken for dead, in seconds. */
const SILENT_SECONDS = 10;
/** Work that the server died under so often is not begun again: it may be what kills it. */
const ATTEMPTS_MAX = 3;

export type JobRow = Selectable<JobTable>;
type Key = Pick<JobRow, 'town' | 'id'>;

export interface NewJob {
  readonly town: string;
  readonly by: string;
  readonly kind: JobKindName;
  readonly village: string | null;
  readonly input: unknown;
}

/** An id for work that is about to be made. */
export function newJobId(): string {
  return randomBytes(16).toString('hex');
}

/** Puts work into the queue. */
export async function addJob(db: Kysely<Database>, job: NewJob, id = newJobId()): Promise<Job> {
  const { town, by, kind, village, input } = job;
  const row = await db
    .insertInto('jobs')
    .values({ town, id, kind, village, by_user: by, input: JSON.stringify(input) })
    .returningAll()
    .executeTakeFirstOrThrow();
  return describe(row);
}

/** A person's own work, the newest first. */
export async function listJobs(db: Kysely<Database>, town: string, by: string): Promise<Job[]> {
  const rows = await db
    .selectFrom('jobs')
    .selectAll()
    .where('town', '=', town)
    .where('by_user', '=', by)
    .where('kind', 'in', JOB_KINDS)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(JOBS_LISTED_MAX)
    .execute();
  return rows.map(describe);
}

/** One of a person's own; undefined for anybody else's. */
export async function findJob(db: Kysely<Database>, town: string, by: string, id: string): Promise<JobRow | undefined> {
  return db
    .selectFrom('jobs')
    .selectAll()
    .where('town', '=', town)
    .where('by_user', '=', by)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Asks one's own work to stop: at once while it waits, between two steps once it runs. Undefined for anybody else's. */
export async function cancelJob(db: Kysely<Database>, town: string, by: string, id: string): Promise<Job | undefined> {
  const row = await db
    .updateTable('jobs')
    .set({
      cancel_asked: true,
      state: sql<JobRow['state']>`case when state = 'queued' then 'cancelled' else state end`,
      finished_at: sql<Date>`case when state = 'queued' then now() else finished_at end`,
    })
    .where('town', '=', town)
    .where('by_user', '=', by)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  return row && describe(row);
}

/** Takes the oldest waiting work in hand; undefined when none waits. Several servers never take the same. */
export async function takeJob(db: Kysely<Database>, worker: string): Promise<JobRow | undefined> {
  const { rows } = await sql<JobRow>`
    update jobs set state = 'running', worker = ${worker}, attempts = attempts + 1, beat_at = now(), done = 0, total = null
    where (town, id) = (select town, id from jobs where state = 'queued' order by created_at, id limit 1 for update skip locked)
    returning *`.execute(db);
  return rows[0];
}

/** Says that the work goes on. @returns what to do: go on, stop as asked, or let go because it is somebody else's now */
export async function beat(
  db: Kysely<Database>,
  { town, id }: Key,
  worker: string,
  counts: { readonly done: number; readonly total: number | null },
): Promise<'go_on' | 'cancelled' | 'lost'> {
  const row = await db
    .updateTable('jobs')
    .set({ ...counts, beat_at: sql<Date>`now()` })
    .where('town', '=', town)
    .where('id', '=', id)
    .where('worker', '=', worker)
    .where('state', '=', 'running')
    .returning('cancel_asked')
    .executeTakeFirst();
  if (!row) return 'lost';
  return row.cancel_asked ? 'cancelled' : 'go_on';
}

export type JobOutcome =
  | { readonly state: 'done'; readonly end: JobEnd }
  | { readonly state: 'failed'; readonly error: string }
  | { readonly state: 'cancelled' }
  /** Back into the queue: the server stops. */
  | { readonly state: 'queued' };

/** Ends work that this process has in hand. */
export async function endJob(db: Kysely<Database>, { town, id }: Key, worker: string, out: JobOutcome): Promise<void> {
  const end = out.state === 'done' ? out.end : {};
  await db
    .updateTable('jobs')
    .set({
      state: out.state,
      error: out.state === 'failed' ? out.error : null,
      result: end.result === undefined ? null : JSON.stringify(end.result),
      file_name: end.file?.name ?? null,
      file_type: end.file?.type ?? null,
      worker: null,
      finished_at: out.state === 'queued' ? null : sql<Date>`now()`,
      // A server that stops in good order is no failed attempt.
      ...(out.state === 'queued' ? { attempts: sql<number>`attempts - 1` } : {}),
    })
    .where('town', '=', town)
    .where('id', '=', id)
    .where('worker', '=', worker)
    .execute();
}

/** Work whose process died: kinds of `again` wait once more, the others are said to have been cut off. Gives how many. */
export async function findCutOff(db: Kysely<Database>, worker: string, again: readonly string[]): Promise<number> {
  const { numAffectedRows } = await sql`
    update jobs set worker = null, beat_at = now(),
      state = case when cancel_asked then 'cancelled' when kind = any(${again}::text[]) and attempts < ${ATTEMPTS_MAX} then 'queued' else 'failed' end,
      error = case when cancel_asked or (kind = any(${again}::text[]) and attempts < ${ATTEMPTS_MAX}) then null else 'cut_off' end,
      finished_at = case when not cancel_asked and kind = any(${again}::text[]) and attempts < ${ATTEMPTS_MAX} then null else now() end
    where state = 'running' and worker <> ${worker} and beat_at < now() - make_interval(secs => ${SILENT_SECONDS})`.execute(
    db,
  );
  return Number(numAffectedRows ?? 0);
}

/** Forgets what ended long ago; gives what it was, so that its files can go too. */
export async function forgetOld(db: Kysely<Database>): Promise<readonly Key[]> {
  return db
    .deleteFrom('jobs')
    .where('finished_at', '<', sql<Date>`now() - make_interval(days => ${JOB_DAYS_KEPT})`)
    .returning(['town', 'id'])
    .execute();
}

/** As the office reads it. */
export function describe(row: JobRow): Job {
  return {
    id: row.id,
    kind: row.kind as JobKindName,
    village: row.village,
    state: row.state,
    done: row.done,
    total: row.total,
    result: row.result,
    file: row.file_name,
    error: row.error,
    createdAt: row.created_at.getTime(),
    finishedAt: row.finished_at?.getTime() ?? null,
  };
}
