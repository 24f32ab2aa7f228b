import { describe, expect, it } from 'vitest';
import type { HouseholdFile } from '../../../src/domain/household.ts';
import type { JudgeContext } from '../../../src/domain/judge/context.ts';
import { decide } from '../../../src/domain/judge/decide.ts';
import { effects } from '../../../src/domain/judge/effects.ts';
import type { OpBodies } from '../../../src/domain/op.ts';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';
import type { RuleVersion } from '../../../src/domain/ruleSet.ts';
import {
  COMMITTEE,
  context,
  deed,
  entry,
  freshFile,
  HOUSEHOLD,
  NOON_MS,
  OFFICER,
  op,
  rule,
  rulesFrom,
  TODAY,
  TOWN,
} from './support/world.ts';

function judge(
  body: Partial<OpBodies['entry.record']>,
  ctx: Partial<JudgeContext> = {},
  file: HouseholdFile = freshFile(),
) {
  return decide(file, deed(body), context(file, ctx));
}
function recorded(
  body: Partial<OpBodies['entry.record']>,
  ctx: Partial<JudgeContext> = {},
  file: HouseholdFile = freshFile(),
) {
  const verdict = judge(body, ctx, file);
  const [event] = effects(file, deed(body), verdict, { ref: 'K7Q2-000001', at: NOON_MS, zoneOffsetMinutes: 480 });
  return event?.type === 'entry.recorded' ? event.entry : undefined;
}

describe('a plain deed', () => {
  it('applies and is approved at once when its rule says so, and keeps all that was recorded', () => {
    const body = { level: '村', member: 'm1', note: '门前整洁', photos: ['p1'] };
    expect(judge(body)).toEqual({ outcome: 'applied', code: 'ok', params: { status: 'approved' } });
    expect(recorded(body)).toEqual({
      id: 'K7Q2-000001',
      rule: 'RJ-01',
      date: TODAY,
      points: 2,
      quantity: 1,
      by: 'w1',
      at: NOON_MS,
      status: 'approved',
      ...body,
    });
  });

  it('waits for review otherwise', () => {
    const ctx = { ruleVersions: rulesFrom(rule({ review: 'committee' })) };
    expect(judge({}, ctx)).toEqual({ outcome: 'applied', code: 'ok' });
    expect(recorded({}, ctx)?.status).toBe('submitted');
  });

  it('outside the value of its rule is held', () => {
    const ctx = { ruleVersions: rulesFrom(rule({ shape: { type: 'range', min: 1, max: 3 } })) };
    expect(judge({ points: 4 }, ctx)).toEqual({
      outcome: 'held',
      code: 'points_out_of_range',
      params: { rule: 'RJ-01', points: 4 },
    });
  });
});

describe('[CF-02] [CF-03] caps', () => {
  const weekly = rulesFrom(
    rule({
      shape: { type: 'range', min: 1, max: 9 },
      cap: { times: 2, points: 10, period: 'week', scope: 'household' },
    }),
  );
  const file = (...points: number[]) =>
    freshFile({ entries: points.map((p, i) => entry({ id: `AAAA-00000${i + 1}`, points: p })) });

  it('[CF-02] beyond the times the later one is held with the competing entries', () => {
    expect(judge({}, { ruleVersions: weekly }, file(1, 1))).toEqual({
      outcome: 'held',
      code: 'over_cap',
      params: { rule: 'RJ-01', competing: ['AAAA-000001', 'AAAA-000002'] },
    });
  });
  it('[CF-02] a full amount cap is held the same way', () =>
    expect(judge({}, { ruleVersions: weekly }, file(10))).toMatchObject({ code: 'over_cap' }));
  it('[CF-03] an amount cap passed only in part is held with the suggested cut', () => {
    expect(judge({ points: 6 }, { ruleVersions: weekly }, file(7))).toEqual({
      outcome: 'held',
      code: 'over_cap_part',
      params: { rule: 'RJ-01', points: 6, allowed: 3, competing: ['AAAA-000001'] },
    });
  });
  it('[CF-03] exactly up to the cap applies', () =>
    expect(judge({ points: 3 }, { ruleVersions: weekly }, file(7))).toMatchObject({ code: 'ok' }));
  it('[CF-02] last Sunday is another week than this Monday', () =>
    expect(judge({ date: '2026-11-22' }, { ruleVersions: weekly }, file(5, 5))).toMatchObject({ code: 'ok' }));
});

