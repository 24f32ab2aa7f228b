import { useTranslation } from 'react-i18next';
import type { RankingWaiting } from '../../../../protocol/officeRanking.ts';
import { Notice } from '../../../ui/Notice.tsx';

/** What speaks for waiting; that nothing does is said too. */
export function FreezeWaiting({
  waiting,
  villageName,
}: { readonly waiting: RankingWaiting } & { readonly villageName: (code: string) => string }) {
  const { t } = useTranslation('ranking');
  const { over, unpublished, pending, objections } = waiting;
  if (over && unpublished.length + pending + objections === 0) return <Notice tone="good">{t('freeze.ready')}</Notice>;
  return (
    <Notice tone="waiting">
      <p className="font-bold">{t('freeze.waits')}</p>
      <ul className="list-disc pl-5">
        {over ? null : <li>{t('freeze.notOver')}</li>}
        {unpublished.map(({ village, months }) => (
          <li key={village}>
            {t('freeze.unpublished', {
              village: villageName(village),
              months: months.map((month) => t('freeze.month', { month: Number(month.slice(5)) })).join(t('freeze.and')),
            })}
          </li>
        ))}
        {pending > 0 ? <li>{t('freeze.pending', { count: pending })}</li> : null}
        {objections > 0 ? <li>{t('freeze.objections', { count: objections })}</li> : null}
      </ul>
    </Notice>
  );
}
