/** Months as texts `YYYY-MM`, and arithmetic with them. */

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** True for a month that exists. */
export function isMonth(text: string): boolean {
  return MONTH.test(text);
}

/** How many months lie between the beginning of the year 0 and this one. */
export function monthNumber(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
}

/** The month `n` after (or before, when negative). */
export function addMonths(month: string, n: number): string {
  const number = monthNumber(month) + n;
  return `${String(Math.floor(number / 12)).padStart(4, '0')}-${String((((number % 12) + 12) % 12) + 1).padStart(2, '0')}`;
}

/** `count` months up to and with `last`, oldest first. */
export function monthsUpTo(last: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => addMonths(last, i + 1 - count));
}

/** From the first to the last, both included; none when they are the other way round. */
export function monthsBetween(first: string, last: string): readonly string[] {
  return monthsUpTo(last, Math.max(0, monthNumber(last) - monthNumber(first) + 1));
}

/** `2022Q4` of a month. */
export function quarterOfMonth(month: string): string {
  return `${month.slice(0, 4)}Q${Math.ceil(Number(month.slice(5, 7)) / 3)}`;
}
