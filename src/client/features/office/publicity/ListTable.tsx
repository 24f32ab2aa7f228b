import { ChevronDown, ChevronUp } from 'lucide-react';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PublicityRow } from '../../../../protocol/publicity.ts';
import { Chip } from '../../../ui/Chip.tsx';
import { shortDay } from '../../../ui/dates.ts';
import { grouped, signed } from '../parts/moments.ts';
import { SmallButton } from '../parts/SmallButton.tsx';
import { CELL, HEAD, NUMBER } from '../parts/tableClasses.ts';

interface Props {
  readonly categories: readonly string[];
  readonly rows: readonly PublicityRow[];
}

/** Rows of a list; one of them may stand open with its entries. */
export function ListTable({ categories, rows }: Props) {
  const { t } = useTranslation('publicity');
  const [open, setOpen] = useState<number>();
  const heads = [t('list.rank'), t('list.head'), t('list.masked'), t('list.place')];
  return (
    <div className="overflow-x-auto rounded-xl border bg-surface max-wide:scroll-more-x">
      <table className="w-full border-collapse">
        <thead>
          <tr className={HEAD}>
            {heads.map((head, i) => (
              <th key={head} scope="col" className={i === 0 ? NUMBER : CELL}>
                {head}
              </th>
            ))}
            {categories.map((name) => (
              <th key={name} scope="col" className={`${NUMBER} min-w-14 whitespace-normal`}>
                {name}
              </th>
            ))}
            <th scope="col" className={NUMBER}>
              {t('list.total')}
            </th>
            <td />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const shown = open === row.row;
            return (
              <Fragment key={row.row}>
                <tr className="border-t">
                  <td className={NUMBER}>{row.rank}</td>
                  <th scope="row" className={`${CELL} text-left font-semibold whitespace-nowrap`}>
                    {row.head} <span className="font-normal text-muted">{row.household}</span>
                  </th>
                  <td className={`${CELL} whitespace-nowrap`}>{row.name}</td>
                  <td className={`${CELL} whitespace-nowrap`}>{row.place}</td>
                  {row.points.map((points, i) => (
                    <td key={categories[i]} className={NUMBER}>
                      {points === 0 ? '' : grouped(points)}
                    </td>
                  ))}
                  <td className={`${NUMBER} font-bold`}>{grouped(row.total)}</td>
                  <td className={CELL}>
                    <SmallButton
                      icon={shown ? ChevronUp : ChevronDown}
                      aria-expanded={shown}
                      aria-label={`${t(shown ? 'list.hide' : 'list.detail')} ${row.head}`}
                      onClick={() => setOpen(shown ? undefined : row.row)}
                    />
                  </td>
                </tr>
                {shown ? (
                  <tr>
                    <td colSpan={categories.length + 6} className="bg-sunken px-3 py-3">
                      <ul className="sticky left-3 flex w-[min(100%,calc(100vw-6rem))] flex-col gap-1">
                        {row.entries.map((entry) => (
                          <li key={entry.id} className="flex flex-wrap items-center gap-3">
                            <span className="w-28">{shortDay(entry.date)}</span>
                            <span className="flex-1">
                              {entry.title}{' '}
                              {entry.reversal ? (
                                <Chip tone="waiting">{t('list.reversal')}</Chip>
                              ) : entry.late ? (
                                <Chip tone="waiting">{t('list.late')}</Chip>
                              ) : null}
                            </span>
                            <span className="text-muted">{entry.id}</span>
                            <strong className="w-12 text-right">{signed(entry.points)}</strong>
                          </li>
                        ))}
                      </ul>
                    </td>
                  </tr>
                ) : null}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
