/** What the office asks and hears of the yearly ranking (一年一排名). */
import * as z from 'zod/mini';

const count = z.int().check(z.gte(0));
const code = z.string().check(z.minLength(1), z.maxLength(20));

export const rankingRequestSchema = z.object({
  /** Null: the town's list. */
  village: z.nullable(code),
  /** Null: the year of the newest approved deed. */
  year: z.nullable(z.int().check(z.gte(2000), z.lte(2999))),
});
export type RankingRequest = z.infer<typeof rankingRequestSchema>;

const rowSchema = z.object({
  rank: z.int(),
  tier: z.nullable(z.string()),
  household: z.string(),
  head: z.string(),
  village: z.string(),
  naturalVillage: z.string(),
  points: z.int(),
});
export type RankingRow = z.infer<typeof rowSchema>;

export const rankingResponseSchema = z.object({
  now: z.int(),
  town: z.string(),
  /** Null: the whole town. */
  village: z.nullable(z.string()),
  year: z.int(),
  rows: z.array(rowSchema),
  /** Households of cadres, in a list of their own; empty when they are ranked with the others. */
  apart: z.array(rowSchema),
  /** Whether the policy masks names on what hangs in public. */
  masked: z.boolean(),
  /** Whether the policy lists them apart. */
  cadresApart: z.boolean(),
  tiers: z.array(z.object({ name: z.string(), households: count })),
  /** Households without points in the year: they are in no list. */
  unranked: count,
});
export type RankingResponse = z.infer<typeof rankingResponseSchema>;

export const rankingSheetRequestSchema = z.extend(rankingRequestSchema, { language: z.enum(['zh', 'en']) });