describe('[CF-04] [CF-05] the rules of the deed date', () => {
  const versions: readonly RuleVersion[] = [
    { village: null, version: 1, effectiveFrom: '2022-04-01', rules: [rule(), rule({ code: 'OLD' })] },
    {
      village: null,
      version: 2,
      effectiveFrom: '2026-11-20',
      rules: [rule({ shape: { type: 'fixed', points: 3 } }), rule({ code: 'OLD', enabled: false })],
    },
  ];
  it('[CF-04] the version in force on the deed date decides', () => {
    expect(judge({ date: '2026-11-19', points: 2 }, { ruleVersions: versions })).toMatchObject({ code: 'ok' });
  });
  it('[CF-04] other points are recomputed and the difference is shown', () => {
    expect(judge({ points: 2 }, { ruleVersions: versions })).toEqual({
      outcome: 'applied',
      code: 'recomputed',
      params: { status: 'approved', points: 3, was: 2 },
    });
    expect(recorded({ points: 2 }, { ruleVersions: versions })?.points).toBe(3);
  });
  it('[CF-04] the sign is the rule’s, not the device’s', () => {
    const minus = rulesFrom(rule({ kind: 'minus', shape: { type: 'range', min: 1, max: 3 } }));
    expect(judge({ points: 2 }, { ruleVersions: minus })).toMatchObject({
      code: 'recomputed',
      params: { points: -2, was: 2 },
    });
  });
  it('[CF-05] a retired rule is held, on the days before it still applies', () => {
    expect(judge({ rule: 'OLD' }, { ruleVersions: versions })).toEqual({
      outcome: 'held',
      code: 'rule_off',
      params: { rule: 'OLD', date: TODAY },
    });
    expect(judge({ rule: 'OLD', date: '2026-11-19' }, { ruleVersions: versions })).toMatchObject({ code: 'ok' });
  });
  it('[CF-05] an unknown rule, or a day before all rules, is held', () => {
    expect(judge({ rule: 'XX-99' })).toMatchObject({ code: 'rule_off' });
    expect(judge({ date: '2026-11-01' }, { ruleVersions: versions.slice(1) })).toMatchObject({ code: 'rule_off' });
  });
});

describe('[CF-06] a published month', () => {
  const publishedMonths = new Set(['2026-10']);
  it('[CF-06] a deed of it applies as late and is marked', () => {
    expect(judge({ date: '2026-10-31' }, { publishedMonths })).toMatchObject({
      outcome: 'applied',
      code: 'late',
      params: { late: '2026-10' },
    });
    expect(recorded({ date: '2026-10-31' }, { publishedMonths })?.late).toBe('2026-10');
  });
  it('[CF-06] a deed of another month is not marked', () =>
    expect(recorded({}, { publishedMonths })).not.toHaveProperty('late'));
  it('[CF-04] [CF-06] recomputed and late at once: both are said', () =>
    expect(judge({ date: '2026-10-31', points: 9 }, { publishedMonths })).toMatchObject({
      code: 'recomputed',
      params: { late: '2026-10', points: 2, was: 9 },
    }));
});

describe('[CF-15] an old card', () => {
  const file = freshFile({ card: 3 });
  it('applies and is marked; the valid card is not', () => {
    expect(judge({ card: 2 }, {}, file)).toMatchObject({
      outcome: 'applied',
      code: 'old_card',
      params: { oldCard: 2 },
    });
    expect(recorded({ card: 2 }, {}, file)?.oldCard).toBe(2);
    expect(judge({ card: 3 }, {}, file)).toMatchObject({ code: 'ok' });
  });
});

