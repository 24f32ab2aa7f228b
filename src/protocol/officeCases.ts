/** Held ops as the office reads and decides them. */
import * as z from 'zod/mini';
import {
  CASE_DECISIONS,
  caseCountsSchema,
  caseFilterShape,
  caseProposalSchema,
  caseUndoSchema,
} from './officeCaseWork.ts';
import { officeEntrySchema } from './officeEntries.ts';
import { count, deviceKind, moment, params } from './officeParts.ts';

export const caseSearchSchema = z.object({
  ...caseFilterShape,
  cursor: z.nullable(z.string().check(z.maxLength(40))),
});
export type CaseSearch = z.infer<typeof caseSearchSchema>;

const caseDecision = z.enum(CASE_DECISIONS);

const officeHouseholdSchema = z.object({
  code: z.string(),
  head: z.string(),
  phone: z.string(),
  doorPlate: z.string(),
  naturalVillage: z.string(),
  members: z.array(z.string()),
  earned: z.int(),
  /** Its registration is the op of the Case. */
  isNew: z.boolean(),
});
export type OfficeHousehold = z.infer<typeof officeHouseholdSchema>;

/** One of the ops of a Case that holds several (CF-17, CF-19). */
const officeCaseOpSchema = z.object({
  ref: z.string(),
  /** Its reference in the log that the device had before a fork. */
  was: z.nullable(z.string()),
  kind: z.string(),
  household: z.nullable(z.string()),
  head: z.nullable(z.string()),
  ruleTitle: z.nullable(z.string()),
  /** Of a deed as the device wrote them; of a redemption what it takes, negative. */
  points: z.nullable(z.int()),
  member: z.nullable(z.string()),
  byName: z.string(),
  at: z.int(),
  /** What became of it when the Case was decided so that they count; otherwise null. */
  outcome: z.nullable(z.enum(['applied', 'held', 'refused'])),
  verdict: z.nullable(z.string()),
  params,
});
export type OfficeCaseOp = z.infer<typeof officeCaseOpSchema>;

const officeCaseSchema = z.object({
  id: z.string(),
  code: z.string(),
  params,
  village: z.nullable(z.string()),
  household: z.nullable(z.string()),
  head: z.nullable(z.string()),
  openedAt: z.int(),
  /** The held op. `body` is as the device wrote it. */
  kind: z.string(),
  body: z.unknown(),
  byName: z.string(),
  at: z.int(),
  /** SY-7: what the server added to the device's time stamp, ms. */
  clockShiftMs: z.int(),
  device: z.object({ id: z.string(), name: z.string(), kind: deviceKind }),
  /** For a deed: its rule on the deed date. */
  ruleTitle: z.nullable(z.string()),
  /** Points as the device wrote them. */
  points: z.nullable(z.int()),
  member: z.nullable(z.string()),
  /** For a redemption: names of the goods by sku. */
  goods: z.record(z.string(), z.string()),
  competing: z.array(officeEntrySchema),
  /** Of a Case that holds several ops: the first of them, in the order of the log. Its `params.ops` says how many there are. */
  ops: z.array(officeCaseOpSchema),
  /** Of a fork: the device whose history they part from, and the last op that both have. */
  origin: z.nullable(z.object({ id: z.string(), name: z.string(), common: z.int() })),
  /** CF-09, CF-10: households that the decision is about, besides the op. */
  households: z.array(officeHouseholdSchema),
  /** Empty when decided. */
  decisions: z.array(caseDecision),
  /** What is proposed, and why, by what both sides say now; null when decided. */
  proposal: z.nullable(caseProposalSchema),
  decided: z.nullable(
    z.object({
      decision: caseDecision,
      byName: z.string(),
      at: moment,
      reason: z.nullable(z.string()),
      replaced: z.nullable(z.string()),
    }),
  ),
  /** How it can be taken back, or why not; null while it is open. */
  undo: z.nullable(caseUndoSchema),
});
export type OfficeCase = z.infer<typeof officeCaseSchema>;

export const officeCasesSchema = z.object({
  cases: z.array(officeCaseSchema),
  cursor: z.nullable(z.string()),
  /** Open ones of the village, or of the town, whatever the other filters. */
  open: count,
  /** With the first page only. */
  counts: z.nullable(caseCountsSchema),
});
export type OfficeCases = z.infer<typeof officeCasesSchema>;
