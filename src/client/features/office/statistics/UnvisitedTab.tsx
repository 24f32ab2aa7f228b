import { DoorOpen } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UnvisitedResponse } from '../../../../protocol/officeStatistics.ts';
import { longDay } from '../../../ui/dates.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { postJson } from '../officeApi.ts';
import { FailurePanel, StaleBar } from '../parts/FailurePanel.tsx';
import { MoreRows } from '../parts/MoreRows.tsx';
import { SelectField } from '../parts/SelectField.tsx';
import { usePages } from '../usePages.ts';
import { FigureTable } from './FigureTable.tsx';

const QUIET = ['', '1', '2', '3', '6', '12'] as const;

/** Households at whose door nobody was: ever, or for some months. */
export function UnvisitedTab({ village }: { readonly village: string | null }) {
  const { t } = useTranslation('statistics');
  const [months, setMonths] = useState('3');
  const asked = { village, grid: null, months: months === '' ? null : Number(months) };
  const pages = usePages(JSON.stringify(asked), async (after) => {
    const page = await postJson<UnvisitedResponse>('/api/office/statistics/unvisited', { ...asked, after });
    return { ...page, rows: page.households, cursor: page.after };
  });
  const { data, problem, reload } = pages.first;
  return (
    <>
      <div className="print:hidden">
        <SelectField
          label={t('unvisited.since')}
          value={months}
          options={QUIET.map((n) => ({
            value: n,
            label: n === '' ? t('unvisited.never') : t('unvisited.months', { count: Number(n) }),
          }))}
          onChange={setMonths}
        />
      </div>
      {data && problem !== undefined ? <StaleBar problem={problem} retry={reload} /> : null}
      {data === undefined ? (
        problem !== undefined ? (
          <FailurePanel problem={problem} retry={reload} />
        ) : (
          <LoadingRows rows={6} label={t('loading')} />
        )
      ) : pages.rows.length === 0 ? (
        <EmptyState icon={DoorOpen} title={t('unvisited.none')}>
          {t('unvisited.noneHint')}
        </EmptyState>
      ) : (
        <>
          <FigureTable
            title={t('unvisited.title', { count: data.total, never: data.never })}
            columns={[
              { name: t('unvisited.family') },
              { name: t('unvisited.doorPlate') },
              { name: t('unvisited.grid') },
              { name: t('unvisited.last') },
              { name: t('unvisited.workers') },
            ]}
            rows={pages.rows.map((h) => ({
              key: h.household,
              cells: [
                h.away ? t('unvisited.away', { head: h.head, code: h.household }) : `${h.head} ${h.household}`,
                h.doorPlate,
                h.grid,
                h.last === null ? t('unvisited.never') : longDay(h.last),
                h.workers.join('、'),
              ],
            }))}
          />
          <MoreRows pages={pages} />
        </>
      )}
    </>
  );
}
