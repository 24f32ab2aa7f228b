import { SearchX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuarterPage, QuarterSearch } from '../../../../protocol/officeQuarter.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { postJson } from '../officeApi.ts';
import { FailurePanel } from '../parts/FailurePanel.tsx';
import { InputField } from '../parts/InputField.tsx';
import { MoreRows } from '../parts/MoreRows.tsx';
import { grouped } from '../parts/moments.ts';
import { SelectField } from '../parts/SelectField.tsx';
import { FigureTable } from '../statistics/FigureTable.tsx';
import { usePages } from '../usePages.ts';

const SHOWS = ['all', 'redeemed', 'idle'] as const;
const FIGURES = ['earned', 'redeemable', 'waiting', 'onDevices', 'redeemed', 'leftOver', 'lapsed'] as const;

interface Props {
  readonly village: string | null;
  readonly quarter: string;
  readonly villageName: (code: string) => string;
  /** How many quarters were settled on this screen: each gives other figures. */
  readonly settlements: number;
}

/** Households with what they may redeem and did, page by page. */
export function HouseholdList({ village, quarter, villageName, settlements }: Props) {
  const { t } = useTranslation('quarter');
  const [q, setQ] = useState('');
  const [show, setShow] = useState<QuarterSearch['show']>('all');
  const asked = { village, quarter, q, show };
  const pages = usePages(JSON.stringify([asked, settlements]), (cursor) =>
    postJson<QuarterPage>('/api/office/quarter/households', { ...asked, cursor } satisfies QuarterSearch),
  );
  const { first, rows } = pages;
  // Most towns let nothing wait for its month.
  const figures = FIGURES.filter((key) => key !== 'waiting' || rows.some((row) => row.waiting !== 0));
  return (
    <>
      <search className="flex flex-wrap items-end gap-3">
        <div className="w-64 max-sm:w-full">
          <InputField
            block
            type="search"
            label={t('search')}
            placeholder={t('placeholder')}
            maxLength={40}
            value={q}
            onChange={(event) => setQ(event.target.value)}
          />
        </div>
        <SelectField
          wide
          label={t('show')}
          value={show}
          options={SHOWS.map((value) => ({ value, label: t(`shows.${value}`) }))}
          onChange={(value) => setShow(SHOWS.find((one) => one === value) ?? 'all')}
        />
        <p role="status" className="min-h-10 content-center text-muted">
          {first.data?.total === null || first.data === undefined ? '' : t('found', { count: first.data.total })}
        </p>
      </search>
      {!first.data ? (
        first.problem === undefined ? (
          <LoadingRows rows={8} label={t('loading')} />
        ) : (
          <FailurePanel problem={first.problem} retry={first.reload} />
        )
      ) : rows.length === 0 ? (
        <EmptyState icon={SearchX} title={t('none')}>
          {t('noneHint')}
        </EmptyState>
      ) : (
        <div aria-busy={first.loading} className="flex flex-col gap-3">
          <FigureTable
            title={t('list')}
            columns={[
              { name: t('household'), whole: true },
              { name: t('village'), whole: true },
              ...figures.map((key) => ({ name: t(key), figure: true })),
            ]}
            rows={rows.map((row) => ({
              key: row.code,
              cells: [
                `${row.head} ${row.code}${row.closed ? ` · ${t('closed')}` : ''}`,
                village === null ? `${villageName(row.village)} ${row.naturalVillage}` : row.naturalVillage,
                ...figures.map((key) => grouped(row[key])),
              ],
            }))}
          />
          <MoreRows pages={pages} />
        </div>
      )}
    </>
  );
}
