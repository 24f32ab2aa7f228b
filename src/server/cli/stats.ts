import type { Kysely } from 'kysely';
import type { VillageTotals } from '../../protocol/officeSummary.ts';
import type { Database } from '../db/schema.ts';
import { villageTotals } from '../office/totals.ts';
import { alignedLines } from '../terminal.ts';
import type { TownName } from './database.ts';

/** Figures of one village or of the whole town. Points are whole; `pending` and `rejected` are counts of entries. */
interface Stats extends Omit<VillageTotals, 'village' | 'name'> {
  readonly pending: number;
  readonly rejected: number;
}

export interface TownStats {
  readonly town: TownName;
  readonly villages: readonly (TownName & Stats)[];
  readonly total: Stats;
}

const FIELDS = [
  ['households', '户数 households'],
  ['entries', '记录 entries'],
  ['pending', '待审 pending'],
  ['rejected', '未通过 rejected'],
  ['earned', '累计 earned'],
  ['redeemable', '可兑 redeemable'],
  ['redeemed', '已兑 redeemed'],
  ['lapsed', '季末清零 lapsed'],
  ['waiting', '待公示期满 waiting'],
  ['shortfall', '核销差额 shortfall'],
  ['allotted', '离线额度 allotted'],
] as const satisfies readonly (readonly [keyof Stats, string])[];

/** Totals per village and of the town, summed from the entries and redemptions and not from any counter. */
export async function townStats(db: Kysely<Database>, town: TownName): Promise<TownStats> {
  const [totals, counts] = await Promise.all([villageTotals(db, town.code, null), statusCounts(db, town.code)]);
  const villages = totals.map(({ village, name, ...figures }) => ({
    code: village,
    name,
    ...figures,
    pending: counts.get(`${village} submitted`) ?? 0,
    rejected: counts.get(`${village} rejected`) ?? 0,
  }));
  const sum = (field: keyof Stats): number => villages.reduce((total, village) => total + village[field], 0);
  const total = Object.fromEntries(FIELDS.map(([field]) => [field, sum(field)])) as unknown as Stats;
  return { town, villages, total };
}

/** Entries by `village status`. */
async function statusCounts(db: Kysely<Database>, town: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('entries as e')
    .innerJoin('households as h', (join) => join.onRef('h.town', '=', 'e.town').onRef('h.code', '=', 'e.household'))
    .select(['h.village', 'e.status'])
    .select((eb) => eb.fn.countAll<number>().as('entries'))
    .where('e.town', '=', town)
    .groupBy(['h.village', 'e.status'])
    .execute();
  return new Map(rows.map(({ village, status, entries }) => [`${village} ${status}`, entries]));
}

/** The figures as a table for the terminal, figures in the rows. */
export function statsText({ town, villages, total }: TownStats): readonly string[] {
  const columns = [...villages, { ...town, name: `全镇 total`, ...total }];
  return [
    `${town.name} (${town.code})`,
    ...alignedLines([
      ['', ...columns.map(({ name }) => name)],
      ...FIELDS.map(([field, words]) => [words, ...columns.map((column) => column[field])]),
    ]),
  ];
}
