import { Award, type LucideIcon, Undo2, UserX } from 'lucide-react';
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

/** A list of households by rank, or of those who are not ranked with the reason. On a phone the rest stands under the name. */
export function RankingRows(props: Props) {
  const { title, list, rows, villageName, town } = props;
  const { t } = useTranslation('ranking');
  const left = list === 'excluded';
  return (
    <section
      aria-label={title}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
      tabIndex={0}
      className="overflow-x-auto rounded-xl border bg-surface max-wide:scroll-more-x"
    >
      <table className="w-full border-collapse text-sm">
        <caption className="px-3 pt-3 pb-1 text-left font-bold">{title}</caption>
        <thead>
          <tr className={HEAD}>
            {left ? null : (
              <>
                <Head number>{t('rank')}</Head>
                <Head wide>{t('tier')}</Head>
              </>
            )}
            <Head>{t('family')}</Head>
            <Head wide>{t('place')}</Head>
            {left ? <Head wide>{t('reason')}</Head> : null}
            <Head number>{t('points')}</Head>
            <Head wide>{t('acts')}</Head>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const place = town ? `${villageName(row.village)} ${row.naturalVillage}` : row.naturalVillage;
            return (
              <tr key={row.household} className="border-t">
                {left ? null : (
                  <>
                    <td className={FIGURE}>{row.rank}</td>
                    <td className={WIDE}>{row.tier ?? ''}</td>
                  </>
                )}
                <td className="px-3 py-2 align-middle">
                  {row.head} <span className="text-muted">{row.household}</span>
                  <div className="flex flex-col items-start gap-1 sm:hidden">
                    <span>{[row.tier, place].filter(Boolean).join(' · ')}</span>
                    {left ? <span className="break-words">{row.reason}</span> : null}
                    <RowAct {...props} row={row} />
                  </div>
                </td>
                <td className={WIDE}>{place}</td>
                {left ? <td className={WIDE}>{row.reason}</td> : null}
                <td className={FIGURE}>{grouped(row.points)}</td>
                <td className={WIDE}>
                  <RowAct {...props} row={row} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

/** Beside the name, also where more stands under it. */
const FIGURE = `${NUMBER} max-sm:align-top`;
const WIDE = 'px-3 py-2 align-middle max-sm:hidden';

/** What can be done with a household of the list. */
function RowAct({ row, list, onExclude, onTakeBack, onCertificate }: Props & { readonly row: RankingRow }) {
  const { t } = useTranslation('ranking');
  const left = list === 'excluded';
  const act = (icon: LucideIcon, words: string, onClick: () => void) => (
    <SmallButton icon={icon} aria-label={`${words} ${row.head}`} onClick={onClick}>
      {words}
    </SmallButton>
  );
  return (
    <>
      {onCertificate && row.tier !== null ? act(Award, t('certificateOf'), () => onCertificate(row)) : null}
      {onExclude && !left ? act(UserX, t('exclude.open'), () => onExclude(row)) : null}
      {onTakeBack && left ? act(Undo2, t('exclude.back'), () => onTakeBack(row)) : null}
    </>
  );
}

interface HeadProps {
  readonly number?: boolean;
  /** Not on a phone. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

function Head({ number = false, wide = false, children }: HeadProps) {
  return (
    <th scope="col" className={number ? NUMBER : wide ? WIDE : CELL}>
      {children}
    </th>
  );
}
