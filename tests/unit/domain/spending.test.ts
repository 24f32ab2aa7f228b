import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AllowanceAccount,
  allowanceTarget,
  grantFor,
  mergeCounters,
  remainingRight,
  returnAcceptable,
} from '../../../src/domain/allowance.ts';
import { freePoints, NO_POINTS, pointsOf, remainingOf, spentBy } from '../../../src/domain/points.ts';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';
import { least, runs } from './support/runs.ts';
import { deed, entry, freshFile, HOUSEHOLD, Ledger, OFFICER, op, rule, rulesFrom, WORKER } from './support/world.ts';

const DEVICES = ['C0VN', 'AAAA', 'BBBB'] as const;
const RULES = rulesFrom(
  rule({ code: 'PLUS', shape: { type: 'range', min: 1, max: 60 }, review: 'auto' }),
  rule({ code: 'WAIT', shape: { type: 'range', min: 1, max: 60 }, review: 'village' }),
  rule({ code: 'MINUS', kind: 'minus', shape: { type: 'range', min: 1, max: 40 }, review: 'auto' }),
);

const device = fc.constantFrom(...DEVICES);
const amount = fc.integer({ min: 1, max: 60 });
const small = fc.integer({ min: 1, max: 20 });
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('plus' as const, 'wait' as const), device, amount }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('minus' as const), device, amount: fc.integer({ min: 1, max: 40 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('grant' as const, 'return' as const), device, amount: small }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom('offline' as const, 'online' as const), device, amount: small }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('approve' as const, 'reject' as const, 'reverse' as const, 'void' as const),
      device,
      amount,
    }),
  },
);

/** Runs one step and says whether it is one that may lower the free points below zero (CF-23). */
function run(ledger: Ledger, s: { do: string; device: string; amount: number }): boolean {
  const base = { ruleVersions: RULES, actor: WORKER };
  const office = { ruleVersions: RULES, actor: OFFICER, device: { id: '0FFC', kind: 'office' as const } };
  const before = ledger.totals(s.device);
  const counters = ledger.file.allowances[s.device] ?? { granted: 0, returned: 0 };
  const pick = <T>(list: readonly T[]): T | undefined => list[s.amount % Math.max(1, list.length)];
  const set = (granted: number, returned: number) =>
    ledger.take([{ type: 'allowance.set', device: s.device, lines: [[HOUSEHOLD, granted, returned]] }]);
  switch (s.do) {
    case 'plus':
    case 'wait':
    case 'minus': {
      ledger.settle(s.device, deed({ rule: s.do.toUpperCase(), points: s.amount }), base);
      return s.do === 'minus';
    }
    case 'grant': {
      const kind = s.device === 'C0VN' ? 'counter' : 'carry';
      const grant = grantFor(
        allowanceTarget(kind, before.points, before.remaining, DEFAULT_POLICY),
        before.remaining,
        before.points,
      );
      if (grant > 0) set(counters.granted + grant, counters.returned);
      return false;
    }
    case 'return': {
      const total = counters.returned + s.amount;
      const account = { ...counters, spent: spentBy(ledger.file.redemptions, s.device) };
      if (returnAcceptable(account, total)) set(counters.granted, total);
      return false;
    }
    case 'offline':
    case 'online': {
      const mode = s.do === 'offline' ? 'allowance' : 'online';
      const lines = [{ sku: 'SP-001', quantity: s.amount, price: 1 }];
      const o = op('redemption.record', { household: HOUSEHOLD, lines, points: s.amount, mode });
      const verdict = ledger.settle(s.device, o, base);
      // [CF-11] [CF-12] the verdict is exactly whether the right covers it.
      const covered = mode === 'allowance' ? before.remaining >= s.amount : freePoints(before.points) >= s.amount;
      expect(verdict.outcome === 'applied').toBe(covered);
      return false;
    }
    case 'void': {
      const r = pick(ledger.file.redemptions);
      if (r)
        ledger.settle(
          s.device,
          op('redemption.void', { household: HOUSEHOLD, redemption: r.id, reason: '退货' }),
          base,
        );
      return false;
    }
    default: {
      const e = pick(ledger.file.entries);
      if (!e) return false;
      if (s.do === 'reverse') {
        ledger.settle('0FFC', op('entry.reverse', { household: HOUSEHOLD, entry: e.id, reason: '记错' }, 'o1'), office);
      } else {
        const decision = s.do === 'approve' ? 'approve' : 'reject';
        ledger.settle(
          '0FFC',
          op('entry.review', { household: HOUSEHOLD, entry: e.id, decision, reason: '不实' }, 'o1'),
          office,
        );
      }
      return s.do === 'reverse' || (s.do === 'approve' && e.points < 0);
    }
  }
}

