import { dayOf } from '../../../../domain/calendar.ts';
import { longDay, shortDay, timeOf } from '../../../ui/dates.ts';

/** 2026年11月23日 14:02 */
export function longMoment(atMs: number): string {
  return `${longDay(dayOf(atMs))} ${timeOf(atMs)}`;
}

/** 11月23日 14:02 */
export function shortMoment(atMs: number): string {
  return `${shortDay(dayOf(atMs))} ${timeOf(atMs)}`;
}

/** +3, −2: a sign always, a true minus. */
export function signed(points: number): string {
  return points < 0 ? `\u2212${-points}` : `+${points}`;
}

/** 34,815, −1,200: a true minus. */
export function grouped(count: number): string {
  return count.toLocaleString('en-US').replace('-', '\u2212');
}
