import { useTranslation } from 'react-i18next';
import type { StatisticsResponse } from '../../../../protocol/officeStatistics.ts';
import { Figure } from './Figure.tsx';
import { FigureTable } from './FigureTable.tsx';
import { percent, shortMonth } from './figures.ts';

const share = (n: number, of: number) => (of === 0 ? 0 : n / of);

/** How many of all households had an approved deed, month by month, by village and grid. */
export function ParticipationTab({ data: { villages, months } }: { readonly data: StatisticsResponse }) {
  const { t } = useTranslation('statistics');
  const own = villages.map((v) => ({ name: v.name, values: v.active.map((n) => share(n, v.households)) }));
  const others = villages.length === 1 ? villages[0]?.othersActive : undefined;
  return (
    <>
      <Figure
        kind="lines"
        title={t('participation.title')}
        names={months.map(shortMonth)}
        series={others ? [...own, { name: t('others'), values: others }] : own}
        format={percent}
      />
      {villages.map((v) => (
        <FigureTable
          key={v.village}
          title={t('participation.of', {
            village: v.name,
            active: v.activeEver,
            count: v.households,
            share: percent(share(v.activeEver, v.households)),
          })}
          columns={[
            { name: t('participation.place') },
            { name: t('participation.households'), figure: true },
            ...months.map((m) => ({ name: shortMonth(m), figure: true })),
          ]}
          rows={v.grids.map((g) => ({
            key: g.grid,
            cells: [g.grid, g.households, ...g.active.map((n) => percent(share(n, g.households)))],
          }))}
          total={[t('participation.whole'), v.households, ...v.active.map((n) => percent(share(n, v.households)))]}
        />
      ))}
    </>
  );
}
