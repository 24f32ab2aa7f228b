import type { RankingResponse } from '../../../protocol/officeRanking.ts';
import type { BookSheet } from '../../sheets/book.ts';

const WORDS = {
  zh: {
    list: '年度排名',
    apart: '干部户',
    total: '合计',
    columns: ['名次', '星级', '户编号', '户主', '村', '自然村', '积分'],
  },
  en: {
    list: 'Ranking',
    apart: 'Cadres',
    total: 'Total',
    columns: ['Rank', 'Tier', 'Household', 'Head', 'Village', 'Natural village', 'Points'],
  },
} as const;

/** The lists of a year as sheets; that of the cadres only where they have one. */
export function rankingSheets(answer: RankingResponse, language: 'zh' | 'en'): readonly BookSheet[] {
  const words = WORDS[language];
  const sheet = (name: string, rows: RankingResponse['rows']): BookSheet => ({
    name,
    totals: words.total,
    columns: words.columns.map((header, i) => ({
      header,
      type: i === 0 || i === words.columns.length - 1 ? 'whole' : 'text',
      total: i === words.columns.length - 1,
    })),
    rows: rows.map((r) => [r.rank, r.tier ?? '', r.household, r.head, r.village, r.naturalVillage, r.points]),
  });
  return [
    sheet(`${words.list} ${answer.year}`, answer.rows),
    ...(answer.cadresApart ? [sheet(`${words.apart} ${answer.year}`, answer.apart)] : []),
  ];
}
