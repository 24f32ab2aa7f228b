/** The office's view of a quarter's redemption: villages, households, and what goes on paper and into Excel. */
import { type Kysely, type Selectable, sql } from 'kysely';
import { dayOf, periodKey } from '../../../domain/calendar.ts';
import { profileOf } from '../../../domain/profile.ts';
import { quarterDays, windowsIn } from '../../../domain/quarter.ts';
import type {
  QuarterHousehold,
  QuarterPaper,
  QuarterRequest,
  QuarterResponse,
  QuarterVillage,
} from '../../../protocol/officeQuarter.ts';
import type { HouseholdTable } from '../../db/schema/households.ts';
import type { Database } from '../../db/schema.ts';
import { loadPolicies, policyOf } from '../../ingest/setting.ts';
import { loadMerged } from './families.ts';
import { type FamilyFigures, quarterFigures } from './quarterFigures.ts';

const NOTHING = {
  ...{
    households: 0,
    earned: 0,
    redeemable: 0,
    waiting: 0,
    onDevices: 0,
    reserved: 0,
    redeemed: 0,
    leftOver: 0,
    lapsed: 0,
  },
  ...{ redeemedHouseholds: 0, idleHouseholds: 0 },
};

/** A quarter, village by village. `asked.village` is within the person's scope; `now` in ms. */
export async function officeQuarter(
  db: Kysely<Database>,
  town: string,
  asked: QuarterRequest,
  now: number,
): Promise<QuarterResponse> {
  const [place, villages, policies, families] = await Promise.all([
    db
      .selectFrom('towns')
      .select(['name', 'zone_offset_minutes as zone'])
      .where('town', '=', town)
      .executeTakeFirstOrThrow(),
    villagesOf(db, town, asked.village),
    loadPolicies(db, town),
    loadMerged(db, town),
  ]);
  const quarter = asked.quarter ?? periodKey('quarter', dayOf(now, place.zone));
  const figures = await quarterFigures(db, town, { village: asked.village, quarter, codes: null }, families);
  const sums = new Map<string, Omit<QuarterVillage, 'code' | 'name' | 'windows'>>();
  for (const one of figures) sums.set(one.village, added(sums.get(one.village) ?? NOTHING, one));
  return {
    now,
    town: place.name,
    village: asked.village,
    quarter,
    ...quarterDays(quarter),
    villages: villages.map(({ code, name }) => ({
      code,
      name,
      windows: windowsOf(policyOf(policies, code), quarter),
      ...(sums.get(code) ?? NOTHING),
    })),
  };
}

function added(sum: typeof NOTHING, one: FamilyFigures): typeof NOTHING {
  const { redeemable, redeemed } = one;
  return {
    households: sum.households + 1,
    earned: sum.earned + one.earned,
    redeemable: sum.redeemable + redeemable,
    waiting: sum.waiting + one.waiting,
    onDevices: sum.onDevices + one.onDevices,
    reserved: sum.reserved + one.reserved,
    redeemed: sum.redeemed + redeemed,
    leftOver: sum.leftOver + one.leftOver,
    lapsed: sum.lapsed + one.lapsed,
    redeemedHouseholds: sum.redeemedHouseholds + (redeemed > 0 ? 1 : 0),
    idleHouseholds: sum.idleHouseholds + (redeemed <= 0 && redeemable > 0 ? 1 : 0),
  };
}

function villagesOf(db: Kysely<Database>, town: string, village: string | null) {
  return db
    .selectFrom('villages')
    .select(['code', 'name'])
    .where('town', '=', town)
    .$if(village !== null, (query) => query.where('code', '=', village ?? ''))
    .orderBy('code')
    .execute();
}

/** A copy: what crosses the wire is not the policy itself. */
function windowsOf(policy: Parameters<typeof windowsIn>[0], quarter: string): QuarterVillage['windows'] {
  const windows = windowsIn(policy, quarter);
  return windows === 'always' ? windows : windows.map(({ from, to }) => ({ from, to }));
}

/** Who may redeem how much, of a village. `now` in ms. */
export async function quarterPaper(
  db: Kysely<Database>,
  town: string,
  { village, quarter }: { readonly village: string; readonly quarter: string },
  now: number,
): Promise<QuarterPaper> {
  const [place, [home], policies, all] = await Promise.all([
    db.selectFrom('towns').select('name').where('town', '=', town).executeTakeFirstOrThrow(),
    villagesOf(db, town, village),
    loadPolicies(db, town),
    quarterHouseholds(db, town, { village, quarter, codes: null }),
  ]);
  const policy = policyOf(policies, village);
  return {
    now,
    town: place.name,
    village: home?.name ?? village,
    quarter,
    windows: windowsOf(policy, quarter),
    masked: policy.maskNames,
    rows: all.filter((one) => one.redeemable > 0 && !one.closed),
  };
}

/** Households with their figures and who they are, in the order of their codes. */
export async function quarterHouseholds(
  db: Kysely<Database>,
  town: string,
  asked: Parameters<typeof quarterFigures>[2],
  families?: Parameters<typeof quarterFigures>[3],
): Promise<QuarterHousehold[]> {
  const figures = await quarterFigures(db, town, asked, families ?? (await loadMerged(db, town)));
  const { rows } = await sql<Pick<Selectable<HouseholdTable>, 'code' | 'base' | 'edits' | 'lineage'>>`
    select code, base, edits, lineage from households
    where town = ${town} and code = any(${figures.map(({ code }) => code)}::text[])`.execute(db);
  const known = new Map(
    rows.map(({ code, base, edits, lineage }) => [code, profileOf({ base, edits, ...lineage })] as const),
  );
  return figures.map((one) => ({
    ...one,
    head: known.get(one.code)?.head ?? '',
    naturalVillage: known.get(one.code)?.naturalVillage ?? '',
  }));
}
