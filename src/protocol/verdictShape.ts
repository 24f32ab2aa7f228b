/** Whether something from outside is a verdict: a known code of its outcome, and small flat parameters that the database can hold. */
import * as z from 'zod/mini';
import type { Verdict } from '../domain/verdict.ts';
import { storable } from './storable.ts';
import { knownCodes } from './verdictText.ts';

const text = z.string().check(z.maxLength(200), storable);
const params = z.record(
  z.string().check(z.regex(/^[a-zA-Z]{1,20}$/)),
  z.union([text, z.number(), z.array(text).check(z.maxLength(100))]),
);

const verdictSchema = z.union([
  z.object({ outcome: z.literal('refused'), code: z.enum(knownCodes('refused')), params: z.optional(params) }),
  z.object({ outcome: z.enum(['applied', 'held']), code: z.enum(knownCodes('other')), params: z.optional(params) }),
]);

/** True for what this program could have said of an op. */
export function isVerdict(value: unknown): value is Verdict {
  return verdictSchema.safeParse(value).success;
}
