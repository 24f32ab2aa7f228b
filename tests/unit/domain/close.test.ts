/** The close of a store: what went out and came back on which days, whatever the days. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, dayOf } from '../../../src/domain/calendar.ts';
import { type ClosedFile, type CloseQuestion, closeOf, quarterOf } from '../../../src/domain/close.ts';
import type { Redemption } from '../../../src/domain/household.ts';
import { totalOf } from '../../../src/domain/judge/redemption.ts';

const ZONE = 480;
const noon = (day: string) => Date.parse(`${day}T04:00:00Z`);
const FIRST = '2026-11-01';
const ask = (from: string, to = from, more: Partial<CloseQuestion> = {}): CloseQuestion => ({
  days: { from, to },
  zoneOffsetMinutes: ZONE,
  goods: [],
  ...more,
});
function receipt(id: string, day: string, change: Partial<Redemption> = {}): Redemption {
  const lines = change.lines ?? [{ sku: 'rice', quantity: 2, price: 5 }];
  return { id, lines, points: totalOf(lines), mode: 'allowance', by: 'clerk', at: noon(day), date: day, ...change };
}
const voided = (ref: string, day: string, by = 'boss') => ({ ref, reason: '退货', by, at: noon(day) });

describe('the close', () => {
  it('puts a receipt to its day and its void to the day of the void, and says who did what', () => {
    const files: readonly ClosedFile[] = [
      {
        code: 'XW-0001',
        redemptions: [
          receipt('AAAA-000001', FIRST, { voided: voided('BBBB-000001', '2026-11-03') }),
          receipt('AAAA-000002', FIRST, { lines: [{ sku: 'salt', quantity: 1, price: 2 }] }),
        ],
      },
      { code: 'XW-0002', redemptions: [receipt('BBBB-000002', '2026-11-03')] },
    ];
    expect(closeOf(files, ask(FIRST))).toMatchObject({
      out: { count: 2, pieces: 3, points: 12 },
      back: { count: 0 },
      points: 12,
      households: [{ household: 'XW-0001', receipts: 2, points: 12 }],
    });
    const third = closeOf(files, ask('2026-11-03', '2026-11-03', { goods: [{ sku: 'rice', unitCost: 1_850 }] }));
    expect(third).toMatchObject({ out: { points: 10 }, back: { count: 1, pieces: 2, points: 10 }, points: 0, cost: 0 });
    expect(third.people).toEqual([
      { by: 'clerk', receipts: 1, points: 10, voids: 0, voidedPoints: 0 },
      { by: 'boss', receipts: 0, points: 0, voids: 1, voidedPoints: 10 },
    ]);
    expect(third.goods).toEqual([{ sku: 'rice', out: 2, back: 2, points: 0, cost: 0 }]);
    expect(third.acts.map((a) => [a.kind, a.ref, a.receipt])).toEqual([
      ['back', 'BBBB-000001', 'AAAA-000001'],
      ['out', 'BBBB-000002', undefined],
    ]);
    // One counter: what it gave out and what it took back, wherever that had come from.
    expect(closeOf(files, ask(FIRST, '2026-11-03', { device: 'BBBB' }))).toMatchObject({
      out: { count: 1 },
      back: { count: 1 },
    });
    const all = closeOf(files, ask(FIRST, '2026-11-03', { goods: [{ sku: 'rice', unitCost: 1_850 }] }));
    expect(all).toMatchObject({ points: 12, cost: 3_700 });
    expect(all.goods).toEqual([
      { sku: 'rice', out: 4, back: 2, points: 10, cost: 3_700 },
      { sku: 'salt', out: 1, back: 0, points: 2, cost: null },
    ]);
  });

  it('knows nothing of the hour of an old void: it stands on the day of its receipt, by who recorded that', () => {
    const file = {
      code: 'H',
      redemptions: [receipt('AAAA-000001', FIRST, { voided: { ref: 'AAAA-000002', reason: '' } })],
    };
    expect(closeOf([file], ask(FIRST))).toMatchObject({ points: 0, people: [{ by: 'clerk', receipts: 1, voids: 1 }] });
  });

  it('[CF-13] tells what a write-off bears', () => {
    const late = { writeOff: 'W', points: 10, shortfall: 4 };
    const file = { code: 'H', redemptions: [receipt('AAAA-000001', FIRST, { late })] };
    expect(closeOf([file], ask(FIRST))).toMatchObject({ points: 10, shortfall: 4 });
  });

  it.each([
    ['2026-01-01', '2026-01-01', '2026-03-31'],
    ['2026-06-30', '2026-04-01', '2026-06-30'],
    ['2026-08-15', '2026-07-01', '2026-09-30'],
    ['2026-12-31', '2026-10-01', '2026-12-31'],
  ])('the quarter of %s', (day, from, to) => {
    expect(quarterOf(day)).toEqual({ from, to });
  });

  const line = fc.record({
    sku: fc.constantFrom('a', 'b', 'c'),
    quantity: fc.integer({ min: 1, max: 5 }),
    price: fc.integer({ min: 1, max: 9 }),
  });
  const day = fc.nat(20).map((n) => addDays(FIRST, n));
  const redemption = fc
    .record({
      device: fc.constantFrom('AAAA', 'BBBB'),
      seq: fc.nat(999_999),
      day,
      lines: fc.array(line, { minLength: 1, maxLength: 3 }),
      back: fc.option(fc.record({ device: fc.constantFrom('AAAA', 'BBBB'), seq: fc.nat(999_999), days: fc.nat(9) })),
    })
    .map(({ device, seq, day: on, lines, back }) =>
      receipt(`${device}-${String(seq).padStart(6, '0')}`, on, {
        lines,
        ...(back
          ? { voided: voided(`${back.device}-${String(back.seq).padStart(6, '0')}`, addDays(on, back.days)) }
          : {}),
      }),
    );
  const village = fc
    .array(fc.array(redemption, { maxLength: 6 }), { maxLength: 5 })
    .map((list) => list.map((redemptions, i) => ({ code: `XW-${i}`, redemptions })));

  it('days, goods, households, people and counters each add up to the same points: to what the files say', () => {
    fc.assert(
      fc.property(village, (files) => {
        const whole = closeOf(files, ask(FIRST, addDays(FIRST, 40)));
        const ledger = files.flatMap((f) => f.redemptions).filter((r) => !r.voided);
        expect(whole.points).toBe(ledger.reduce((sum, r) => sum + r.points, 0));
        const sum = (list: readonly { readonly points: number }[]) =>
          list.reduce((total, row) => total + row.points, 0);
        const days = Array.from({ length: 41 }, (_, n) => closeOf(files, ask(addDays(FIRST, n))));
        const counters = ['AAAA', 'BBBB'].map((device) => closeOf(files, ask(FIRST, addDays(FIRST, 40), { device })));
        for (const list of [days, counters, whole.goods, whole.households]) expect(sum(list)).toBe(whole.points);
        expect(sum(whole.people) - whole.people.reduce((total, p) => total + p.voidedPoints, 0)).toBe(whole.points);
        const acts = whole.acts.reduce((total, a) => total + (a.kind === 'out' ? a.points : -a.points), 0);
        expect(acts).toBe(whole.points);
        expect(whole.acts.every((a, i) => i === 0 || (whole.acts[i - 1]?.at ?? 0) <= a.at)).toBe(true);
        expect(dayOf(noon(FIRST), ZONE)).toBe(FIRST);
      }),
    );
  });
});
