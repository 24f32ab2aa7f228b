import { PackageCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import type { CartSum } from '../redeem/cart.ts';
import type { Funds } from '../redeem/funds.ts';
import { ReserveSheet } from './ReserveSheet.tsx';

interface Props {
  readonly household: string;
  readonly family: string;
  readonly sum: CartSum;
  readonly funds: Funds;
  readonly card: number | undefined;
  /** Nothing else can be done with the basket now. */
  readonly only?: boolean;
  readonly blocked?: boolean;
  readonly onReserved: () => void;
}

/** The way out of a basket that cannot be paid here and now (AL-3): keep it for later. */
export function ReserveAct({ household, family, sum, funds, card, only = false, blocked = false, onReserved }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const short = sum.points > funds.reservable;
  return (
    <>
      {only && short ? (
        <Notice tone="danger" alert>
          {t('reserve.short', { family, points: funds.reservable })}
        </Notice>
      ) : null}
      <Button
        look={only ? 'primary' : 'secondary'}
        size="lg"
        block
        icon={PackageCheck}
        disabled={blocked || short || sum.points === 0}
        onClick={() => setOpen(true)}
      >
        {only ? t('reserve.actOnly') : t('reserve.act')}
      </Button>
      {open ? (
        <ReserveSheet
          household={household}
          family={family}
          sum={sum}
          card={card}
          onClose={(reserved) => {
            setOpen(false);
            if (reserved) onReserved();
          }}
        />
      ) : null}
    </>
  );
}
