/** What the office asks and hears when it administers people. */
import * as z from 'zod/mini';
import { ROLES } from '../domain/role.ts';
import { storable } from './storable.ts';

const word = (max: number) => z.string().check(z.minLength(1), z.maxLength(max), storable);
/** What the command line takes too. */
const id = z.string().check(z.regex(/^[A-Z0-9][A-Z0-9-]{0,19}$/));
const login = z.string().check(z.regex(/^[a-z0-9][a-z0-9._-]{1,39}$/));
const place = {
  name: word(40),
  role: z.enum(ROLES),
  /** Null: the whole town. */
  village: z.nullable(word(10)),
  /** Empty: all of the village. */
  grids: z.array(word(20)).check(z.maxLength(200)),
  homeGrid: z.nullable(word(20)),
};

export const createUserSchema = z.object({ id, ...place, login: z.nullable(login) });
export type CreateUserRequest = z.infer<typeof createUserSchema>;

/** The whole of what a person is from now on; a null login leaves the one there is. */
export const updateUserSchema = z.object({ user: word(40), ...place, active: z.boolean(), login: z.nullable(login) });
export type UpdateUserRequest = z.infer<typeof updateUserSchema>;

export const resetPasswordSchema = z.object({ user: word(40) });

/** Shown this once. */
export const userSecretsSchema = z.object({
  login: z.nullable(z.string()),
  password: z.nullable(z.string()),
  pin: z.nullable(z.string()),
});
export type UserSecretsResponse = z.infer<typeof userSecretsSchema>;
