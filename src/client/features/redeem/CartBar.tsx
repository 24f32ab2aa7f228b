import { ShoppingBasket, Wifi } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { FooterBar } from '../../ui/FooterBar.tsx';
import { ReserveAct } from '../reserve/ReserveAct.tsx';
import type { CartSum } from './cart.ts';
import type { Funds, Payment } from './funds.ts';
import { LimitNotice } from './LimitNotice.tsx';
import type { LimitLeft } from './limitsLeft.ts';
import { PaymentNotice } from './PaymentNotice.tsx';

interface Props {
  readonly family: string;
  readonly sum: CartSum;
  readonly funds: Funds;
  readonly payment: Payment;
  readonly household: string;
  readonly card: number | undefined;
  /** Goods are only reserved now. */
  readonly reserving: boolean;
  /** Goods that are more than the household may have. */
  readonly beyond: readonly LimitLeft[];
  readonly onReserved: () => void;
  readonly onNext: () => void;
}

/** The basket: what it comes to, whether it can be paid and how. */
export function CartBar(props: Props) {
  const { family, sum, funds, payment, reserving, beyond, onNext } = props;
  const { t } = useTranslation();
  const { points } = sum;
  const over = beyond.length > 0;
  const reserve = (only: boolean) => (
    <ReserveAct
      {...{ family, sum, funds, only }}
      household={props.household}
      card={props.card}
      blocked={over}
      onReserved={props.onReserved}
    />
  );
  return (
    <FooterBar>
      <div className="flex flex-col gap-2">
        {reserving ? null : <PaymentNotice family={family} points={points} funds={funds} payment={payment} />}
        <LimitNotice beyond={beyond} />
        <div className="flex flex-wrap items-center gap-3">
          <ShoppingBasket aria-hidden="true" className="size-8 shrink-0 text-primary" />
          <p role="status" className="min-w-30 flex-1 leading-tight">
            {payment === 'nothing' ? (
              <span className="text-muted">{t('redeem.cartEmpty')}</span>
            ) : (
              <>
                <span className="block text-sm text-muted">{t('redeem.pieces', { count: sum.pieces })}</span>
                <span className="text-xl font-bold">{t('redeem.total', { points })}</span>
              </>
            )}
          </p>
          {reserving ? null : (
            <Button
              look="primary"
              size="lg"
              className="max-sm:flex-1"
              disabled={payment === 'nothing' || payment === 'too_much' || over}
              {...(payment === 'online' ? { icon: Wifi } : {})}
              onClick={onNext}
            >
              {payment === 'online' ? t('redeem.tryOnline') : t('redeem.next')}
            </Button>
          )}
        </div>
        {reserving ? reserve(true) : payment === 'online' ? reserve(false) : null}
      </div>
    </FooterBar>
  );
}
