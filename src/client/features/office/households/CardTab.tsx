import { IdCard, Printer } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Card } from '../../../ui/Card.tsx';
import { longMoment } from '../parts/moments.ts';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useMe } from '../useMe.ts';
import { CardDialog } from './CardDialog.tsx';
import { type ActProps, isEnded } from './householdActs.ts';

/** The card that is valid, and those that are not any more: who replaced them and why (CF-15). */
export function CardTab({ household, done }: ActProps) {
  const { t } = useTranslation('households');
  const me = useMe();
  const [replacing, setReplacing] = useState(false);
  const { n, replaced } = household.card;
  const manages = me.user.role !== 'committee' && !isEnded(household);
  return (
    <Card title={t('card.now', { n })}>
      <p className="text-muted">{n === 1 ? t('card.first') : t('card.revoked', { count: n - 1 })}</p>
      {replaced.length === 0 ? null : (
        <ul className="mt-3 divide-y divide-line border-y">
          {replaced.map((one) => (
            <li key={one.ref} className="py-2">
              <p>
                <strong className="mr-2">{t('card.became', { was: one.n - 1, n: one.n })}</strong>
                {one.reason}
              </p>
              <p className="text-xs text-muted">
                {one.byName} · {longMoment(one.at)} · {one.ref}
              </p>
            </li>
          ))}
        </ul>
      )}
      {manages ? (
        <div className="mt-4 flex flex-wrap gap-2">
          <SmallButton icon={IdCard} className="min-h-11" onClick={() => setReplacing(true)}>
            {t('card.replace')}
          </SmallButton>
          <Link
            to={`/office/cards?codes=${household.code}&village=${household.village}`}
            className="inline-flex min-h-11 items-center gap-2 rounded-lg border border-line-strong px-3 font-semibold hover:bg-sunken"
          >
            <Printer aria-hidden="true" className="size-4.5" />
            {t('card.print')}
          </Link>
        </div>
      ) : null}
      {replacing ? (
        <CardDialog
          household={household}
          onClose={() => setReplacing(false)}
          done={(words) => (unsent, verdict) => {
            setReplacing(false);
            done(words)(unsent, verdict);
          }}
        />
      ) : null}
    </Card>
  );
}