describe('[CF-18] deed dates', () => {
  it('[CF-18] today counts by the town’s calendar, tomorrow is held', () => {
    const late = { at: Date.parse('2026-11-23T16:30:00Z') };
    expect(judge({ date: '2026-11-24' }, late)).toMatchObject({ outcome: 'applied' });
    expect(judge({ date: '2026-11-24' })).toEqual({
      outcome: 'held',
      code: 'date_future',
      params: { date: '2026-11-24', today: TODAY },
    });
  });
  it('[CF-18] the oldest day the policy allows applies, the one before is held', () => {
    const policy = { ...DEFAULT_POLICY, deedDaysBack: 7 };
    expect(judge({ date: '2026-11-16' }, { policy })).toMatchObject({ outcome: 'applied' });
    expect(judge({ date: '2026-11-15' }, { policy })).toEqual({
      outcome: 'held',
      code: 'date_too_old',
      params: { date: '2026-11-15', oldest: '2026-11-16' },
    });
  });
  it('[SY-7] a device whose clock is anywhere gets a verdict, never an exception', () => {
    for (const at of [Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER, 9e15, 2.6e14]) {
      expect(judge({}, { at }).outcome).toBe('held');
    }
  });
});

describe('[CF-24] reviews', () => {
  const review = (decision: 'approve' | 'reject', by = 'o1') =>
    op('entry.review', { household: HOUSEHOLD, entry: 'AAAA-000001', decision, reason: '不实' }, by);
  const office = { actor: OFFICER, device: { id: '0FFC', kind: 'office' as const } };
  const file = (status: 'submitted' | 'approved' | 'rejected', reviewedBy?: string) =>
    freshFile({
      entries: [entry({ id: 'AAAA-000001', status, ...(reviewedBy ? { reviewedBy, reviewedAt: 1 } : {}) })],
    });

  it('[CF-24] the first decision stands, the second is shown it', () => {
    expect(decide(file('submitted'), review('approve'), context(file('submitted'), office))).toEqual({
      outcome: 'applied',
      code: 'ok',
    });
    expect(decide(file('rejected', 'o2'), review('approve'), context(undefined, office))).toEqual({
      outcome: 'refused',
      code: 'already_decided',
      params: { entry: 'AAAA-000001', status: 'rejected', by: 'o2' },
    });
    expect(decide(file('approved'), review('reject'), context(undefined, office))).toMatchObject({
      params: { status: 'approved', by: '' },
    });
  });
  it('an unknown entry is refused', () =>
    expect(decide(freshFile(), review('approve'), context(undefined, office))).toMatchObject({
      code: 'unknown_entry',
    }));
  it('committee items are not the village office’s', () => {
    const ruleVersions = rulesFrom(rule({ review: 'committee' }));
    expect(decide(file('submitted'), review('approve'), context(undefined, { ...office, ruleVersions }))).toMatchObject(
      { outcome: 'refused', code: 'needs_committee' },
    );
    for (const actor of [COMMITTEE, TOWN]) {
      expect(
        decide(file('submitted'), review('approve'), context(undefined, { ...office, actor, ruleVersions })).outcome,
      ).toBe('applied');
    }
  });
  it('an item whose rule is unknown is the village’s', () => {
    expect(
      decide(file('submitted'), review('approve'), context(undefined, { ...office, ruleVersions: [] })).outcome,
    ).toBe('applied');
  });
  it('the decision, its reason and its reviewer become part of the entry', () => {
    const [event] = effects(
      file('submitted'),
      review('reject'),
      { outcome: 'applied', code: 'ok' },
      { ref: '0FFC-000001', at: 5, zoneOffsetMinutes: 480 },
    );
    expect(event).toEqual({
      type: 'entry.reviewed',
      household: HOUSEHOLD,
      entry: 'AAAA-000001',
      status: 'rejected',
      by: 'o1',
      at: 5,
      reason: '不实',
    });
  });
});

