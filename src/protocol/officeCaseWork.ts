/** What the office asks of Cases before it decides: those that are alike, and what decisions would do. Filters travel in bodies. */
import * as z from 'zod/mini';
import type { CaseDecision } from '../domain/op.ts';
import { count, params, word } from './officeParts.ts';

/** Decisions that are looked at, and taken, at once. */
export const CASES_AT_ONCE_MAX = 200;
/** Households of one answer whose points are listed; the sums count all. */
export const FORESEEN_HOUSEHOLDS_MAX = 200;
/** A Case that waits for longer is called old, in days. */
export const OLD_CASE_DAYS = 7;

export const CASE_DECISIONS = [
  ...(['accept', 'reject', 'keep_both', 'swap', 'cut', 'reprice', 'to', 'merge', 'noted'] as const),
] as const satisfies readonly CaseDecision[];

/** The body of a `case.decide` that is only looked at: whether it is well formed, the judge says. */
const decisionSchema = z.object({
  case: word(40),
  decision: z.enum(CASE_DECISIONS),
  replace: z.exactOptional(word(40)),
  choice: z.exactOptional(word(20)),
  reason: z.exactOptional(word(200)),
});

/** Which Cases; null for all. */
export const caseFilterShape = {
  state: z.enum(['open', 'decided']),
  village: z.nullable(word(20)),
  /** Why they wait. */
  why: z._default(z.nullable(word(40)), null),
  grid: z._default(z.nullable(word(20)), null),
  /** Who recorded the op. */
  worker: z._default(z.nullable(word(40)), null),
  device: z._default(z.nullable(word(10)), null),
  /** Only what waits for more than `OLD_CASE_DAYS`; of what was decided, what had waited so long. */
  old: z._default(z.boolean(), false),
  /** Part of the head's name, or the beginning of a household's code; empty for all. */
  q: z._default(z.string().check(z.maxLength(40)), ''),
};

/** `decision` is null when there is nothing sound to propose; `why` says what to find out then. */
export const caseProposalSchema = z.object({
  decision: z.nullable(z.enum(CASE_DECISIONS)),
  why: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});

/** By which op what a decision let count is taken back; where nothing is, why. */
export const caseUndoSchema = z.union([
  z.object({
    how: z.enum(['reverse', 'void']),
    household: z.string(),
    id: z.string(),
    /** What it gave, or, below zero, took. */
    points: z.int(),
  }),
  z.object({ how: z.null(), why: z.string() }),
]);

/** With the first page: how many there are per reason and device, under the other filters. */
export const caseCountsSchema = z.object({
  why: z.array(z.object({ code: z.string(), count })),
  devices: z.array(z.object({ id: z.string(), name: z.string(), count })),
  /** Those that wait for more than `OLD_CASE_DAYS`. */
  old: count,
});
export type CaseCounts = z.infer<typeof caseCountsSchema>;

export const alikeRequestSchema = z.object({ ...caseFilterShape, state: z.literal('open'), why: word(40) });
export const alikeSchema = z.object({
  /** The oldest of them, at most `CASES_AT_ONCE_MAX`: what a decision of each needs besides its reason. */
  cases: z.array(z.object({ id: z.string(), head: z.nullable(z.string()), household: z.nullable(z.string()) })),
  /** All of them. */
  count,
});
export type Alike = z.infer<typeof alikeSchema>;

export const foreseeRequestSchema = z.object({
  decisions: z.array(decisionSchema).check(z.minLength(1), z.maxLength(CASES_AT_ONCE_MAX)),
});

const figures = z.object({ earned: z.int(), redeemable: z.int() });

const foreseenHouseholdSchema = z.object({ code: z.string(), head: z.string(), before: figures, after: figures });
export type ForeseenHousehold = z.infer<typeof foreseenHouseholdSchema>;

const foreseenSchema = z.object({
  case: z.string(),
  /** The verdict that the decision would get now. */
  outcome: z.enum(['applied', 'held', 'refused']),
  code: z.string(),
  params,
  /** Why the Case waits now, and whether somebody decided it: what a page shows may be older. Null for one that is not there. */
  now: z.nullable(z.object({ why: z.string(), decided: z.boolean() })),
  /** Households whose points it changes. */
  households: z.array(foreseenHouseholdSchema),
  /** Of a Case of several ops: what would become of each. */
  ops: z.nullable(z.object({ applied: count, held: count, refused: count })),
});

export const foreseenAllSchema = z.object({
  /** In the order of the decisions, each behind those before it. */
  decisions: z.array(foreseenSchema),
  /** All together: households from first to last, at most `FORESEEN_HOUSEHOLDS_MAX` of them. */
  households: z.array(foreseenHouseholdSchema),
  /** How many households change, and by how much together. */
  changed: count,
  earned: z.int(),
  redeemable: z.int(),
});
export type ForeseenAll = z.infer<typeof foreseenAllSchema>;
