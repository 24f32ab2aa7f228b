import { type Kysely, sql } from 'kysely';
import type { VillageTotals } from '../../protocol/officeSummary.ts';
import type { Database } from '../db/schema.ts';

/**
 * Totals per village, summed from the ledger's own tables and not from the counters of the households, so that the two can
 * be compared. An entry and its approved reversal both count nothing; a voided redemption counts nothing. What was taken back is summed
 * up once: a planner that thinks there are few entries would do it for every household.
 * @param village one village only, or null for all, ordered by code
 */
export async function villageTotals(
  db: Kysely<Database>,
  town: string,
  village: string | null,
): Promise<VillageTotals[]> {
  const { rows } = await sql<Omit<VillageTotals, 'redeemable'> & { moved: number }>`
    with files as (
      select code, village, ended from households where town = ${town} and (${village}::text is null or village = ${village})
    ), recorded as (
      select household, count(*) as entries, sum(points) filter (where status = 'approved' and reverses is null) as earned,
        sum(points) filter (where status = 'approved' and waits) as waiting
      from entries where town = ${town} group by household
    ), taken_back as materialized (
      select e.household, sum(e.points) as earned, sum(e.points) filter (where e.waits) as waiting from entries e
      where e.town = ${town} and e.status = 'approved' and e.reverses is null and (e.household, e.id) in (
        select household, reverses from entries where town = ${town} and reverses is not null and status = 'approved')
      group by e.household
    ), deeds as (
      select f.village, sum(r.entries) as entries, sum(coalesce(r.earned, 0) - coalesce(t.earned, 0)) as earned,
        sum(coalesce(r.waiting, 0) - coalesce(t.waiting, 0)) as waiting
      from recorded r join files f on f.code = r.household left join taken_back t on t.household = r.household
      group by f.village
    ), spent as (
      select f.village, sum(x.points - coalesce(x.shortfall, 0)) as redeemed, sum(x.shortfall) as shortfall
      from redemptions x join files f on f.code = x.household
      where x.town = ${town} and x.voided_ref is null group by f.village
    ), rights as (
      select f.village, sum(a.granted - a.returned - a.spent - a.written_off) as allotted
      from allowances a join files f on f.code = a.household
      where a.town = ${town} group by f.village
    ), moved as (
      select f.village, sum(m.points) as points, sum(m.earned) as earned
      from point_moves m join files f on f.code = m.household
      where m.town = ${town} group by f.village
    ), lapsed as (
      select f.village, sum(l.points) as points from point_lapses l join files f on f.code = l.household
      where l.town = ${town} group by f.village
    ), homes as (select village, count(*) filter (where ended is null) as households from files group by village)
    select v.code as village, v.name, coalesce(homes.households, 0)::int as households,
      coalesce(deeds.entries, 0)::int as entries, (coalesce(deeds.earned, 0) + coalesce(moved.earned, 0))::int as earned,
      coalesce(spent.redeemed, 0)::int as redeemed,
      coalesce(deeds.waiting, 0)::int as waiting,
      coalesce(lapsed.points, 0)::int as lapsed,
      (coalesce(moved.points, 0) - coalesce(moved.earned, 0))::int as moved, coalesce(spent.shortfall, 0)::int as shortfall, coalesce(rights.allotted, 0)::int as allotted
    from villages v
    left join homes on homes.village = v.code left join deeds on deeds.village = v.code
    left join moved on moved.village = v.code
    left join lapsed on lapsed.village = v.code
    left join spent on spent.village = v.code left join rights on rights.village = v.code
    where v.town = ${town} and (${village}::text is null or v.code = ${village})
    order by v.code`.execute(db);
  // Points that came from or went to another village with a merged household are more or less than what was earned with them.
  return rows.map(({ moved, ...row }) => ({
    ...row,
    redeemable: row.earned + moved - row.lapsed - row.waiting - row.redeemed - row.allotted,
  }));
}
