/** What a village may change of the town's rules (RU-2), over rules of every shape and over the seed's own. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameworkOn, outsideOverlays } from '../../../src/domain/outsideOverlay.ts';
import { boundsOf, DEFAULT_BOUNDS, OVERLAY_PROBLEMS, overlayProblems } from '../../../src/domain/overlay.ts';
import { type Deed, pointsFor, type Rule, type RuleShape } from '../../../src/domain/rule.ts';
import type { RuleVersion } from '../../../src/domain/ruleSet.ts';
import { parseRuleRow } from '../../../src/domain/ruleText.ts';
import { overlayText } from '../../../src/protocol/overlayText.ts';
import { runs } from './support/runs.ts';
import { rule } from './support/world.ts';

const seed = (file: string): readonly Rule[] =>
  parse<Record<string, string>>(readFileSync(new URL(`../../../seed/${file}`, import.meta.url)), {
    columns: true,
  }).map(parseRuleRow);
const FRAMEWORK = seed('rules.csv');
const XIAWAN = seed('rules-xiawan.csv');

const points = fc.integer({ min: 0, max: 12 });
const shape: fc.Arbitrary<RuleShape> = fc.oneof(
  points.map((p): RuleShape => ({ type: 'fixed', points: p })),
  fc.tuple(points, points).map(([a, b]): RuleShape => ({ type: 'range', min: Math.min(a, b), max: Math.max(a, b) })),
  points.map((per): RuleShape => ({ type: 'per_unit', per })),
  fc
    .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 4 }), points), {
      minLength: 1,
      maxLength: 3,
      selector: ([at]) => at,
    })
    .map((steps): RuleShape => ({ type: 'stepped', steps: steps.map(([at, p]) => ({ at, points: p })) })),
  fc
    .uniqueArray(fc.tuple(fc.constantFrom('村', '镇', '县'), points), {
      minLength: 1,
      maxLength: 3,
      selector: ([n]) => n,
    })
    .map((levels): RuleShape => ({ type: 'ladder', levels: levels.map(([name, p]) => ({ name, points: p })) })),
);
/** Every deed that matters to shapes this small. */
const DEEDS: readonly Deed[] = [1, 2, 3, 4].flatMap((quantity) =>
  [undefined, '村', '镇', '县'].flatMap((level) =>
    Array.from({ length: 13 }, (_, p) => ({ quantity, points: p, ...(level === undefined ? {} : { level }) })),
  ),
);

/** The codes of the problems of one overridden item. */
function codes(town: Partial<Rule>, village: Partial<Rule>): readonly string[] {
  return overlayProblems([rule(town)], [rule(village)], DEFAULT_BOUNDS).map(({ code }) => code);
}

