/** Who signs in to the office, and what they may choose from. */
import * as z from 'zod/mini';
import { role, word } from './officeParts.ts';

/** Roles that may sign in to the office. */
export const OFFICE_ROLES = ['village_office', 'committee', 'town_admin'] as const;
export const signInRequestSchema = z.object({ login: word(60), password: word(200) });

/** Who is signed in, and what they may choose from. */
export const officeMeSchema = z.object({
  user: z.object({ id: z.string(), name: z.string(), role, village: z.nullable(z.string()) }),
  town: z.object({ code: z.string(), name: z.string() }),
  villages: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      grids: z.array(z.object({ code: z.string(), name: z.string() })),
    }),
  ),
  /** Staff of the scope, for filters. */
  people: z.array(z.object({ id: z.string(), name: z.string(), role, village: z.nullable(z.string()) })),
  /** Rules of today, town framework and villages together, for filters. */
  rules: z.array(z.object({ code: z.string(), title: z.string() })),
  /** Session end, ms. */
  until: z.int(),
});
export type OfficeMe = z.infer<typeof officeMeSchema>;
