/** What the office asks and hears of who did what. */
import * as z from 'zod/mini';
import { isDay } from '../domain/calendar.ts';

export const AUDIT_ACT_KINDS = [
  'sign-in',
  'sign-in.failed',
  'sign-out',
  'user.created',
  'user.changed',
  'password.reset',
  'password.changed',
  'pin.reset',
  'enrol-code.made',
  'device.revoked',
  'file.exported',
  'job.begun',
  'cards.printed',
] as const;
export type AuditActKind = (typeof AUDIT_ACT_KINDS)[number];

const word = (max: number) => z.string().check(z.minLength(1), z.maxLength(max));
const day = z.string().check(z.refine((s) => isDay(s), 'not a day'));

/** Filters travel in the body: they carry names. */
export const auditSearchSchema = z.object({
  person: z.nullable(word(40)),
  /** A kind of op or of act. */
  kind: z.nullable(word(40)),
  household: z.nullable(word(20)),
  device: z.nullable(word(10)),
  village: z.nullable(word(20)),
  /** Days on which the server took it, both included. */
  from: z.nullable(day),
  to: z.nullable(day),
  cursor: z.nullable(z.string().check(z.maxLength(120))),
});
export type AuditSearch = z.infer<typeof auditSearchSchema>;

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const auditRowSchema = z.object({
  /** Reference of an op, or id of an act. */
  id: z.string(),
  source: z.enum(['op', 'act']),
  kind: z.string(),
  /** When the server took it, ms. */
  at: z.int(),
  /** When the device says that it was done, by the server's clock, ms; null for an act. */
  doneAt: z.nullable(z.int()),
  by: z.nullable(z.object({ id: z.string(), name: z.string() })),
  device: z.nullable(z.object({ id: z.string(), name: z.string() })),
  household: z.nullable(z.object({ code: z.string(), head: z.nullable(z.string()) })),
  village: z.nullable(z.string()),
  /** What became of an op: applied, held or refused, with the code; null for an act. */
  outcome: z.nullable(z.string()),
  code: z.nullable(z.string()),
  /** What it says besides, flat. */
  details: z.record(z.string(), value),
});
export type AuditRow = z.infer<typeof auditRowSchema>;

export const auditResponseSchema = z.object({ rows: z.array(auditRowSchema), cursor: z.nullable(z.string()) });
export type AuditResponse = z.infer<typeof auditResponseSchema>;

export const auditExportSchema = z.object({ filter: auditSearchSchema, language: z.enum(['zh', 'en']) });