describe('[RU-2] an item of the framework', () => {
  it('as the town has it is never outside, whatever it is', () => {
    fc.assert(
      fc.property(shape, fc.constantFrom('plus' as const, 'minus' as const), fc.boolean(), (s, kind, enabled) => {
        expect(codes({ shape: s, kind, enabled }, { shape: s, kind, enabled })).toEqual([]);
      }),
      { numRuns: runs(200) },
    );
  });

  it('that gives a deed points which the town never gives is outside; what is taken is worth what the town may give', () => {
    fc.assert(
      fc.property(shape, shape, (town, village) => {
        const outside = codes({ shape: town }, { shape: village }).includes('outside_range');
        const worth = (s: RuleShape, deed: Deed) => pointsFor(rule({ shape: s }), deed);
        const free = town.type === 'fixed' || town.type === 'range';
        const strange = DEEDS.some((deed) => {
          const mine = worth(village, deed);
          if (!mine.ok) return false;
          // Of a range the scorer chooses: any value in it is the town's. Others are worth the same for the same deed.
          const theirs = worth(town, free ? { ...deed, points: mine.points } : deed);
          return !theirs.ok || theirs.points !== mine.points;
        });
        if (strange && !(village.type === 'stepped' && town.type === 'stepped')) expect(outside).toBe(true);
        if (!outside && town.type !== 'stepped') expect(strange).toBe(false);
      }),
      { numRuns: runs(500) },
    );
  });

  it.each<[string, RuleShape, RuleShape, boolean]>([
    ['2..4 of 1..5', { type: 'range', min: 1, max: 5 }, { type: 'range', min: 2, max: 4 }, true],
    ['2..4 of 1..3', { type: 'range', min: 1, max: 3 }, { type: 'range', min: 2, max: 4 }, false],
    ['0..2 of 1..3', { type: 'range', min: 1, max: 3 }, { type: 'range', min: 0, max: 2 }, false],
    ['3 of 1..3', { type: 'range', min: 1, max: 3 }, { type: 'fixed', points: 3 }, true],
    ['4 of 1..3', { type: 'range', min: 1, max: 3 }, { type: 'fixed', points: 4 }, false],
    ['0 of 1..3', { type: 'range', min: 1, max: 3 }, { type: 'fixed', points: 0 }, false],
    ['2 an hour of 2', { type: 'per_unit', per: 2 }, { type: 'per_unit', per: 2 }, true],
    ['1 an hour of 2', { type: 'per_unit', per: 2 }, { type: 'per_unit', per: 1 }, false],
    ['an hour of a fixed one', { type: 'fixed', points: 2 }, { type: 'per_unit', per: 2 }, false],
    ['a step of two', steps([1, 1], [5, 6]), steps([5, 6]), true],
    ['a dearer step', steps([1, 1], [5, 6]), steps([5, 7]), false],
    ['a lower step', steps([1, 1], [5, 6]), steps([4, 6]), false],
    ['a level of two', levels(['村', 3], ['镇', 5]), levels(['镇', 5]), true],
    ['a dearer level', levels(['村', 3], ['镇', 5]), levels(['镇', 6]), false],
    ['a level of its own', levels(['村', 3]), levels(['组', 3]), false],
  ])('%s', (_, town, village, inside) => {
    expect(codes({ shape: town }, { shape: village })).toEqual(inside ? [] : ['outside_range']);
  });

  it('keeps name, category and kind', () => {
    expect(codes({}, { title: '新名' })).toEqual(['renamed']);
    expect(codes({}, { category: '别类' })).toEqual(['other_category']);
    expect(codes({}, { kind: 'minus' })).toEqual(['other_kind']);
    expect(codes({}, { description: '村里的说法', note: '村里定的', review: 'village', evidence: 'photo' })).toEqual(
      [],
    );
  });

  it('has a cap no wider than the town’s, in the same period and scope', () => {
    const cap = { times: 2, points: 6, period: 'month', scope: 'household' } as const;
    expect(codes({ cap }, { cap })).toEqual([]);
    expect(codes({ cap }, { cap: { ...cap, times: 1, points: 3 } })).toEqual([]);
    expect(codes({}, { cap })).toEqual([]);
    for (const wider of [
      { ...cap, times: 3 },
      { ...cap, points: 7 },
      { ...cap, period: 'week' as const },
      { ...cap, scope: 'member' as const },
      { points: 6, period: 'month', scope: 'household' } as const,
    ])
      expect(codes({ cap }, { cap: wider })).toEqual(['looser_cap']);
    expect(codes({ cap }, {})).toEqual(['looser_cap']);
  });

  it('may be switched off; a minus item that the town switched off may not be switched on', () => {
    expect(codes({}, { enabled: false })).toEqual([]);
    expect(codes({ kind: 'minus', enabled: false }, { kind: 'minus', enabled: true })).toEqual(['town_switched_off']);
    expect(codes({ enabled: false }, { enabled: true })).toEqual([]);
  });

  it('that the town does not have, or that is there twice, is named', () => {
    expect(overlayProblems([], [rule({ code: 'RJ-99' })], DEFAULT_BOUNDS)).toEqual([
      { item: 'RJ-99', field: 'code', code: 'unknown_item' },
    ]);
    expect(overlayProblems([rule()], [rule(), rule()], DEFAULT_BOUNDS)).toEqual([
      { item: 'RJ-01', field: 'code', code: 'twice' },
    ]);
  });
});

describe('[RU-2] items of a village’s own', () => {
  const own = (n: number, change: Partial<Rule> = {}) => rule({ code: `TS-0${n}`, category: '村级特色', ...change });

  it('give at most so many points, by every shape', () => {
    const high = (s: RuleShape) => overlayProblems([], [own(1, { shape: s })], DEFAULT_BOUNDS);
    for (const p of [2, 3]) {
      for (const s of [
        { type: 'fixed', points: p },
        { type: 'range', min: 1, max: p },
        { type: 'per_unit', per: p },
        steps([1, 1], [2, p]),
        levels(['村', p], ['镇', 1]),
      ] as const)
        expect(high(s), JSON.stringify(s)).toEqual(
          p === 2 ? [] : [{ item: 'TS-01', field: 'shape', code: 'own_too_high', limit: 2 }],
        );
    }
  });

  it('are at most so many of each kind, counted while they are switched on', () => {
    const six = [1, 2, 3, 4, 5, 6].map((n) => own(n));
    expect(overlayProblems([], six, DEFAULT_BOUNDS)).toEqual([
      { item: 'TS-06', field: 'enabled', code: 'too_many_plus', limit: 5 },
    ]);
    expect(overlayProblems([], [...six.slice(1), own(1, { enabled: false })], DEFAULT_BOUNDS)).toEqual([]);
    const mixed = six.map((one, i): Rule => ({ ...one, kind: i < 3 ? 'minus' : 'plus' }));
    expect(overlayProblems([], mixed, DEFAULT_BOUNDS)).toEqual([]);
    expect(overlayProblems([], mixed, { ...DEFAULT_BOUNDS, villageMinusItemsMax: 2 })).toEqual([
      { item: 'TS-03', field: 'enabled', code: 'too_many_minus', limit: 2 },
    ]);
  });
});

