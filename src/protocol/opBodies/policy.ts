/** Body of the op that publishes a policy. */
import * as z from 'zod/mini';
import { type BodySchemas, day, POINTS_MAX, village, whole } from './parts.ts';

const inOrder = z.refine<{ from: string; to: string }>(({ from, to }) => from <= to, {
  path: ['to'],
  message: 'before the first day',
});

/** Every field of a policy. */
export const policyFieldsSchema = z.strictObject({
  deedDaysBack: whole(0, 3660),
  redemptionWindows: z.union([
    z.literal('always'),
    z.array(z.strictObject({ from: day, to: day }).check(inOrder)).check(z.maxLength(60)),
  ]),
  counterSharePercent: whole(0, 100),
  carryMaxPoints: whole(0, POINTS_MAX),
  priceGraceDays: whole(0, 365),
  reservationDays: whole(0, 365),
  objectionDays: whole(1, 60),
  maskNames: z.boolean(),
  twoPersonPoints: whole(1, POINTS_MAX),
  fiveStarPercent: whole(1, 100),
  fourStarPercent: whole(1, 100),
  threeStarPercent: whole(1, 100),
  cadresApart: z.boolean(),
  leftoverLapses: z.boolean(),
  redeemableWhenFinal: z.boolean(),
  leftoverKeepPoints: whole(0, POINTS_MAX),
  villageItemMaxPoints: whole(0, POINTS_MAX),
  villagePlusItemsMax: whole(0, 100),
  villageMinusItemsMax: whole(0, 100),
});
const policy = z.partial(policyFieldsSchema);
const policyField = z.keyof(policyFieldsSchema);

export const policyBodies = {
  'policy.publish': z.strictObject({
    village: z.nullable(village),
    policy,
    follow: z.exactOptional(z.array(policyField).check(z.maxLength(100))),
  }),
} satisfies BodySchemas;
