/** Bodies of ops on what households take, and on what devices may give them. */
import * as z from 'zod/mini';
import { totalOf } from '../../domain/judge/redemption.ts';
import { type BodySchemas, deviceId, householdCode, POINTS_MAX, reason, ref, whole, word } from './parts.ts';

const line = z
  .strictObject({
    sku: word(40),
    quantity: whole(1, 999),
    price: whole(0, POINTS_MAX),
    hand: z.exactOptional(whole(1, 999)),
  })
  .check(z.refine((l) => (l.hand ?? 0) <= l.quantity, { path: ['hand'], message: 'more than the line' }));
export const lines = z.array(line).check(z.minLength(1), z.maxLength(100));

export const totals = z.refine<{ lines: z.infer<typeof lines>; points: number }>((b) => totalOf(b.lines) === b.points, {
  path: ['points'],
  message: 'not the sum of the lines',
});
export const spendable = whole(1, POINTS_MAX);

export const redemptionBodies = {
  'redemption.record': z
    .strictObject({
      household: householdCode,
      lines,
      points: spendable,
      mode: z.enum(['allowance', 'online']),
      card: z.exactOptional(whole(1, 999)),
      reservation: z.exactOptional(ref),
      instead: z.exactOptional(ref),
    })
    .check(totals),
  'redemption.void': z.strictObject({ household: householdCode, redemption: ref, reason }),
  'reservation.record': z
    .strictObject({
      household: householdCode,
      lines,
      points: spendable,
      handOver: z.enum(['store', 'door']),
      card: z.exactOptional(whole(1, 999)),
    })
    .check(totals),
  'reservation.cancel': z.strictObject({ household: householdCode, reservation: ref, reason }),
  'allowance.return': z.strictObject({
    lines: z.array(z.tuple([householdCode, whole(0, 1_000_000)])).check(z.minLength(1), z.maxLength(2_000)),
  }),
  'allowance.writeoff': z.strictObject({
    device: deviceId,
    lines: z.exactOptional(
      z.array(z.tuple([householdCode, whole(1, 1_000_000)])).check(
        z.minLength(1),
        z.maxLength(2_000),
        z.refine((list) => new Set(list.map(([code]) => code)).size === list.length, 'a household twice'),
      ),
    ),
    reason,
  }),
} satisfies BodySchemas;
