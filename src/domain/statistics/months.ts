/** Months as texts `YYYY-MM`, and arithmetic with them. */

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** True for a month that exists. */
export function isMonth(text: string): boolean {
  return MONTH.test(text);
}

/** The month `n` after (or before, when negative). */
export function addMonths(month: string, n: number): string {
  const number = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + n;
  return `${String(Math.floor(number / 12)).padStart(4, '0')}-${String((((number % 12) + 12) % 12) + 1).padStart(2, '0')}`;
}

/** `count` months up to and with `last`, oldest first. */
export function monthsUpTo(last: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => addMonths(last, i + 1 - count));
}

/** `2022Q4` of a month. */
export function quarterOfMonth(month: string): string {
  return `${month.slice(0, 4)}Q${Math.ceil(Number(month.slice(5, 7)) / 3)}`;
}
