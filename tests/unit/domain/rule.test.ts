import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointsFor, type RuleShape } from '../../../src/domain/rule.ts';
import { type RuleVersion, rulesOn } from '../../../src/domain/ruleSet.ts';
import { rule } from './support/world.ts';

const STEPS: RuleShape = {
  type: 'stepped',
  steps: [
    { at: 10, points: 2 },
    { at: 20, points: 5 },
    { at: 50, points: 10 },
  ],
};
const LADDER: RuleShape = {
  type: 'ladder',
  levels: [
    { name: '村', points: 3 },
    { name: '镇', points: 5 },
  ],
};

describe('what a deed is worth', () => {
  it.each<[string, RuleShape, { quantity: number; points: number; level?: string }, number | string]>([
    ['fixed ignores what the device wrote', { type: 'fixed', points: 2 }, { quantity: 7, points: 99 }, 2],
    ['range at its lower end', { type: 'range', min: 1, max: 5 }, { quantity: 1, points: 1 }, 1],
    ['range at its upper end', { type: 'range', min: 1, max: 5 }, { quantity: 1, points: 5 }, 5],
    ['range below', { type: 'range', min: 1, max: 5 }, { quantity: 1, points: 0 }, 'out_of_range'],
    ['range above', { type: 'range', min: 1, max: 5 }, { quantity: 1, points: 6 }, 'out_of_range'],
    ['per unit', { type: 'per_unit', per: 2 }, { quantity: 3, points: 0 }, 6],
    ['stepped below the first step', STEPS, { quantity: 9, points: 2 }, 'below_first_step'],
    ['stepped on the first step', STEPS, { quantity: 10, points: 0 }, 2],
    ['stepped just under the second', STEPS, { quantity: 19, points: 0 }, 2],
    ['stepped on the second', STEPS, { quantity: 20, points: 0 }, 5],
    ['stepped far above', STEPS, { quantity: 9_999, points: 0 }, 10],
    ['ladder', LADDER, { quantity: 1, points: 0, level: '镇' }, 5],
    ['ladder with an unknown level', LADDER, { quantity: 1, points: 5, level: '省' }, 'unknown_level'],
    ['ladder without a level', LADDER, { quantity: 1, points: 5 }, 'unknown_level'],
  ])('%s', (_, shape, deed, expected) => {
    const plus = pointsFor(rule({ shape }), deed);
    const minus = pointsFor(rule({ shape, kind: 'minus' }), { ...deed, points: -deed.points });
    if (typeof expected === 'string') {
      expect(plus).toEqual({ ok: false, reason: expected });
      expect(minus).toEqual({ ok: false, reason: expected });
    } else {
      expect(plus).toEqual({ ok: true, points: expected });
      expect(minus).toEqual({ ok: true, points: -expected });
    }
  });

  it('steps count the same in whatever order they are written', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...STEPS.steps], { minLength: 3 }),
        fc.integer({ min: 1, max: 100 }),
        (steps, quantity) => {
          const deed = { quantity, points: 0 };
          expect(pointsFor(rule({ shape: { type: 'stepped', steps } }), deed)).toEqual(
            pointsFor(rule({ shape: STEPS }), deed),
          );
        },
      ),
    );
  });
});

describe('rules by date', () => {
  const version = (
    village: string | null,
    n: number,
    effectiveFrom: string,
    rules: RuleVersion['rules'],
  ): RuleVersion => ({
    village,
    version: n,
    effectiveFrom,
    rules,
  });
  const points = (n: number): RuleShape => ({ type: 'fixed', points: n });
  const VERSIONS: readonly RuleVersion[] = [
    version(null, 2, '2023-04-01', [rule({ code: 'A', shape: points(20) }), rule({ code: 'C', shape: points(9) })]),
    version(null, 1, '2022-04-01', [rule({ code: 'B', shape: points(1) }), rule({ code: 'A', shape: points(10) })]),
    version('XW', 1, '2022-04-01', [rule({ code: 'A', shape: points(11) }), rule({ code: 'Z', shape: points(3) })]),
    version('DL', 1, '2022-04-01', [rule({ code: 'A', enabled: false, shape: points(12) })]),
    version('XW', 2, '2023-07-01', [rule({ code: 'Z', shape: points(4) })]),
  ];
  const worth = (village: string, day: string) =>
    [...rulesOn(VERSIONS, village, day)].map(
      ([code, r]) => `${code}${r.shape.type === 'fixed' ? r.shape.points : ''}${r.enabled ? '' : '!'}`,
    );

  it('nothing holds before the first version', () => expect(worth('XW', '2022-03-31')).toEqual([]));
  it('the overlay lies over the framework, in the order of codes', () =>
    expect(worth('XW', '2022-04-01')).toEqual(['A11', 'B1', 'Z3']));
  it('each village has its own, the switched-off ones included', () =>
    expect(worth('DL', '2023-03-31')).toEqual(['A12!', 'B1']));
  it('a village without an overlay has the framework', () => expect(worth('QT', '2023-03-31')).toEqual(['A10', 'B1']));
  it('a new framework keeps the overlay that is in force', () =>
    expect(worth('XW', '2023-04-01')).toEqual(['A11', 'C9', 'Z3']));
  it('a new overlay replaces the old one as a whole', () =>
    expect(worth('XW', '2023-07-01')).toEqual(['A20', 'C9', 'Z4']));
  it('of two versions of one day the higher number holds, in any order', () => {
    const a = version(null, 1, '2022-04-01', [rule({ code: 'A', shape: points(1) })]);
    const b = version(null, 2, '2022-04-01', [rule({ code: 'A', shape: points(2) })]);
    for (const versions of [
      [a, b],
      [b, a],
    ]) {
      expect(rulesOn(versions, 'XW', '2022-04-01').get('A')?.shape).toEqual({ type: 'fixed', points: 2 });
    }
  });
});
