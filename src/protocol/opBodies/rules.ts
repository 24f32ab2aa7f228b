/** Body of the op that publishes rules. */
import * as z from 'zod/mini';
import { type BodySchemas, day, POINTS_MAX, text, village, whole, word } from './parts.ts';

/** Items of one version of rules. */
export const RULES_MAX = 500;

const shape = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('fixed'), points: whole(0, POINTS_MAX) }),
  z
    .strictObject({ type: z.literal('range'), min: whole(0, POINTS_MAX), max: whole(0, POINTS_MAX) })
    .check(z.refine((r) => r.min <= r.max, { path: ['max'], message: 'below the minimum' })),
  z.strictObject({ type: z.literal('per_unit'), per: whole(0, POINTS_MAX) }),
  z.strictObject({
    type: z.literal('stepped'),
    steps: z
      .array(z.strictObject({ at: whole(0, 1_000_000), points: whole(0, POINTS_MAX) }))
      .check(z.minLength(1), z.maxLength(30)),
  }),
  z.strictObject({
    type: z.literal('ladder'),
    levels: z
      .array(z.strictObject({ name: word(20), points: whole(0, POINTS_MAX) }))
      .check(z.minLength(1), z.maxLength(30)),
  }),
]);

/** An item of a town's or village's rules. */
export const ruleSchema = z.strictObject({
  code: word(20),
  category: word(20),
  title: word(60),
  description: text(500),
  kind: z.enum(['plus', 'minus']),
  shape,
  unit: text(20),
  cap: z.exactOptional(
    z.strictObject({
      times: z.exactOptional(whole(1, 10_000)),
      points: z.exactOptional(whole(1, POINTS_MAX)),
      period: z.enum(['week', 'month', 'quarter', 'year', 'once']),
      scope: z.enum(['household', 'member']),
    }),
  ),
  evidence: z.enum(['none', 'photo', 'document']),
  review: z.enum(['auto', 'village', 'committee']),
  enabled: z.boolean(),
  note: text(300),
});

export const ruleBodies = {
  'rules.publish': z.strictObject({
    village: z.nullable(village),
    version: whole(1, 100_000),
    effectiveFrom: day,
    rules: z.array(ruleSchema).check(z.maxLength(RULES_MAX)),
  }),
} satisfies BodySchemas;
