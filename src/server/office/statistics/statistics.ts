/** Participation, categories and redemption of a period, village by village, each against the others of the town. */
import type { Kysely } from 'kysely';
import { dayOf, monthOf, SHANGHAI_OFFSET_MINUTES } from '../../../domain/calendar.ts';
import { addMonths, monthsUpTo, quarterOfMonth } from '../../../domain/statistics/months.ts';
import { BEFORE_MONTHS, RECENT_MONTHS } from '../../../domain/statistics/trend.ts';
import type { StatisticsRequest, StatisticsResponse, VillageStatistics } from '../../../protocol/officeStatistics.ts';
import type { Database } from '../../db/schema.ts';
import { loadRuleBook } from '../ruleBook.ts';
import { categoryFigures } from './categories.ts';
import type { DeedBook } from './deedBook.ts';
import { newestDeed, type Redeemed, redeemedSums } from './deedSums.ts';
import { homesOf, participation } from './participation.ts';
import { loadFamilies } from './places.ts';

/** The months of a question: those it asks for, and the longer span that trends and quarters need. */
export async function periodOf(
  db: Kysely<Database>,
  town: string,
  asked: Pick<StatisticsRequest, 'to' | 'months'>,
  now: number,
) {
  const present = monthOf(dayOf(now, SHANGHAI_OFFSET_MINUTES));
  const newest = asked.to === null ? await newestDeed(db, town) : null;
  const to = asked.to ?? (newest === null ? present : monthOf(newest));
  const months = monthsUpTo(to, asked.months);
  // A month that is not over would always look like a fall.
  const trendTo = to >= present ? addMonths(present, -1) : to;
  const from = months[0] ?? to;
  const quarterStart = monthsUpTo(from, 3).find((m) => quarterOfMonth(m) === quarterOfMonth(from)) ?? from;
  const trendStart = addMonths(trendTo, 1 - RECENT_MONTHS - BEFORE_MONTHS);
  const [first = from] = [quarterStart, trendStart].sort();
  return { months, trendTo, trendStart, quarterStart, first, span: { from: `${first}-01`, to: `${to}-31` } };
}

/** `asked.village` is already within the person's scope; null for all villages of the town. `now` in ms. */
export async function officeStatistics(
  db: Kysely<Database>,
  deedBook: DeedBook,
  town: string,
  asked: StatisticsRequest,
  now: number,
): Promise<StatisticsResponse> {
  const { months, trendTo, trendStart, quarterStart, first, span } = await periodOf(db, town, asked, now);
  const last = months.at(-1) ?? trendTo;
  const [{ sums, active }, families, redeemed, book] = await Promise.all([
    deedBook.of(town, first, months[0] ?? trendTo, last),
    loadFamilies(db, town),
    redeemedSums(db, town, { from: `${quarterStart}-01`, to: span.to }),
    loadRuleBook(db, town),
  ]);
  const deeds = sums.map(({ rule, ...sum }) => ({
    ...sum,
    category: book.find(sum.village, `${sum.month}-28`, rule)?.category ?? rule,
  }));
  const figures = categoryFigures(deeds, {
    households: homesOf(families),
    months,
    trendMonths: monthsUpTo(trendTo, RECENT_MONTHS + BEFORE_MONTHS).filter((m) => m >= trendStart),
    // Before the town's first deed there was no points system, and nothing to fall from.
    began: deeds.map(({ month }) => month).sort()[0] ?? '',
  });
  const activeOf = participation(families, active, months.length);
  const earned = new Map<string, number>();
  for (const { village, month, points } of deeds) {
    const key = `${village} ${quarterOfMonth(month)}`;
    earned.set(key, (earned.get(key) ?? 0) + points);
  }
  const quarters = [...new Set(months.map(quarterOfMonth))];
  return {
    now,
    months: [...months],
    trendTo,
    villages: families.villages
      .filter(({ code }) => asked.village === null || code === asked.village)
      .map(({ code, name }) => ({
        village: code,
        name,
        categories: [...(figures.get(code) ?? [])],
        ...activeOf(code),
        quarters: quartersOf(code, quarters, earned, redeemed),
      })),
  };
}

function quartersOf(
  village: string,
  quarters: readonly string[],
  earned: ReadonlyMap<string, number>,
  redeemed: readonly Redeemed[],
): VillageStatistics['quarters'] {
  return quarters.map((quarter) => {
    const found = redeemed.find((r) => r.village === village && r.quarter === quarter);
    return {
      quarter,
      earned: earned.get(`${village} ${quarter}`) ?? 0,
      redeemed: found?.points ?? 0,
      households: found?.households ?? 0,
    };
  });
}
