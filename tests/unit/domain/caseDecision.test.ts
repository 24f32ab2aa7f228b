import { describe, expect, it } from 'vitest';
import { apply } from '../../../src/domain/apply.ts';
import type { HouseholdFile } from '../../../src/domain/household.ts';
import { decisionsFor, settleHeld, tellsOnly } from '../../../src/domain/judge/caseDecision.ts';
import type { JudgeContext } from '../../../src/domain/judge/context.ts';
import { decide } from '../../../src/domain/judge/decide.ts';
import { effects } from '../../../src/domain/judge/effects.ts';
import { must } from '../../../src/domain/must.ts';
import type { CaseDecision, HouseholdOp } from '../../../src/domain/op.ts';
import { freePoints, pointsOf, remainingOf } from '../../../src/domain/points.ts';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';
import type { HeldCode } from '../../../src/domain/verdict.ts';
import { CASE_WORDS_ZH } from '../../../src/protocol/caseWords.ts';
import { context, deed, entry, freshFile, HOUSEHOLD, op, rule, rulesFrom, WORKER } from './support/world.ts';

const CODES: readonly HeldCode[] = [
  'over_cap',
  'over_cap_part',
  'rule_off',
  'points_out_of_range',
  'date_future',
  'date_too_old',
  'no_right',
  'over_allowance',
  'outside_window',
  'unknown_household',
  'unknown_kind',
  'after_restore',
];

/** Judges, expects it held, and settles it by the decision. */
function settle(
  file: HouseholdFile,
  o: HouseholdOp,
  code: HeldCode,
  decision: Exclude<CaseDecision, 'reject'>,
  change: Partial<JudgeContext> = {},
  settled = file,
) {
  expect(decide(file, o, context(file, change))).toMatchObject({ outcome: 'held', code });
  return settleHeld(settled, o, code, decision, context(settled, change));
}

describe('the decisions a Case offers', () => {
  it.each<[HeldCode, readonly CaseDecision[]]>([
    ['over_cap', ['reject', 'swap', 'keep_both']],
    ['over_cap_part', ['cut', 'reject', 'keep_both']],
    ['rule_off', ['accept', 'reject']],
    ['points_out_of_range', ['accept', 'reject']],
    ['date_future', ['accept', 'reject']],
    ['date_too_old', ['accept', 'reject']],
    ['no_right', ['accept', 'reject']],
    ['over_allowance', ['accept', 'reject']],
    ['outside_window', ['accept', 'reject']],
    ['unknown_household', ['reject']],
    ['unknown_kind', ['reject']],
    ['after_restore', ['reject']],
    ['over_limit', ['noted']],
  ])('%s: %j', (code, expected) => expect(decisionsFor(code)).toEqual(expected));
  it('can always be turned down', () => {
    for (const code of CODES) expect(decisionsFor(code)).toContain('reject');
  });
});

it('a Case that only tells of what counts already is told from one that holds something', () => {
  const telling = (Object.keys(CASE_WORDS_ZH) as HeldCode[]).filter(tellsOnly);
  expect([...telling].sort()).toEqual(['likely_duplicate', 'over_limit', 'stock_below_zero']);
});

describe('[CF-02] two devices, one deed', () => {
  const ruleVersions = rulesFrom(
    rule({
      shape: { type: 'range', min: 1, max: 9 },
      cap: { times: 1, points: 10, period: 'week', scope: 'household' },
    }),
  );
  const first = entry({ id: 'AAAA-000001', points: 4 });
  const file = freshFile({ entries: [first] });
  const second = deed({ points: 7 });

  it('keep_both lets it count beyond the cap, on times and on points at once', () => {
    expect(settle(file, second, 'over_cap', 'keep_both', { ruleVersions })).toMatchObject({
      outcome: 'applied',
      code: 'ok',
      params: { status: 'approved' },
    });
  });
  it('swap counts it in place of the one that was reversed', () => {
    const swapped = freshFile({ entries: [first, entry({ id: '0FFC-000001', points: -4, reverses: first.id })] });
    expect(settle(file, second, 'over_cap', 'swap', { ruleVersions }, swapped)).toMatchObject({
      outcome: 'applied',
      code: 'ok',
    });
  });
  it('swap overrules nothing: while the other one stands, it is held as before', () => {
    expect(settle(file, second, 'over_cap', 'swap', { ruleVersions })).toMatchObject({
      outcome: 'held',
      code: 'over_cap',
    });
  });
  it('keep_both does not overrule another reason', () => {
    expect(
      settleHeld(file, deed({ date: '2026-11-24' }), 'over_cap', 'keep_both', context(file, { ruleVersions })),
    ).toMatchObject({ outcome: 'held', code: 'date_future' });
  });
});

