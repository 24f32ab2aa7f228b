import { useTranslation } from 'react-i18next';
import type { StatisticsResponse } from '../../../../protocol/officeStatistics.ts';
import { grouped } from '../parts/moments.ts';
import { Figure } from './Figure.tsx';
import { FigureTable } from './FigureTable.tsx';
import { percent } from './figures.ts';

const rate = (redeemed: number, earned: number) => (earned > 0 ? percent(redeemed / earned) : '—');

/** What was earned and what was redeemed, quarter by quarter. */
export function RedemptionTab({ data: { villages } }: { readonly data: StatisticsResponse }) {
  const { t } = useTranslation('statistics');
  const all = villages.flatMap((v) => v.quarters);
  const quarters = [...new Set(all.map((q) => q.quarter))];
  const of = (quarter: string, what: 'earned' | 'redeemed') =>
    all.reduce((sum, q) => (q.quarter === quarter ? sum + q[what] : sum), 0);
  const earned = quarters.map((q) => of(q, 'earned'));
  const redeemed = quarters.map((q) => of(q, 'redeemed'));
  const sum = (list: readonly number[]) => list.reduce((total, n) => total + n, 0);
  return (
    <>
      <Figure
        kind="bars"
        title={t('redemption.title', { rate: rate(sum(redeemed), sum(earned)) })}
        names={quarters}
        series={[
          { name: t('redemption.earned'), values: earned },
          { name: t('redemption.redeemed'), values: redeemed },
        ]}
        format={grouped}
      />
      {villages.map((v) => {
        const total = {
          earned: sum(v.quarters.map((q) => q.earned)),
          redeemed: sum(v.quarters.map((q) => q.redeemed)),
        };
        return (
          <FigureTable
            key={v.village}
            title={v.name}
            columns={[
              { name: t('redemption.quarter') },
              ...[
                t('redemption.earned'),
                t('redemption.redeemed'),
                t('redemption.rate'),
                t('redemption.households'),
              ].map((name) => ({ name, figure: true })),
            ]}
            rows={v.quarters.map((q) => ({
              key: q.quarter,
              cells: [q.quarter, grouped(q.earned), grouped(q.redeemed), rate(q.redeemed, q.earned), q.households],
            }))}
            total={[t('sum'), grouped(total.earned), grouped(total.redeemed), rate(total.redeemed, total.earned), '']}
          />
        );
      })}
    </>
  );
}
