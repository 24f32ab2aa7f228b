/** Bodies of ops on the list of a year. */
import * as z from 'zod/mini';
import { type BodySchemas, householdCode, reason, village, whole } from './parts.ts';

const year = whole(2000, 2999);

export const rankingBodies = {
  'year.rank': z.strictObject({ village: z.nullable(village), year }),
  'ranking.exclude': z.strictObject({ household: householdCode, year, excluded: z.boolean(), reason }),
} satisfies BodySchemas;
