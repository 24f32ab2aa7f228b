/** A frozen list as an Excel file: points are numbers, days are dates, totals below. */
import type { PublicationDocument } from '../../domain/publicity.ts';
import {
  type Cell,
  cellBook,
  dayCell as day,
  textCell as text,
  totalRow,
  wholeCell as whole,
} from '../sheets/cells.ts';

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

/** The file's bytes. */
export function publicitySheet(
  document: PublicationDocument,
  proof: { readonly hash: string; readonly seq: number; readonly root: string },
  language: 'zh' | 'en',
): Buffer {
  const words = WORDS[language];
  const { rows, categories } = document;
  const facts: readonly Cell[] = [
    ...[text(document.town.name), text(document.village.name), text(document.month)],
    ...[day(document.published), day(document.until), whole(document.quiet), whole(document.pending)],
    ...[text(proof.hash), whole(proof.seq), text(proof.root)],
  ];
  const heads = [words.rank, words.name, words.place, ...categories, words.total];
  const list = rows.map((row) => [
    ...[whole(row.rank), text(row.name), text(row.place)],
    ...row.points.map(whole),
    whole(row.total),
  ]);
  const entryHeads = [words.rank, words.name, words.place, words.date, words.title, words.points, words.mark];
  const entries: readonly (readonly Cell[])[] = rows.flatMap((row) =>
    row.entries.map((entry) => [
      ...[whole(row.rank), text(row.name), text(row.place), day(entry.date), text(entry.title), whole(entry.points)],
      entry.reversal ? text(words.reversal) : entry.late ? text(words.late) : null,
    ]),
  );
  const summed = heads.map((_, i) => i).slice(3);
  const [ofList, ofEntries, about] = words.sheets;
  return cellBook([
    {
      name: ofList,
      rows: [heads.map(text), ...list, totalRow(words.sum, list, heads.length, summed)],
      widths: heads.map((_, column) => (column < 3 ? 16 : 12)),
    },
    {
      name: ofEntries,
      rows: [entryHeads.map(text), ...entries, totalRow(words.sum, entries, entryHeads.length, [5])],
      widths: entryHeads.map(() => 16),
    },
    { name: about, rows: facts.map((cell, i) => [text(words.facts[i] ?? ''), cell]), widths: [16, 16] },
  ]);
}
