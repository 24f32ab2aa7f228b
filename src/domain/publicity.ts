/**
 * Monthly publicity (一月一公示): the frozen list of a village's month, made of facts alone, so that the same facts give the same
 * document and the same hash. It is what hangs on the notice board: no household codes, no phones, names masked by policy.
 */
import { addDays, type Day, monthOf } from './calendar.ts';
import type { Entry } from './household.ts';
import { maskName } from './masking.ts';
import { reversedIds } from './points.ts';
import type { Policy } from './policy.ts';
import { type RuleVersion, rulesOn } from './ruleSet.ts';
import { holidaysKnown, workingDaysAfter } from './workingDays.ts';

/** One deed of a list. */
export interface PublishedLine {
  readonly date: Day;
  readonly title: string;
  /** Signed. */
  readonly points: number;
  /** 补登: of a month that was published before. */
  readonly late?: true;
  /** It takes back what an earlier list said. */
  readonly reversal?: true;
}

export interface PublicationRow {
  /** By points of this list; who has the same shares the rank. */
  readonly rank: number;
  readonly name: string;
  /** 自然村; empty when there is none. */
  readonly place: string;
  /** In the order of the document's categories. */
  readonly points: readonly number[];
  readonly total: number;
  /** Oldest first. */
  readonly entries: readonly PublishedLine[];
}

export interface PublicationDocument {
  readonly format: 1;
  readonly town: { readonly code: string; readonly name: string };
  readonly village: { readonly code: string; readonly name: string };
  readonly month: string;
  readonly published: Day;
  /** The last day on which objections are taken. */
  readonly until: Day;
  /** Working days for objections. */
  readonly objectionDays: number;
  /** Whether all holidays of these days were published; otherwise weekends alone were counted. */
  readonly holidays: boolean;
  readonly masked: boolean;
  readonly categories: readonly string[];
  readonly rows: readonly PublicationRow[];
  /** Deeds up to this month that wait for review; they come in a later list. */
  readonly pending: number;
  /** Households that live in the village and have nothing in this list. */
  readonly quiet: number;
}

/** A household as a list needs it. */
export interface PublicHousehold {
  readonly code: string;
  readonly head: string;
  readonly place: string;
  /** The household that it became part of (CF-09). */
  readonly into?: string | undefined;
  /** Merged or closed. */
  readonly ended: boolean;
}

/** A deed that no list has had yet. */
export interface Unpublished {
  readonly household: string;
  readonly entry: Entry;
  /** What it reverses stood in a list. */
  readonly targetPublished: boolean;
}

export interface PublicityFacts {
  readonly town: PublicationDocument['town'];
  readonly village: PublicationDocument['village'];
  readonly month: string;
  readonly published: Day;
  readonly policy: Pick<Policy, 'objectionDays' | 'maskNames'>;
  readonly ruleVersions: readonly RuleVersion[];
  readonly households: ReadonlyMap<string, PublicHousehold>;
  readonly unpublished: readonly Unpublished[];
}

/** Which entry stands in which row: the office sees whose rows they are, the document does not say it. */
export interface Listed {
  /** Place of the row in the document, from 0. */
  readonly row: number;
  readonly household: string;
  /** In whose file the entry is. */
  readonly file: string;
  readonly entry: string;
}

export interface Publication {
  readonly document: PublicationDocument;
  readonly listed: readonly Listed[];
}

/** Points and categories of a row before it has its rank. */
interface Draft {
  readonly household: PublicHousehold;
  readonly deeds: { readonly file: string; readonly entry: Entry; readonly category: string; readonly title: string }[];
}

/** What becomes of a deed in the list of a month. */
function fateOf(
  { entry, targetPublished }: Unpublished,
  month: string,
  reversed: ReadonlySet<string>,
): 'in' | 'waits' | 'out' {
  // Who came after the close of that month is not in its list (CF-06), also when the list is made again after a restore.
  if (monthOf(entry.date) > month || entry.late === month) return 'out';
  if (entry.status === 'submitted') return 'waits';
  if (entry.status !== 'approved' || reversed.has(entry.id)) return 'out';
  return entry.reverses === undefined || targetPublished ? 'in' : 'out';
}

/** The household in whose row the deeds of a file stand: that which it became part of, when it is of this village. */
function rowOf(facts: PublicityFacts, code: string): PublicHousehold | undefined {
  const household = facts.households.get(code);
  const next = household?.into === undefined ? undefined : facts.households.get(household.into);
  return next ? rowOf(facts, next.code) : household;
}