describe('[CF-03] the cut', () => {
  const capped = (kind: 'plus' | 'minus') =>
    rulesFrom(
      rule({
        kind,
        shape: { type: 'range', min: 1, max: 9 },
        cap: { points: 10, period: 'month', scope: 'household' },
      }),
    );
  const ruleVersions = capped('plus');
  const file = freshFile({ entries: [entry({ id: 'AAAA-000001', points: 7 })] });

  it('counts what the cap still allows, and says so', () => {
    const verdict = settle(file, deed({ points: 6 }), 'over_cap_part', 'cut', { ruleVersions });
    expect(verdict).toEqual({
      outcome: 'applied',
      code: 'recomputed',
      params: { status: 'approved', points: 3, was: 6 },
    });
  });
  it('of a deduction is a smaller deduction', () => {
    const minus = freshFile({ entries: [entry({ id: 'AAAA-000001', points: -7 })] });
    expect(
      settle(minus, deed({ points: -6 }), 'over_cap_part', 'cut', { ruleVersions: capped('minus') }),
    ).toMatchObject({ params: { points: -3, was: -6 } });
  });
  it('counts whole when there is room for it by now', () => {
    const room = freshFile();
    expect(settle(file, deed({ points: 6 }), 'over_cap_part', 'cut', { ruleVersions }, room)).toEqual({
      outcome: 'applied',
      code: 'ok',
      params: { status: 'approved' },
    });
  });
  it('counts what fits now, not what fitted then', () => {
    const fuller = freshFile({ entries: [entry({ id: 'AAAA-000001', points: 9 })] });
    expect(settle(file, deed({ points: 6 }), 'over_cap_part', 'cut', { ruleVersions }, fuller)).toMatchObject({
      params: { points: 1, was: 6 },
    });
  });
  it('is no way past a cap that is full by now', () => {
    const full = freshFile({ entries: [entry({ id: 'AAAA-000001', points: 10 })] });
    expect(settle(file, deed({ points: 6 }), 'over_cap_part', 'cut', { ruleVersions }, full)).toMatchObject({
      outcome: 'held',
      code: 'over_cap',
    });
  });
  it('keep_both counts all of it', () => {
    expect(settle(file, deed({ points: 6 }), 'over_cap_part', 'keep_both', { ruleVersions })).toMatchObject({
      outcome: 'applied',
      code: 'ok',
    });
  });
});

describe('accepting a deed', () => {
  it.each<[HeldCode, Parameters<typeof deed>[0], Partial<JudgeContext>]>([
    ['date_future', { date: '2026-12-24' }, {}],
    ['date_too_old', { date: '2026-01-05' }, {}],
    ['rule_off', { rule: 'XX-99' }, {}],
    ['rule_off', {}, { ruleVersions: rulesFrom(rule({ enabled: false })) }],
    [
      'points_out_of_range',
      { points: 9 },
      { ruleVersions: rulesFrom(rule({ shape: { type: 'range', min: 1, max: 3 } })) },
    ],
    ['no_right', {}, { actor: { ...WORKER, village: 'DL' } }],
  ])('[CF-05] [CF-16] [CF-18] %s: it counts as the device recorded it', (code, body, ctx) => {
    const verdict = settle(freshFile(), deed(body), code, 'accept', ctx);
    expect(verdict).toMatchObject({ outcome: 'applied', code: 'ok' });
  });

  it('of a person the device no longer knows works for field work alone', () => {
    expect(settle(freshFile(), deed(), 'no_right', 'accept', { actor: undefined })).toMatchObject({
      outcome: 'applied',
    });
    const file = freshFile({ entries: [entry({ id: 'AAAA-000001', status: 'submitted' })] });
    const review = op('entry.review', { household: HOUSEHOLD, entry: 'AAAA-000001', decision: 'approve' });
    expect(settle(file, review, 'no_right', 'accept', { actor: undefined })).toMatchObject({
      outcome: 'refused',
      code: 'not_allowed',
    });
    expect(
      settle(file, review, 'no_right', 'accept', { actor: undefined, device: { id: '0FFC', kind: 'office' } }),
    ).toMatchObject({ outcome: 'refused' });
  });

  it('overrules the one reason: the next comes back', () => {
    const o = deed({ date: '2026-01-05', rule: 'XX-99' });
    expect(settle(freshFile(), o, 'date_too_old', 'accept')).toMatchObject({ outcome: 'held', code: 'rule_off' });
  });
});

