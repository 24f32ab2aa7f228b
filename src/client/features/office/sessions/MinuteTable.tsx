import { useTranslation } from 'react-i18next';
import type { MinuteLine } from '../../../../protocol/minutes.ts';
import { shortDay } from '../../../ui/dates.ts';
import { signed } from '../parts/moments.ts';

/** The decisions of a session as a table, for the screen and for paper. */
export function MinuteTable({ lines, cell = '' }: { readonly lines: readonly MinuteLine[]; readonly cell?: string }) {
  const { t } = useTranslation('review');
  return (
    <table className="w-full border-collapse">
      <thead>
        <tr className="text-left">
          <th scope="col" className={cell}>
            {t('minutes.number')}
          </th>
          <th scope="col" className={cell}>
            {t('minutes.household')}
          </th>
          <th scope="col" className={cell}>
            {t('minutes.deed')}
          </th>
          <th scope="col" className={`${cell} paper-number text-right`}>
            {t('minutes.before')}
          </th>
          <th scope="col" className={`${cell} paper-number text-right`}>
            {t('minutes.after')}
          </th>
          <th scope="col" className={cell}>
            {t('minutes.result')}
          </th>
          <th scope="col" className={cell}>
            {t('minutes.reason')}
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ entry, result, before, after, reason }, i) => (
          <tr key={entry.id} className="border-t">
            <td className={cell}>{i + 1}</td>
            <td className={cell}>
              {entry.head} <span className="text-muted">{entry.household}</span>
            </td>
            <td className={cell}>
              {entry.ruleTitle} <span className="text-muted">{shortDay(entry.date)}</span>
            </td>
            <td className={`${cell} paper-number text-right`}>{signed(before)}</td>
            <td className={`${cell} paper-number text-right font-bold`}>{after === 0 ? '0' : signed(after)}</td>
            <td className={cell}>{t(`minutes.${result}`)}</td>
            <td className={cell}>{reason}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
