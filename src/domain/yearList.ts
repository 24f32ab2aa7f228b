/**
 * The list of a year (一年一排名), made of facts alone: the same facts give the same document and the same hash. It may hang on the notice
 * board, so it has no household codes, names are masked by policy, and of who is not ranked it says the number.
 */
import type { Day } from './calendar.ts';
import { maskName } from './masking.ts';
import type { Policy } from './policy.ts';
import { CADRE_TAG, type RankedRow, type RankTier, rankYear, starTiers, type YearTotal } from './ranking.ts';

interface RankingLine {
  readonly rank: number;
  readonly tier: string | null;
  readonly name: string;
  /** The village's name; only in the list of a town. */
  readonly village?: string;
  /** 自然村; empty when there is none. */
  readonly place: string;
  readonly points: number;
}

export interface RankingDocument {
  readonly format: 1;
  readonly town: { readonly code: string; readonly name: string };
  /** Null: the whole town. */
  readonly village: { readonly code: string; readonly name: string } | null;
  readonly year: number;
  readonly frozen: Day;
  readonly masked: boolean;
  /** With how many households of the list have each. */
  readonly tiers: readonly (RankTier & { readonly households: number })[];
  readonly cadresApart: boolean;
  readonly rows: readonly RankingLine[];
  /** Households of cadres, when the policy lists them apart. */
  readonly apart: readonly RankingLine[];
  /** Households that the office took out of the ranking. */
  readonly excluded: number;
  /** Households without points in the year: they are in no list. */
  readonly unranked: number;
}

/** A household as the list needs it. */
export interface RankingHousehold {
  readonly code: string;
  readonly village: string;
  readonly head: string;
  readonly place: string;
  readonly tags: readonly string[];
  /** The household that it became part of (CF-09). */
  readonly into?: string | undefined;
  /** Merged or closed. */
  readonly ended: boolean;
}

interface RankingFacts {
  readonly town: RankingDocument['town'];
  /** Null: the whole town. */
  readonly village: string | null;
  /** Names of villages by their code. */
  readonly villages: ReadonlyMap<string, string>;
  readonly year: number;
  readonly frozen: Day;
  readonly policy: Pick<
    Policy,
    'maskNames' | 'cadresApart' | 'fiveStarPercent' | 'fourStarPercent' | 'threeStarPercent'
  >;
  /** All households of the town, by code. */
  readonly households: ReadonlyMap<string, RankingHousehold>;
  /** Net points of the year by household code, of those that are none any more too. */
  readonly earned: ReadonlyMap<string, number>;
  /** Why a household is not ranked in this year, by its code. */
  readonly excluded: ReadonlyMap<string, string>;
}

/** Who a family's exclusion was said of, and why. */
interface Exclusion {
  readonly named: readonly string[];
  readonly reason: string;
}

type RankingList = 'ranked' | 'apart' | 'excluded';

/** Whose line it is: the office sees that, the document does not say it. */
export interface RankedHousehold {
  readonly list: RankingList;
  /** Place in its list, from 0. */
  readonly row: number;
  readonly household: string;
  readonly village: string;
  readonly head: string;
  readonly place: string;
  readonly points: number;
  /** Null for who is not ranked. */
  readonly rank: number | null;
  readonly tier: string | null;
  /** Why it is not ranked, and the codes of which that was said: its own, or those of households that became part of it. */
  readonly reason?: string;
  readonly named?: readonly string[];
}

export interface YearList {
  readonly document: RankingDocument;
  readonly listed: readonly RankedHousehold[];
}

/** The list of a year for a village, or for the town across its villages. */
export function makeYearList(facts: RankingFacts): YearList {
  const { village, policy, households } = facts;
  const tiers = starTiers(policy);
  const cadresApart = policy.cadresApart ?? false;
  const homes = [...households.values()].filter(
    (home) => !home.ended && (village === null || home.village === village),
  );
  const points = byFamily(facts, facts.earned, (sum, more) => sum + more);
  const exclusions = byFamily<Exclusion>(
    facts,
    new Map([...facts.excluded].map(([code, reason]) => [code, { named: [code], reason }])),
    (one, other) => ({ ...one, named: [...one.named, ...other.named] }),
  );
  const total = ({ code, ...home }: RankingHousehold): YearTotal => ({
    household: code,
    village: home.village,
    points: points.get(code) ?? 0,
  });
  const competing = homes.filter(({ code }) => !exclusions.has(code));
  const isApart = ({ tags }: RankingHousehold) => cadresApart && tags.includes(CADRE_TAG);
  const rows = rankYear(competing.filter((home) => !isApart(home)).map(total), tiers);
  const apart = rankYear(competing.filter(isApart).map(total), tiers);
  const left = homes.filter(({ code }) => exclusions.has(code)).sort((a, b) => (a.code < b.code ? -1 : 1));
  const ranked = (list: RankingList, row: RankedRow, i: number): RankedHousehold => ({
    ...{ list, row: i, ...row },
    ...shown(households, row.household),
  });
  const line = (row: RankedRow) => lineOf(facts, row);
  return {
    document: {
      format: 1,
      town: facts.town,
      village: village === null ? null : { code: village, name: facts.villages.get(village) ?? village },
      year: facts.year,
      frozen: facts.frozen,
      masked: policy.maskNames,
      tiers: tiers.map((tier) => ({ ...tier, households: rows.filter((row) => row.tier === tier.name).length })),
      cadresApart,
      rows: rows.map(line),
      apart: apart.map(line),
      excluded: left.length,
      unranked: competing.length - rows.length - apart.length,
    },
    listed: [
      ...rows.map((row, i) => ranked('ranked', row, i)),
      ...apart.map((row, i) => ranked('apart', row, i)),
      ...left.map((home, row) => ({
        ...{ list: 'excluded' as const, row, ...total(home), ...shown(households, home.code) },
        ...{ rank: null, tier: null, ...exclusions.get(home.code) },
      })),
    ],
  };
}

function shown(households: RankingFacts['households'], code: string): Pick<RankedHousehold, 'head' | 'place'> {
  const home = households.get(code);
  return { head: home?.head ?? '', place: home?.place ?? '' };
}

function lineOf({ households, policy, village, villages }: RankingFacts, row: RankedRow): RankingLine {
  const { head, place } = shown(households, row.household);
  const { rank, tier, points } = row;
  const name = policy.maskNames ? maskName(head) : head;
  return {
    ...{ rank, tier, name },
    ...(village === null ? { village: villages.get(row.village) ?? row.village } : {}),
    ...{ place, points },
  };
}

/** What is said of household codes, by the family that has it now (CF-09); of two codes of one family in the order of codes. */
function byFamily<T>(
  { households }: RankingFacts,
  said: ReadonlyMap<string, T>,
  join: (one: T, other: T) => T,
): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const [code, value] of [...said].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const family = familyOf(households, code);
    const known = found.get(family);
    found.set(family, known === undefined ? value : join(known, value));
  }
  return found;
}

/** A household merges once, so the walk ends. */
function familyOf(households: RankingFacts['households'], code: string): string {
  const into = households.get(code)?.into;
  return into === undefined ? code : familyOf(households, into);
}
