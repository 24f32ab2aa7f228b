/** Long work of the office, as its browser and the server speak of it: start, look how far it is, cancel, fetch what it made. */
import * as z from 'zod/mini';

/** Every kind of long work; its words are `jobs.kind.<kind>` of the client's texts. */
export const JOB_KINDS = [
  'register.export',
  'roll.preview',
  'roll.import',
  'cards.print',
  'publicity.prepare',
] as const;
export type JobKindName = (typeof JOB_KINDS)[number];

export const JOB_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export type JobState = (typeof JOB_STATES)[number];

/** What finished work made is kept for this long, in days. */
export const JOB_DAYS_KEPT = 7;
/** A person sees so many of their own, the newest first. */
export const JOBS_LISTED_MAX = 50;

export const JOB_ID = /^[0-9a-f]{32}$/;

const count = z.int().check(z.gte(0));

export const jobSchema = z.object({
  id: z.string(),
  kind: z.enum(JOB_KINDS),
  /** Null: the whole town. */
  village: z.nullable(z.string()),
  state: z.enum(JOB_STATES),
  /** Steps done; what a step is depends on the kind. */
  done: count,
  /** Null while nobody knows. */
  total: z.nullable(count),
  /** What came out of it, in figures; its shape depends on the kind. */
  result: z.unknown(),
  /** Name of the file that it made; null when it made none. */
  file: z.nullable(z.string()),
  /** Why it failed: `cut_off` when the server stopped under it, `internal` for a fault of ours, else a code of its kind. */
  error: z.nullable(z.string()),
  createdAt: z.int(),
  finishedAt: z.nullable(z.int()),
});
export type Job = z.infer<typeof jobSchema>;

export const jobStartSchema = z.object({
  kind: z.enum(JOB_KINDS),
  /** What the kind wants to know; checked by it. */
  input: z.unknown(),
});
export const jobsSchema = z.object({ jobs: z.array(jobSchema) });
export const jobParamsSchema = z.object({ id: z.string().check(z.regex(JOB_ID)) });

/** The address of the file that a job made. */
export function jobFilePath(id: string): string {
  return `/api/office/jobs/${id}/file`;
}
