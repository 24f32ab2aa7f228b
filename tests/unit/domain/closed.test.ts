/** CF-09: what still counts of a household that was closed meanwhile; and that nothing is in a file that nobody said. */
import { describe, expect, it } from 'vitest';
import type { HouseholdFile } from '../../../src/domain/household.ts';
import type { JudgeContext } from '../../../src/domain/judge/context.ts';
import { decide } from '../../../src/domain/judge/decide.ts';
import { effects } from '../../../src/domain/judge/effects.ts';
import type { HouseholdOp, OpBodies } from '../../../src/domain/op.ts';
import { NO_POINTS } from '../../../src/domain/points.ts';
import type { HeldCode, VerdictParams } from '../../../src/domain/verdict.ts';
import { context, deed, entry, freshFile, HOUSEHOLD, NOON_MS, OFFICER, op, TODAY, WORKER } from './support/world.ts';

const CLOSED_AT = NOON_MS - 1_000;
const GIVEN = { id: 'K7Q2-000005', lines: [], points: 1, mode: 'online' as const, by: 'w1', at: 1, date: TODAY };
const closed = freshFile({
  closed: { ref: '0FFC-000001', by: 'o1', at: CLOSED_AT, reason: '迁出' },
  entries: [entry({ id: 'K7Q2-000003' }), entry({ id: 'K7Q2-000004', status: 'submitted' })],
  redemptions: [GIVEN],
});
const lines = [{ sku: 's', quantity: 1, price: 5 }];
const spend = (mode: 'allowance' | 'online') =>
  op('redemption.record', { household: HOUSEHOLD, lines, points: 5, mode });
const edit = op('household.edit', { household: HOUSEHOLD, set: [{ field: 'phone', value: '1', was: '' }] });
const card = op('card.replace', { household: HOUSEHOLD, n: 2, reason: 'r' });
const reverse = op('entry.reverse', { household: HOUSEHOLD, entry: 'K7Q2-000003', reason: 'r' });
const review = op('entry.review', { household: HOUSEHOLD, entry: 'K7Q2-000004', decision: 'approve' }, 'o1');
const undo = op('redemption.void', { household: HOUSEHOLD, redemption: GIVEN.id, reason: 'r' });
const OFFICE = { actor: OFFICER, device: { id: '0FFC', kind: 'office' as const } };
const judge = (o: HouseholdOp, change: Partial<JudgeContext> = {}, file: HouseholdFile = closed) =>
  decide(file, o, context(file, { remaining: 5, points: { ...NO_POINTS, final: 50 }, ...change }));

describe('[CF-09] an op of a household that is closed', () => {
  const HELD = { outcome: 'held', code: 'household_closed', params: { household: HOUSEHOLD } };

  it.each<[string, HouseholdOp]>([
    ['a deed', deed()],
    ['an edit', edit],
    ['a card', card],
  ])(
    '%s recorded before it counts, one recorded from then on is held, and counts when a person says so',
    (_what, o) => {
      expect(judge(o, { at: CLOSED_AT - 1 }).outcome).toBe('applied');
      expect(judge(o, { at: CLOSED_AT })).toEqual(HELD);
      expect(judge(o)).toEqual(HELD);
      expect(judge(o, { waived: new Set<HeldCode>(['household_closed']) }).outcome).toBe('applied');
      expect(judge(o, { waived: new Set<HeldCode>(['rule_off']) })).toEqual(HELD);
      expect(judge(o, {}, freshFile()).outcome).toBe('applied');
    },
  );

  it('[CF-11] goods on a right that is out still leave; online nothing more does', () => {
    expect(judge(spend('allowance')).outcome).toBe('applied');
    expect(judge(spend('online'))).toEqual({
      outcome: 'refused',
      code: 'household_ended',
      params: { household: HOUSEHOLD },
    });
    expect(judge(spend('online'), { at: CLOSED_AT - 1 }).outcome).toBe('applied');
  });

  it.each<[string, HouseholdOp, Partial<JudgeContext>]>([
    ['a review', review, OFFICE],
    ['a reversal', reverse, {}],
    ['a void', undo, {}],
  ])('%s is about its past and counts', (_what, o, ctx) => expect(judge(o, ctx).outcome).toBe('applied'));
});

