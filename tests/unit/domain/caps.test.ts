import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf, type PeriodKind, periodKey } from '../../../src/domain/calendar.ts';
import { capRoom } from '../../../src/domain/cap.ts';
import { must } from '../../../src/domain/must.ts';
import type { Rule, RuleShape } from '../../../src/domain/rule.ts';
import { least, runs } from './support/runs.ts';
import { deed, entry, HOUSEHOLD, Ledger, NOON_MS, OFFICER, op, rule, rulesFrom } from './support/world.ts';

const PERIODS: readonly PeriodKind[] = ['week', 'month', 'quarter', 'year', 'once'];

const shape: fc.Arbitrary<RuleShape> = fc.oneof(
  fc.integer({ min: 1, max: 6 }).map((points) => ({ type: 'fixed' as const, points })),
  fc
    .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 3, max: 6 }))
    .map(([min, max]) => ({ type: 'range' as const, min, max })),
  fc.integer({ min: 1, max: 3 }).map((per) => ({ type: 'per_unit' as const, per })),
  fc.constant({
    type: 'stepped' as const,
    steps: [
      { at: 1, points: 1 },
      { at: 3, points: 4 },
    ],
  }),
  fc.constant({
    type: 'ladder' as const,
    levels: [
      { name: '村', points: 2 },
      { name: '镇', points: 5 },
    ],
  }),
);

const cappedRule = (code: string): fc.Arbitrary<Rule> =>
  fc
    .record({
      shape,
      kind: fc.constantFrom('plus' as const, 'minus' as const),
      review: fc.constantFrom('auto' as const, 'village' as const),
      times: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
      points: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
      period: fc.constantFrom(...PERIODS),
      scope: fc.constantFrom('household' as const, 'member' as const),
    })
    .map(({ times, points, period, scope, ...rest }) =>
      rule({
        ...rest,
        code,
        cap: { period, scope, ...(times === undefined ? {} : { times }), ...(points === undefined ? {} : { points }) },
      }),
    );

