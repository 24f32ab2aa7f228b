/** The household register as the office reads it: search, one household with everything known of it, free codes. */
import * as z from 'zod/mini';
import type { Edit, Profile } from '../domain/household.ts';

/** Rows of one page of the register. */
export const REGISTER_PAGE_ROWS = 100;
/** Redemptions shown with a household; the rest is in the store's closes. */
export const REGISTER_REDEMPTIONS = 30;

const code = z.string().check(z.minLength(1), z.maxLength(20));
const count = z.int().check(z.gte(0));

export const registerSearchSchema = z.object({
  village: z.nullable(code),
  grid: z.nullable(code),
  naturalVillage: z.nullable(z.string().check(z.maxLength(40))),
  status: z.nullable(z.enum(['active', 'away'])),
  tag: z.nullable(z.string().check(z.maxLength(40))),
  /** Households that are one no more, because they were merged or closed. */
  ended: z.boolean(),
  /** Name of the head or of a member, pinyin initials, code, door plate, end of the phone; empty for all. */
  q: z.string().check(z.maxLength(40)),
  cursor: z.nullable(z.string().check(z.maxLength(40))),
});
export type RegisterSearch = z.infer<typeof registerSearchSchema>;

export const registerRowSchema = z.object({
  code: z.string(),
  village: z.string(),
  grid: z.string(),
  naturalVillage: z.string(),
  head: z.string(),
  doorPlate: z.string(),
  phoneLast4: z.string(),
  status: z.enum(['active', 'away']),
  tags: z.array(z.string()),
  members: count,
  /** The member that the words fit, when the head does not. */
  found: z.nullable(z.string()),
  earned: z.int(),
  /** 可兑, what devices hold included. */
  redeemable: z.int(),
  ended: z.nullable(z.enum(['merged', 'closed'])),
  mergedInto: z.nullable(z.string()),
});
export type RegisterRow = z.infer<typeof registerRowSchema>;

export const registerPageSchema = z.object({
  rows: z.array(registerRowSchema),
  cursor: z.nullable(z.string()),
  /** Households that fit. */
  total: count,
  /** What may be chosen in the person's scope, with how many households each has. */
  tags: z.array(z.object({ tag: z.string(), count })),
  naturalVillages: z.array(z.object({ village: z.string(), grid: z.string(), name: z.string() })),
});
export type RegisterPage = z.infer<typeof registerPageSchema>;

export const registerOneSchema = z.object({ household: code });

export const nextCodeSchema = z.object({ village: code });
export const nextCodeAnswerSchema = z.object({ code: z.string() });

interface Act {
  readonly ref: string;
  readonly byName: string;
  readonly at: number;
  readonly reason: string;
}

/** One change of one field. A family PIN is never in it, only what was done to it. */
export interface RegisterEdit extends Pick<Edit, 'ref' | 'field' | 'value' | 'was' | 'at'> {
  readonly byName: string;
  /** The value that stands now. */
  readonly inUse: boolean;
  readonly pin?: 'set' | 'changed' | 'removed';
}

/** One household with everything that the office knows of it. */
export interface RegisterHousehold {
  readonly code: string;
  readonly village: string;
  readonly grid: string;
  /** With the hashed PIN only for who may take it off. */
  readonly profile: Profile;
  readonly hasPin: boolean;
  readonly registered: { readonly ref: string; readonly byName: string; readonly at: number };
  readonly points: {
    readonly earned: number;
    readonly pending: number;
    /** Earned, and not to be redeemed before its month is final (AL-10). */
    readonly waiting: number;
    readonly redeemed: number;
    readonly redeemable: number;
    /** Of the redeemable, what devices hold. */
    readonly allotted: number;
    /** What the server may still give out: redeemable less allotted; below zero only after points were taken back (CF-23). */
    readonly free: number;
  };
  readonly rights: readonly { readonly device: string; readonly name: string; readonly points: number }[];
  readonly card: { readonly n: number; readonly replaced: readonly (Act & { readonly n: number })[] };
  readonly edits: readonly RegisterEdit[];
  readonly places: readonly (Partial<Act> & {
    readonly village: string;
    readonly grid: string;
    readonly naturalVillage: string;
    readonly at: number;
  })[];
  readonly merged: (Act & { readonly into: string }) | null;
  readonly closed: Act | null;
  readonly splits: readonly (Act & { readonly to: string })[];
  /** Codes of households that were merged into this one, and the one that it was split from. */
  readonly mergedFrom: readonly string[];
  readonly splitFrom: string | null;
  readonly lapses: readonly {
    readonly id: string;
    readonly quarter: string;
    readonly points: number;
    readonly at: number;
  }[];
  readonly moves: readonly { readonly id: string; readonly with: string; readonly points: number }[];
  readonly redemptions: readonly {
    readonly id: string;
    readonly date: string;
    readonly points: number;
    readonly goods: string;
    readonly byName: string;
    readonly voided: string | null;
    readonly oldCard: number | null;
  }[];
  readonly redemptionCount: number;
  readonly reservations: readonly {
    readonly id: string;
    readonly date: string;
    readonly points: number;
    readonly goods: string;
    readonly until: string | null;
  }[];
  readonly openCases: number;
}