describe('[AL-2] [AL-7] points are never spent twice', () => {
  it('[AL-1] [CF-23] free points fall below zero only by a minus item or a reversal, and rights are never negative', () => {
    let redemptions = 0;
    let belowZero = 0;
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
        const ledger = new Ledger();
        for (const s of steps) {
          const before = ledger.totals(s.device).points;
          const mayLower = run(ledger, s);
          const { points } = ledger.totals(s.device);
          const free = freePoints(points);
          if (!mayLower) expect(free).toBeGreaterThanOrEqual(Math.min(0, freePoints(before)));
          if (free < 0) belowZero += 1;
          for (const d of DEVICES) expect(remainingOf(ledger.file, d)).toBeGreaterThanOrEqual(0);
        }
        redemptions += ledger.file.redemptions.length;
      }),
      { numRuns: runs(400) },
    );
    expect(redemptions).toBeGreaterThan(least(400));
    expect(belowZero).toBeGreaterThan(least(20));
  });

  it('without minus items and reversals, redemptions plus all rights never exceed the final points', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
        const ledger = new Ledger();
        for (const s of steps) {
          if (s.do === 'minus' || s.do === 'reverse') continue;
          run(ledger, s);
          const { points } = ledger.totals(s.device);
          const rights = DEVICES.reduce((sum, d) => sum + remainingOf(ledger.file, d), 0);
          expect(points.redeemed + rights).toBeLessThanOrEqual(points.final);
        }
      }),
      { numRuns: runs(200) },
    );
  });

  it('conservation: final = redeemed + allotted + free, each counted anew from the facts', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
        const ledger = new Ledger();
        for (const s of steps) run(ledger, s);
        const { entries, redemptions, allowances } = ledger.file;
        const undone = entries.flatMap((e) => (e.reverses && e.status === 'approved' ? [e.reverses] : []));
        const final = entries
          .filter((e) => e.status === 'approved' && !e.reverses && !undone.includes(e.id))
          .reduce((sum, e) => sum + e.points, 0);
        const standing = redemptions.filter((r) => !r.voided);
        const redeemed = standing.reduce((sum, r) => sum + r.points, 0);
        const granted = Object.values(allowances).reduce((sum, a) => sum + a.granted - a.returned, 0);
        const drawn = standing.filter((r) => r.mode === 'allowance').reduce((sum, r) => sum + r.points, 0);
        const points = pointsOf(ledger.file);
        expect(points).toMatchObject({ final, redeemed, allotted: granted - drawn });
        expect(points.redeemed + points.allotted + freePoints(points)).toBe(points.final);
      }),
      { numRuns: runs(200) },
    );
  });
});

describe('[AL-1] counters', () => {
  const counters = fc.record({ granted: fc.nat(1000), returned: fc.nat(1000) });
  it('merge to the larger of each: in any order, any number of times', () => {
    fc.assert(
      fc.property(counters, counters, counters, (a, b, c) => {
        expect(mergeCounters(a, b)).toEqual(mergeCounters(b, a));
        expect(mergeCounters(mergeCounters(a, b), c)).toEqual(mergeCounters(a, mergeCounters(b, c)));
        expect(mergeCounters(a, a)).toEqual(a);
        expect(mergeCounters(undefined, a)).toEqual(a);
      }),
    );
  });

  it('a return only grows and never gives back what was spent', () => {
    fc.assert(
      fc.property(
        fc.nat(100),
        fc.nat(100),
        fc.nat(100),
        fc.integer({ min: -10, max: 320 }),
        (granted, returned, spent, total) => {
          const account: AllowanceAccount = { granted: granted + returned + spent, returned, spent };
          const ok = returnAcceptable(account, total);
          expect(ok).toBe(total >= returned && total <= granted + returned);
          if (ok) expect(remainingRight({ ...account, returned: total })).toBeGreaterThanOrEqual(0);
        },
      ),
    );
    expect(remainingRight({ granted: 10, returned: 3, spent: 2 })).toBe(5);
  });
});

