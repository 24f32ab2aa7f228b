/**
 * CF-09: which household an op is about now. What was recorded for a household that is merged meanwhile is its successor's;
 * what was recorded before a split is the part's whose members it names, or a person chooses. Rights (CF-11), cards and
 * everything said of a fact stay with the file that has them.
 */
import type { HouseholdFile, MemberIds, ProfileField } from '../household.ts';
import type { HouseholdOp } from '../op.ts';
import { applied, held, type Verdict, type VerdictParams } from '../verdict.ts';

export interface Routed {
  /** The op as the household that it is about now would have it. */
  readonly op: HouseholdOp;
  /** The file of that household, if it is known here. */
  readonly file: HouseholdFile | undefined;
  /** Set when it is another household than the op names; the verdict carries them. */
  readonly params?: { readonly to: string; readonly members?: readonly string[] };
  /** Households that it may be about: a person has to choose. */
  readonly choices?: readonly string[];
}

type FileOf = (household: string) => HouseholdFile | undefined;
type Onward = {
  readonly to: string;
  readonly members: MemberIds;
  /** From when on it is about the other household, ms. */
  readonly since?: number;
};
type Step = Onward | { readonly choices: readonly string[] } | undefined;

/** A household that became another, again and again, ends; more steps than this would be a circle. */
const STEPS_MAX = 100;
const MEMBER = 'members.';

/** `choice` is the household that a person chose, or where the op counted once (SY-14): nobody is asked about parts of it, or of what it became. */
export function routeOf(op: HouseholdOp, at: number, fileOf: FileOf, choice?: string): Routed {
  const origin = op.body.household;
  let now = op;
  let since = at;
  for (let steps = 0; steps < STEPS_MAX; steps++) {
    const file = fileOf(now.body.household);
    if (now.body.household === choice) since = Infinity;
    const part = file && since < Infinity ? chosenStep(file, choice) : undefined;
    const step = part ?? (file && nextStep(file, now, since, fileOf));
    if (!step) return { op: now, file, ...became(op, now) };
    if ('choices' in step) return { op: now, file, ...became(op, now), choices: step.choices };
    now = moved(now, step.to, step.members);
    // What a household was split into before the other one joined it is nothing to that one's ops.
    since = Math.max(since, step.since ?? since);
  }
  throw new Error(`households in a circle: ${origin}`);
}

/** A chosen part takes the members that went along; choosing the household itself changes nothing. */
function chosenStep({ splits }: HouseholdFile, choice: string | undefined): Onward | undefined {
  const part = splits?.find((s) => s.to === choice);
  return part && { to: part.to, members: part.members };
}

function nextStep(file: HouseholdFile, op: HouseholdOp, at: number, fileOf: FileOf): Step {
  switch (op.kind) {
    case 'entry.review':
    case 'entry.reverse':
      return whereFact(file, fileOf, (f) => f.entries.some((e) => e.id === op.body.entry));
    case 'redemption.void':
      return whereFact(file, fileOf, (f) => f.redemptions.some((r) => r.id === op.body.redemption));
    case 'reservation.cancel':
      return whereFact(file, fileOf, (f) => f.reservations?.some((r) => r.id === op.body.reservation) ?? false);
    case 'reservation.record':
      return mergedStep(file);
    case 'redemption.record': {
      const { instead, mode } = op.body;
      // What was kept of a receipt stays where that is (CF-27).
      if (instead !== undefined && file.redemptions.some((r) => r.id === instead)) return undefined;
      return mode === 'allowance' ? undefined : mergedStep(file);
    }
    case 'carryover.entry':
    case 'carryover.redemption':
      return mergedStep(file);
    case 'entry.record':
    case 'household.edit':
      return splitStep(file, op, at) ?? mergedStep(file);
    default:
      return undefined;
  }
}

function mergedStep({ merged }: HouseholdFile): Step {
  return merged && { to: merged.into, members: merged.members, since: merged.at };
}

/** What was recorded before a split may be about either part; members tell which. */
function splitStep(file: HouseholdFile, op: HouseholdOp, at: number): Step {
  const later = (file.splits ?? []).filter((s) => at < s.at);
  if (later.length === 0) return undefined;
  const named = membersOf(op);
  if (named) {
    if (named.every((id) => later.every((s) => !(id in s.members)))) return undefined;
    const part = later.find((s) => named.every((id) => id in s.members));
    if (part) return { to: part.to, members: part.members };
  }
  return { choices: [file.code, ...later.map((s) => s.to)] };
}