/**
 * The list of a month. In it are approved deeds up to that month which no list has had; of a deed and its approved reversal
 * neither, unless the deed stood in a list already.
 */
export function makePublication(facts: PublicityFacts): Publication {
  const { month, unpublished, ruleVersions, village, policy } = facts;
  const reversed = reversedIds(unpublished.map(({ entry }) => entry));
  const drafts = new Map<string, Draft>();
  let pending = 0;
  for (const one of unpublished) {
    const household = rowOf(facts, one.household);
    const fate = household ? fateOf(one, month, reversed) : 'out';
    if (fate === 'waits') pending++;
    if (!household || fate !== 'in') continue;
    const draft = drafts.get(household.code) ?? { household, deeds: [] };
    drafts.set(household.code, draft);
    const rule = rulesOn(ruleVersions, village.code, one.entry.date).get(one.entry.rule);
    draft.deeds.push({
      file: one.household,
      entry: one.entry,
      category: rule?.category ?? '',
      title: rule?.title ?? one.entry.rule,
    });
  }
  const categories = categoriesOf([...drafts.values()]);
  const rows = ranked([...drafts.values()]);
  const until = workingDaysAfter(facts.published, policy.objectionDays);
  return {
    document: {
      format: 1,
      town: facts.town,
      village,
      month,
      published: facts.published,
      until,
      objectionDays: policy.objectionDays,
      holidays: holidaysKnown(addDays(facts.published, 1), until),
      masked: policy.maskNames,
      categories,
      rows: rows.map(({ draft, rank, total }) => ({
        rank,
        name: policy.maskNames ? maskName(draft.household.head) : draft.household.head,
        place: draft.household.place,
        points: pointsBy(categories, draft.deeds),
        total,
        entries: draft.deeds.map(({ entry, title }) => lineOf(entry, title, month)),
      })),
      pending,
      quiet: [...facts.households.values()].filter(({ code, ended }) => !ended && !drafts.has(code)).length,
    },
    listed: rows.flatMap(({ draft }, row) =>
      draft.deeds.map(({ file, entry }) => ({ row, household: draft.household.code, file, entry: entry.id })),
    ),
  };
}

/** Points of each category, in their order: one walk over the deeds, of which a large village has tens of thousands. */
function pointsBy(categories: readonly string[], deeds: Draft['deeds']): readonly number[] {
  const sums = new Map(categories.map((name) => [name, 0]));
  for (const { category, entry } of deeds) sums.set(category, (sums.get(category) ?? 0) + entry.points);
  return [...sums.values()];
}

function sum(deeds: Draft['deeds']): number {
  return deeds.reduce((total, { entry }) => total + entry.points, 0);
}

/** Categories of the list, in the order of their first rule. */
function categoriesOf(drafts: readonly Draft[]): readonly string[] {
  const first = new Map<string, string>();
  for (const { deeds } of drafts) {
    for (const { category, entry } of deeds) {
      const known = first.get(category);
      if (known === undefined || entry.rule < known) first.set(category, entry.rule);
    }
  }
  return [...first].sort(([a, x], [b, y]) => (x === y ? (a < b ? -1 : 1) : x < y ? -1 : 1)).map(([name]) => name);
}

/** Most points first; who has the same is in the order of household codes and shares the rank. */
function ranked(drafts: readonly Draft[]): readonly { draft: Draft; rank: number; total: number }[] {
  const rows = drafts.map((draft) => {
    draft.deeds.sort((a, b) => (before(a.entry, b.entry) ? -1 : 1));
    return { draft, total: sum(draft.deeds) };
  });
  rows.sort((a, b) => b.total - a.total || (a.draft.household.code < b.draft.household.code ? -1 : 1));
  let rank = 0;
  return rows.map(({ draft, total }, i) => {
    if (i === 0 || total !== rows[i - 1]?.total) rank = i + 1;
    return { draft, rank, total };
  });
}

function before(a: Entry, b: Entry): boolean {
  return a.date === b.date ? a.id < b.id : a.date < b.date;
}

function lineOf(entry: Entry, title: string, month: string): PublishedLine {
  const { date, points } = entry;
  return {
    date,
    title,
    points,
    ...(monthOf(date) < month ? { late: true as const } : {}),
    ...(entry.reverses === undefined ? {} : { reversal: true as const }),
  };
}