describe('[AL-4] shares', () => {
  const points = (final: number, redeemed = 0, allotted = 0) => ({
    ...NO_POINTS,
    earned: final,
    final,
    redeemed,
    allotted,
  });

  it('a counter holds its percentage of what is redeemable, rounded down, as far as it is free', () => {
    expect(allowanceTarget('counter', points(101), 0, DEFAULT_POLICY)).toBe(60);
    expect(allowanceTarget('counter', points(100, 50), 0, DEFAULT_POLICY)).toBe(30);
    expect(allowanceTarget('counter', points(100, 0, 70), 0, DEFAULT_POLICY)).toBe(30);
    expect(allowanceTarget('counter', points(100, 0, 70), 50, DEFAULT_POLICY)).toBe(60);
    expect(allowanceTarget('counter', points(10, 20), 0, DEFAULT_POLICY)).toBe(0);
  });

  it('a grid worker takes at most the limit of a household out of the free part', () => {
    expect(allowanceTarget('carry', points(100), 0, DEFAULT_POLICY)).toBe(30);
    expect(allowanceTarget('carry', points(20), 0, DEFAULT_POLICY)).toBe(20);
    expect(allowanceTarget('carry', points(100, 0, 90), 5, DEFAULT_POLICY)).toBe(15);
    expect(allowanceTarget('carry', points(-5), 0, DEFAULT_POLICY)).toBe(0);
  });

  it('[AL-2] a grant stops at what is free, even for a target beyond it', () => {
    expect(grantFor(50, 5, points(30, 0, 20))).toBe(10);
    expect(grantFor(50, 5, points(10, 20))).toBe(0);
    expect(grantFor(5, 9, points(30))).toBe(0);
  });

  it('a grant fills up to the target and never takes more than is free', () => {
    const whole = fc.integer({ min: -50, max: 200 });
    fc.assert(
      fc.property(
        whole,
        fc.nat(100),
        fc.nat(100),
        fc.nat(100),
        fc.constantFrom('counter' as const, 'carry' as const),
        (final, redeemed, others, mine, kind) => {
          const all = points(final, redeemed, others + mine);
          const grant = grantFor(allowanceTarget(kind, all, mine, DEFAULT_POLICY), mine, all);
          expect(grant).toBeGreaterThanOrEqual(0);
          if (grant > 0) expect(freePoints({ ...all, allotted: all.allotted + grant })).toBeGreaterThanOrEqual(0);
          if (grant > 0) expect(mine + grant).toBe(allowanceTarget(kind, all, mine, DEFAULT_POLICY));
        },
      ),
    );
  });
});

describe('points of a household', () => {
  it('count approved entries as earned, submitted as pending, rejected and reversed as nothing', () => {
    const file = freshFile({
      entries: [
        entry({ id: 'a', points: 5 }),
        entry({ id: 'b', points: 3, status: 'submitted' }),
        entry({ id: 'c', points: 9, status: 'rejected' }),
        entry({ id: 'd', points: 7 }),
        entry({ id: 'e', points: -7, reverses: 'd' }),
        entry({ id: 'f', points: -2 }),
        entry({ id: 'g', points: -5, reverses: 'a', status: 'submitted' }),
      ],
    });
    expect(pointsOf(file)).toEqual({ earned: 3, pending: 3, waiting: 0, final: 3, redeemed: 0, allotted: 0 });
  });

  it('an entry and its approved reversal count nothing, also when the reversal comes first or the entry is still pending', () => {
    for (const status of ['submitted', 'approved', 'rejected'] as const) {
      const entries = [entry({ id: 'a', points: -5, reverses: 'b' }), entry({ id: 'b', points: 5, status })];
      expect(pointsOf(freshFile({ entries }))).toEqual(NO_POINTS);
    }
  });

  it('[AL-10] what waits for its month is earned and not final; taken back it is nothing; minus points count at once', () => {
    const file = freshFile({
      entries: [
        entry({ id: 'a', points: 5, waits: true }),
        entry({ id: 'b', points: 3 }),
        entry({ id: 'c', points: 9, waits: true }),
        entry({ id: 'd', points: -9, reverses: 'c' }),
        entry({ id: 'e', points: -2 }),
      ],
    });
    expect(pointsOf(file)).toEqual({ earned: 6, pending: 0, waiting: 5, final: 1, redeemed: 0, allotted: 0 });
  });

  it('a device without counters has no right', () => expect(remainingOf(freshFile(), 'AAAA')).toBe(0));
});
