/**
 * Local calendar days and the periods of the rhythm (SY-7). A day is the text `YYYY-MM-DD`; weeks start on Monday.
 * China has one zone and no daylight saving, so a town's zone is an offset in minutes (480 for Asia/Shanghai).
 */
export type Day = string;
export type PeriodKind = 'week' | 'month' | 'quarter' | 'year' | 'once';

export const SHANGHAI_OFFSET_MINUTES = 480;
const DAY_MS = 86_400_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Midnight of 0000-01-01 and of 9999-12-31: the days that have the form of a Day. */
const FIRST_DAY_MS = -719_528 * DAY_MS;
const LAST_DAY_MS = 2_932_896 * DAY_MS;

/** Texts of days by their number: writing one costs more than all else that judging a deed does with it. */
const texts = new Map<number, Day>();
/** Ten years; a device may name any day it likes. */
const TEXTS_MAX = 3_653;

/** The day of a UTC instant. A device's clock may say anything (SY-7): instants outside the calendar give its first or last day. */
function dayAt(utcMs: number): Day {
  const number = Math.floor(Math.min(Math.max(utcMs, FIRST_DAY_MS), LAST_DAY_MS) / DAY_MS);
  const known = texts.get(number);
  if (known !== undefined) return known;
  if (texts.size >= TEXTS_MAX) texts.clear();
  const day = new Date(number * DAY_MS).toISOString().slice(0, 10);
  texts.set(number, day);
  return day;
}

/** The local day of an instant (milliseconds since 1970); never throws, whatever a clock says. */
export function dayOf(atMs: number, offsetMinutes: number = SHANGHAI_OFFSET_MINUTES): Day {
  return dayAt(atMs + offsetMinutes * 60_000);
}

/** True for a day that exists in the calendar (2023-02-30 does not). */
export function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === text;
}

/** Days since 1970-01-01. */
export function dayNumber(day: Day): number {
  return Math.floor(Date.parse(`${day}T00:00:00Z`) / DAY_MS);
}

/** The instant a local day begins, ms. */
export function startOfDay(day: Day, offsetMinutes: number): number {
  return dayNumber(day) * DAY_MS - offsetMinutes * 60_000;
}

/** The day `days` after (or before, when negative), at most the calendar's first or last day. */
export function addDays(day: Day, days: number): Day {
  return dayAt((dayNumber(day) + days) * DAY_MS);
}

/** Monday of the day's week. */
export function mondayOf(day: Day): Day {
  const number = dayNumber(day);
  // 1970-01-01 was a Thursday: day number 4 is the first Monday.
  return addDays('1970-01-01', number - ((((number - 4) % 7) + 7) % 7));
}

/** `2026-11` */
export function monthOf(day: Day): string {
  return day.slice(0, 7);
}

/** A text that is equal for two days exactly when they lie in the same period. */
export function periodKey(kind: PeriodKind, day: Day): string {
  switch (kind) {
    case 'week':
      return `W${mondayOf(day)}`;
    case 'month':
      return monthOf(day);
    case 'quarter':
      return `${day.slice(0, 4)}Q${Math.floor((Number(day.slice(5, 7)) - 1) / 3) + 1}`;
    case 'year':
      return day.slice(0, 4);
    case 'once':
      return 'once';
  }
}
