/** The minutes of a session as an Excel file: figures are numbers, instants are dates, everything else is text. */
import { minuteLines, minuteTotals } from '../../protocol/minutes.ts';
import type { Minutes } from '../../protocol/officeReview.ts';
import { type Cell, cellBook, dayCell, momentCell, textCell, wholeCell } from '../sheets/cells.ts';

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

/** Widths of the decisions' columns, in characters. */
const WIDTHS = [6, 12, 12, 28, 12, 8, 8, 14, 30, 14, 18, 16];

/** The file's bytes. */
export function minuteSheet(
  minutes: Minutes,
  language: 'zh' | 'en',
  place: { readonly zoneOffsetMinutes: number },
): Buffer {
  const words = WORDS[language];
  const { session } = minutes;
  const lines = minuteLines(minutes);
  const totals = minuteTotals(lines);
  const fact = (name: string, cell: Cell): Cell[] => [textCell(name), cell];
  const between = language === 'en' ? ', ' : '、';
  const facts = [
    [textCell(words.title)],
    fact(words.village, textCell(session.villageName)),
    fact(words.date, dayCell(session.date)),
    fact(words.chair, textCell(session.chair)),
    fact(words.present, textCell(session.present.join(between))),
    fact(words.note, textCell(session.note)),
    fact(words.closeNote, textCell(session.closeNote)),
    fact(words.ref, textCell(session.id)),
    fact(words.count, wholeCell(totals.count)),
    fact(words.approved, wholeCell(totals.approved)),
    fact(words.rejected, wholeCell(totals.rejected)),
    fact(words.agreed, wholeCell(totals.agreed)),
    fact(words.before, wholeCell(totals.before)),
    fact(words.after, wholeCell(totals.after)),
  ];
  const decided = lines.map(({ entry, result, before, after, reason }, i) => {
    const by = result === 'agreed' ? entry.agreed : null;
    return [
      wholeCell(i + 1),
      textCell(entry.household),
      textCell(entry.head),
      textCell(entry.ruleTitle),
      dayCell(entry.date),
      wholeCell(before),
      wholeCell(after),
      textCell(words.results[result]),
      textCell(reason),
      textCell(by ? by.byName : [entry.agreed?.byName, entry.reviewedByName].filter((name) => name).join(between)),
      momentCell(by ? by.at : (entry.reviewedAt ?? session.openedAt), place.zoneOffsetMinutes),
      textCell(entry.id),
    ];
  });
  const [about, decisions] = words.sheets;
  const nothing = Array.from({ length: 4 }, () => null);
  const total = [textCell(words.total), ...nothing, wholeCell(totals.before), wholeCell(totals.after)];
  return cellBook([
    { name: about, rows: facts, widths: [24, 40] },
    { name: decisions, rows: [words.heads.map(textCell), ...decided, total], widths: WIDTHS },
  ]);
}
