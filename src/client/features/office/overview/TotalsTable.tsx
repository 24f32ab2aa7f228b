import { useTranslation } from 'react-i18next';
import type { VillageTotals } from '../../../../protocol/officeSummary.ts';
import { cx } from '../../../ui/cx.ts';
import { grouped } from '../parts/moments.ts';
import { CELL, HEAD, NUMBER } from '../parts/tableClasses.ts';

type Figures = Omit<VillageTotals, 'village' | 'name'>;

const NOTHING: Figures = {
  households: 0,
  entries: 0,
  earned: 0,
  redeemed: 0,
  lapsed: 0,
  waiting: 0,
  shortfall: 0,
  allotted: 0,
  redeemable: 0,
};

function sumOf(villages: readonly VillageTotals[]): Figures {
  return villages.reduce<Figures>(
    (sum, one) => ({
      households: sum.households + one.households,
      entries: sum.entries + one.entries,
      earned: sum.earned + one.earned,
      redeemed: sum.redeemed + one.redeemed,
      lapsed: sum.lapsed + one.lapsed,
      waiting: sum.waiting + one.waiting,
      shortfall: sum.shortfall + one.shortfall,
      allotted: sum.allotted + one.allotted,
      redeemable: sum.redeemable + one.redeemable,
    }),
    NOTHING,
  );
}

/** Share of the earned points that was redeemed, in whole percent. */
function share({ earned, redeemed }: Figures): string {
  return earned > 0 ? `${Math.round((100 * redeemed) / earned)}%` : '—';
}

/** Households and points per village, and of all together. */
export function TotalsTable({ villages }: { readonly villages: readonly VillageTotals[] }) {
  const { t } = useTranslation('office');
  const rows = villages.map((one) => ({ key: one.village, name: one.name, figures: one as Figures, sum: false }));
  if (villages.length > 1) rows.push({ key: '*', name: t('overview.all'), figures: sumOf(villages), sum: true });
  const { shortfall, lapsed, waiting } = sumOf(villages);
  // Most towns let nothing lapse, and nothing wait.
  const tail = [
    ...(['allotted', 'redeemable'] as const),
    ...(lapsed > 0 ? (['lapsed'] as const) : []),
    ...(waiting !== 0 ? (['waiting'] as const) : []),
  ];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no pointer scrolls it by keys
    <section tabIndex={0} className="overflow-x-auto rounded-xl border bg-surface max-wide:scroll-more-x">
      <table className="w-full border-collapse">
        <caption className="px-4 pt-3 pb-2 text-left text-base font-bold">{t('overview.totals')}</caption>
        <thead>
          <tr className={HEAD}>
            <th scope="col" className={CELL}>
              {t('village')}
            </th>
            {(['households', 'entries', 'earned', 'redeemed', 'share', ...tail] as const).map((name) => (
              <th key={name} scope="col" className={cx(CELL, 'text-right')}>
                {t(`overview.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, figures, sum }) => (
            <tr key={key} className={cx('border-t', sum && 'bg-sunken font-bold')}>
              <th scope="row" className={cx(CELL, 'text-left', !sum && 'font-semibold')}>
                {name}
              </th>
              <td className={NUMBER}>{grouped(figures.households)}</td>
              <td className={NUMBER}>{grouped(figures.entries)}</td>
              <td className={cx(NUMBER, 'text-base font-bold')}>{grouped(figures.earned)}</td>
              <td className={cx(NUMBER, 'text-base font-bold')}>{grouped(figures.redeemed)}</td>
              <td className={NUMBER}>{share(figures)}</td>
              {tail.map((name) => (
                <td key={name} className={NUMBER}>
                  {grouped(figures[name])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="sticky left-0 border-t px-4 py-2 text-xs text-muted">
        {t(lapsed > 0 ? 'overview.totalsNoteLapsed' : 'overview.totalsNote')}
      </p>
      {waiting !== 0 ? <p className="border-t px-4 py-2 text-xs text-muted">{t('overview.waitingNote')}</p> : null}
      {shortfall > 0 ? (
        <p className="border-t px-4 py-2">{t('overview.shortfall', { points: grouped(shortfall) })}</p>
      ) : null}
    </section>
  );
}
