/** Every table of the statistics as a sheet: real numbers, months as dates, totals where adding up makes sense. */
import type { StatisticsResponse, UnvisitedResponse, WorkResponse } from '../../../protocol/officeStatistics.ts';
import type { BookColumn, BookSheet } from '../../sheets/book.ts';
import { SHEET_WORDS } from './sheetWords.ts';

interface Told {
  readonly figures: StatisticsResponse;
  readonly work: WorkResponse;
  readonly nobody: UnvisitedResponse;
  readonly quietMonths: number;
}

/** The sheets of one question. */
export function statisticsSheets(told: Told, language: 'zh' | 'en'): readonly BookSheet[] {
  const words = SHEET_WORDS[language];
  const column = (header: string, type: BookColumn['type'], total = false): BookColumn => ({ header, type, total });
  const text = (header: string) => column(header, 'text');
  const sum = (header: string) => column(header, 'whole', true);
  const { figures, work, nobody } = told;
  const { months, villages } = figures;
  const perHome = (points: number, households: number) => (households === 0 ? null : points / households);
  return [
    {
      name: words.trends,
      columns: [
        ...[words.village, words.category, words.standing].map(text),
        ...[words.recent, words.before].map((h) => column(h, 'decimal')),
        column(words.change, 'percent'),
        column(words.since, 'month'),
        ...[words.othersRecent, words.othersBefore].map((h) => column(h, 'decimal')),
      ],
      rows: villages.flatMap((v) =>
        v.categories.map(({ category, standing, trend, othersTrend }) => [
          v.name,
          category,
          words.standings[standing],
          trend?.recent ?? null,
          trend?.before ?? null,
          trend ? -trend.drop : null,
          trend?.since ?? null,
          othersTrend?.recent ?? null,
          othersTrend?.before ?? null,
        ]),
      ),
    },
    {
      name: words.categories,
      totals: words.total,
      columns: [
        text(words.village),
        text(words.category),
        column(words.month, 'month'),
        sum(words.entries),
        sum(words.points),
        ...[words.perHome, words.othersPerHome].map((h) => column(h, 'decimal')),
      ],
      rows: villages.flatMap((v) =>
        v.categories.flatMap((c) =>
          months.map((month, i) => [
            v.name,
            c.category,
            month,
            c.entries[i] ?? 0,
            c.points[i] ?? 0,
            perHome(c.points[i] ?? 0, v.households),
            c.others?.[i] ?? null,
          ]),
        ),
      ),
    },
    {
      name: words.participation,
      columns: [
        text(words.village),
        text(words.grid),
        column(words.month, 'month'),
        ...[words.households, words.active].map((h) => column(h, 'whole')),
        column(words.share, 'percent'),
        column(words.othersShare, 'percent'),
      ],
      rows: villages.flatMap((v) =>
        months.flatMap((month, i) => {
          const line = (grid: string, households: number, active: number, others: number | null) => [
            ...[v.name, grid, month, households, active],
            perHome(active, households),
            others,
          ];
          return [
            line(words.whole, v.households, v.active[i] ?? 0, v.othersActive?.[i] ?? null),
            ...v.grids.map((g) => line(g.grid, g.households, g.active[i] ?? 0, null)),
          ];
        }),
      ),
    },
    {
      name: words.redemption,
      totals: words.total,
      columns: [
        text(words.village),
        text(words.quarter),
        ...[words.earned, words.redeemed].map(sum),
        column(words.rate, 'percent'),
        column(words.redeeming, 'whole'),
      ],
      rows: villages.flatMap((v) =>
        v.quarters.map((q) => [
          ...[v.name, q.quarter, q.earned, q.redeemed],
          q.earned > 0 ? q.redeemed / q.earned : null,
          q.households,
        ]),
      ),
    },
    {
      name: words.unvisited(told.quietMonths),
      columns: [
        ...[words.code, words.head, words.grid, words.doorPlate].map(text),
        column(words.last, 'day'),
        ...[words.away, words.workers].map(text),
      ],
      rows: nobody.households.map((h) => [
        ...[h.household, h.head, h.grid, h.doorPlate, h.last, h.away ? words.yes : ''],
        h.workers.join('、'),
      ]),
    },
    {
      name: words.people,
      totals: words.total,
      columns: [
        text(words.worker),
        ...[words.entries, words.visited, words.rejected, words.reversed].map(sum),
        ...[words.mean, words.expected, words.spread, words.othersSpread].map((h) => column(h, 'decimal')),
      ],
      rows: work.workers.map((w) => [
        ...[w.name, w.entries, w.households, w.rejected, w.reversed],
        ...[w.mean, w.expected, w.spread, w.othersSpread],
      ]),
    },
    {
      name: words.conflicts,
      totals: words.total,
      columns: [
        text(words.reason),
        ...[words.open, words.decided].map(sum),
        text(words.decisions),
        column(words.hours, 'decimal'),
      ],
      rows: work.conflicts.map((c) => [
        ...[words.codes[c.code as keyof typeof words.codes] ?? c.code, c.open, c.decided],
        Object.entries(c.decisions)
          .map(([decision, n]) => `${words.verdicts[decision as keyof typeof words.verdicts] ?? decision} ${n}`)
          .join('；'),
        c.hours,
      ]),
    },
    {
      name: words.devices,
      totals: words.total,
      columns: [
        ...[words.device, words.name, words.version].map(text),
        column(words.silent, 'decimal'),
        ...[words.unsent, words.held, words.refused].map(sum),
        column(words.clock, 'whole'),
      ],
      rows: work.devices.map((d) => [
        ...[d.id, d.name, d.app],
        d.lastSyncAt === null ? null : (work.now - d.lastSyncAt) / 86_400_000,
        ...[d.unsent, d.held, d.refused, Math.round(d.clockOffsetMs / 1000)],
      ]),
    },
  ];
}
