import '../../../ui/paper.css';
import './redemptionPaper.css';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { dayOf } from '../../../../domain/calendar.ts';
import { maskName } from '../../../../domain/masking.ts';
import type { QuarterPaper } from '../../../../protocol/officeQuarter.ts';
import { longDay } from '../../../ui/dates.ts';
import { grouped } from '../parts/moments.ts';
import { useQuarterName } from './useQuarterName.ts';

/** To hang out, with names as the policy has them; or to sign at the counter, with full names and codes. */
export type PaperKind = 'posted' | 'signed';

interface Props {
  readonly kind: PaperKind;
  readonly data: QuarterPaper;
}

/** Who may redeem how much, on A4. */
export function RedemptionPaper({ kind, data }: Props) {
  const { t } = useTranslation('quarter');
  const quarter = useQuarterName()(data.quarter);
  const signed = kind === 'signed';
  const { windows, rows } = data;
  const points = rows.reduce((sum, row) => sum + row.redeemable, 0);
  const open =
    windows === 'always'
      ? t('always')
      : windows.map(({ from, to }) => t('window', { from: longDay(from), to: longDay(to) })).join(' · ');
  return createPortal(
    <article className={`paper redemption-paper ${kind}`}>
      <h1>{t(`paper.${kind}`, { village: data.village, quarter })}</h1>
      <p className="redemption-note">
        {t('paper.note', {
          town: data.town,
          count: rows.length,
          points: grouped(points),
          day: longDay(dayOf(data.now)),
        })}
        <br />
        {t('paper.windows', { open: open === '' ? t('noWindow') : open })}
      </p>
      <table>
        <thead>
          <tr>
            <th className="paper-number">{t('paper.number')}</th>
            {signed ? <th>{t('paper.code')}</th> : null}
            <th>{t('household')}</th>
            <th>{t('paper.place')}</th>
            <th className="paper-number">{t('earned')}</th>
            <th className="paper-number">{t('redeemed')}</th>
            <th className="paper-number">{t('redeemable')}</th>
            {signed ? <th className="redemption-signature">{t('paper.signature')}</th> : null}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={row.code}>
              <td className="paper-number">{i + 1}</td>
              {signed ? <td>{row.code}</td> : null}
              <td>{data.masked && !signed ? maskName(row.head) : row.head}</td>
              <td>{row.naturalVillage}</td>
              <td className="paper-number">{grouped(row.earned)}</td>
              <td className="paper-number">{grouped(row.redeemed)}</td>
              <td className="paper-number">{grouped(row.redeemable)}</td>
              {signed ? <td /> : null}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td />
            {signed ? <td /> : null}
            <td colSpan={4}>{t('total')}</td>
            <td className="paper-number">{grouped(points)}</td>
            {signed ? <td /> : null}
          </tr>
        </tfoot>
      </table>
      <p className="redemption-foot">{t('paper.foot')}</p>
    </article>,
    document.body,
  );
}