it('[RU-2] the town’s policy sets the bounds, and what it leaves out is the product’s', () => {
  expect(boundsOf(undefined)).toEqual({ villageItemMaxPoints: 2, villagePlusItemsMax: 5, villageMinusItemsMax: 5 });
  expect(boundsOf({ villageItemMaxPoints: 0, villagePlusItemsMax: 0 })).toEqual({
    villageItemMaxPoints: 0,
    villagePlusItemsMax: 0,
    villageMinusItemsMax: 5,
  });
});

it('every problem has words in both languages, and one of a newer server is still said', () => {
  const said = new Set(
    [...OVERLAY_PROBLEMS, 'something'].flatMap((code) => [overlayText(code, 7, 'zh-CN'), overlayText(code, 7, 'en')]),
  );
  expect(said.size).toBe(2 * (OVERLAY_PROBLEMS.length + 1));
  expect(overlayText('own_too_high', 7, 'zh-CN')).toContain('7 分');
});

describe('the seed', () => {
  const version = (village: string | null, n: number, effectiveFrom: string, rules: readonly Rule[]): RuleVersion => ({
    ...{ village, version: n, effectiveFrom },
    rules,
  });
  const changes = new Map(seed('rules-v2-changes.csv').map((one) => [one.code, one]));
  const second = FRAMEWORK.map((one) => changes.get(one.code) ?? one);
  const versions = [
    version(null, 1, '2022-04-01', FRAMEWORK),
    version('XW', 1, '2022-04-01', XIAWAN),
    version('DL', 1, '2022-04-01', seed('rules-daluo.csv')),
  ];
  const outside = (more: readonly RuleVersion[], today: string) =>
    outsideOverlays([...versions, ...more], ['DL', 'XW'], DEFAULT_BOUNDS, today);

  it('[RU-2] both overlays lie within the town’s bounds', () => {
    expect(outside([], '2022-04-01')).toEqual([]);
    expect(outside([], '2022-01-01')).toEqual([]);
  });

  it('[RU-3] the next framework leaves 下湾村’s 文体活动 outside, from its day on and not before, until another overlay', () => {
    const v2 = version(null, 2, '2023-04-01', second);
    const named = {
      ...{ village: 'XW', version: 1, framework: 2 },
      problems: [{ item: 'GY-07', field: 'shape', code: 'outside_range' }],
    };
    expect(outside([v2], '2023-03-20')).toEqual([{ ...named, from: '2023-04-01' }]);
    expect(outside([v2], '2023-05-01')).toEqual([{ ...named, from: '2023-05-01' }]);
    // A version that changes nothing of it says nothing new.
    const v3 = version(null, 3, '2023-05-01', second);
    expect(outside([v2, v3], '2023-03-20')).toEqual([{ ...named, from: '2023-04-01' }]);
    const repaired = version(
      'XW',
      2,
      '2023-06-01',
      XIAWAN.filter(({ code }) => code !== 'GY-07'),
    );
    expect(outside([v2, repaired], '2023-05-01')).toEqual([{ ...named, from: '2023-05-01' }]);
    expect(outside([v2, repaired], '2023-06-01')).toEqual([]);
  });
});

describe('the framework that an overlay of a day stands on', () => {
  const version = (village: string | null, n: number, effectiveFrom: string): RuleVersion => ({
    ...{ village, version: n, effectiveFrom, rules: [] },
  });
  const versions = [version('XW', 1, '2023-01-01'), version(null, 3, '2024-01-01'), version(null, 1, '2023-04-01')];

  it('is the one in force, and before the first one that one; never a village’s own', () => {
    expect(frameworkOn(versions, '2024-06-01')?.version).toBe(3);
    expect(frameworkOn(versions, '2023-06-01')?.version).toBe(1);
    expect(frameworkOn(versions, '2023-02-01')).toMatchObject({ village: null, version: 1 });
    expect(frameworkOn([...versions].reverse(), '2023-02-01')).toMatchObject({ village: null, version: 1 });
    expect(frameworkOn([version('XW', 1, '2023-01-01')], '2023-02-01')).toBeUndefined();
    expect(frameworkOn([], '2023-02-01')).toBeUndefined();
  });
});

function steps(...pairs: readonly (readonly [at: number, points: number])[]): RuleShape {
  return { type: 'stepped', steps: pairs.map(([at, p]) => ({ at, points: p })) };
}

function levels(...pairs: readonly (readonly [name: string, points: number])[]): RuleShape {
  return { type: 'ladder', levels: pairs.map(([name, p]) => ({ name, points: p })) };
}
