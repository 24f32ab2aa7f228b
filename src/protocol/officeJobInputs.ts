/** What each kind of long work wants to know. */
import * as z from 'zod/mini';
import type { RollChoice, RollImportInput } from './officeRoll.ts';
import type { PublicityMonthRequest } from './publicity.ts';

const code = z.string().check(z.minLength(1), z.maxLength(20));

/** The register of a village, or of the town for null, as a file. */
export const registerExportSchema = z.object({ village: z.nullable(code), format: z.enum(['xlsx', 'csv']) });

/** Cards of one printed file: a hundred sheets of A4. */
export const CARDS_PER_PART = 1_000;
/** `part` counts from 0, in the order of the household codes. */
export const cardsPrintSchema = z.object({
  village: code,
  grid: z.nullable(code),
  part: z.int().check(z.gte(0), z.lte(1_000)),
  masked: z.boolean(),
  language: z.enum(['zh', 'en']),
});

/** By kind, for whoever starts it. */
export interface JobInputs {
  readonly 'register.export': z.infer<typeof registerExportSchema>;
  readonly 'cards.print': z.infer<typeof cardsPrintSchema>;
  readonly 'publicity.prepare': PublicityMonthRequest;
  readonly 'roll.preview': RollChoice;
  readonly 'roll.import': RollImportInput;
}
