import { useTranslation } from 'react-i18next';
import { Notice } from '../../ui/Notice.tsx';
import type { Funds, Payment } from './funds.ts';

interface Props {
  readonly family: string;
  readonly points: number;
  readonly funds: Funds;
  readonly payment: Payment;
  /** What to do about too small an allowance, where it is not what a tablet at a door can do. */
  readonly advice?: string;
}

/** Why a basket cannot be paid here and now, and what can be done (AL-3). */
export function PaymentNotice({ family, points, funds, payment, advice }: Props) {
  const { t } = useTranslation();
  if (payment === 'online') {
    return (
      <Notice tone="waiting" title={t('redeem.short', { family, remaining: funds.remaining, points })} alert>
        {funds.free < points && funds.free > 0 && funds.remaining > 0
          ? t('redeem.shortSplit', { remaining: funds.remaining, free: funds.free })
          : (advice ?? t('redeem.shortOnline'))}
      </Notice>
    );
  }
  if (payment !== 'too_much') return null;
  return (
    <Notice tone="danger" alert>
      {t(funds.waiting > 0 ? 'redeem.shortWaiting' : 'redeem.shortTotal', {
        ...{ family, points, waiting: funds.waiting },
        redeemable: Math.max(0, funds.redeemable),
      })}
    </Notice>
  );
}
