/** What the office asks and hears for its review of a period (统计复盘): sums of the ledger, never a person's deeds one by one. */
import * as z from 'zod/mini';
import { isMonth } from '../domain/statistics/months.ts';

/** Months of one question: three years. */
export const STATISTICS_MONTHS_MAX = 36;
/** Households of one page of those that nobody visited. */
export const UNVISITED_ROWS = 50;
/** In an Excel file, which is one answer. */
export const UNVISITED_SHEET_ROWS = 20_000;

const count = z.int().check(z.gte(0));
const points = z.int();
const code = z.string().check(z.minLength(1), z.maxLength(20));
const month = z.string().check(z.refine((s) => isMonth(s), 'not a month'));

const question = {
  /** Null: all that the person may see. */
  village: z.nullable(code),
  /** Last month of the period; null: the newest with an approved deed. */
  to: z.nullable(month),
  months: z.int().check(z.gte(3), z.lte(STATISTICS_MONTHS_MAX)),
};
export const statisticsRequestSchema = z.object(question);
export type StatisticsRequest = z.infer<typeof statisticsRequestSchema>;

const trendSchema = z.object({
  /** Points per household and month. */
  recent: z.number(),
  before: z.number(),
  /** Share lost. */
  drop: z.number(),
  /** First month of the run at the end that lies below what was before. */
  since: z.nullable(z.string()),
});

const categorySchema = z.object({
  category: z.string(),
  /** Approved points, net, of each month. */
  points: z.array(points),
  entries: z.array(count),
  /** The other villages of the town together: points per household, of each month; null when there is no other. */
  others: z.nullable(z.array(z.number())),
  trend: z.nullable(trendSchema),
  othersTrend: z.nullable(trendSchema),
  standing: z.enum(['falling', 'season', 'low', 'fine']),
});
export type CategoryFigures = z.infer<typeof categorySchema>;

const gridSchema = z.object({ grid: z.string(), households: count, active: z.array(count) });

const villageSchema = z.object({
  village: z.string(),
  name: z.string(),
  /** Families of today: merged and closed ones are none. */
  households: count,
  categories: z.array(categorySchema),
  /** Households with at least one approved deed, of each month; and in the whole period. */
  active: z.array(count),
  activeEver: count,
  /** The share of the others that had one, of each month; null when there is no other village. */
  othersActive: z.nullable(z.array(z.number())),
  grids: z.array(gridSchema),
  quarters: z.array(z.object({ quarter: z.string(), earned: points, redeemed: points, households: count })),
});
export type VillageStatistics = z.infer<typeof villageSchema>;

export const statisticsResponseSchema = z.object({
  /** The server's clock, ms. */
  now: z.int(),
  months: z.array(z.string()),
  /** The last month that trends look at: the newest one that is over, or the last of the period. */
  trendTo: z.string(),
  villages: z.array(villageSchema),
});
export type StatisticsResponse = z.infer<typeof statisticsResponseSchema>;

export const unvisitedRequestSchema = z.object({
  village: z.nullable(code),
  grid: z.nullable(code),
  /** Not since so many months; null: never. */
  months: z.nullable(z.int().check(z.gte(1), z.lte(STATISTICS_MONTHS_MAX))),
  after: z.nullable(z.string().check(z.maxLength(40))),
});
export type UnvisitedRequest = z.infer<typeof unvisitedRequestSchema>;

const unvisitedSchema = z.object({
  household: z.string(),
  head: z.string(),
  village: z.string(),
  grid: z.string(),
  doorPlate: z.string(),
  away: z.boolean(),
  /** Day of the newest deed of any state; null: there never was one. */
  last: z.nullable(z.string()),
  workers: z.array(z.string()),
});
export const unvisitedResponseSchema = z.object({
  total: count,
  never: count,
  households: z.array(unvisitedSchema),
  after: z.nullable(z.string()),
});
export type UnvisitedResponse = z.infer<typeof unvisitedResponseSchema>;

const workerSchema = z.object({
  id: z.string(),
  name: z.string(),
  entries: count,
  households: count,
  rejected: count,
  reversed: count,
  mean: z.number(),
  expected: z.nullable(z.number()),
  spread: z.number(),
  othersSpread: z.nullable(z.number()),
});
export type WorkerFigures = z.infer<typeof workerSchema>;

const conflictSchema = z.object({
  code: z.string(),
  open: count,
  decided: count,
  decisions: z.record(z.string(), count),
  /** Median time from opening to decision, hours; null while none is decided. */
  hours: z.nullable(z.number()),
});

const deviceSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  village: z.nullable(z.string()),
  lastSyncAt: z.nullable(z.int()),
  unsent: count,
  clockOffsetMs: z.int(),
  app: z.string(),
  held: count,
  refused: count,
});

/** The work itself: who scores how, what collided and how it was decided, how the devices do. */
export const workResponseSchema = z.object({
  now: z.int(),
  from: z.string(),
  to: z.string(),
  workers: z.array(workerSchema),
  conflicts: z.array(conflictSchema),
  devices: z.array(deviceSchema),
});
export type WorkResponse = z.infer<typeof workResponseSchema>;

export const statisticsSheetRequestSchema = z.object({ ...question, language: z.enum(['zh', 'en']) });
