/** What the office asks and hears of the quarterly redemption (一季一兑换). */
import * as z from 'zod/mini';
import { isQuarter } from '../domain/quarter.ts';

/** Households of one page. */
export const QUARTER_PAGE_ROWS = 100;

const count = z.int().check(z.gte(0));
const code = z.string().check(z.minLength(1), z.maxLength(20));
const quarter = z.string().check(z.refine((s) => isQuarter(s), 'not a quarter'));

export const quarterRequestSchema = z.object({
  /** Null: all villages of the person. */
  village: z.nullable(code),
  /** Null: the one that today is in. */
  quarter: z.nullable(quarter),
});
export type QuarterRequest = z.infer<typeof quarterRequestSchema>;

const windowsSchema = z.union([z.literal('always'), z.array(z.object({ from: z.string(), to: z.string() }))]);

/** Points of a household, or of a village's households together. */
const figures = {
  /** 累计, of deeds up to the quarter's end. */
  earned: z.int(),
  /** What may be spent now, devices' part included. */
  redeemable: count,
  /** Earned, and not to be spent before the objection days of its month are over (AL-10). */
  waiting: z.int(),
  /** Of that, what devices hold to redeem without a connection. */
  onDevices: count,
  /** Of what devices hold, what is kept for reservations. */
  reserved: count,
  /** In the quarter, net. */
  redeemed: z.int(),
  /** What is still there of the points of deeds up to the quarter's end. */
  leftOver: count,
  /** What lapsed when the quarter was settled (AL-9). */
  lapsed: count,
};

const villageSchema = z.object({
  code: z.string(),
  name: z.string(),
  /** Those that have a day in the quarter. */
  windows: windowsSchema,
  households: count,
  ...figures,
  redeemedHouseholds: count,
  /** They may redeem, and did not in the quarter. */
  idleHouseholds: count,
});
export type QuarterVillage = z.infer<typeof villageSchema>;

export const quarterResponseSchema = z.object({
  now: z.int(),
  town: z.string(),
  village: z.nullable(z.string()),
  quarter: z.string(),
  from: z.string(),
  to: z.string(),
  villages: z.array(villageSchema),
});
export type QuarterResponse = z.infer<typeof quarterResponseSchema>;

/** A name travels in the body. */
export const quarterSearchSchema = z.object({
  village: z.nullable(code),
  quarter,
  /** Part of a head's name, a household code or a door plate; empty for all. */
  q: z.string().check(z.maxLength(40)),
  /** Who redeemed in the quarter; who may and did not. */
  show: z.enum(['all', 'redeemed', 'idle']),
  cursor: z.nullable(code),
});
export type QuarterSearch = z.infer<typeof quarterSearchSchema>;

const householdSchema = z.object({
  code: z.string(),
  head: z.string(),
  village: z.string(),
  naturalVillage: z.string(),
  closed: z.boolean(),
  ...figures,
});
export type QuarterHousehold = z.infer<typeof householdSchema>;

export const quarterPageSchema = z.object({
  rows: z.array(householdSchema),
  cursor: z.nullable(z.string()),
  /** Households that fit; with the first page only. */
  total: z.nullable(count),
});
export type QuarterPage = z.infer<typeof quarterPageSchema>;

/** Who may redeem how much, of one village, for paper. */
export const quarterPaperRequestSchema = z.object({ village: code, quarter });

export const quarterPaperSchema = z.object({
  now: z.int(),
  town: z.string(),
  village: z.string(),
  quarter: z.string(),
  windows: windowsSchema,
  /** Whether the policy masks names on what hangs in public. */
  masked: z.boolean(),
  /** Households that may redeem something, in the order of their codes. */
  rows: z.array(householdSchema),
});
export type QuarterPaper = z.infer<typeof quarterPaperSchema>;

export const quarterSheetRequestSchema = z.object({
  village: z.nullable(code),
  quarter,
  language: z.enum(['zh', 'en']),
});

/** Settling a quarter of one village (AL-9). */
export const settlePreviewRequestSchema = z.object({ village: code, quarter });

export const settlePreviewSchema = z.object({
  /** Why it cannot be settled now; null when it can. */
  refusal: z.nullable(z.enum(['leftover_stays', 'quarter_open', 'quarter_settled', 'redemptions_wait'])),
  /** Redemptions of that time that wait for a decision. */
  waiting: count,
  /** Who would lose what, in the order of codes. */
  lines: z.array(z.object({ household: z.string(), head: z.string(), points: count })),
  points: count,
  /** What every household carries on by policy. */
  keeps: count,
  /** What devices hold stays with them. */
  onDevices: count,
  /** How it was settled. */
  settled: z.nullable(z.object({ by: z.string(), at: z.int(), households: count, points: count })),
});
export type SettlePreview = z.infer<typeof settlePreviewSchema>;
