/** Facts as rows of the database, and back (SY-10). */
import { expect, test } from 'vitest';
import { voidedBy } from '../../../src/domain/apply.ts';
import type { RedemptionVoided } from '../../../src/domain/events/spending.ts';
import { redemptionFromRow } from '../../../src/server/ingest/rows.ts';

const row = {
  ...{ household: 'XW-0001', id: 'K7Q2-000001', lines: [{ sku: 'rice', quantity: 1, price: 5 }], points: 5 },
  ...{ mode: 'allowance' as const, by_user: 'w1', at: 1, date: '2026-11-23', instead: null, old_card: null },
  ...{ write_off: null, late_points: null, shortfall: null, reservation: null },
};

test.each([
  ['of now', { by: 'w2', at: 7 }],
  ['from before it was kept who voided, and when', {}],
])('[SY-10] a void %s reads from its row as from its event', (_which, who) => {
  const event: RedemptionVoided = {
    ...{ type: 'redemption.voided', household: 'XW-0001', redemption: row.id, ref: 'K7Q2-000002', reason: '退货' },
    ...who,
  };
  const kept = { voided_ref: event.ref, voided_reason: event.reason };
  const read = redemptionFromRow({ ...row, ...kept, voided_by: event.by ?? null, voided_at: event.at ?? null });
  expect(read.voided).toStrictEqual(voidedBy(event));
});
