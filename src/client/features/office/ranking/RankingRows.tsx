import { Award, Undo2, UserX } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RankingRow } from '../../../../protocol/officeRanking.ts';
import { grouped } from '../parts/moments.ts';
import { SmallButton } from '../parts/SmallButton.tsx';
import { CELL, HEAD, NUMBER } from '../parts/tableClasses.ts';
import type { RankingList } from './useRanking.ts';

interface Props {
  readonly title: string;
  readonly list: RankingList;
  readonly rows: readonly RankingRow[];
  readonly villageName: (code: string) => string;
  /** The list is of several villages. */
  readonly town: boolean;
  /** Undefined: nothing of it may be changed. */
  readonly onExclude?: ((row: RankingRow) => void) | undefined;
  readonly onTakeBack?: ((row: RankingRow) => void) | undefined;
  /** Undefined: there are no certificates yet. */
  readonly onCertificate?: ((row: RankingRow) => void) | undefined;
}

/** A list of households by rank, or of those who are not ranked with the reason. */
export function RankingRows({ title, list, rows, villageName, town, onExclude, onTakeBack, onCertificate }: Props) {
  const { t } = useTranslation('ranking');
  const left = list === 'excluded';
  return (
    <section
      aria-label={title}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
      tabIndex={0}
      className="overflow-x-auto rounded-xl border bg-surface"
    >
      <table className="w-full border-collapse text-sm">
        <caption className="px-3 pt-3 pb-1 text-left font-bold">{title}</caption>
        <thead>
          <tr className={HEAD}>
            {left ? null : (
              <>
                <Head number>{t('rank')}</Head>
                <Head>{t('tier')}</Head>
              </>
            )}
            <Head>{t('family')}</Head>
            <Head>{t('place')}</Head>
            {left ? <Head>{t('reason')}</Head> : null}
            <Head number>{t('points')}</Head>
            <Head>{t('acts')}</Head>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.household} className="border-t">
              {left ? null : (
                <>
                  <td className={NUMBER}>{row.rank}</td>
                  <td className={CELL}>{row.tier ?? ''}</td>
                </>
              )}
              <td className={CELL}>
                {row.head} <span className="text-muted">{row.household}</span>
              </td>
              <td className={CELL}>
                {town ? `${villageName(row.village)} ${row.naturalVillage}` : row.naturalVillage}
              </td>
              {left ? <td className={CELL}>{row.reason}</td> : null}
              <td className={NUMBER}>{grouped(row.points)}</td>
              <td className={CELL}>
                {onCertificate && row.tier !== null ? (
                  <SmallButton
                    icon={Award}
                    aria-label={`${t('certificateOf')} ${row.head}`}
                    onClick={() => onCertificate(row)}
                  >
                    {t('certificateOf')}
                  </SmallButton>
                ) : null}
                {onExclude && !left ? (
                  <SmallButton
                    icon={UserX}
                    aria-label={`${t('exclude.open')} ${row.head}`}
                    onClick={() => onExclude(row)}
                  >
                    {t('exclude.open')}
                  </SmallButton>
                ) : null}
                {onTakeBack && left ? (
                  <SmallButton
                    icon={Undo2}
                    aria-label={`${t('exclude.back')} ${row.head}`}
                    onClick={() => onTakeBack(row)}
                  >
                    {t('exclude.back')}
                  </SmallButton>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Head({ number = false, children }: { readonly number?: boolean; readonly children: ReactNode }) {
  return (
    <th scope="col" className={number ? NUMBER : CELL}>
      {children}
    </th>
  );
}
