/**
 * What the office's browser and the server say to each other besides the sync: sign-in, people, devices, and reading the
 * ledger in lists. Everything here is by session cookie. Changes of shared facts are ops and go through the sync (SY-1).
 * Filters travel in bodies, never in addresses: names must not end up in logs.
 */
import * as z from 'zod/mini';
import { DEVICE_KINDS, ROLES } from '../domain/role.ts';

/** Rows of one page of entries and cases. */
export const OFFICE_PAGE_ROWS = 50;
/** Cards of one page: ten sheets of A4. */
export const OFFICE_CARD_ROWS = 100;
/** Counts stop here: nobody reads on, and the server need not walk the whole ledger. */
export const OFFICE_COUNT_MAX = 10_000;
/** A device that was not heard of for this long is called silent, in days. */
export const SILENT_DAYS = 3;
/** Roles that may sign in to the office. */
export const OFFICE_ROLES = ['village_office', 'committee', 'town_admin'] as const;

const word = (max: number) => z.string().check(z.minLength(1), z.maxLength(max));
const count = z.int().check(z.gte(0));
const code = word(20);
const day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));
const moment = z.nullable(z.int());
const role = z.enum(ROLES);
const deviceKind = z.enum(DEVICE_KINDS);
const params = z.nullable(z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])));

export const okSchema = z.object({ ok: z.literal(true) });

export const signInRequestSchema = z.object({ login: word(60), password: word(200) });

/** Who is signed in, and what they may choose from. */
export const officeMeSchema = z.object({
  user: z.object({ id: z.string(), name: z.string(), role, village: z.nullable(z.string()) }),
  town: z.object({ code: z.string(), name: z.string() }),
  villages: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      grids: z.array(z.object({ code: z.string(), name: z.string() })),
    }),
  ),
  /** Staff of the scope, for filters. */
  people: z.array(z.object({ id: z.string(), name: z.string(), role, village: z.nullable(z.string()) })),
  /** Rules of today, town framework and villages together, for filters. */
  rules: z.array(z.object({ code: z.string(), title: z.string() })),
  /** Session end, ms. */
  until: z.int(),
});
export type OfficeMe = z.infer<typeof officeMeSchema>;

export const officeDeviceRequestSchema = z.object({
  publicKey: z.string().check(z.minLength(80), z.maxLength(100)),
  app: z.string().check(z.maxLength(40)),
});

export const enrolCodeRequestSchema = z.object({
  kind: z.enum(['tablet', 'counter']),
  village: code,
  users: z.array(word(40)).check(z.minLength(1), z.maxLength(20)),
  name: word(40),
});
/** `code` is in its canonical form and shown this once; the server keeps its hash. */
export const enrolCodeResponseSchema = z.object({ code: z.string(), origin: z.string(), expiresAt: z.int() });
export type EnrolCodeResponse = z.infer<typeof enrolCodeResponseSchema>;

export const openEnrolCodesSchema = z.object({
  codes: z.array(
    z.object({
      kind: deviceKind,
      village: z.nullable(z.string()),
      name: z.string(),
      users: z.array(z.string()),
      createdBy: z.string(),
      expiresAt: z.int(),
    }),
  ),
});
export type OpenEnrolCode = z.infer<typeof openEnrolCodesSchema>['codes'][number];

const officeDeviceSchema = z.object({
  id: z.string(),
  kind: deviceKind,
  name: z.string(),
  village: z.nullable(z.string()),
  status: z.enum(['active', 'revoked']),
  users: z.array(z.object({ id: z.string(), name: z.string() })),
  enrolledAt: z.int(),
  lastSyncAt: moment,
  app: z.string(),
  unsent: count,
  clockOffsetMs: z.int(),
  usedBytes: z.nullable(count),
  quotaBytes: z.nullable(count),
  persisted: z.nullable(z.boolean()),
  /** Spending rights it still holds: points, and for how many households (AL-1). */
  allowance: z.object({ points: count, households: count }),
  openCases: count,
  /** The server was restored and waits for what this device still has of it (SY-14). */
  awaited: z.boolean(),
  /** Of a revoked device: records that no confirmed backup has yet, so that it keeps them sealed (CF-17). */
  unsaved: count,
  /** Write-offs of its rights (AL-5), newest first: `late` points were claimed after all, `shortfall` of them nobody covered. */
  writeOffs: z.array(
    z.object({
      id: z.string(),
      at: z.int(),
      byName: z.string(),
      reason: z.string(),
      points: count,
      households: count,
      late: count,
      shortfall: count,
    }),
  ),
});
export type OfficeDevice = z.infer<typeof officeDeviceSchema>;
export const officeDevicesSchema = z.object({ now: z.int(), devices: z.array(officeDeviceSchema) });