/** The members an op is about; undefined when it is about the household as a whole. */
function membersOf(op: HouseholdOp): readonly string[] | undefined {
  if (op.kind === 'entry.record') return op.body.member === undefined ? undefined : [op.body.member];
  if (op.kind !== 'household.edit') return undefined;
  const ids = op.body.set.map(({ field }) => memberOf(field));
  return ids.every((id) => id !== undefined) ? ids : undefined;
}

function memberOf(field: ProfileField): string | undefined {
  return field.startsWith(MEMBER) ? field.slice(MEMBER.length) : undefined;
}

/** A fact is where it was put, in the file itself or in what became of it. */
function whereFact(file: HouseholdFile, fileOf: FileOf, has: (file: HouseholdFile) => boolean): Step {
  if (has(file)) return undefined;
  for (const next of becameOf(file.code, fileOf)) {
    const part = fileOf(next);
    if (part && has(part)) return { to: part.code, members: {} };
  }
  return undefined;
}

/** Households that came of this one by merges and splits, the nearest first; itself among them. */
export function becameOf(household: string, fileOf: FileOf): ReadonlySet<string> {
  const found = new Set([household]);
  // A set hands out what is added while it is walked.
  for (const next of found) {
    const file = fileOf(next);
    for (const part of file ? partsOf(file) : []) found.add(part);
  }
  return found;
}

/** Households that took over from this one, in whole or in part. */
export function partsOf(file: Pick<HouseholdFile, 'merged' | 'splits'>): readonly string[] {
  return [...(file.merged ? [file.merged.into] : []), ...(file.splits ?? []).map((s) => s.to)];
}

function mapped(id: string, members: MemberIds): string {
  return members[id] ?? id;
}

/** The op as if it had been recorded for another household, whose members have other ids. */
function moved(op: HouseholdOp, household: string, members: MemberIds): HouseholdOp {
  switch (op.kind) {
    case 'entry.record': {
      const { member } = op.body;
      const named = member === undefined ? {} : { member: mapped(member, members) };
      // The card is that of the household it was recorded for: its number says nothing about this one's.
      const { card: _card, ...body } = op.body;
      return { ...op, body: { ...body, household, ...named } };
    }
    case 'redemption.record': {
      const { card: _card, ...body } = op.body;
      return { ...op, body: { ...body, household } };
    }
    case 'reservation.record': {
      const { card: _card, ...body } = op.body;
      return { ...op, body: { ...body, household } };
    }
    case 'household.edit': {
      const set = op.body.set.map((s) => {
        const id = memberOf(s.field);
        return id === undefined ? s : { ...s, field: `members.${mapped(id, members)}` as const };
      });
      return { ...op, body: { household, set } };
    }
    default:
      return { ...op, body: { ...op.body, household } } as HouseholdOp;
  }
}

function became(op: HouseholdOp, now: HouseholdOp): Pick<Routed, 'params'> {
  const to = now.body.household;
  if (to === op.body.household) return {};
  const before = membersOf(op) ?? fieldsOf(op);
  const after = membersOf(now) ?? fieldsOf(now);
  const members = before.flatMap((id, i) => (id === after[i] ? [] : [`${id}=${after[i]}`]));
  return { params: { to, ...(members.length > 0 ? { members } : {}) } };
}

/** Members among the fields of an edit that changes others too. */
function fieldsOf(op: HouseholdOp): readonly string[] {
  if (op.kind !== 'household.edit') return [];
  return op.body.set.flatMap(({ field }) => memberOf(field) ?? []);
}

/** The op as its verdict says that it counts: for another household, if the verdict names one. */
export function redirected(op: HouseholdOp, params: VerdictParams | undefined): HouseholdOp {
  const to = params?.to;
  if (typeof to !== 'string') return op;
  const pairs = Array.isArray(params?.members) ? params.members : [];
  const members = pairs.map((pair: string) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]);
  return moved(op, to, Object.fromEntries(members));
}

/** The judge's verdict on a routed op, with what the route says. A person chooses before anything else is asked. */
export function withRoute(verdict: Verdict, routed: Routed, household: string): Verdict {
  if (routed.choices && verdict.outcome !== 'refused' && verdict.code !== 'no_right')
    return held('several_successors', { household, choices: routed.choices });
  if (!routed.params || verdict.outcome !== 'applied') return verdict;
  return applied(verdict.code === 'ok' ? 'followed' : verdict.code, { ...verdict.params, ...routed.params });
}
