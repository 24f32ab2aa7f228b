import '../../ui/paper.css';
import './countPaper.css';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { longDay } from '../../ui/dates.ts';
import { signed } from '../../ui/Points.tsx';
import { useTabletState } from '../../useTablet.tsx';
import { useToday } from '../household/useToday.ts';
import { type CountedLine, difference } from './countSheet.ts';

/** The count sheet on paper: to walk along the shelves with, or to file with what was found. Shown in print alone. */
export function CountPaper({ lines }: { readonly lines: readonly CountedLine[] }) {
  const { t } = useTranslation();
  const today = useToday();
  const village = useTabletState((s) => s.catalogue?.villages[0]?.name) ?? '';
  const clerk = useTabletState((s) => s.user?.name) ?? '';
  return createPortal(
    <section className="paper count-paper" aria-hidden="true">
      <h1>{t('stock.paper.title', { village })}</h1>
      <p>{t('stock.paper.head', { date: longDay(today), name: clerk })}</p>
      <table>
        <thead>
          <tr>
            <th>{t('counter.goods.title')}</th>
            <th>{t('stock.paper.sku')}</th>
            <th>{t('stock.count.columns.booked')}</th>
            <th>{t('stock.count.columns.counted')}</th>
            <th>{t('stock.count.columns.difference')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => {
            const differs = difference(line);
            return (
              <tr key={line.goods.sku}>
                <td>
                  {line.goods.name} {line.goods.spec}
                </td>
                <td>{line.goods.sku}</td>
                <td>{line.booked ?? ''}</td>
                <td>{line.counted ?? ''}</td>
                <td>{differs === undefined ? '' : signed(differs)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="count-signs">{t('stock.paper.signs')}</p>
    </section>,
    document.body,
  );
}
