/** Bodies of ops on what waits for a person, and on records of a log that ended. */
import * as z from 'zod/mini';
import { CASE_ID } from '../../domain/ref.ts';
import { type BodySchemas, householdCode, reason, ref, text } from './parts.ts';

export const caseBodies = {
  'case.decide': z.strictObject({
    case: z.string().check(z.regex(CASE_ID)),
    decision: z.enum(['accept', 'reject', 'keep_both', 'swap', 'cut', 'reprice', 'to', 'merge', 'noted']),
    replace: z.exactOptional(ref),
    choice: z.exactOptional(householdCode),
    reason: z.exactOptional(reason),
  }),
  'op.adopt': z.strictObject({
    was: ref,
    // Whatever it is: it is parsed when a person lets it count.
    op: z.strictObject({ kind: text(40), body: z.unknown(), by: text(40), at: z.int(), schema: z.int() }),
  }),
} satisfies BodySchemas;
