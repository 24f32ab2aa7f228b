/** A person's own new password, and what makes one good: the page says it before the server asks for it. */
import * as z from 'zod/mini';
import { word } from './officeParts.ts';

export const PASSWORD_CHARS_MIN = 10;
const PASSWORD_CHARS_MAX = 200;

export const ownPasswordSchema = z.object({
  old: word(PASSWORD_CHARS_MAX),
  password: z.string().check(z.minLength(PASSWORD_CHARS_MIN), z.maxLength(PASSWORD_CHARS_MAX)),
});
export type OwnPasswordRequest = z.infer<typeof ownPasswordSchema>;

/** Long enough, not one character again and again, not the old one, and the login is no part of it. */
export function isGoodPassword(password: string, known: { readonly old: string; readonly login: string }): boolean {
  const login = known.login.toLowerCase();
  return (
    password.length >= PASSWORD_CHARS_MIN &&
    password.length <= PASSWORD_CHARS_MAX &&
    new Set(password).size > 3 &&
    password !== known.old &&
    (login === '' || !password.toLowerCase().includes(login))
  );
}
