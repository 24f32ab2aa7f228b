/** Goods of which some come back: what the household kept of a voided receipt (CF-27). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HouseholdFile, Redemption, RedemptionLine } from '../../../src/domain/household.ts';
import type { JudgeContext } from '../../../src/domain/judge/context.ts';
import { decide } from '../../../src/domain/judge/decide.ts';
import { isPartOf, keptLines } from '../../../src/domain/judge/partReturn.ts';
import { totalOf } from '../../../src/domain/judge/redemption.ts';
import type { OpBodies } from '../../../src/domain/op.ts';
import { NO_POINTS } from '../../../src/domain/points.ts';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';
import { pricesOf } from '../../../src/domain/price.ts';
import { context, freshFile, HOUSEHOLD, NOON_MS, op, TODAY } from './support/world.ts';

const WHOLE: readonly RedemptionLine[] = [
  { sku: 'rice', quantity: 3, price: 5 },
  { sku: 'salt', quantity: 1, price: 2 },
];
const receipt: Redemption = {
  id: 'AAAA-000001',
  lines: WHOLE,
  points: 17,
  mode: 'allowance',
  by: 'w1',
  at: NOON_MS,
  date: TODAY,
  voided: { ref: 'AAAA-000002', reason: '退货' },
};
const file = (change: Partial<Redemption> = {}, more: Partial<HouseholdFile> = {}) =>
  freshFile({ redemptions: [{ ...receipt, ...change }], ...more });
const closed = { ...DEFAULT_POLICY, redemptionWindows: [{ from: '2026-12-01', to: '2026-12-31' }] };
/** The rice costs 9 since long ago. */
const dearer = pricesOf([{ sku: 'rice', price: 9 }], [{ sku: 'rice', price: 5, until: NOON_MS - 40 * 86_400_000 }]);
const RICE = { sku: 'rice', quantity: 2, price: 5 };

function judge(
  change: Partial<OpBodies['redemption.record']>,
  ctx: Partial<JudgeContext> = {},
  on: HouseholdFile = file(),
) {
  const lines = change.lines ?? [RICE];
  const body = { household: HOUSEHOLD, lines, points: totalOf(lines), mode: 'allowance' as const };
  const kept = op('redemption.record', { ...body, instead: receipt.id, ...change });
  return decide(on, kept, context(on, { remaining: 17, ...ctx }));
}

describe('[CF-27] what was kept', () => {
  it('[CF-27] is asked neither for window nor for price: both were settled with the receipt', () => {
    for (const ctx of [{ policy: closed }, { prices: dearer }, { policy: closed, prices: dearer }])
      expect(judge({}, ctx)).toEqual({ outcome: 'applied', code: 'ok' });
    // The goods have left long ago: a household that was closed meanwhile keeps them too.
    const ended = { closed: { ref: 'B', by: 'o', at: NOON_MS - 1, reason: '' } };
    const free = { points: { ...NO_POINTS, final: 20 } };
    expect(judge({ mode: 'online' }, free, file({ mode: 'online' }, ended))).toMatchObject({ outcome: 'applied' });
  });

  it('[CF-27] is judged like any other when it is not part of a receipt that was voided', () => {
    const held = { outcome: 'held', code: 'outside_window' };
    const ctx = { policy: closed };
    expect(judge({ lines: [{ ...RICE, quantity: 4 }] }, { ...ctx, remaining: 20 })).toMatchObject(held);
    expect(judge({ lines: [{ ...RICE, price: 4 }] }, ctx)).toMatchObject(held);
    expect(judge({ lines: [{ ...RICE, sku: 'oil' }] }, ctx)).toMatchObject(held);
    expect(judge({ instead: 'AAAA-000009' }, ctx)).toMatchObject(held);
    expect(judge({}, ctx, file({ mode: 'online' }))).toMatchObject(held);
    const { voided: _, ...standing } = receipt;
    const already = { ...standing, id: 'AAAA-000004', instead: receipt.id };
    expect(judge({}, ctx, freshFile({ redemptions: [receipt, already] }))).toMatchObject(held);
  });

  it('[CF-27] [AL-2] waits as long as its receipt does or counts, however it is paid, and nobody can overrule that', () => {
    const { voided: _, ...standing } = receipt;
    const ended = { closed: { ref: 'B', by: 'o', at: NOON_MS - 1, reason: '' } };
    const stands = { outcome: 'held', code: 'receipt_stands', params: { redemption: receipt.id } };
    const waived = new Set(['receipt_stands'] as const);
    const free = { points: { ...NO_POINTS, final: 20 } };
    for (const mode of ['allowance', 'online'] as const)
      for (const ctx of [{ ...free }, { ...free, waived }, { ...free, policy: closed }])
        expect(judge({ mode }, ctx, freshFile({ redemptions: [standing], ...ended }))).toEqual(stands);
    expect(judge({}, { receiptWaits: true }, freshFile({}))).toEqual(stands);
  });

  it('[AL-3] [CF-27] takes no more than there is', () => {
    expect(judge({}, { remaining: 9 })).toMatchObject({ outcome: 'held', code: 'over_allowance' });
    const online = (free: number) =>
      judge({ mode: 'online' }, { points: { ...NO_POINTS, final: free } }, file({ mode: 'online' }));
    expect(online(10)).toEqual({ outcome: 'applied', code: 'ok' });
    // The goods are gone, so it is a person's matter and not refused.
    expect(online(9)).toEqual({ outcome: 'held', code: 'over_allowance', params: { points: 10, remaining: 9 } });
    expect(online(-3)).toMatchObject({ params: { remaining: 0 } });
  });
});

describe('[CF-27] lines', () => {
  const lines = fc.uniqueArray(
    fc.record({
      sku: fc.constantFrom('a', 'b', 'c', 'd'),
      quantity: fc.integer({ min: 1, max: 9 }),
      price: fc.integer({ min: 0, max: 30 }),
    }),
    { minLength: 1, maxLength: 4, selector: (l) => l.sku },
  );

  it('[CF-27] what comes back and what is kept are the whole, in pieces and in points', () => {
    fc.assert(
      fc.property(lines, fc.array(fc.nat(9), { minLength: 4, maxLength: 4 }), (whole, wanted) => {
        const back = whole.map((line, i) => Math.min(line.quantity, wanted[i] ?? 0));
        const kept = keptLines(whole, (_, i) => back[i] ?? 0);
        const returned = whole.reduce((sum, line, i) => sum + line.price * (back[i] ?? 0), 0);
        expect(totalOf(kept) + returned).toBe(totalOf(whole));
        expect(isPartOf(kept, whole)).toBe(true);
        expect(kept.every((line) => line.quantity > 0)).toBe(true);
        expect(isPartOf([...whole, { sku: 'a', quantity: 1, price: whole[0]?.price ?? 0 }], whole)).toBe(false);
      }),
    );
  });
});
