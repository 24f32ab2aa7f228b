import type { rankingZh } from './ranking.zh.ts';
import type { Texts } from './texts.ts';

/** Words of the yearly ranking. */
export const rankingEn: Texts<typeof rankingZh> = {
  title: 'Yearly ranking',
  file: 'ranking',
  list: 'Ranks',
  apart: 'Households of cadres',
  rank: 'Rank',
  tier: 'Stars',
  family: 'Head',
  place: 'Lives in',
  points: 'Points',
  year: 'Year',
  wholeTown: 'Whole town',
  loading: 'Ranking…',
  excel: 'Excel',
  printA4: 'Print A4',
  printA3: 'Print A3',
  certificatesFor: 'Certificates for',
  allStars: 'all with stars',
  printCertificates_one: 'Print {{count}} certificate',
  printCertificates_other: 'Print {{count}} certificates',
  summary_one:
    '{{year}}: {{count}} household ranked, {{unranked}} without points. By points approved for deeds of the year; redeeming costs nobody a rank, equal points share one.',
  summary_other:
    '{{year}}: {{count}} households ranked, {{unranked}} without points. By points approved for deeds of the year; redeeming costs nobody a rank, equal points share one.',
  tierCount_one: '{{name}}: {{count}} household',
  tierCount_other: '{{name}}: {{count}} households',
  more_one: 'Show more, {{count}} household left',
  more_other: 'Show more, {{count}} households left',
  empty: 'No points in {{year}}',
  emptyHint: 'Choose another year.',
  listOf: '{{place}}: ranking of {{year}}',
  printedOn_one: '{{count}} household · {{day}}',
  printedOn_other: '{{count}} households · {{day}}',
  certificate: {
    title: 'Certificate',
    family: 'The family of {{head}}, {{place}}',
    words: 'earned {{points}} points and rank {{rank}} in the ranking of {{whole}} for {{year}}. With our thanks.',
    tierWords:
      'earned {{points}} points and rank {{rank}} in the ranking of {{whole}} for {{year}}, and is a {{tier}} family. With our thanks.',
    seal: '(seal)',
  },
};
