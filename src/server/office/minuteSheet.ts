/** The minutes of a session as an Excel file: figures are numbers, instants are dates, everything else is text. */
import { type CellObject, utils, write } from '@e965/xlsx';
import { minuteLines, minuteTotals } from '../../protocol/minutes.ts';
import type { Minutes } from '../../protocol/officeReview.ts';

const WORDS = {
  zh: {
    sheets: ['会议', '议定事项'],
    title: '积分监督管理委员会会议记录',
    village: '村',
    date: '日期',
    chair: '主持',
    present: '到会',
    note: '说明',
    closeNote: '会议结论',
    ref: '会议编号',
    count: '议定条数',
    approved: '其中通过',
    rejected: '其中退回',
    agreed: '其中等第二人同意',
    before: '原记分合计',
    after: '通过分合计',
    heads: ['序号', '户编号', '户主', '项目', '日期', '原记分', '议定分', '结果', '原因', '审核人', '时间', '编号'],
    results: { approved: '通过', rejected: '退回', agreed: '一人同意，等第二人' },
    total: '合计',
  },
  en: {
    sheets: ['Session', 'Decisions'],
    title: 'Minutes of the points committee',
    village: 'Village',
    date: 'Date',
    chair: 'Chair',
    present: 'Present',
    note: 'Note',
    closeNote: 'Conclusion',
    ref: 'Session no.',
    count: 'Decisions',
    approved: 'of these approved',
    rejected: 'of these rejected',
    agreed: 'of these waiting for a second person',
    before: 'Points as recorded',
    after: 'Points approved',
    heads: [
      'No.',
      'Household',
      'Head',
      'Item',
      'Date',
      'Recorded',
      'Decided',
      'Result',
      'Reason',
      'By',
      'Time',
      'Ref.',
    ],
    results: { approved: 'approved', rejected: 'rejected', agreed: 'one approval, a second to come' },
    total: 'Total',
  },
} as const;

const DAY_MS = 86_400_000;
/** Excel counts days from here. */
const EPOCH_DAYS = 25_569;
/** Widths of the decisions' columns, in characters. */
const WIDTHS = [6, 12, 12, 28, 12, 8, 8, 14, 30, 14, 18, 16];

type Cell = CellObject | null;
const text = (v: string | null): Cell => (v === null ? null : { t: 's', v });
const whole = (v: number): Cell => ({ t: 'n', v, z: '0' });

/** The file's bytes. */
export function minuteSheet(
  minutes: Minutes,
  language: 'zh' | 'en',
  place: { readonly zoneOffsetMinutes: number },
): Buffer {
  const words = WORDS[language];
  const { session } = minutes;
  const moment = (at: number): Cell => ({
    t: 'n',
    v: (at + place.zoneOffsetMinutes * 60_000) / DAY_MS + EPOCH_DAYS,
    z: 'yyyy-mm-dd hh:mm',
  });
  const day = (of: string): Cell => ({ t: 'n', v: Date.parse(of) / DAY_MS + EPOCH_DAYS, z: 'yyyy-mm-dd' });
  const lines = minuteLines(minutes);
  const totals = minuteTotals(lines);
  const fact = (name: string, cell: Cell): Cell[] => [text(name), cell];
  const between = language === 'en' ? ', ' : '、';
  const sheets: readonly (readonly (readonly Cell[])[])[] = [
    [
      [text(words.title)],
      fact(words.village, text(session.villageName)),
      fact(words.date, day(session.date)),
      fact(words.chair, text(session.chair)),
      fact(words.present, text(session.present.join(between))),
      fact(words.note, text(session.note)),
      fact(words.closeNote, text(session.closeNote)),
      fact(words.ref, text(session.id)),
      fact(words.count, whole(totals.count)),
      fact(words.approved, whole(totals.approved)),
      fact(words.rejected, whole(totals.rejected)),
      fact(words.agreed, whole(totals.agreed)),
      fact(words.before, whole(totals.before)),
      fact(words.after, whole(totals.after)),
    ],
    [
      words.heads.map(text),
      ...lines.map(({ entry, result, before, after, reason }, i) => {
        const by = result === 'agreed' ? entry.agreed : null;
        return [
          whole(i + 1),
          text(entry.household),
          text(entry.head),
          text(entry.ruleTitle),
          day(entry.date),
          whole(before),
          whole(after),
          text(words.results[result]),
          text(reason),
          text(by ? by.byName : [entry.agreed?.byName, entry.reviewedByName].filter((name) => name).join(between)),
          moment(by ? by.at : (entry.reviewedAt ?? session.openedAt)),
          text(entry.id),
        ];
      }),
      [text(words.total), ...Array.from({ length: 4 }, () => null), whole(totals.before), whole(totals.after)],
    ],
  ];
  const book = utils.book_new();
  for (const [i, rows] of sheets.entries()) {
    const sheet = utils.aoa_to_sheet(rows.map((row) => [...row]));
    sheet['!cols'] = i === 0 ? [{ wch: 24 }, { wch: 40 }] : WIDTHS.map((wch) => ({ wch }));
    utils.book_append_sheet(book, sheet, words.sheets[i] ?? String(i));
  }
  return write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer;
}
