import { useTranslation } from 'react-i18next';
import type { Verdict } from '../../../../domain/verdict.ts';
import type { ForeseenAll, ForeseenHousehold } from '../../../../protocol/officeCaseWork.ts';
import { useVerdictText } from '../parts/useVerdictText.ts';

/** What one decision would do: each household's points before and after, or why it cannot be taken. */
export function EffectFigures({ shown }: { readonly shown: ForeseenAll }) {
  const { t } = useTranslation('cases');
  const verdictText = useVerdictText();
  const one = shown.decisions[0];
  if (one === undefined) return null;
  if (one.outcome !== 'applied') {
    const verdict = { code: one.code as Verdict['code'], ...(one.params === null ? {} : { params: one.params }) };
    return (
      <span className="block text-waiting">
        {t('effect.cannot')}
        {verdictText(verdict)}
      </span>
    );
  }
  return (
    <>
      {one.ops === null ? null : <span className="block">{t('effect.ops', one.ops)}</span>}
      <HouseholdFigures households={shown.households} changed={shown.changed} />
    </>
  );
}

interface Props {
  readonly households: readonly ForeseenHousehold[];
  /** How many change, also those that are not listed. */
  readonly changed: number;
}

/** Households with 累计 and 可兑 before and after, one a line. */
export function HouseholdFigures({ households, changed }: Props) {
  const { t } = useTranslation('cases');
  if (changed === 0) return <span className="block text-muted">{t('effect.none')}</span>;
  return (
    <>
      {households.map(({ code, head, before, after }) => (
        <span key={code} className="block tabular-nums">
          <span className="text-muted">{t('effect.family', { head, code })}</span>{' '}
          <strong className="inline-block">
            {t('effect.figures', {
              earnedBefore: before.earned,
              earnedAfter: after.earned,
              redeemableBefore: before.redeemable,
              redeemableAfter: after.redeemable,
            })}
          </strong>
        </span>
      ))}
      {changed > households.length ? (
        <span className="block text-muted">{t('effect.more', { count: changed - households.length })}</span>
      ) : null}
    </>
  );
}
