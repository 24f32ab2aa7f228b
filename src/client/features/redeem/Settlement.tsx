import { Check, CircleCheck, CircleX, Hourglass, LoaderCircle, Undo2, Wifi } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Goods } from '../../../domain/op.ts';
import { Button } from '../../ui/Button.tsx';
import { KeyHint } from '../../ui/KeyHint.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { showToast } from '../../ui/toastStore.ts';
import { useKeys } from '../../ui/useKeys.ts';
import { PinCheckForm } from '../pin/PinCheckForm.tsx';
import type { CartSum } from './cart.ts';
import { type Funds, paymentFor } from './funds.ts';
import { OrderFigures } from './OrderFigures.tsx';
import { Outcome } from './Outcome.tsx';
import { useSettlement } from './useSettlement.ts';

interface Props {
  readonly household: string;
  readonly family: string;
  readonly sum: CartSum;
  readonly goods: readonly Goods[];
  readonly funds: Funds;
  readonly card: number | undefined;
  /** The family PIN, hashed: the household types it before it agrees. */
  readonly pin: string | undefined;
  /** The reservation that is handed over (AL-8). */
  readonly reservation?: string | undefined;
  /** Back to the goods, the basket kept. */
  readonly onChange: () => void;
  readonly onDone: () => void;
  /** Takes over once there is a receipt number. */
  readonly onReceipt?: (ref: string) => void;
  /** A keyboard is at hand: Enter goes on, Esc goes back. */
  readonly keys?: boolean;
}

const focusNow = (button: HTMLButtonElement | null) => button?.focus();

/** What the household sees before the goods are theirs, and what came of it. A redemption cannot be taken back by a tap. */
export function Settlement(props: Props) {
  const {
    household,
    family,
    sum,
    goods,
    funds,
    card,
    pin,
    reservation,
    onChange,
    onDone,
    onReceipt,
    keys = false,
  } = props;
  const { t } = useTranslation();
  const online = paymentFor(sum.points, funds) === 'online';
  const { state, redeem, waitMore, voidOrder } = useSettlement(
    {
      household,
      lines: sum.lines,
      points: sum.points,
      mode: online ? 'online' : 'allowance',
      ...(card === undefined ? {} : { card }),
      ...(reservation === undefined ? {} : { reservation }),
    },
    onReceipt,
  );
  const pinForm = useRef<HTMLFormElement>(null);
  const goesOn = {
    confirm: pin === undefined ? () => void redeem() : () => pinForm.current?.requestSubmit(),
    asking: undefined,
    unanswered: () => void waitMore(),
    refused: onChange,
    done: onDone,
  }[state.step];
  const goesBack = state.step === 'confirm' || state.step === 'refused' ? onChange : undefined;
  useKeys(keys ? { Enter: goesOn, Escape: goesBack } : {});
  /** The act of each step: with a keyboard it has the focus, so that Enter does it. */
  const main = {
    look: 'primary',
    size: 'lg',
    block: true,
    onClick: goesOn,
    ...(keys ? { ref: focusNow, hint: <KeyHint name="Enter" /> } : {}),
  } as const;
  const takeBack = async () => {
    if (!(await voidOrder(t('redeem.voidReason')))) return;
    showToast(t('redeem.voided'));
    onDone();
  };

  switch (state.step) {
    case 'confirm':
      return (
        <Screen
          header={
            <PageHeader
              title={t('redeem.confirmTitle')}
              back={{ label: t('redeem.change'), onBack: onChange }}
              action={keys ? <KeyHint name="Esc" /> : undefined}
            />
          }
          footer={
            <Button {...main} {...(pin === undefined ? {} : { ref: null })} icon={online ? Wifi : Check}>
              {online ? t('redeem.agreeOnline') : t('redeem.agree')}
            </Button>
          }
        >
          <OrderFigures family={family} sum={sum} goods={goods} redeemable={funds.redeemable} />
          {pin === undefined ? null : (
            <PinCheckForm key={pin} ref={pinForm} pinHash={pin} keys={keys} onRight={() => void redeem()} />
          )}
        </Screen>
      );
    case 'asking':
      return <Outcome icon={LoaderCircle} spinning tone="plain" title={t('redeem.asking')} />;
    case 'unanswered':
      return (
        <Outcome
          icon={Hourglass}
          tone="waiting"
          title={t('redeem.noAnswerTitle')}
          acts={
            <>
              <Button {...main} icon={Hourglass}>
                {t('redeem.waitMore')}
              </Button>
              <Button look="dangerQuiet" size="lg" icon={Undo2} block onClick={() => void takeBack()}>
                {t('redeem.void')}
              </Button>
            </>
          }
        >
          {t('redeem.noAnswer')}
        </Outcome>
      );
    case 'refused':
      return (
        <Outcome
          icon={CircleX}
          tone="danger"
          title={t('redeem.refusedTitle')}
          acts={<Button {...main}>{t('redeem.change')}</Button>}
        >
          {state.words}
        </Outcome>
      );
    case 'done':
      return (
        <Outcome
          icon={CircleCheck}
          tone="good"
          title={t('redeem.doneTitle')}
          acts={<Button {...main}>{t('redeem.finish')}</Button>}
        >
          <p>{state.online ? t('redeem.doneOnline') : t('redeem.doneHere')}</p>
          <div className="mt-5 rounded-2xl border bg-surface p-4 text-ink">
            <p className="text-sm text-muted">{t('redeem.receipt')}</p>
            <p className="text-3xl font-bold tracking-wide">{state.ref}</p>
            <p className="mt-1 text-sm text-muted">{t('redeem.receiptHint')}</p>
          </div>
        </Outcome>
      );
  }
}
