/** Bodies of ops on the town’s places and on what of its paper books is carried over. */
import * as z from 'zod/mini';
import { type BodySchemas, day, householdCode, points, quantity, text, village, word } from './parts.ts';
import { lines, spendable, totals } from './redemptions.ts';

export const townBodies = {
  'town.arrange': z.strictObject({
    villages: z.array(z.strictObject({ code: village, name: word(40) })).check(z.maxLength(200)),
    grids: z
      .array(
        z.strictObject({
          code: word(20),
          village,
          name: word(40),
          naturalVillages: z.array(word(40)).check(z.maxLength(60)),
        }),
      )
      .check(z.maxLength(2_000)),
  }),
  'carryover.entry': z.strictObject({
    household: householdCode,
    rule: word(20),
    date: day,
    quantity,
    points,
    status: z.enum(['submitted', 'approved', 'rejected']),
    recordedBy: word(40),
    level: z.exactOptional(word(20)),
    member: z.exactOptional(word(40)),
    note: z.exactOptional(text(300)),
  }),
  'carryover.redemption': z
    .strictObject({ household: householdCode, date: day, lines, points: spendable, recordedBy: word(40) })
    .check(totals),
} satisfies BodySchemas;
