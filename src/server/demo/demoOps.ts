/**
 * The demo town as the ops of its console. The list is the same on every run, so that op `i` is always the console's seq
 * `i + 1` and an interrupted load goes on where it stopped.
 */
import type { Member, RedemptionLine } from '../../domain/household.ts';
import { must } from '../../domain/must.ts';
import { DEFAULT_POLICY } from '../../domain/policy.ts';
import { parseRuleRow } from '../../domain/ruleText.ts';
import type { ConsoleOp } from '../ingest/console.ts';
import { DEMO_VILLAGES, demoVillageCode } from './demoPeople.ts';
import type { SeedHistory, SeedHousehold, SeedMember, SeedTables } from './seedTables.ts';

/** From so many points on an approval takes two people: some of what waits in the demo town does. */
const TWO_PERSON_POINTS = 6;

/** First day of the pilot: the rules hold from here on. */
const PILOT_START = '2022-04-01';
/** The roll was closed, the rules were published. */
const PREPARED_ON = '2022-03-28';
/** Months whose publicity is over; the history ends in the one after. */
const MONTHS_PUBLISHED = [
  ...['04', '05', '06', '07', '08', '09', '10', '11', '12'].map((month) => `2022-${month}`),
  '2023-01',
  '2023-02',
];
/** What the last op of all publishes: where this is published, the demo town is complete. */
export const LAST_PUBLISHED = { village: DEMO_VILLAGES[1].code, month: '2023-02' } as const;
const PUBLISHED_ON = '2023-03-05';
const SPOKEN = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/** Every op of the demo town, in order. */
export function demoOps(tables: SeedTables): readonly ConsoleOp[] {
  return [
    arrangement(tables.households),
    ...ruleSets(tables),
    goods(tables),
    {
      kind: 'policy.publish',
      body: { village: null, policy: { ...DEFAULT_POLICY, twoPersonPoints: TWO_PERSON_POINTS } },
      at: noon(PREPARED_ON),
    },
    ...registrations(tables),
    ...history(tables),
    ...firstStock(tables),
    ...notices(tables),
    ...MONTHS_PUBLISHED.flatMap((month) =>
      DEMO_VILLAGES.map(
        ({ code }): ConsoleOp => ({
          kind: 'month.publish',
          body: { village: code, month },
          at: noon(PUBLISHED_ON),
        }),
      ),
    ),
  ];
}

/** Midday in Shanghai: the tables know days only. */
function noon(day: string): number {
  return Date.parse(`${day}T12:00:00+08:00`);
}

function arrangement(households: readonly SeedHousehold[]): ConsoleOp {
  const grids = new Map<string, { village: string; naturalVillages: Set<string> }>();
  for (const { grid, village, natural_village } of households) {
    const known = grids.get(grid) ?? { village, naturalVillages: new Set() };
    grids.set(grid, known);
    known.naturalVillages.add(natural_village);
  }
  return {
    kind: 'town.arrange',
    body: {
      villages: DEMO_VILLAGES,
      grids: [...grids].sort().map(([code, { village, naturalVillages }]) => ({
        code,
        village: demoVillageCode(village),
        name: `${village}第${SPOKEN[Number(code.slice(-1))]}网格`,
        naturalVillages: [...naturalVillages],
      })),
    },
    at: noon(PREPARED_ON),
  };
}

function ruleSets({ rules, overlays }: SeedTables): readonly ConsoleOp[] {
  const publish = (village: string | null, rows: SeedTables['rules']): ConsoleOp => ({
    kind: 'rules.publish',
    body: { village, version: 1, effectiveFrom: PILOT_START, rules: rows.map(parseRuleRow) },
    at: noon(PREPARED_ON),
  });
  return [publish(null, rules), ...Object.entries(overlays).map(([village, rows]) => publish(village, rows))];
}

function goods({ goods: rows }: SeedTables): ConsoleOp {
  return {
    kind: 'goods.publish',
    body: { goods: rows.map(({ points_price, stock: _, ...row }) => ({ ...row, price: points_price, active: true })) },
    at: noon(PREPARED_ON),
  };
}