type Step =
  | {
      readonly do: 'deed';
      readonly device: string;
      readonly rule: string;
      readonly back: number;
      readonly quantity: number;
      readonly chosen: number;
      readonly level: string;
      readonly member: string | undefined;
    }
  | { readonly do: 'review'; readonly pick: number; readonly approve: boolean }
  | { readonly do: 'reverse'; readonly pick: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('deed' as const),
      device: fc.constantFrom('AAAA', 'BBBB', 'CCCC'),
      rule: fc.constantFrom('A', 'B'),
      back: fc.integer({ min: 0, max: 30 }),
      quantity: fc.integer({ min: 1, max: 4 }),
      chosen: fc.integer({ min: 1, max: 6 }),
      level: fc.constantFrom('村', '镇'),
      member: fc.constantFrom(undefined, 'm1', 'm2'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('review' as const), pick: fc.nat(30), approve: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reverse' as const), pick: fc.nat(30) }) },
);

function run(ledger: Ledger, rules: readonly Rule[], s: Step): void {
  const office = { ruleVersions: rulesFrom(...rules), actor: OFFICER, device: { id: '0FFC', kind: 'office' as const } };
  const target = s.do === 'deed' ? undefined : ledger.file.entries[s.pick % Math.max(1, ledger.file.entries.length)];
  if (s.do === 'deed') {
    const body = {
      rule: s.rule,
      date: dayOf(NOON_MS - s.back * 86_400_000),
      quantity: s.quantity,
      points: s.chosen,
      level: s.level,
      ...(s.member === undefined ? {} : { member: s.member }),
    };
    ledger.settle(s.device, deed(body), { ruleVersions: rulesFrom(...rules) });
  } else if (target && s.do === 'review') {
    const decision = s.approve ? 'approve' : 'reject';
    ledger.settle(
      '0FFC',
      op('entry.review', { household: HOUSEHOLD, entry: target.id, decision, reason: '不符' }, 'o1'),
      office,
    );
  } else if (target) {
    ledger.settle(
      '0FFC',
      op('entry.reverse', { household: HOUSEHOLD, entry: target.id, reason: '记错' }, 'o1'),
      office,
    );
  }
}

/** The law, counted anew from the entries alone. */
function expectWithinCaps(ledger: Ledger, rules: readonly Rule[]): void {
  const gone = new Set(ledger.file.entries.filter((e) => e.reverses && e.status === 'approved').map((e) => e.reverses));
  const used = new Map<string, { times: number; points: number }>();
  for (const e of ledger.file.entries) {
    if (e.reverses || e.status === 'rejected' || gone.has(e.id)) continue;
    const cap = must(rules.find((r) => r.code === e.rule)?.cap, 'a capped rule');
    const key = [e.rule, periodKey(cap.period, e.date), cap.scope === 'member' ? e.member : ''].join('|');
    const sum = used.get(key) ?? { times: 0, points: 0 };
    used.set(key, { times: sum.times + 1, points: sum.points + Math.abs(e.points) });
    expect(sum.times + 1).toBeLessThanOrEqual(cap.times ?? Infinity);
    expect(sum.points + Math.abs(e.points)).toBeLessThanOrEqual(cap.points ?? Infinity);
  }
}

describe('[CF-02] [CF-03] caps', () => {
  it('are never exceeded by applied entries, whatever is scored, reviewed and reversed on whichever device', () => {
    let applied = 0;
    let heldByCap = 0;
    fc.assert(
      fc.property(cappedRule('A'), cappedRule('B'), fc.array(step, { maxLength: 40, size: 'max' }), (a, b, steps) => {
        const ledger = new Ledger();
        for (const s of steps) {
          run(ledger, [a, b], s);
          expectWithinCaps(ledger, [a, b]);
        }
        applied += ledger.log.filter((l) => l.verdict.outcome === 'applied' && l.op.kind === 'entry.record').length;
        heldByCap += ledger.log.filter(
          (l) => l.verdict.code === 'over_cap' || l.verdict.code === 'over_cap_part',
        ).length;
      }),
      { numRuns: runs(300) },
    );
    // The property says little unless both happened a lot.
    expect(applied).toBeGreaterThan(least(500));
    expect(heldByCap).toBeGreaterThan(least(500));
  });

  it('are used up before anything is held: what is held really did not fit', () => {
    fc.assert(
      fc.property(cappedRule('A'), fc.array(step, { maxLength: 25, size: 'max' }), (a, steps) => {
        const ledger = new Ledger();
        for (const s of steps) {
          const before = ledger.file;
          run(ledger, [a, rule({ code: 'B' })], s);
          const last = ledger.log.at(-1);
          if (last?.op.kind !== 'entry.record' || last.op.body.rule !== 'A') continue;
          const room = capRoom(a, before.entries, last.op.body.date, last.op.body.member);
          const { code, params } = last.verdict;
          if (code === 'over_cap') expect(Math.min(room.times, room.points)).toBeLessThan(1);
          if (code === 'over_cap_part') {
            expect(Math.abs(Number(params?.allowed))).toBe(room.points);
            expect(Math.abs(Number(params?.points))).toBeGreaterThan(room.points);
            expect(Math.sign(Number(params?.allowed))).toBe(a.kind === 'minus' ? -1 : 1);
          }
          if (code.startsWith('over_cap')) expect(params?.competing).toEqual(room.competing.map((e) => e.id));
        }
      }),
      { numRuns: runs(200) },
    );
  });
});

describe('room under a cap', () => {
  const capped = rule({ cap: { times: 3, points: 10, period: 'month', scope: 'member' } });
  const room = (...entries: Parameters<typeof entry>[0][]) => {
    const r = capRoom(capped, entries.map(entry), '2026-11-23', 'm1');
    return [r.times, r.points, r.competing.map((e) => e.id)];
  };

  it('is endless without a cap', () => {
    expect(capRoom(rule(), [entry({ id: 'a' })], '2026-11-23', undefined)).toEqual({
      competing: [],
      times: Infinity,
      points: Infinity,
    });
  });
  it('counts pending and approved entries alike', () =>
    expect(room({ id: 'a', member: 'm1', status: 'submitted', points: 4 }, { id: 'b', member: 'm1' })).toEqual([
      1,
      4,
      ['a', 'b'],
    ]));
  it('counts deductions by their size', () =>
    expect(room({ id: 'a', member: 'm1', points: -4 })).toEqual([2, 6, ['a']]));
  it('does not count the rejected', () =>
    expect(room({ id: 'a', member: 'm1', status: 'rejected' })).toEqual([3, 10, []]));
  it('does not count the reversed, nor the reversal', () =>
    expect(room({ id: 'a', member: 'm1' }, { id: 'b', member: 'm1', points: -2, reverses: 'a' })).toEqual([3, 10, []]));
  it('still counts what only a pending reversal would take back', () =>
    expect(
      room({ id: 'a', member: 'm1' }, { id: 'b', member: 'm1', points: -2, reverses: 'a', status: 'submitted' }),
    ).toEqual([2, 8, ['a']]));
  it('does not count another member, rule or period', () =>
    expect(
      room(
        { id: 'a', member: 'm2' },
        { id: 'b', member: 'm1', rule: 'X' },
        { id: 'c', member: 'm1', date: '2026-10-31' },
      ),
    ).toEqual([3, 10, []]));
  it('is never negative when a person let more count', () =>
    expect(room(...['a', 'b', 'c', 'd'].map((id) => ({ id, member: 'm1', points: 5 })))).toEqual([
      0,
      0,
      ['a', 'b', 'c', 'd'],
    ]));
});
