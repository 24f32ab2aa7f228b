import type { QuarterHousehold, QuarterResponse, QuarterVillage } from '../../../protocol/officeQuarter.ts';
import type { BookColumn, BookSheet } from '../../sheets/book.ts';

const FIGURES = ['earned', 'redeemable', 'waiting', 'onDevices', 'reserved', 'redeemed', 'leftOver', 'lapsed'] as const;

const WORDS = {
  zh: {
    villages: '各村汇总',
    households: '住户',
    total: '合计',
    village: '村',
    windows: '兑换期',
    always: '长年开放',
    none: '本季没有',
    count: '户数',
    redeemedHouseholds: '已兑换户',
    idleHouseholds: '有分未兑户',
    household: '户编号',
    head: '户主',
    naturalVillage: '自然村',
    figures: ['累计积分', '现在可兑', '待公示期满', '其中在设备上', '其中已预留', '本季已兑', '季末结余', '季末清零'],
  },
  en: {
    villages: 'Villages',
    households: 'Households',
    total: 'Total',
    village: 'Village',
    windows: 'Windows',
    always: 'always open',
    none: 'none in this quarter',
    count: 'Households',
    redeemedHouseholds: 'Redeemed',
    idleHouseholds: 'Have points, did not redeem',
    household: 'Household',
    head: 'Head',
    naturalVillage: 'Natural village',
    figures: [
      'Earned',
      'Redeemable now',
      'Waits for its month',
      'Of that on devices',
      'Of that reserved',
      'Redeemed in the quarter',
      'Left over',
      'Lapsed',
    ],
  },
} as const;

/** A quarter as an Excel file: the villages, then household by household. */
export function quarterSheets(
  answer: QuarterResponse,
  households: readonly QuarterHousehold[],
  language: 'zh' | 'en',
): readonly BookSheet[] {
  const words = WORDS[language];
  const text = (header: string): BookColumn => ({ header, type: 'text' });
  const sum = (header: string): BookColumn => ({ header, type: 'whole', total: true });
  const names = new Map(answer.villages.map(({ code, name }) => [code, name]));
  // Most towns let nothing wait for its month.
  const keys = FIGURES.filter((key) => key !== 'waiting' || answer.villages.some(({ waiting }) => waiting !== 0));
  const figures = keys.map((key) => sum(words.figures[FIGURES.indexOf(key)] ?? key));
  const windows = (village: QuarterVillage) => {
    if (village.windows === 'always') return words.always;
    return village.windows.map(({ from, to }) => `${from} – ${to}`).join(', ') || words.none;
  };
  return [
    {
      name: `${words.villages} ${answer.quarter}`,
      totals: words.total,
      columns: [
        ...[words.village, words.windows].map(text),
        sum(words.count),
        ...figures,
        ...[words.redeemedHouseholds, words.idleHouseholds].map(sum),
      ],
      rows: answer.villages.map((one) => [
        ...[one.name, windows(one), one.households],
        ...keys.map((key) => one[key]),
        ...[one.redeemedHouseholds, one.idleHouseholds],
      ]),
    },
    {
      name: `${words.households} ${answer.quarter}`,
      totals: words.total,
      columns: [...[words.household, words.head, words.village, words.naturalVillage].map(text), ...figures],
      rows: households.map((one) => [
        ...[one.code, one.head, names.get(one.village) ?? one.village, one.naturalVillage],
        ...keys.map((key) => one[key]),
      ]),
    },
  ];
}
