import * as z from 'zod/mini';

/** Characters that JSON can carry and a PostgreSQL text cannot: NUL, and half of a surrogate pair. */
const UNSTORABLE = /\0|\p{Surrogate}/u;

/** True for text that no database column can keep: it has no meaning for a person either. */
export function hasUnstorable(text: string): boolean {
  return UNSTORABLE.test(text);
}

/** The check for texts at the edge. */
export const storable = z.refine<string>((text) => !hasUnstorable(text), 'a character that cannot be stored');