describe('a verdict names what it is about', () => {
  const nothing = freshFile();
  it.each<[string, HouseholdOp, Partial<JudgeContext>, HouseholdFile | undefined, string, VerdictParams]>([
    ['somebody the device does not know', deed({}), { actor: undefined }, nothing, 'no_right', { by: 'w1' }],
    ['somebody of elsewhere', deed({}), { actor: { ...WORKER, village: 'SW' } }, nothing, 'no_right', { by: 'w1' }],
    ['a household that is not there', deed({}), {}, undefined, 'unknown_household', { household: HOUSEHOLD }],
    [
      'what is another’s to do',
      deed({}),
      { actor: { ...WORKER, role: 'store_clerk' } },
      nothing,
      'not_allowed',
      { kind: 'entry.record' },
    ],
    ['a review of nothing', review, OFFICE, nothing, 'unknown_entry', { entry: 'K7Q2-000004' }],
    ['a reversal of nothing', reverse, {}, nothing, 'unknown_entry', { entry: 'K7Q2-000003' }],
    [
      'a second reversal',
      reverse,
      {},
      freshFile({ entries: [entry({ id: 'K7Q2-000003' }), entry({ id: 'K7Q2-000009', reverses: 'K7Q2-000003' })] }),
      'already_reversed',
      { entry: 'K7Q2-000003' },
    ],
    ['a void of nothing', undo, {}, nothing, 'unknown_redemption', { redemption: GIVEN.id }],
    [
      'a second void',
      undo,
      {},
      freshFile({ redemptions: [{ ...GIVEN, voided: { ref: 'K7Q2-000006', reason: '' } }] }),
      'already_voided',
      { redemption: GIVEN.id },
    ],
  ])('%s', (_what, o, ctx, file, code, params) =>
    expect(decide(file, o, context(file, ctx))).toMatchObject({ code, params }),
  );

  it('of an entry it means that one, not its neighbour', () => {
    const file = freshFile({
      entries: [
        entry({ id: 'K7Q2-000001', status: 'rejected' }),
        entry({ id: 'K7Q2-000003' }),
        entry({ id: 'K7Q2-000004', status: 'submitted' }),
      ],
      redemptions: [{ ...GIVEN, id: 'K7Q2-000002', mode: 'carryover' }, GIVEN],
    });
    expect(judge(review, OFFICE, file)).toEqual({ outcome: 'applied', code: 'ok' });
    expect(judge(reverse, {}, file)).toMatchObject({ outcome: 'applied' });
    expect(judge(undo, {}, file)).toEqual({ outcome: 'applied', code: 'ok' });
  });

  it('of a committee’s item says which', () => {
    const file = freshFile({ entries: [entry({ id: 'K7Q2-000004', status: 'submitted' })] });
    const ruleVersions = [
      {
        village: null,
        version: 1,
        effectiveFrom: '2020-01-01',
        rules: context(file).ruleVersions[0]?.rules.map((r) => ({ ...r, review: 'committee' as const })) ?? [],
      },
    ];
    expect(judge(review, { ...OFFICE, ruleVersions }, file)).toEqual({
      outcome: 'refused',
      code: 'needs_committee',
      params: { entry: 'K7Q2-000004' },
    });
  });
});

