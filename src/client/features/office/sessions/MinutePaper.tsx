import '../../../ui/paper.css';
import './minutePaper.css';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { minuteLines, minuteTotals } from '../../../../protocol/minutes.ts';
import type { Minutes } from '../../../../protocol/officeReview.ts';
import { currentLanguage } from '../../../i18n/i18n.ts';
import { longDay } from '../../../ui/dates.ts';
import { MinuteTable } from './MinuteTable.tsx';

/** The minutes as they are printed: who sat, what was decided, lines to sign on. */
export function MinutePaper({ minutes }: { readonly minutes: Minutes }) {
  const { t } = useTranslation('review');
  const { session } = minutes;
  const lines = minuteLines(minutes);
  const between = currentLanguage() === 'en' ? ', ' : '、';
  const facts: readonly (readonly [string, string | null])[] = [
    [t('minutes.place'), session.villageName],
    [t('minutes.date'), longDay(session.date)],
    [t('minutes.chair'), session.chair],
    [t('minutes.present', { count: session.present.length }), session.present.join(between)],
    [t('minutes.note'), session.note],
    [t('minutes.conclusion'), session.closeNote],
    [t('minutes.ref'), session.id],
  ];
  return createPortal(
    <div className="paper minute-paper" aria-hidden="true">
      <h1>{t('minutes.title')}</h1>
      <dl>
        {facts.map(([name, value]) =>
          value === null || value === '' ? null : (
            <div key={name} className="contents">
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
      {lines.length === 0 ? <p>{t('minutes.empty')}</p> : <MinuteTable lines={lines} />}
      <p>{t('minutes.summary', { ...minuteTotals(lines) })}</p>
      {session.closedAt === null ? <p>{t('minutes.running')}</p> : null}
      <h2>{t('minutes.signatures')}</h2>
      <div className="minute-sign">
        {session.present.map((name) => (
          <p key={name}>{name}</p>
        ))}
      </div>
    </div>,
    document.body,
  );
}