describe('accepting a redemption', () => {
  const body = {
    household: HOUSEHOLD,
    lines: [{ sku: 'SP-001', quantity: 1, price: 12 }],
    points: 12,
    mode: 'allowance' as const,
  };
  const o = op('redemption.record', body);
  const earned = (points: number) =>
    freshFile({ entries: [entry({ id: 'AAAA-000001', points })], allowances: { K7Q2: { granted: 10, returned: 0 } } });

  it('[CF-25] outside the window', () => {
    const policy = { ...DEFAULT_POLICY, redemptionWindows: [] };
    expect(settle(earned(30), o, 'outside_window', 'accept', { policy, remaining: 20 })).toEqual({
      outcome: 'applied',
      code: 'ok',
    });
  });

  it('[AL-2] [AL-7] beyond the allowance draws on the free points and leaves the right as it was', () => {
    const file = earned(22);
    const verdict = settle(file, o, 'over_allowance', 'accept');
    expect(verdict).toEqual({ outcome: 'applied', code: 'ok', params: { mode: 'online' } });
    const after = effects(file, o, verdict, { ref: 'K7Q2-000001', at: 0, zoneOffsetMinutes: 480 }).reduce(apply, file);
    expect(must(after.redemptions[0], 'the redemption').mode).toBe('online');
    expect(remainingOf(after, 'K7Q2')).toBe(10);
    expect(freePoints(pointsOf(after))).toBe(0);
  });

  it('[AL-7] beyond the free points too is not possible: nobody may overspend a household', () => {
    expect(settle(earned(21), o, 'over_allowance', 'accept')).toMatchObject({
      outcome: 'held',
      code: 'over_allowance',
    });
  });

  it('[CF-11] that fits the allowance by now needs no free points', () => {
    expect(
      settle(
        earned(10),
        o,
        'over_allowance',
        'accept',
        {},
        freshFile({ allowances: { K7Q2: { granted: 12, returned: 0 } } }),
      ),
    ).toEqual({ outcome: 'applied', code: 'ok' });
  });
});

it('a registration and a card have their effects', () => {
  const ctx = { ref: '0FFC-000001', at: 5, zoneOffsetMinutes: 480 };
  const [event] = effects(
    undefined,
    op(
      'household.register',
      {
        household: 'XW-0300',
        village: 'XW',
        grid: 'XW-G1',
        head: '甲',
        phone: '',
        doorPlate: '',
        naturalVillage: '',
        status: 'active',
        tags: [],
        members: [
          { name: '甲', relation: '户主', tags: [] },
          { name: '乙', relation: '子', tags: [] },
        ],
      },
      'o1',
    ),
    { outcome: 'applied', code: 'ok' },
    ctx,
  );
  expect(event).toMatchObject({
    type: 'household.registered',
    ref: '0FFC-000001',
    by: 'o1',
    base: { members: { m1: { name: '甲' }, m2: { name: '乙' } } },
  });
  expect(
    effects(
      freshFile(),
      op('card.replace', { household: HOUSEHOLD, n: 2, reason: '遗失' }),
      { outcome: 'applied', code: 'ok' },
      ctx,
    ),
  ).toEqual([{ type: 'card.replaced', household: HOUSEHOLD, n: 2 }]);
  expect(apply(freshFile({ card: 3 }), { type: 'card.replaced', household: HOUSEHOLD, n: 2 }).card).toBe(3);
});
