import { useTranslation } from 'react-i18next';
import type { RuleTrial } from '../../../../protocol/officeRules.ts';
import { MoreRows } from '../parts/MoreRows.tsx';
import { grouped, signed } from '../parts/moments.ts';
import { CELL, HEAD, NUMBER } from '../parts/tableClasses.ts';
import { useMe } from '../useMe.ts';
import type { Page, Pages } from '../usePages.ts';

interface Props {
  readonly pages: Pages<Page<RuleTrial['households'][number]>>;
  readonly count: number;
}

/** Household by household before and after, the ones that change most first. */
export function TrialHouseholds({ pages, count }: Props) {
  const { t } = useTranslation('rules');
  const me = useMe();
  const villageOf = new Map(me.villages.map(({ code, name }) => [code, name]));
  return (
    <section aria-label={t('trial.byHousehold')} className="flex flex-col gap-3">
      <div className="rounded-xl border bg-surface">
        <table className="w-full border-collapse">
          <caption className="px-3 py-2 text-left font-bold">{t('trial.byHousehold')}</caption>
          <thead>
            <tr className={HEAD}>
              <th scope="col" className={CELL}>
                {t('trial.household')}
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
            </tr>
          </thead>
          <tbody>
            {pages.rows.map((one) => (
              <tr key={one.household} className="border-t">
                <th scope="row" className="px-3 py-2 text-left font-semibold">
                  {one.head}{' '}
                  <span className="font-normal text-muted">
                    {one.household} · {villageOf.get(one.village) ?? one.village}
                  </span>
                </th>
                <td className={`${NUMBER} max-sm:hidden`}>{grouped(one.entries)}</td>
                <td className={NUMBER}>{grouped(one.before)}</td>
                <td className={NUMBER}>{grouped(one.after)}</td>
                <td className={`${NUMBER} font-bold`}>
                  {one.after === one.before ? '0' : signed(one.after - one.before)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="flex flex-wrap items-center gap-x-3">
        <p>{t('trial.shown', { shown: grouped(pages.rows.length), count: grouped(count) })}</p>
        <MoreRows pages={pages} className="px-0" />
      </div>
    </section>
  );
}
