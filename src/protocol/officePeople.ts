/** People as the office lists them, and new start PINs. */
import * as z from 'zod/mini';
import { count, role, word } from './officeParts.ts';

const officeUserSchema = z.object({
  id: z.string(),
  name: z.string(),
  role,
  village: z.nullable(z.string()),
  grids: z.array(z.string()),
  homeGrid: z.nullable(z.string()),
  active: z.boolean(),
  /** For the browser; null for people who only open tablets. */
  login: z.nullable(z.string()),
  signsIn: z.boolean(),
  hasPin: z.boolean(),
  pinFails: count,
  devices: count,
});
export type OfficeUser = z.infer<typeof officeUserSchema>;

export const officeUsersSchema = z.object({ users: z.array(officeUserSchema) });
export const resetPinRequestSchema = z.object({ user: word(40) });
/** The new start PIN, shown this once. */
export const resetPinResponseSchema = z.object({ pin: z.string() });
