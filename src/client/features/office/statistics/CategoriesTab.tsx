import { CircleAlert, CircleCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CategoryFigures, StatisticsResponse, VillageStatistics } from '../../../../protocol/officeStatistics.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { SelectField } from '../parts/SelectField.tsx';
import { Figure } from './Figure.tsx';
import { FigureTable } from './FigureTable.tsx';
import { longMonth, percent, shortMonth, tenths } from './figures.ts';

interface Props {
  readonly data: StatisticsResponse;
  readonly chosen: string;
  readonly onChoose: (category: string) => void;
}

const perHome = (points: number, { households }: VillageStatistics) => (households === 0 ? 0 : points / households);

/** Which category is falling behind, where, since when: said in sentences, drawn, and as a table. */
export function CategoriesTab({ data, chosen, onChoose }: Props) {
  const { t } = useTranslation('statistics');
  const { villages, months } = data;
  const names = [...new Set(villages.flatMap((v) => v.categories.map((c) => c.category)))];
  if (names.length === 0) {
    return (
      <EmptyState icon={CircleAlert} title={t('empty')}>
        {t('emptyHint')}
      </EmptyState>
    );
  }
  const findings = villages.flatMap((v) => v.categories.filter((c) => c.standing !== 'fine').map((c) => ({ v, c })));
  const category = names.includes(chosen) ? chosen : (findings[0]?.c.category ?? names[0] ?? '');
  const own = villages.map((v) => ({
    name: v.name,
    values: v.categories.find((c) => c.category === category)?.points.map((p) => perHome(p, v)) ?? [],
  }));
  const one = villages.length === 1 ? villages[0] : undefined;
  const others = one?.categories.find((c) => c.category === category)?.others;
  return (
    <>
      <section aria-label={t('findings')} className="rounded-xl border bg-surface p-4 print:border-0 print:p-0">
        <h3 className="mb-2 font-bold">{t('findings')}</h3>
        {findings.length === 0 ? (
          <p className="flex items-center gap-2">
            <CircleCheck aria-hidden="true" className="size-5 shrink-0 text-primary" />
            {t('noFinding')}
          </p>
        ) : (
          <ul className="flex flex-col gap-2">
            {findings.map(({ v, c }) => (
              <li key={`${v.village} ${c.category}`} className="flex items-start gap-2">
                <CircleAlert aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-warning" />
                <Finding village={v.name} of={c} />
              </li>
            ))}
          </ul>
        )}
        <p className="mt-3 text-xs text-muted print:text-ink">{t('rule', { to: longMonth(data.trendTo) })}</p>
      </section>
      <div className="print:hidden">
        <SelectField
          label={t('category')}
          value={category}
          options={names.map((name) => ({ value: name, label: name }))}
          onChange={onChoose}
        />
      </div>
      <Figure
        kind="lines"
        title={t('perHomeOf', { category })}
        names={months.map(shortMonth)}
        series={others ? [...own, { name: t('others'), values: others }] : own}
        format={tenths}
      />
      {villages.map((v) => (
        <FigureTable
          key={v.village}
          title={t('categoriesOf', { village: v.name, count: v.households })}
          columns={[
            { name: t('category') },
            ...months.map((m) => ({ name: shortMonth(m), figure: true })),
            { name: t('sum'), figure: true },
            { name: t('perHome'), figure: true },
          ]}
          rows={v.categories.map((c) => {
            const sum = c.points.reduce((all, p) => all + p, 0);
            return { key: c.category, cells: [c.category, ...c.points, sum, tenths(perHome(sum, v))] };
          })}
          total={totalsOf(v, t('sum'))}
        />
      ))}
    </>
  );
}

function totalsOf(v: VillageStatistics, name: string): (string | number)[] {
  const byMonth = v.active.map((_, i) => v.categories.reduce((all, c) => all + (c.points[i] ?? 0), 0));
  const sum = byMonth.reduce((all, p) => all + p, 0);
  return [name, ...byMonth, sum, tenths(perHome(sum, v))];
}

/** One sentence with its numbers. */
function Finding({ village, of }: { readonly village: string; readonly of: CategoryFigures }) {
  const { t } = useTranslation('statistics');
  const { category, trend, othersTrend, standing } = of;
  if (!trend) return null;
  const facts = { category, village, recent: tenths(trend.recent), before: tenths(trend.before) };
  const rest = othersTrend
    ? { others: tenths(othersTrend.recent), othersChange: percent(Math.abs(othersTrend.drop)) }
    : undefined;
  const way = othersTrend && othersTrend.drop > 0 ? 'less' : 'more';
  return (
    <p>
      {standing === 'low'
        ? t('low', { ...facts, others: rest?.others ?? '' })
        : trend.since === null
          ? t('fell', { ...facts, drop: percent(trend.drop) })
          : t('fellSince', { ...facts, drop: percent(trend.drop), since: longMonth(trend.since) })}{' '}
      {rest && standing !== 'low' ? t(`rest.${standing === 'season' ? 'season' : way}`, rest) : null}
    </p>
  );
}
