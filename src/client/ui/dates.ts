import { SHANGHAI_OFFSET_MINUTES } from '../../domain/calendar.ts';
import { currentLanguage, type Language } from '../i18n/i18n.ts';

const LOCALE: Record<Language, string> = { 'zh-CN': 'zh-CN', en: 'en-GB' };

const made = new Map<string, Intl.DateTimeFormat>();

/** Formats are costly to make and few in number. */
function formatter(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const language = currentLanguage();
  const key = `${language} ${name}`;
  const known = made.get(key);
  if (known) return known;
  const fresh = new Intl.DateTimeFormat(LOCALE[language], { ...options, timeZone: 'UTC' });
  made.set(key, fresh);
  return fresh;
}

function instantOfDay(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

/** 2026年11月23日 / 23 November 2026 */
export function longDay(day: string): string {
  return formatter('long', { year: 'numeric', month: 'long', day: 'numeric' }).format(instantOfDay(day));
}

/** 2026年11月 / November 2026. @param month YYYY-MM */
export function longMonth(month: string): string {
  return formatter('month', { year: 'numeric', month: 'long' }).format(instantOfDay(`${month}-01`));
}

/** 11月23日 / 23 Nov; with its year when that is not this one. */
export function shortDay(day: string): string {
  const thisYear = new Date().toISOString().slice(0, 4);
  if (!day.startsWith(thisYear)) {
    return formatter('dated', { year: 'numeric', month: 'short', day: 'numeric' }).format(instantOfDay(day));
  }
  return formatter('short', { month: 'short', day: 'numeric' }).format(instantOfDay(day));
}

/** 14:02 in the town's zone. */
export function timeOf(atMs: number, offsetMinutes = SHANGHAI_OFFSET_MINUTES): string {
  return new Date(atMs + offsetMinutes * 60_000).toISOString().slice(11, 16);
}
