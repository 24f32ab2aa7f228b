/** A frozen list as an Excel file: points are numbers, days are dates, totals below. */
import { type CellObject, utils, write } from '@e965/xlsx';
import { dayNumber } from '../../domain/calendar.ts';
import type { PublicationDocument } from '../../domain/publicity.ts';

const WORDS = {
  zh: {
    sheets: ['名单', '明细', '说明'],
    ...{ rank: '名次', name: '户主', place: '自然村', total: '合计', sum: '总计' },
    ...{ date: '日期', title: '项目', points: '积分', mark: '备注', late: '补登', reversal: '撤销' },
    facts: [
      '镇',
      '村',
      '月份',
      '公示日期',
      '异议截止',
      '本月没有记分的户',
      '未审（下月再公示）',
      '名单指纹',
      '流水位置',
      '流水根',
    ],
  },
  en: {
    sheets: ['List', 'Entries', 'About'],
    ...{ rank: 'Rank', name: 'Head', place: 'Natural village', total: 'Total', sum: 'Sum' },
    ...{ date: 'Day', title: 'Item', points: 'Points', mark: 'Note', late: 'late', reversal: 'taken back' },
    facts: [
      'Town',
      'Village',
      'Month',
      'Published',
      'Objections until',
      'Households without points',
      'Waiting for review',
      'Fingerprint',
      'Ledger row',
      'Root',
    ],
  },
} as const;

/** Excel counts days from here. */
const EPOCH_DAYS = 25_569;

type Cell = CellObject | null;
const text = (v: string): Cell => ({ t: 's', v });
const whole = (v: number): Cell => ({ t: 'n', v, z: '0' });
const day = (v: string): Cell => ({ t: 'n', v: dayNumber(v) + EPOCH_DAYS, z: 'yyyy-mm-dd' });

/** The file's bytes. */
export function publicitySheet(
  document: PublicationDocument,
  proof: { readonly hash: string; readonly seq: number; readonly root: string },
  language: 'zh' | 'en',
): Buffer {
  const words = WORDS[language];
  const { rows, categories } = document;
  const sums = categories.map((_, i) => rows.reduce((sum, { points }) => sum + (points[i] ?? 0), 0));
  const total = rows.reduce((sum, row) => sum + row.total, 0);
  const facts: readonly Cell[] = [
    ...[text(document.town.name), text(document.village.name), text(document.month)],
    ...[day(document.published), day(document.until), whole(document.quiet), whole(document.pending)],
    ...[text(proof.hash), whole(proof.seq), text(proof.root)],
  ];
  const sheets: readonly (readonly (readonly Cell[])[])[] = [
    [
      [words.rank, words.name, words.place, ...categories, words.total].map(text),
      ...rows.map((row) => [
        ...[whole(row.rank), text(row.name), text(row.place)],
        ...row.points.map(whole),
        whole(row.total),
      ]),
      [text(words.sum), null, null, ...sums.map(whole), whole(total)],
    ],
    [
      [words.rank, words.name, words.place, words.date, words.title, words.points, words.mark].map(text),
      ...rows.flatMap((row) =>
        row.entries.map((entry) => [
          ...[
            whole(row.rank),
            text(row.name),
            text(row.place),
            day(entry.date),
            text(entry.title),
            whole(entry.points),
          ],
          entry.reversal ? text(words.reversal) : entry.late ? text(words.late) : null,
        ]),
      ),
      [text(words.sum), null, null, null, null, whole(total), null],
    ],
    facts.map((cell, i) => [text(words.facts[i] ?? ''), cell]),
  ];
  const book = utils.book_new();
  for (const [i, table] of sheets.entries()) {
    const sheet = utils.aoa_to_sheet(table.map((row) => [...row]));
    sheet['!cols'] = (table[0] ?? []).map((_, column) => ({ wch: column < 3 || i > 0 ? 16 : 12 }));
    utils.book_append_sheet(book, sheet, words.sheets[i] ?? String(i));
  }
  return write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer;
}
