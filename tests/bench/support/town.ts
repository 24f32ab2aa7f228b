/** The data set "town": one village of any number of households (`bigTown.ts`: some more), the same in every run. */
import { dayOf, SHANGHAI_OFFSET_MINUTES } from '../../../src/domain/calendar.ts';
import { must } from '../../../src/domain/must.ts';
import type { OpBodies } from '../../../src/domain/op.ts';
import type { Rule } from '../../../src/domain/rule.ts';
import type { ConsoleOp } from '../../../src/server/ingest/console.ts';
import { noteOf } from './notes.ts';
import { pseudoRandom } from './pseudoRandom.ts';

export const TOWN = 'BN';
export const VILLAGE = 'XW';
/** The worker's own grid; 250 households, as every grid. */
export const HOME_GRID = 'XW-G01';
const GRID_HOUSEHOLDS = 250;
const FIRST_DEED = Date.UTC(2026, 0, 5);
const DAY_MS = 86_400_000;
/** Prime to the number of households: a walk in this step visits each once, not in the order of the codes. */
const HOUSEHOLD_STRIDE = 3989;

const SURNAMES = [...'关谢梁黄陈李张周吴司徒方邓谭余劳许冯何林甄'];
const GIVEN = [
  ...'明丽华强秀英建国志伟桂芳兰金凤玉珍海燕文辉小平永健春生少芬惠娟梅锦添焕笑容锐洪彩霞佩仪耀邦旺喜庆福禄寿康宁安泰祥瑞',
];
const RELATIONS = ['户主', '配偶', '子', '女'] as const;

/** Code of household `n`, from 1. */
export function householdCode(n: number, village = VILLAGE): string {
  return `${village}-${String(n).padStart(5, '0')}`;
}

/** Code of the grid that household `n` lives in. */
export function gridOf(n: number, village = VILLAGE): string {
  return gridCode(1 + Math.floor((n - 1) / GRID_HOUSEHOLDS), village);
}

function gridCode(n: number, village: string): string {
  return `${village}-G${String(n).padStart(2, '0')}`;
}

/** One of a list. */
export function pick<T>(list: readonly T[], random: () => number): T {
  return must(list[Math.floor(random() * list.length)], 'a list with something in it');
}

function givenName(random: () => number): string {
  return pick(GIVEN, random) + (random() < 0.7 ? pick(GIVEN, random) : '');
}

function registration(n: number, random: () => number, village: string): OpBodies['household.register'] {
  const surname = pick(SURNAMES, random);
  const head = surname + givenName(random);
  return {
    household: householdCode(n, village),
    village,
    grid: gridOf(n, village),
    head,
    phone: `1380000${String(Math.floor(random() * 10_000)).padStart(4, '0')}`,
    doorPlate: `塘边里${1 + Math.floor(n / 40)}巷${1 + (n % 40)}号`,
    naturalVillage: '塘边里',
    status: random() < 0.15 ? 'away' : 'active',
    tags: [],
    members: RELATIONS.map((relation, i) => ({
      name: relation === '户主' ? head : (relation === '配偶' ? pick(SURNAMES, random) : surname) + givenName(random),
      relation,
      birthYear: i < 2 ? 1950 + Math.floor(random() * 30) : 1985 + Math.floor(random() * 30),
      gender: i === 0 || i === 2 ? '男' : '女',
      tags: [],
    })),
  };
}

/** Places, rules, and the households. */
export function townOps(rules: readonly Rule[], households: number): ConsoleOp[] {
  const [place, ...homes] = villageOps(VILLAGE, '下湾村', households);
  return [
    must(place, 'a place'),
    { kind: 'rules.publish', body: { village: null, version: 1, effectiveFrom: '2020-01-01', rules: [...rules] } },
    ...homes,
  ];
}

/** A village with its grids, then its households. */
export function villageOps(village: string, name: string, households: number): ConsoleOp[] {
  const random = pseudoRandom(1);
  const grids = Array.from({ length: Math.ceil(households / GRID_HOUSEHOLDS) }, (_, i) => gridCode(i + 1, village));
  return [
    {
      kind: 'town.arrange',
      body: {
        villages: [{ code: village, name }],
        grids: grids.map((code) => ({ code, village, name: `${code}网格`, naturalVillages: ['塘边里'] })),
      },
    },
    ...Array.from(
      { length: households },
      (_, i): ConsoleOp => ({ kind: 'household.register', body: registration(i + 1, random, village) }),
    ),
  ];
}

/** What the village's store has: forty kinds of goods of a point each, more on the shelf than anybody takes. */
export function storeOps(): ConsoleOp[] {
  const skus = Array.from({ length: 40 }, (_, i) => `SP-${String(i + 1).padStart(3, '0')}`);
  const goods = skus.map((sku) => ({
    sku,
    barcode: '',
    name: sku,
    spec: '',
    category: '日用',
    price: 1,
    active: true,
  }));
  const lines = skus.map((sku) => ({ sku, quantity: 9_999 }));
  return [
    { kind: 'goods.publish', body: { goods } },
    { kind: 'stock.move', body: { store: VILLAGE, kind: 'received', lines } },
  ];
}

/** Deeds of the past, numbers `from` up to and without `to`, spread evenly over the households. */
export function historyOps(rules: readonly Rule[], households: number, from: number, to: number): ConsoleOp[] {
  const random = pseudoRandom(2 + from);
  return Array.from({ length: to - from }, (_, i): ConsoleOp => {
    const at = FIRST_DEED + Math.floor(random() * 280 * DAY_MS);
    const rule = pick(rules, random);
    return {
      kind: 'carryover.entry',
      at,
      body: {
        household: householdCode(1 + (((from + i) * HOUSEHOLD_STRIDE) % households)),
        rule: rule.code,
        date: dayOf(at, SHANGHAI_OFFSET_MINUTES),
        quantity: 1,
        points: 1 + Math.floor(random() * 5),
        status: 'approved',
        recordedBy: 'w1',
        note: noteOf(random),
      },
    };
  });
}

/**
 * Deeds of today for `count` households behind `first`, one each, of a rule that the run did not use yet: all are applied, and
 * those under a cap are counted against it.
 */
export function newDeeds(
  rules: readonly Rule[],
  households: number,
  first: number,
  count: number,
  today: string,
): OpBodies['entry.record'][] {
  const random = pseudoRandom(3 + first);
  return Array.from({ length: count }, (_, i) => {
    const place = first + i;
    // Each household meets every rule once before one comes again, and neighbours in the list have different ones.
    const household = (place * HOUSEHOLD_STRIDE) % households;
    const rule = must(rules[(Math.floor(place / households) + household) % rules.length], 'a rule for every deed');
    return {
      household: householdCode(1 + household),
      rule: rule.code,
      date: today,
      quantity: 1,
      points: leastPoints(rule.shape),
      note: noteOf(random),
    };
  });
}

function leastPoints(shape: Rule['shape']): number {
  if (shape.type === 'fixed') return shape.points;
  return shape.type === 'range' ? shape.min : 1;
}

/** Rules that a plain deed fits: plus points, fixed or in a range, and a cap (if any) that the history does not reach. */
export function plainRules(rules: readonly Rule[]): Rule[] {
  return rules.filter(
    ({ enabled, kind, shape, cap }) =>
      enabled &&
      kind === 'plus' &&
      (shape.type === 'fixed' || shape.type === 'range') &&
      (!cap || (cap.scope === 'household' && (cap.period === 'week' || cap.period === 'month'))),
  );
}
