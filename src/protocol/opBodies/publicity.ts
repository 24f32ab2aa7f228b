/** Bodies of ops on published months and objections to them. */
import * as z from 'zod/mini';
import { OBJECTION_OUTCOMES, OBJECTION_WAYS } from '../../domain/objection.ts';
import { OBJECTION_TEXT_MAX } from '../publicity.ts';
import { type BodySchemas, day, householdCode, month, ref, village, word } from './parts.ts';

export const publicityBodies = {
  'month.publish': z.strictObject({ village, month }),
  'publicity.final': z.strictObject({ village, month }),
  'objection.record': z.strictObject({
    ...{ village, month },
    text: word(OBJECTION_TEXT_MAX),
    how: z.enum(OBJECTION_WAYS),
    on: z.exactOptional(day),
    name: z.exactOptional(word(40)),
    phone: z.exactOptional(word(20)),
    about: z.exactOptional(z.strictObject({ household: householdCode, entry: z.exactOptional(ref) })),
  }),
  'objection.answer': z.strictObject({
    objection: ref,
    outcome: z.enum(OBJECTION_OUTCOMES),
    answer: word(OBJECTION_TEXT_MAX),
    effects: z.exactOptional(z.array(ref).check(z.minLength(1), z.maxLength(20))),
  }),
} satisfies BodySchemas;
