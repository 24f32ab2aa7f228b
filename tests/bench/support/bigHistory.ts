/** Two years of a big town's deeds and redemptions, in the order of their days, the same for every day they end on. */
import { addDays, type Day, dayNumber } from '../../../src/domain/calendar.ts';
import type { Rule } from '../../../src/domain/rule.ts';
import type { ConsoleOp } from '../../../src/server/ingest/console.ts';
import { noteOf } from './notes.ts';
import { pseudoRandom } from './pseudoRandom.ts';
import { gridOf, householdCode, pick, VILLAGE } from './town.ts';

export interface BigSize {
  /** Of the big village. */
  readonly households: number;
  /** Of the big village; the others have as many for each household. */
  readonly entries: number;
}

export const BIG_SIZE: BigSize = { households: 10_000, entries: 500_000 };

/** The big one first; its households are the size's. */
export const BIG_VILLAGES = [
  { code: VILLAGE, name: '下湾村', households: 0 },
  { code: 'DL', name: '大罗村', households: 300 },
  { code: 'SX', name: '石溪村', households: 200 },
] as const;

export const BIG_DAYS = 730;
/** From here on the big village neglects this category: what the statistics must find. */
export const NEGLECTED = { category: '人居环境整治', days: 150 } as const;
const WORKER_GRIDS = 2;
const STORE_DAY = '18';
const STORE_MONTHS: ReadonlySet<string> = new Set(['03', '06', '09', '12']);
const REDEEMED_SHARE = 0.8;

/** Who works at the door of household `n`: one person for two grids. */
export function workerOf(n: number, village: string): string {
  const grid = Number(gridOf(n, village).slice(-2));
  return `${village.toLowerCase()}${Math.ceil(grid / WORKER_GRIDS)}`;
}

interface Home {
  readonly code: string;
  readonly n: number;
  readonly village: string;
  points: number;
}

/** Deeds as carried over, day after day, and the redemptions of every quarter's store day. */
export function* bigHistory(rules: readonly Rule[], size: BigSize, until: Day): Generator<ConsoleOp> {
  const random = pseudoRandom(7);
  const first = addDays(until, 1 - BIG_DAYS);
  const homes = BIG_VILLAGES.flatMap(({ code, households }) =>
    Array.from({ length: code === VILLAGE ? size.households : households }, (_, i): Home => {
      return { code: householdCode(i + 1, code), n: i + 1, village: code, points: 0 };
    }),
  );
  const total = Math.round((size.entries / size.households) * homes.length);
  const scored = rules.filter(({ enabled, shape }) => enabled && (shape.type === 'fixed' || shape.type === 'range'));
  let made = 0;
  for (let day = 0; day < BIG_DAYS; day++) {
    const date = addDays(first, day);
    const at = Date.parse(`${date}T09:00:00+08:00`);
    const left = BIG_DAYS - day;
    const target = Math.round((total * (day + 1)) / BIG_DAYS);
    while (made < target) {
      const home = pick(homes, random);
      if (isSkipped(home, left)) continue;
      const rule = ruleFor(scored, home.village, left, random);
      made += 1;
      yield deed(home, rule, { date, at: at + Math.floor(random() * 36_000_000), left }, random);
    }
    if (STORE_MONTHS.has(date.slice(5, 7)) && date.endsWith(STORE_DAY)) yield* storeDay(homes, date, at, random);
  }
}

/** One in 37 is never visited, one in 23 not any more for half a year. */
function isSkipped({ n }: Home, left: number): boolean {
  return n % 37 === 0 || (n % 23 === 0 && left <= 180);
}

function ruleFor(rules: readonly Rule[], village: string, left: number, random: () => number): Rule {
  for (;;) {
    const rule = pick(rules, random);
    const rare = rule.kind === 'minus' ? 0.05 : 1;
    const neglected = village === VILLAGE && rule.category === NEGLECTED.category && left <= NEGLECTED.days ? 0.35 : 1;
    if (random() < rare * neglected) return rule;
  }
}

function deed(
  home: Home,
  rule: Rule,
  when: { readonly date: Day; readonly at: number; readonly left: number },
  random: () => number,
): ConsoleOp {
  const by = workerOf(home.n, home.village);
  const points = (rule.kind === 'minus' ? -1 : 1) * pointsOf(rule, by, random);
  const fate = random();
  const status = when.left <= 7 && fate < 0.4 ? 'submitted' : fate > 0.985 ? 'rejected' : 'approved';
  if (status === 'approved') home.points += points;
  return {
    kind: 'carryover.entry',
    at: when.at,
    body: {
      household: home.code,
      rule: rule.code,
      date: when.date,
      quantity: 1,
      points,
      status,
      recordedBy: by,
      note: noteOf(random),
    },
  };
}

/** Two workers do not score as the others do: one gives the most there is, one always the least. */
function pointsOf({ shape }: Rule, by: string, random: () => number): number {
  if (shape.type === 'fixed') return shape.points;
  if (shape.type !== 'range') throw new Error(`a deed of the shape ${shape.type}`);
  if (by === 'xw3') return shape.max;
  if (by === 'xw9') return shape.min;
  return shape.min + Math.floor(random() * (shape.max - shape.min + 1));
}

function* storeDay(homes: readonly Home[], date: Day, at: number, random: () => number): Generator<ConsoleOp> {
  const quarter = dayNumber(date);
  for (const home of homes) {
    // Not everybody comes every time.
    if ((home.n + quarter) % 4 === 0 || home.points < 5) continue;
    const points = Math.floor(home.points * REDEEMED_SHARE);
    home.points -= points;
    const first = Math.ceil(points / 2);
    const skus = ['SP-001', 'SP-002', 'SP-003', 'SP-004', 'SP-005', 'SP-006'];
    const [a, b] = [pick(skus.slice(0, 3), random), pick(skus.slice(3), random)];
    const lines = [
      { sku: a, quantity: first, price: 1 },
      { sku: b, quantity: points - first, price: 1 },
    ];
    yield {
      kind: 'carryover.redemption',
      at,
      body: { household: home.code, date, lines, points, recordedBy: `clerk-${home.village}` },
    };
  }
}
