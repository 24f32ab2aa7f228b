/** Body of the op that settles a quarter. */
import * as z from 'zod/mini';
import { isQuarter } from '../../domain/quarter.ts';
import { type BodySchemas, householdCode, village, whole } from './parts.ts';

/** Households of one village. */
const LINES_MAX = 10_000;
/** What a household can have left of many years. */
const LAPSE_MAX = 1_000_000;

const once = z.refine<[string, number][]>((lines) => new Set(lines.map(([code]) => code)).size === lines.length, {
  message: 'a household twice',
});

export const quarterBodies = {
  'quarter.settle': z.strictObject({
    village,
    quarter: z.string().check(z.refine((s) => isQuarter(s), 'not a quarter')),
    lines: z.array(z.tuple([householdCode, whole(1, LAPSE_MAX)])).check(z.maxLength(LINES_MAX), once),
  }),
} satisfies BodySchemas;