describe('[CF-23] reversals', () => {
  const reverse = (by = 'w1') =>
    op('entry.reverse', { household: HOUSEHOLD, entry: 'AAAA-000001', reason: '记错户' }, by);
  const of = (change: Partial<Parameters<typeof entry>[0]>, ...more: Parameters<typeof entry>[0][]) =>
    freshFile({ entries: [entry({ id: 'AAAA-000001', member: 'm1', ...change }), ...more.map(entry)] });
  const judged = (file: HouseholdFile, by = 'w1', ctx: Partial<JudgeContext> = {}) =>
    decide(file, reverse(by), context(file, ctx));
  const AT_ONCE = { outcome: 'applied', code: 'ok', params: { status: 'approved' } };
  const WAITS = { outcome: 'applied', code: 'ok' };
  const village = { ruleVersions: rulesFrom(rule({ review: 'village' })) };

  it('of the own entry nobody has reviewed take effect at once', () => {
    expect(judged(of({}))).toEqual(AT_ONCE);
    expect(judged(of({ status: 'submitted' }), 'w1', village)).toEqual(AT_ONCE);
  });
  it('of what another scored or a person decided wait for review', () => {
    expect(judged(of({ by: 'w2' }))).toEqual(WAITS);
    expect(judged(of({ reviewedBy: 'o1', reviewedAt: 1 }))).toEqual(WAITS);
  });
  it('of carried-over history, which people decided elsewhere, wait for review', () =>
    expect(judged(of({}), 'w1', village)).toEqual(WAITS));
  it('by who may review such items take effect at once', () => {
    const file = of({ by: 'w2', reviewedBy: 'o2', reviewedAt: 1 });
    expect(judged(file, 'o1', { actor: OFFICER, ...village })).toEqual(AT_ONCE);
    expect(judged(file, 'o1', { actor: OFFICER, ruleVersions: rulesFrom(rule({ review: 'committee' })) })).toEqual(
      WAITS,
    );
  });
  it('are one per entry, pending ones included; a rejected one leaves room for another', () => {
    for (const status of ['submitted', 'approved'] as const) {
      expect(judged(of({}, { id: 'BBBB-000001', reverses: 'AAAA-000001', status }))).toMatchObject({
        outcome: 'refused',
        code: 'already_reversed',
      });
    }
    expect(judged(of({}, { id: 'BBBB-000001', reverses: 'AAAA-000001', status: 'rejected' }))).toEqual(AT_ONCE);
  });
  it('of rejected, unknown or reversing entries are refused', () => {
    expect(judged(of({ status: 'rejected', reviewedBy: 'o1' }))).toMatchObject({
      code: 'already_decided',
      params: { by: 'o1' },
    });
    expect(judged(of({ status: 'rejected' }))).toMatchObject({ code: 'already_decided', params: { by: '' } });
    expect(judged(freshFile())).toMatchObject({ code: 'unknown_entry' });
    expect(judged(of({ reverses: 'CCCC-000001' }))).toMatchObject({ code: 'unknown_entry' });
  });
  it('are entries of the same size with the opposite sign, dated the day they were recorded', () => {
    const file = of({ date: '2026-11-02', points: 4, quantity: 2 });
    const ctx = { ref: 'K7Q2-000009', at: NOON_MS, zoneOffsetMinutes: 480 };
    expect(effects(file, reverse(), { outcome: 'applied', code: 'ok', params: { status: 'approved' } }, ctx)).toEqual([
      {
        type: 'entry.recorded',
        household: HOUSEHOLD,
        entry: {
          id: 'K7Q2-000009',
          rule: 'RJ-01',
          date: TODAY,
          points: -4,
          quantity: 2,
          member: 'm1',
          note: '记错户',
          by: 'w1',
          at: NOON_MS,
          status: 'approved',
          reverses: 'AAAA-000001',
        },
      },
    ]);
    const [pending] = effects(
      freshFile({ entries: [entry({ id: 'AAAA-000001' })] }),
      reverse(),
      { outcome: 'applied', code: 'ok' },
      ctx,
    );
    expect(pending).toMatchObject({ entry: { status: 'submitted' } });
  });
});
