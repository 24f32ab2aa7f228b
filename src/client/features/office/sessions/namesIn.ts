/** A name is as long as the sync takes it. */
const NAME_CHARS_MAX = 40;
const NAMES_MAX = 20;

/** Names that a person typed in one line, each once. Chinese names stand apart by spaces too; others by commas alone. */
export function namesIn(typed: string): readonly string[] {
  const apart = /[一-鿿]/.test(typed) ? /[\s、，,;；]+/ : /[,;、，；\n]+/;
  const names = typed.split(apart).map((name) => name.trim().slice(0, NAME_CHARS_MAX));
  return [...new Set(names.filter((name) => name !== ''))].slice(0, NAMES_MAX);
}
