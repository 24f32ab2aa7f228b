import { useTranslation } from 'react-i18next';
import type { Day } from '../../../domain/calendar.ts';
import { nextWindow, type Policy } from '../../../domain/policy.ts';
import { longDay } from '../../ui/dates.ts';

/** When goods may be redeemed again. */
export function ClosedWords({ policy, today }: { policy: Policy; today: Day }) {
  const { t } = useTranslation();
  const next = nextWindow(policy, today);
  return (
    <p>{next ? t('redeem.closedNext', { from: longDay(next.from), to: longDay(next.to) }) : t('redeem.closedNone')}</p>
  );
}
