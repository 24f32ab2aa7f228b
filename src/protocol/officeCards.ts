/** Cards to print. */
import * as z from 'zod/mini';
import { code, count } from './officeParts.ts';

/** Cards of one page: ten sheets of A4. */
export const OFFICE_CARD_ROWS = 100;

export const cardSearchSchema = z.object({
  village: code,
  grid: z.nullable(code),
  /** Only these households; empty for all of the place. */
  codes: z.array(code).check(z.maxLength(OFFICE_CARD_ROWS)),
  after: z.nullable(code),
});
export type CardSearch = z.infer<typeof cardSearchSchema>;

/** Cards to print: `payload` is signed by the town's key, `n` the card's number. */
export const officeCardsSchema = z.object({
  cards: z.array(
    z.object({
      household: z.string(),
      head: z.string(),
      doorPlate: z.string(),
      n: z.int(),
      payload: z.string(),
    }),
  ),
  total: count,
  after: z.nullable(z.string()),
});
export type OfficeCards = z.infer<typeof officeCardsSchema>;
