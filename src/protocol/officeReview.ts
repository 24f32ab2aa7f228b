/** Sessions of the committee as the office reads them. They are opened, filled and closed by ops (SY-1). */
import * as z from 'zod/mini';
import { REF } from '../domain/ref.ts';
import { officeEntrySchema } from './officeEntries.ts';

/** Decisions that one minute sheet carries. */
export const MINUTES_ROWS_MAX = 1_000;

const ref = z.string().check(z.regex(REF));
const code = z.string().check(z.minLength(1), z.maxLength(20));

export const sessionSearchSchema = z.object({
  village: z.nullable(code),
  cursor: z.nullable(z.string().check(z.maxLength(60))),
});
export const sessionReadSchema = z.object({ session: ref });
export const sessionSheetSchema = z.object({ session: ref, language: z.enum(['zh', 'en']) });

const committeeSessionSchema = z.object({
  id: z.string(),
  village: z.string(),
  villageName: z.string(),
  date: z.string(),
  /** Names of who sat, those of the staff as they are now. */
  present: z.array(z.string()),
  chair: z.nullable(z.string()),
  note: z.nullable(z.string()),
  openedByName: z.string(),
  openedAt: z.int(),
  closedByName: z.nullable(z.string()),
  closedAt: z.nullable(z.int()),
  closeNote: z.nullable(z.string()),
  /** Entries that were decided there, or approved by the first of two people. */
  decided: z.int(),
});
export type CommitteeSession = z.infer<typeof committeeSessionSchema>;

export const sessionsSchema = z.object({
  sessions: z.array(committeeSessionSchema),
  cursor: z.nullable(z.string()),
});
export type CommitteeSessions = z.infer<typeof sessionsSchema>;

/** One session with what was decided in it, in the order of the decisions, at most MINUTES_ROWS_MAX. */
export const minutesSchema = z.object({ session: committeeSessionSchema, decisions: z.array(officeEntrySchema) });
export type Minutes = z.infer<typeof minutesSchema>;