/** What lies in the stores when the history of the seed ends: half of it in each, the odd piece in the first. */
function firstStock({ goods: rows }: SeedTables): readonly ConsoleOp[] {
  return DEMO_VILLAGES.map(({ code }, i) => {
    const share = (pieces: number) => Math.floor((pieces + DEMO_VILLAGES.length - 1 - i) / DEMO_VILLAGES.length);
    const lines = rows.map(({ sku, stock }) => ({ sku, quantity: share(stock) })).filter((l) => l.quantity > 0);
    return { kind: 'stock.move', body: { store: code, kind: 'received', lines }, at: noon(PUBLISHED_ON) };
  });
}

const NOTICE_KIND = { 党建宣传: 'party', 村镇资讯: 'news', 村务公告: 'affairs' } as const;

/** What the town announced, at the hour when it did. */
function notices({ announcements }: SeedTables): readonly ConsoleOp[] {
  return announcements.map(({ type, title, body, published_at }) => ({
    kind: 'notice.publish',
    body: { kind: NOTICE_KIND[type], title, text: body, villages: [] },
    at: Date.parse(`${published_at.replace(' ', 'T')}:00+08:00`),
  }));
}

function registrations({ households, members }: SeedTables): readonly ConsoleOp[] {
  const byHousehold = new Map<string, Member[]>();
  for (const row of members) {
    byHousehold.set(row.household, [...(byHousehold.get(row.household) ?? []), memberOf(row)]);
  }
  return households.map((row) => ({
    kind: 'household.register',
    body: {
      household: row.code,
      village: demoVillageCode(row.village),
      grid: row.grid,
      head: row.head,
      phone: row.phone,
      doorPlate: row.door_plate,
      naturalVillage: row.natural_village,
      status: row.status,
      tags: row.tags,
      members: byHousehold.get(row.code) ?? [],
    },
    at: noon(PREPARED_ON),
  }));
}

function memberOf({ name, relation, birth_year, gender, tags }: SeedMember): Member {
  return {
    name,
    relation,
    ...(birth_year === '' ? {} : { birthYear: Number(birth_year) }),
    ...(gender === '' ? {} : { gender }),
    tags,
  };
}

/** Entries one by one; the lines that a household redeemed in one visit are one redemption. */
function history({ history: rows, goods: goodsRows }: SeedTables): readonly ConsoleOp[] {
  const prices = new Map(goodsRows.map(({ sku, points_price }) => [sku, points_price]));
  const visits: { first: SeedHistory; rows: SeedHistory[] }[] = [];
  for (const row of rows) {
    const last = visits.at(-1);
    if (last && sameVisit(last.first, row)) last.rows.push(row);
    else visits.push({ first: row, rows: [row] });
  }
  return visits.map(({ first, rows: visit }) =>
    first.kind === 'entry' ? carriedEntry(first) : carriedRedemption(first, visit, prices),
  );
}

function sameVisit(a: SeedHistory, b: SeedHistory): boolean {
  return a.kind === 'redemption' && b.kind === 'redemption' && a.household === b.household && a.date === b.date;
}

function carriedEntry(row: SeedHistory): ConsoleOp {
  return {
    kind: 'carryover.entry',
    body: {
      household: row.household,
      rule: row.rule_code,
      date: row.date,
      quantity: row.quantity,
      points: row.points,
      status: row.status === 'approved' || row.status === 'rejected' ? row.status : 'submitted',
      recordedBy: row.recorded_by,
      ...(row.level === '' ? {} : { level: row.level }),
      ...(row.member === '' ? {} : { member: row.member }),
      ...(row.note === '' ? {} : { note: row.note }),
    },
    at: noon(row.date),
  };
}

function carriedRedemption(
  first: SeedHistory,
  rows: readonly SeedHistory[],
  prices: ReadonlyMap<string, number>,
): ConsoleOp {
  const lines = rows.map(
    ({ sku, quantity }): RedemptionLine => ({ sku, quantity, price: must(prices.get(sku), `${sku} has a price`) }),
  );
  return {
    kind: 'carryover.redemption',
    body: {
      household: first.household,
      date: first.date,
      lines,
      points: rows.reduce((sum, { points }) => sum + points, 0),
      recordedBy: first.recorded_by,
    },
    at: noon(first.date),
  };
}
