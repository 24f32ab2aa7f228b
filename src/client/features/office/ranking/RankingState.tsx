import { FileClock, Stamp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RankingResponse } from '../../../../protocol/officeRanking.ts';
import { Chip } from '../../../ui/Chip.tsx';
import { longDay } from '../../../ui/dates.ts';
import { Notice } from '../../../ui/Notice.tsx';
import { inGroups } from '../publicity/inGroups.ts';

/** Whether the list is what it would be or what it is, in figures, and by what a frozen one is known again. */
export function RankingState({ data }: { readonly data: RankingResponse }) {
  const { t } = useTranslation('ranking');
  const { frozen, year } = data;
  const count = data.ranked + data.apart;
  return (
    <section className="flex flex-col gap-2 rounded-xl border bg-surface p-4" aria-label={t('state.label')}>
      <p className="flex flex-wrap items-center gap-2">
        {frozen ? (
          <Chip tone="good" icon={Stamp}>
            {t('state.frozen', { day: longDay(frozen.day) })}
          </Chip>
        ) : (
          <Chip tone="waiting" icon={FileClock}>
            {t('state.preview')}
          </Chip>
        )}
        <span>{frozen ? t('state.frozenBy', { name: frozen.by }) : t('state.previewHint')}</span>
      </p>
      <p>
        {t('summary', { year, count, unranked: data.unranked })}{' '}
        {data.tiers.map(({ name, households }) => t('tierCount', { name, count: households })).join(' · ')}
      </p>
      {frozen ? (
        <dl className="grid gap-1 text-xs break-all text-muted">
          <dt className="font-semibold">{t('hash')}</dt>
          <dd className="font-mono">{inGroups(frozen.hash)}</dd>
          <dt className="font-semibold">{t('root', { seq: frozen.seq })}</dt>
          <dd className="font-mono">{inGroups(frozen.root)}</dd>
        </dl>
      ) : null}
      {frozen?.was ? <Notice tone="danger">{t('was')}</Notice> : null}
    </section>
  );
}
