/** What the office and the public page ask and hear of published months and of objections to them. */
import * as z from 'zod/mini';
import { OBJECTION_OUTCOMES, OBJECTION_WAYS } from '../domain/objection.ts';
import type { PublicationRow } from '../domain/publicity.ts';
import { storable } from './storable.ts';

/** Rows of a list in one answer. */
export const PUBLICITY_PAGE_ROWS = 100;
/** Characters of an objection, and of its answer. */
export const OBJECTION_TEXT_MAX = 1_000;
/** Characters of an objection by the public page. */
export const PUBLIC_OBJECTION_MAX = 500;

const village = z.string().check(z.minLength(1), z.maxLength(10));
const month = z.string().check(z.regex(/^\d{4}-(0[1-9]|1[0-2])$/));
const count = z.int().check(z.gte(0));
const nullable = z.nullable(z.string());
const state = z.enum(['showing', 'objected', 'final']);

export const publicityMonthsRequestSchema = z.object({ village });

const facts = {
  published: z.string(),
  until: z.string(),
  households: count,
  entries: count,
  points: z.int(),
  pending: count,
  hash: z.string(),
  seq: count,
  root: z.string(),
  was: nullable,
  state,
  objections: z.object({ all: count, open: count, overdue: count }),
  /** What could be spent from its end on (AL-10); null before, and where nothing waited for it. */
  final: z.nullable(z.object({ at: z.int(), households: count, points: z.int() })),
};

const monthSchema = z.object({
  month,
  /** Its last day is over. */
  over: z.boolean(),
  /** Closed; `list` is null then for one that hung on paper before lists were kept, or waits after a restore. */
  closed: z.boolean(),
  list: z.nullable(z.object(facts)),
});
export type PublicityMonth = z.infer<typeof monthSchema>;

export const publicityMonthsResponseSchema = z.object({
  now: z.int(),
  today: z.string(),
  /** Newest first. */
  months: z.array(monthSchema),
  /** Of the server, to which `/gongshi/…` belongs; null when it does not know its own address. */
  publicUrl: nullable,
  objectionDays: count,
  /** Whether the holidays of the coming two weeks are published. */
  holidays: z.boolean(),
});
export type PublicityMonthsResponse = z.infer<typeof publicityMonthsResponseSchema>;

export const publicityMonthRequestSchema = z.object({ village, month });
export type PublicityMonthRequest = z.infer<typeof publicityMonthRequestSchema>;

const line = z.object({
  date: z.string(),
  title: z.string(),
  points: z.int(),
  late: z.exactOptional(z.literal(true)),
  reversal: z.exactOptional(z.literal(true)),
});
const row = {
  rank: count,
  name: z.string(),
  place: z.string(),
  points: z.array(z.int()),
  total: z.int(),
};

/** What closing a month would publish; long work makes it (`publicity.prepare`) and the page reads it. */
export interface PublicityPreview {
  readonly households: number;
  readonly entries: number;
  readonly points: number;
  readonly pending: number;
  readonly quiet: number;
  /** Of the entries: of earlier months. */
  readonly late: number;
  /** Of the entries: taking back what an earlier list said. */
  readonly reversals: number;
  readonly until: string;
  readonly holidays: boolean;
  readonly openCases: number;
  /** Tablets and counters of the village that have, or may have, more to send. */
  readonly devices: readonly {
    readonly id: string;
    readonly name: string;
    readonly unsent: number;
    readonly lastSyncAt: number | null;
  }[];
  readonly categories: readonly string[];
  /** The first ones. */
  readonly rows: readonly (Pick<PublicationRow, 'rank' | 'name' | 'place' | 'points' | 'total'> & {
    readonly household: string;
    readonly head: string;
  })[];
}

/** In the result of that work. */
export interface PublicityPrepared {
  readonly village: string;
  readonly month: string;
}

export const publicityListRequestSchema = z.object({
  village,
  month,
  /** Part of a masked name, a head's name, a household code, or a rank; empty for all. */
  q: z.string().check(z.maxLength(40)),
  cursor: z.nullable(count),
});

const officeRow = z.object({
  ...row,
  /** Place in the document, from 0. */
  row: count,
  household: z.string(),
  head: z.string(),
  entries: z.array(z.extend(line, { id: z.string(), file: z.string() })),
});
export type PublicityRow = z.infer<typeof officeRow>;

export const publicityListResponseSchema = z.object({
  categories: z.array(z.string()),
  masked: z.boolean(),
  rows: z.array(officeRow),
  cursor: z.nullable(count),
});
export type PublicityListResponse = z.infer<typeof publicityListResponseSchema>;

export const publicitySheetRequestSchema = z.object({ village, month, language: z.enum(['zh', 'en']) });

export const objectionsRequestSchema = z.object({
  village,
  month: z.nullable(month),
  which: z.enum(['open', 'answered']),
  cursor: z.nullable(z.string().check(z.maxLength(60))),
});

const objectionSchema = z.object({
  id: z.string(),
  month,
  text: z.string(),
  how: z.enum(OBJECTION_WAYS),
  name: nullable,
  phone: nullable,
  household: nullable,
  head: nullable,
  entry: nullable,
  day: z.string(),
  due: z.string(),
  overdue: z.boolean(),
  outcome: z.nullable(z.enum(OBJECTION_OUTCOMES)),
  answer: nullable,
  effects: z.array(z.string()),
  answeredByName: nullable,
  answeredAt: z.nullable(z.int()),
});
export type OfficeObjection = z.infer<typeof objectionSchema>;

export const objectionsResponseSchema = z.object({ objections: z.array(objectionSchema), cursor: nullable });
export type ObjectionsResponse = z.infer<typeof objectionsResponseSchema>;

const said = (max: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(max), storable);

export const publicObjectionSchema = z.strictObject({
  village,
  month,
  name: said(20),
  phone: z.exactOptional(z.string().check(z.regex(/^[\d +-]{5,20}$/))),
  text: said(PUBLIC_OBJECTION_MAX),
  /** Where several towns share a database. */
  town: z.exactOptional(z.string().check(z.minLength(1), z.maxLength(10))),
});
export const publicObjectionAnswerSchema = z.object({ receipt: z.string(), due: z.string() });
