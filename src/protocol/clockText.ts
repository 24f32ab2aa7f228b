/** What is said of a time stamp that was corrected (SY-7). */
import { CLOCK_SLACK_MS } from '../domain/clock.ts';
import type { TextLanguage } from './verdictWords/said.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

function howMuch(ms: number, language: TextLanguage): string {
  const [size, zh, en] =
    ms < HOUR_MS
      ? ([MINUTE_MS, '分钟', 'minute'] as const)
      : ms < 2 * DAY_MS
        ? ([HOUR_MS, '小时', 'hour'] as const)
        : ([DAY_MS, '天', 'day'] as const);
  const count = Math.round(ms / size);
  return language === 'en' ? `${count} ${en}${count === 1 ? '' : 's'}` : `${count} ${zh}`;
}

/** One sentence for what the server added to a device's time stamp, ms; undefined while the clock was right enough. */
export function clockText(shiftMs: number, language: TextLanguage): string | undefined {
  if (Math.abs(shiftMs) <= CLOCK_SLACK_MS) return undefined;
  const much = howMuch(Math.abs(shiftMs), language);
  const slow = shiftMs > 0;
  return language === 'en'
    ? `The tablet’s clock was ${much} ${slow ? 'slow' : 'fast'}; the time was corrected by the server’s. Please set the clock.`
    : `平板时钟${slow ? '慢' : '快'}了 ${much}，已按服务器时间改正。请把平板的时间调准。`;
}
