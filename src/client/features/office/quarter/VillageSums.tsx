import { useTranslation } from 'react-i18next';
import { type Day, dayOf } from '../../../../domain/calendar.ts';
import type { QuarterResponse, QuarterVillage } from '../../../../protocol/officeQuarter.ts';
import { Chip } from '../../../ui/Chip.tsx';
import { longDay } from '../../../ui/dates.ts';
import { grouped } from '../parts/moments.ts';
import { FigureTable } from '../statistics/FigureTable.tsx';

const SUMS = [
  'households',
  'earned',
  'redeemable',
  'waiting',
  'onDevices',
  'reserved',
  'redeemed',
  'leftOver',
  'lapsed',
  'redeemedHouseholds',
  'idleHouseholds',
] as const;

/** The windows of the quarter and the sums of each village. */
export function VillageSums({ data }: { readonly data: QuarterResponse }) {
  const { t } = useTranslation('quarter');
  const today = dayOf(data.now);
  const sums = SUMS.filter((key) => key !== 'waiting' || data.villages.some(({ waiting }) => waiting !== 0));
  const total = sums.map((key) => data.villages.reduce((sum, one) => sum + one[key], 0));
  return (
    <>
      <section aria-label={t('windows')} className="flex flex-col gap-2 rounded-xl border bg-surface p-3">
        <h2 className="font-bold">{t('windows')}</h2>
        <ul className="flex flex-wrap gap-x-6 gap-y-2">
          {data.villages.map((one) => (
            <li key={one.code} className="flex flex-wrap items-center gap-2">
              {data.villages.length > 1 ? <span className="font-semibold">{one.name}</span> : null}
              <Windows windows={one.windows} today={today} />
            </li>
          ))}
        </ul>
      </section>
      <FigureTable
        title={t('villages')}
        columns={[{ name: t('village'), whole: true }, ...sums.map((key) => ({ name: t(key), figure: true }))]}
        rows={data.villages.map((one) => ({
          key: one.code,
          cells: [one.name, ...sums.map((key) => grouped(one[key]))],
        }))}
        {...(data.villages.length > 1 ? { total: [t('total'), ...total.map(grouped)] } : {})}
      />
      <p className="text-sm text-muted">{t('words')}</p>
    </>
  );
}

function Windows({ windows, today }: { readonly windows: QuarterVillage['windows']; readonly today: Day }) {
  const { t } = useTranslation('quarter');
  if (windows === 'always') return <Chip tone="good">{t('always')}</Chip>;
  if (windows.length === 0) return <span className="text-muted">{t('noWindow')}</span>;
  return windows.map(({ from, to }) => {
    const state = to < today ? 'past' : from > today ? 'coming' : 'open';
    const tone = { past: 'plain', open: 'good', coming: 'waiting' } as const;
    return (
      <span key={from} className="flex flex-wrap items-center gap-2">
        {t('window', { from: longDay(from), to: longDay(to) })}
        <Chip tone={tone[state]}>{t(`state.${state}`)}</Chip>
      </span>
    );
  });
}
