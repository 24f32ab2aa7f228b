/** What families may redeem and did in a quarter, in points. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { addDays } from '../../../domain/calendar.ts';
import { leftOver, quarterDays, redeemable } from '../../../domain/quarter.ts';
import type { QuarterHousehold } from '../../../protocol/officeQuarter.ts';
import type { Database } from '../../db/schema.ts';
import { counting, summing } from '../statistics/deedSums.ts';
import type { MergedFamilies } from './families.ts';

export type Figures = Pick<
  QuarterHousehold,
  'earned' | 'redeemable' | 'waiting' | 'onDevices' | 'reserved' | 'redeemed' | 'leftOver' | 'lapsed'
>;

export interface FamilyFigures extends Figures {
  readonly code: string;
  readonly village: string;
  readonly closed: boolean;
}

/** Newer than any day that a deed can have. */
const LAST_DAY = '9999-12-31';

interface Counters {
  readonly code: string;
  readonly village: string;
  readonly ended: 'merged' | 'closed' | null;
  readonly earned: number;
  readonly waiting: number;
  readonly final: number;
  readonly redeemed: number;
  readonly allotted: number;
}

interface Sum {
  readonly household: string;
  readonly points: number;
}

/** Points that each household redeemed in a quarter: voided redemptions count nothing, a shortfall is the write-off's (CF-13). */
export async function redeemedIn(
  db: Kysely<Database>,
  town: string,
  quarter: string,
  codes: readonly string[] | null,
): Promise<readonly Sum[]> {
  const { from, to } = quarterDays(quarter);
  const { rows } = await sql<Sum>`select household, sum(points - coalesce(shortfall, 0))::int as points from redemptions
    where town = ${town} and date >= ${from} and date <= ${to} and voided_ref is null ${among(codes)} group by 1`.execute(
    db,
  );
  return rows;
}

interface Newer extends Sum {
  /** Those of them that wait for their month (AL-10). */
  readonly waiting: number;
}

/** The question for the points of each household's approved deeds behind a quarter. */
export function newerPoints(town: string, quarter: string, codes: readonly string[] | null): RawBuilder<Newer> {
  const span = { from: addDays(quarterDays(quarter).to, 1), to: LAST_DAY };
  return sql<Newer>`select e.household, sum(e.points)::int as points,
      coalesce(sum(e.points) filter (where e.waits), 0)::int as waiting from entries e
    where ${counting(town, span)} ${among(codes, sql`e.household`)} group by 1`;
}

/** Restricts a query to some households; null for none left out. */
function among(codes: readonly string[] | null, column = sql`household`): RawBuilder<unknown> {
  return codes === null ? sql`` : sql`and ${column} = any(${[...codes]}::text[])`;
}

/**
 * Figures of living families, and of closed households that still have, redeemed or lost something, in the order of their codes. `codes`
 * null: all of a village, or of the town.
 */
export async function quarterFigures(
  db: Kysely<Database>,
  town: string,
  asked: { readonly village: string | null; readonly quarter: string; readonly codes: readonly string[] | null },
  families: MergedFamilies,
): Promise<readonly FamilyFigures[]> {
  const { village, quarter } = asked;
  const codes = asked.codes && families.membersOf(asked.codes);
  const [counters, redeemed, reserved, newer, lapsed] = await Promise.all([
    sql<Counters>`select code, village, ended, earned, waiting, final, redeemed, allotted from households
      where town = ${town} ${among(codes, sql`code`)}
        ${village === null ? sql`` : sql`and (village = ${village} or ended = 'merged')`} order by code`.execute(db),
    redeemedIn(db, town, quarter, codes),
    sql<Sum>`select household, sum(points)::int as points from reservations
      where town = ${town} and open ${among(codes)} group by 1`.execute(db),
    summing(db, newerPoints(town, quarter, codes)),
    sql<Sum>`select household, sum(points)::int as points from point_lapses
      where town = ${town} and quarter = ${quarter} ${among(codes)} group by 1`.execute(db),
  ]);
  const byFamily = (sums: readonly Sum[]) => {
    const all = new Map<string, number>();
    for (const { household, points } of sums) {
      const family = families.familyOf(household);
      all.set(family, (all.get(family) ?? 0) + points);
    }
    return all;
  };
  const inQuarter = byFamily(redeemed);
  const kept = byFamily(reserved.rows);
  const later = byFamily(newer);
  const laterWaiting = byFamily(newer.map(({ household, waiting }) => ({ household, points: waiting })));
  const gone = byFamily(lapsed.rows);
  return familyCounters(counters.rows, families).flatMap((one) => {
    const { code, ended, ...sums } = one;
    const newerPoints = later.get(code) ?? 0;
    const figures: Figures = {
      earned: sums.earned - newerPoints,
      redeemable: redeemable(sums),
      onDevices: sums.allotted,
      reserved: kept.get(code) ?? 0,
      redeemed: inQuarter.get(code) ?? 0,
      leftOver: leftOver(sums, newerPoints - (laterWaiting.get(code) ?? 0)),
      waiting: sums.waiting,
      lapsed: gone.get(code) ?? 0,
    };
    const closed = ended === 'closed';
    if (closed && figures.redeemable === 0 && !inQuarter.has(code) && !gone.has(code)) return [];
    return [{ code, village: one.village, closed, ...figures }];
  });
}

/** The counters of a family are those of its households together. */
function familyCounters(rows: readonly Counters[], { familyOf }: MergedFamilies): readonly Counters[] {
  const own = new Map(rows.flatMap((row) => (row.ended === 'merged' ? [] : [[row.code, row] as const])));
  for (const row of rows) {
    if (row.ended !== 'merged') continue;
    const family = own.get(familyOf(row.code));
    if (!family) continue;
    own.set(family.code, {
      ...family,
      earned: family.earned + row.earned,
      waiting: family.waiting + row.waiting,
      final: family.final + row.final,
      redeemed: family.redeemed + row.redeemed,
      allotted: family.allotted + row.allotted,
    });
  }
  return [...own.values()];
}
