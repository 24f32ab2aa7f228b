import type { RankedHousehold, RankingDocument } from '../../../domain/yearList.ts';
import type { FrozenRanking } from '../../../protocol/officeRanking.ts';
import type { BookSheet } from '../../sheets/book.ts';

const WORDS = {
  zh: {
    list: '年度排名',
    apart: '干部户',
    excluded: '不参加排名',
    preview: '预览',
    total: '合计',
    ranked: ['名次', '星级', '户编号', '户主', '村', '自然村', '积分'],
    left: ['户编号', '户主', '村', '自然村', '原因', '积分'],
    about: {
      name: '说明',
      columns: ['项目', '内容'],
      rows: ['年份', '定案日期', '经手', '没有得分的户', '名单指纹', '流水位置', '流水根'],
    },
  },
  en: {
    list: 'Ranking',
    apart: 'Cadres',
    excluded: 'Not ranked',
    preview: 'preview',
    total: 'Total',
    ranked: ['Rank', 'Tier', 'Household', 'Head', 'Village', 'Natural village', 'Points'],
    left: ['Household', 'Head', 'Village', 'Natural village', 'Reason', 'Points'],
    about: {
      name: 'About',
      columns: ['What', 'Value'],
      rows: ['Year', 'Frozen on', 'By', 'Households without points', 'Fingerprint', 'Ledger row', 'Root'],
    },
  },
} as const;

interface Whole {
  readonly document: RankingDocument;
  readonly frozen: FrozenRanking | null;
  readonly rows: readonly RankedHousehold[];
}

/**
 * The lists of a year as sheets: those of the cadres and of who is not ranked only where there are any. A preview says that it is one.
 * `villages`: their names by code.
 */
export function rankingSheets(
  { document, frozen, rows }: Whole,
  villages: ReadonlyMap<string, string>,
  language: 'zh' | 'en',
): readonly BookSheet[] {
  const words = WORDS[language];
  const { year } = document;
  const village = (row: RankedHousehold) => villages.get(row.village) ?? row.village;
  const of = (list: RankedHousehold['list']) => rows.filter((row) => row.list === list);
  const name = (list: string) => (frozen ? `${list} ${year}` : `${list} ${year} ${words.preview}`);
  const ranked = (title: string, list: readonly RankedHousehold[]): BookSheet => ({
    name: name(title),
    totals: words.total,
    columns: words.ranked.map((header, i) => ({
      header,
      type: i === 0 || i === 6 ? 'whole' : 'text',
      total: i === 6,
    })),
    rows: list.map((r) => [r.rank, r.tier ?? '', r.household, r.head, village(r), r.place, r.points]),
  });
  const left: BookSheet = {
    name: name(words.excluded),
    totals: words.total,
    columns: words.left.map((header, i) => ({ header, type: i === 5 ? 'whole' : 'text', total: i === 5 })),
    rows: of('excluded').map((r) => [r.household, r.head, village(r), r.place, r.reason ?? '', r.points]),
  };
  return [
    ranked(words.list, of('ranked')),
    ...(document.cadresApart ? [ranked(words.apart, of('apart'))] : []),
    ...(of('excluded').length > 0 ? [left] : []),
    ...(frozen ? [about(document, frozen, language)] : []),
  ];
}

/** By what the list is known again: `town verify` takes the fingerprint and the root. */
function about(document: RankingDocument, frozen: FrozenRanking, language: 'zh' | 'en'): BookSheet {
  const { name, columns, rows } = WORDS[language].about;
  const values = [
    ...[String(document.year), frozen.day, frozen.by, String(document.unranked)],
    ...[frozen.hash, String(frozen.seq), frozen.root],
  ];
  return {
    name,
    columns: columns.map((header) => ({ header, type: 'text' })),
    rows: rows.map((title, i) => [title, values[i] ?? '']),
  };
}
