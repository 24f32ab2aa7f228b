/** Working days (工作日): Monday to Friday, without public holidays, with make-up workdays. */
import { addDays, type Day, dayNumber } from './calendar.ts';
import { HOLIDAY_YEARS, type HolidayYear } from './holidays.ts';

const DAYS_OFF: ReadonlySet<Day> = new Set(HOLIDAY_YEARS.flatMap(({ off }) => off.flatMap(daysOf)));
const DAYS_WORKED: ReadonlySet<Day> = new Set(HOLIDAY_YEARS.flatMap(({ worked }) => worked));
const YEARS: ReadonlySet<string> = new Set(HOLIDAY_YEARS.map(({ year }) => String(year)));

function daysOf([from, to]: HolidayYear['off'][number]): readonly Day[] {
  return Array.from({ length: dayNumber(to) - dayNumber(from) + 1 }, (_, i) => addDays(from, i));
}

/** Whether it is Saturday or Sunday. */
function isWeekend(day: Day): boolean {
  // 1970-01-01 was a Thursday: numbers 2 and 3 are the first weekend.
  const weekday = (((dayNumber(day) - 2) % 7) + 7) % 7;
  return weekday < 2;
}

/** Whether offices work on that day. In a year whose holidays are not published, weekends alone are off. */
export function isWorkingDay(day: Day): boolean {
  if (DAYS_WORKED.has(day)) return true;
  return !isWeekend(day) && !DAYS_OFF.has(day);
}

/** The `days`-th working day behind a day (that day itself does not count); the day itself for 0. */
export function workingDaysAfter(day: Day, days: number): Day {
  let found = day;
  for (let left = days; left > 0; ) {
    const next = addDays(found, 1);
    // The calendar's last day: there is none behind it.
    if (next === found) return found;
    found = next;
    if (isWorkingDay(found)) left--;
  }
  return found;
}

/** Working days from the day behind `from` to `to`, included; 0 when `to` is not behind it. */
export function workingDaysBetween(from: Day, to: Day): number {
  let count = 0;
  for (let day = from; day < to; ) {
    day = addDays(day, 1);
    if (isWorkingDay(day)) count++;
  }
  return count;
}

/** Whether the holidays of every year from one day to another are published; otherwise weekends alone were counted. */
export function holidaysKnown(from: Day, to: Day): boolean {
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year++) {
    if (!YEARS.has(String(year))) return false;
  }
  return true;
}
