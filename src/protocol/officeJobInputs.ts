/** What each kind of long work wants to know. */
import * as z from 'zod/mini';
import type { RollChoice, RollImportInput } from './officeRoll.ts';

const code = z.string().check(z.minLength(1), z.maxLength(20));

/** The register of a village, or of the town for null, as a file. */
export const registerExportSchema = z.object({ village: z.nullable(code), format: z.enum(['xlsx', 'csv']) });

/** By kind, for whoever starts it. */
export interface JobInputs {
  readonly 'register.export': z.infer<typeof registerExportSchema>;
  readonly 'roll.preview': RollChoice;
  readonly 'roll.import': RollImportInput;
}
