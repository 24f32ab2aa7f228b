/** Numbers of the statistics as they are read. */
import { currentLanguage } from '../../../i18n/i18n.ts';

/** 1.2 */
export function tenths(value: number): string {
  return value.toFixed(Math.abs(value) < 1 ? 2 : 1);
}

/** 76 % */
export function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

/** 2022年12月 / Dec 2022 */
export function longMonth(month: string): string {
  const [year, number] = month.split('-');
  if (currentLanguage() !== 'en') return `${year}年${Number(number)}月`;
  return new Date(`${month}-01T00:00:00Z`).toLocaleString('en-GB', {
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
}

/** 22-12 */
export function shortMonth(month: string): string {
  return month.slice(2);
}
