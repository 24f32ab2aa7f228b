/** Entries as the office searches, reads and reviews them. */
import * as z from 'zod/mini';
import { code, count, day, moment, word } from './officeParts.ts';

/** Ways in which an entry may strike its reviewer (src/domain/oddity.ts). */
export const ODDITIES = ['photo', 'relative', 'usual', 'cap', 'late', 'clock'] as const;

export const entrySearchSchema = z.object({
  status: z.nullable(z.enum(['submitted', 'approved', 'rejected'])),
  village: z.nullable(code),
  grid: z.nullable(code),
  rule: z.nullable(code),
  worker: z.nullable(word(40)),
  /** Deed dates, both included. */
  from: z.nullable(day),
  to: z.nullable(day),
  /** Part of a head's name, a household code, or a door plate. */
  q: z.string().check(z.maxLength(40)),
  /** One household's entries only. */
  household: z.nullable(code),
  /** Of what waits for review: what strikes in any way, or in this one. */
  odd: z._default(z.nullable(z.enum(['any', ...ODDITIES])), null),
  /** Only items that this level reviews. */
  level: z._default(z.nullable(z.enum(['village', 'committee'])), null),
  /** `odd`: what strikes in most ways first, of what waits for review. */
  sort: z._default(z.enum(['newest', 'odd']), 'newest'),
  cursor: z.nullable(z.string().check(z.maxLength(80))),
});
export type EntrySearch = z.infer<typeof entrySearchSchema>;

const odditySchema = z.discriminatedUnion('kind', [
  /** Other entries with the same picture; no head where the household is another village's. */
  z.object({
    kind: z.literal('photo'),
    entries: z.array(z.object({ id: z.string(), household: z.string(), head: z.nullable(z.string()), date: day })),
  }),
  /** The household is marked as a relative's of who recorded it. */
  z.object({ kind: z.literal('relative') }),
  /** Far more of this rule in the week than the worker's own eight weeks before it on average. */
  z.object({ kind: z.literal('usual'), measure: z.enum(['count', 'points']), now: count, mean: z.number() }),
  /** `times`, `points`: used and cap. `cut`: what was recorded. `competing`: entries that wait. `let`: let count over the cap. */
  z.object({
    kind: z.literal('cap'),
    how: z.enum(['times', 'points', 'cut', 'competing', 'let']),
    figures: z.array(z.int()),
  }),
  z.object({ kind: z.literal('late'), month: z.string() }),
  z.object({ kind: z.literal('clock'), shiftMs: z.int() }),
]);

/** What the rule of the deed's day can give (src/domain/pointsOffer.ts). */
const pointsOfferSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('none') }),
  z.object({ type: z.literal('between'), min: z.int(), max: z.int() }),
  z.object({ type: z.literal('multiples'), of: z.int() }),
  z.object({ type: z.literal('values'), values: z.readonly(z.array(z.int())) }),
]);

export const officeEntrySchema = z.object({
  id: z.string(),
  household: z.string(),
  head: z.string(),
  village: z.string(),
  grid: z.string(),
  rule: z.string(),
  ruleTitle: z.string(),
  /** Who may review it. */
  review: z.enum(['auto', 'village', 'committee']),
  date: day,
  points: z.int(),
  quantity: z.int(),
  unit: z.string(),
  level: z.nullable(z.string()),
  member: z.nullable(z.string()),
  note: z.nullable(z.string()),
  /** Photos that the entry announces. */
  photos: count,
  /** Ids of those that have arrived; with fewer than announced the entry is marked 待补照片 (CF-22). */
  photosHere: z.array(z.string()),
  by: z.string(),
  byName: z.string(),
  at: z.int(),
  status: z.enum(['submitted', 'approved', 'rejected']),
  reviewedByName: z.nullable(z.string()),
  reviewedAt: moment,
  reason: z.nullable(z.string()),
  /** The entry that this one takes back. */
  reverses: z.nullable(z.string()),
  /** CF-06: the published month it came too late for. */
  late: z.nullable(z.string()),
  /** CF-15: number of the replaced card that was scanned. */
  oldCard: z.nullable(z.int()),
  /** CF-04: what the device showed, when the rules of the deed date gave other points. */
  recomputedFrom: z.nullable(z.int()),
  /** SY-7: what the server added to the device's time stamp, ms. */
  clockShiftMs: z.int(),
  /** What was recorded, where the review gave other points. */
  pointsBefore: z.nullable(z.int()),
  /** The first of two people who have to approve it, and what that one would give. */
  agreed: z.nullable(
    z.object({
      by: z.string(),
      byName: z.string(),
      at: z.int(),
      points: z.int(),
      reason: z.nullable(z.string()),
      session: z.nullable(z.string()),
    }),
  ),
  /** Whether its approval takes two people as it is recorded; and from how many points on it would. */
  takesTwo: z.boolean(),
  twoPersonPoints: z.nullable(count),
  /** The committee session in which it was decided. */
  session: z.nullable(z.string()),
  /** Approved, and not to be redeemed before its month is final (AL-10). */
  waits: z.boolean(),
  offer: pointsOfferSchema,
  oddities: z.array(odditySchema),
});
export type OfficeEntry = z.infer<typeof officeEntrySchema>;

export const officeEntriesSchema = z.object({
  entries: z.array(officeEntrySchema),
  cursor: z.nullable(z.string()),
  /** With the first page only: entries per status under the other filters, at most OFFICE_COUNT_MAX each. */
  counts: z.nullable(z.object({ submitted: count, approved: count, rejected: count })),
  /** Set when only so many of the newest were looked through for what strikes. */
  lookedAt: z.nullable(count),
});
export type OfficeEntries = z.infer<typeof officeEntriesSchema>;
