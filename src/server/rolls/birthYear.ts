import { comparable } from './text.ts';

export interface BirthYearReading {
  readonly value: number | null;
  readonly state: 'ok' | 'missing' | 'invalid' | 'ambiguous';
}

const earliest = 1900;
/** Days from Excel's day 0 (1899-12-30) to 1970-01-01. */
const excelEpochDays = 25_569;

/**
 * The year out of 1975, 1975.1, 1975年6月, 1975-06-01, 19750601 or an Excel day number in a column of dates.
 * Two digits are never guessed. `latest` is the last year that makes sense, of the day the roll is read or was made.
 */
export function readBirthYear(raw: string, latest: number, isDateColumn: boolean): BirthYearReading {
  const text = comparable(raw);
  if (/^[/\\\-—]*$/.test(text)) return { value: null, state: 'missing' };
  if (/^\d{2}年?$/.test(text)) return { value: null, state: 'ambiguous' };
  const year = yearIn(text, isDateColumn);
  const sound = year !== undefined && year >= earliest && year <= latest;
  return sound ? { value: year, state: 'ok' } : { value: null, state: 'invalid' };
}

function yearIn(text: string, isDateColumn: boolean): number | undefined {
  if (isDateColumn && /^\d{5}$/.test(text)) {
    return new Date((Number(text) - excelEpochDays) * 86_400_000).getUTCFullYear();
  }
  const found = /^(\d{4})(?:$|年|[.\-/]\d|(?:0[1-9]|1[0-2])(?:[0-3]\d)?$)/.exec(text);
  return found ? Number(found[1]) : undefined;
}
