/** What the office asks and hears of the yearly ranking (一年一排名). */
import * as z from 'zod/mini';

/** Rows of a list in one answer; also the certificates that are printed at once. */
export const RANKING_PAGE_ROWS = 100;

const count = z.int().check(z.gte(0));
const code = z.string().check(z.minLength(1), z.maxLength(20));
const year = z.int().check(z.gte(2000), z.lte(2999));
const nullable = z.nullable(z.string());

/** Null village: the town's list. Null year: that of the newest approved deed. */
const place = { village: z.nullable(code), year: z.nullable(year) };

export const rankingRequestSchema = z.object({
  ...place,
  /** Of those who are ranked when it is left out. */
  list: z.exactOptional(z.enum(['ranked', 'apart', 'excluded'])),
  /** Stars: a tier's name, or `any` for whoever has some. */
  tier: z.exactOptional(z.string().check(z.minLength(1), z.maxLength(20))),
  /** Part of a head's name or of a household's code. */
  q: z.exactOptional(z.string().check(z.maxLength(40))),
  cursor: z.exactOptional(z.nullable(z.string().check(z.regex(/^\d{1,6}$/)))),
});
export type RankingRequest = z.infer<typeof rankingRequestSchema>;

const rowSchema = z.object({
  /** Null for who is not ranked. */
  rank: z.nullable(z.int()),
  tier: nullable,
  household: z.string(),
  head: z.string(),
  village: z.string(),
  naturalVillage: z.string(),
  points: z.int(),
  /** Why it is not ranked, and of which household codes that was said (CF-09). */
  reason: z.exactOptional(z.string()),
  named: z.exactOptional(z.array(z.string())),
});
export type RankingRow = z.infer<typeof rowSchema>;

const frozenSchema = z.object({
  day: z.string(),
  by: z.string(),
  hash: z.string(),
  /** The place of the ledger that it was made from, and the hash there. */
  seq: count,
  root: z.string(),
  /** SY-14: the hash of the list before a restore, when this is another one. */
  was: nullable,
});
export type FrozenRanking = z.infer<typeof frozenSchema>;

export const rankingResponseSchema = z.object({
  now: z.int(),
  today: z.string(),
  town: z.string(),
  /** Null: the whole town. */
  village: z.nullable(z.string()),
  year: z.int(),
  /** Null while it is only what the list would be. */
  frozen: z.nullable(frozenSchema),
  /** Whether the policy masks names on what hangs in public. */
  masked: z.boolean(),
  /** Whether the policy lists households of cadres apart. */
  cadresApart: z.boolean(),
  tiers: z.array(z.object({ name: z.string(), households: count })),
  /** How many stand in each list. */
  ranked: count,
  apart: count,
  excluded: count,
  /** Households without points in the year: they are in no list. */
  unranked: count,
  /** Rows of the asked list that fit. */
  found: count,
  rows: z.array(rowSchema),
  /** Where the next page starts; null on the last one. */
  cursor: nullable,
});
export type RankingResponse = z.infer<typeof rankingResponseSchema>;

export const rankingPlaceSchema = z.object({ village: z.nullable(code), year });

/** What speaks for waiting before a year is frozen. */
export const rankingWaitingSchema = z.object({
  /** Its last day is over. */
  over: z.boolean(),
  /** Months with deeds that no list has had. */
  unpublished: z.array(z.object({ village: z.string(), months: z.array(z.string()) })),
  /** Deeds of the year that wait for review. */
  pending: count,
  /** Objections to months of the year without an answer. */
  objections: count,
});
export type RankingWaiting = z.infer<typeof rankingWaitingSchema>;

export const rankingSheetRequestSchema = z.object({ ...place, language: z.enum(['zh', 'en']) });