export const revokeRequestSchema = z.object({ device: code });

const officeUserSchema = z.object({
  id: z.string(),
  name: z.string(),
  role,
  village: z.nullable(z.string()),
  grids: z.array(z.string()),
  homeGrid: z.nullable(z.string()),
  active: z.boolean(),
  /** For the browser; null for people who only open tablets. */
  login: z.nullable(z.string()),
  signsIn: z.boolean(),
  hasPin: z.boolean(),
  pinFails: count,
  devices: count,
});
export type OfficeUser = z.infer<typeof officeUserSchema>;
export const officeUsersSchema = z.object({ users: z.array(officeUserSchema) });

export const resetPinRequestSchema = z.object({ user: word(40) });
/** The new start PIN, shown this once. */
export const resetPinResponseSchema = z.object({ pin: z.string() });

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

export const caseSearchSchema = z.object({
  state: z.enum(['open', 'decided']),
  village: z.nullable(code),
  cursor: z.nullable(z.string().check(z.maxLength(40))),
});
export type CaseSearch = z.infer<typeof caseSearchSchema>;

const caseDecision = z.enum(['accept', 'reject', 'keep_both', 'swap', 'cut', 'reprice', 'to', 'merge', 'noted']);

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
  /** The recommended one first; empty when decided. */
  decisions: z.array(caseDecision),
  decided: z.nullable(
    z.object({
      decision: caseDecision,
      byName: z.string(),
      at: moment,
      reason: z.nullable(z.string()),
      replaced: z.nullable(z.string()),
    }),
  ),
});
export type OfficeCase = z.infer<typeof officeCaseSchema>;

export const officeCasesSchema = z.object({
  cases: z.array(officeCaseSchema),
  cursor: z.nullable(z.string()),
  open: count,
});
export type OfficeCases = z.infer<typeof officeCasesSchema>;

export const cardSearchSchema = z.object({
  village: code,
  grid: z.nullable(code),
  /** Only these households; empty for all of the place. */
  codes: z.array(code).check(z.maxLength(OFFICE_CARD_ROWS)),
  after: z.nullable(code),
});
export type CardSearch = z.infer<typeof cardSearchSchema>;

/** Cards to print: `payload` is signed by the town's key, `n` the card's number. */
export const officeCardsSchema = z.object({
  cards: z.array(
    z.object({
      household: z.string(),
      head: z.string(),
      doorPlate: z.string(),
      n: z.int(),
      payload: z.string(),
    }),
  ),
  total: count,
  after: z.nullable(z.string()),
});
export type OfficeCards = z.infer<typeof officeCardsSchema>;

const totals = {
  households: count,
  entries: count,
  /** 累计: approved points, net. */
  earned: z.int(),
  redeemed: z.int(),
  /** What write-offs bear of late redemptions (CF-13). */
  shortfall: z.int(),
  /** Σ remaining allowances of all devices. */
  allotted: z.int(),
  /** 可兑: final − redeemed − allotted. */
  redeemable: z.int(),
};
const villageTotalsSchema = z.object({ village: z.string(), name: z.string(), ...totals });
export type VillageTotals = z.infer<typeof villageTotalsSchema>;

export const officeSummarySchema = z.object({
  now: z.int(),
  villages: z.array(villageTotalsSchema),
  /** Entries waiting for review, at most OFFICE_COUNT_MAX. */
  openReviews: count,
  openCases: count,
  /** Active tablets and counters not heard of for SILENT_DAYS. */
  silentDevices: z.array(z.object({ id: z.string(), name: z.string(), lastSyncAt: moment, unsent: count })),
});
export type OfficeSummary = z.infer<typeof officeSummarySchema>;