describe('[SY-10] what nobody said is not in the file, not even as nothing', () => {
  const CTX = { ref: 'K7Q2-000009', at: NOON_MS, zoneOffsetMinutes: 480 };
  const of = (o: HouseholdOp, params?: VerdictParams, file = closed) =>
    effects(file, o, { outcome: 'applied', code: 'ok', ...(params ? { params } : {}) }, CTX)[0];
  const recorded = { type: 'entry.recorded', household: HOUSEHOLD } as const;
  const plain = { rule: 'RJ-01', date: TODAY, points: 2, quantity: 1, at: NOON_MS } as const;

  it('a deed', () => {
    const body = { id: 'K7Q2-000009', ...plain, by: 'w1', status: 'submitted' };
    expect(of(deed())).toStrictEqual({ ...recorded, entry: body });
    expect(of(deed(), { status: 5, late: 7, oldCard: '1', points: '3' })).toStrictEqual({ ...recorded, entry: body });
  });
  it('a reversal', () =>
    expect(of(reverse)).toStrictEqual({
      ...recorded,
      entry: {
        ...{ id: 'K7Q2-000009', rule: 'RJ-01', date: TODAY, points: -2, quantity: 1, note: 'r', by: 'w1' },
        ...{ at: NOON_MS, status: 'submitted', reverses: 'K7Q2-000003' },
      },
    }));
  it('a review', () => {
    const said = { type: 'entry.reviewed', household: HOUSEHOLD, entry: 'K7Q2-000004', by: 'o1', at: NOON_MS };
    expect(of(review)).toStrictEqual({ ...said, status: 'approved' });
  });
  it('a redemption', () => {
    const given = { type: 'redemption.recorded', household: HOUSEHOLD };
    const redemption = {
      ...{ id: 'K7Q2-000009', lines, points: 5, mode: 'allowance', by: 'w1', at: NOON_MS, date: TODAY },
    };
    expect(of(spend('allowance'))).toStrictEqual({ ...given, redemption });
    for (const half of [{ writeOff: '0FFC-000001' }, { writtenOff: 3 }] as VerdictParams[])
      expect(of(spend('allowance'), half)).toStrictEqual({ ...given, redemption });
    expect(of(spend('allowance'), { writeOff: '0FFC-000001', writtenOff: 3 })).toStrictEqual({
      ...given,
      redemption: { ...redemption, late: { writeOff: '0FFC-000001', points: 3, shortfall: 0 } },
    });
  });
  it('a void', () =>
    expect(of(undo)).toStrictEqual({
      type: 'redemption.voided',
      household: HOUSEHOLD,
      redemption: GIVEN.id,
      ref: 'K7Q2-000009',
      reason: 'r',
      by: undo.by,
      at: undo.at,
    }));
  it('[CF-08] an edit says against whom it was, when it was against somebody', () => {
    const edits = [{ ref: 'K7Q2-000009', field: 'phone', value: '1', was: '', by: 'w1', at: NOON_MS }];
    const event = { type: 'profile.edited', household: HOUSEHOLD, edits };
    expect(of(edit)).toStrictEqual(event);
    expect(of(edit, { against: 'AAAA-000001' })).toStrictEqual(event);
    expect(of(edit, { against: ['AAAA-000001'] })).toStrictEqual({ ...event, against: ['AAAA-000001'] });
  });
  it('a deed on paper', () => {
    const body: OpBodies['carryover.entry'] = {
      ...{
        household: HOUSEHOLD,
        rule: 'RJ-01',
        date: TODAY,
        quantity: 1,
        points: 2,
        status: 'approved',
        recordedBy: 'x',
      },
    };
    expect(of(op('carryover.entry', body))).toStrictEqual({
      ...recorded,
      entry: { id: 'K7Q2-000009', ...plain, by: 'x', status: 'approved' },
    });
  });
});

describe('[CF-13] a claim on written-off rights', () => {
  const late = (points: number, free: number, remaining = 0) =>
    judge(op('redemption.record', { household: HOUSEHOLD, lines, points, mode: 'allowance' }), {
      remaining,
      points: { ...NO_POINTS, final: free },
      writtenOff: { points: 5, ref: '0FFC-000001' },
    });
  it('costs the write-off what the household cannot cover, and says nothing of a shortfall when there is none', () => {
    const claim = (params: object) => ({
      outcome: 'applied',
      code: 'written_off',
      params: { writeOff: '0FFC-000001', ...params },
    });
    expect(late(5, 9)).toStrictEqual(claim({ writtenOff: 5 }));
    expect(late(5, 5)).toStrictEqual(claim({ writtenOff: 5 }));
    expect(late(5, 2)).toStrictEqual(claim({ writtenOff: 5, shortfall: 3 }));
    expect(late(5, -4)).toStrictEqual(claim({ writtenOff: 5, shortfall: 5 }));
    expect(late(7, 0, 2)).toStrictEqual(claim({ writtenOff: 5, shortfall: 5 }));
    expect(late(6, 0, 0)).toMatchObject({ outcome: 'held', code: 'over_allowance' });
  });
});
