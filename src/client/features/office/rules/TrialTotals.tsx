import { useTranslation } from 'react-i18next';
import type { Rule } from '../../../../domain/rule.ts';
import type { RuleTrial } from '../../../../protocol/officeRules.ts';
import { grouped, signed } from '../parts/moments.ts';
import { CELL, HEAD, NUMBER } from '../parts/tableClasses.ts';
import { useMe } from '../useMe.ts';

type Totals = NonNullable<RuleTrial['totals']>;
const WHY = ['off', 'capped', 'outside', 'none'] as const;

interface Props {
  readonly totals: Totals;
  readonly rules: readonly Rule[];
}

/** The sums of a trial, and item by item where they come from; the items that change most first. */
export function TrialTotals({ totals, rules }: Props) {
  const { t } = useTranslation('rules');
  const me = useMe();
  const titles = new Map([...me.rules, ...rules].map(({ code, title }) => [code, title]));
  const change = ({ before, after }: { before: number; after: number }) => after - before;
  const sorted = [...totals.rules].sort((a, b) => Math.abs(change(b)) - Math.abs(change(a)));
  const whyOf = (one: Totals['rules'][number]) =>
    WHY.filter((why) => one[why] > 0)
      .map((why) => t(`trial.whys.${why}`, { count: one[why] }))
      .join(t('worth.and'));
  return (
    <section aria-label={t('trial.byItem')} className="flex flex-col gap-3">
      <p role="status" className="text-base font-bold">
        {t('trial.sum', {
          entries: grouped(totals.entries),
          before: grouped(totals.before),
          after: grouped(totals.after),
          change: signed(change(totals)),
        })}{' '}
        {t('trial.changed', { changed: grouped(totals.changed), households: grouped(totals.households) })}
      </p>
      <div className="rounded-xl border bg-surface">
        <table className="w-full border-collapse">
          <caption className="px-3 py-2 text-left font-bold">{t('trial.byItem')}</caption>
          <thead>
            <tr className={HEAD}>
              <th scope="col" className={CELL}>
                {t('head.item')}
              </th>
              {(['entries', 'before', 'after', 'change'] as const).map((name) => (
                <th
                  key={name}
                  scope="col"
                  className={`px-3 py-2 text-right ${name === 'entries' ? 'max-sm:hidden' : ''}`}
                >
                  {t(`trial.${name}`)}
                </th>
              ))}
              <th scope="col" className={`${CELL} max-sm:hidden`}>
                {t('trial.why')}
              </th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((one) => (
              <tr key={one.rule} className="border-t">
                <th scope="row" className="px-3 py-2 text-left font-semibold">
                  <span className="tabular-nums text-muted">{one.rule}</span> {titles.get(one.rule) ?? ''}
                  <span className="block text-xs font-normal sm:hidden">{whyOf(one)}</span>
                </th>
                <td className={`${NUMBER} max-sm:hidden`}>{grouped(one.entries)}</td>
                <td className={NUMBER}>{grouped(one.before)}</td>
                <td className={NUMBER}>{grouped(one.after)}</td>
                <td className={`${NUMBER} font-bold`}>{change(one) === 0 ? '0' : signed(change(one))}</td>
                <td className="px-3 py-2 max-sm:hidden">{whyOf(one)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
