import { CircleCheck, ListChecks, Printer, ReceiptText, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Button } from '../../ui/Button.tsx';
import { KeyHint } from '../../ui/KeyHint.tsx';
import { plainPoints } from '../../ui/Points.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { useKeys } from '../../ui/useKeys.ts';
import { useTabletState } from '../../useTablet.tsx';
import { useFile } from '../household/useFile.ts';
import { type Receipt, startAnew } from './counterStore.ts';
import { PastReceipt } from './PastReceipt.tsx';
import { ReceiptPaper } from './ReceiptPaper.tsx';
import { ReceiptQr } from './ReceiptQr.tsx';
import { SaidBar } from './SaidBar.tsx';
import { useMaskedFamily } from './useMaskedFamily.ts';
import { useReceiptQr } from './useReceiptQr.ts';

const focusNow = (button: HTMLButtonElement | null) => button?.focus();

/** The goods may go: the number large and as QR, to print or to photograph. A card that is scanned now opens the next household. */
export function ReceiptScreen({ receipt }: { receipt: Receipt }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const opened = useFile(receipt.household);
  const family = useMaskedFamily()(receipt.household);
  const qr = useReceiptQr(receipt.ref);
  const unsent = useTabletState((s) => s.sync.unsent > 0);
  const again = receipt.left === undefined;
  const leftNow = opened.status === 'open' ? opened.view.points.final - opened.view.points.redeemed : undefined;
  const left = receipt.left ?? leftNow;
  const leave = () => {
    startAnew();
    if (again) void navigate('/today');
  };
  useKeys({ Enter: leave, Escape: leave, F7: leave, F10: print });
  const Icon = again ? ReceiptText : CircleCheck;
  return (
    <div className="flex h-full flex-col">
      <div className="border-b bg-surface px-3 py-2 empty:hidden">
        <SaidBar />
      </div>
      <div className="min-h-0 flex-1">
        <Screen
          footer={
            <div className="grid grid-cols-2 gap-3">
              <Button size="lg" icon={Printer} hint={<KeyHint name="F10" />} onClick={print}>
                {t('counter.receipt.print')}
              </Button>
              <Button
                ref={focusNow}
                look="primary"
                size="lg"
                icon={again ? ListChecks : UserRound}
                hint={<KeyHint name="Enter" />}
                onClick={leave}
              >
                {again ? t('counter.receipt.backToToday') : t('counter.receipt.next')}
              </Button>
            </div>
          }
        >
          <div role="alert" className="flex items-center justify-center gap-4 pt-2 text-primary">
            <Icon aria-hidden="true" className="size-10 shrink-0 sm:size-14" />
            <p className="text-2xl font-bold sm:text-3xl">
              {receipt.voided
                ? t('counter.receipt.voided')
                : again
                  ? t('counter.receipt.again')
                  : receipt.instead
                    ? t('counter.receipt.exchanged')
                    : t('counter.receipt.done')}
            </p>
          </div>
          <p className="text-center text-xl">
            {family} · {t('counter.receipt.spent')}{' '}
            <strong>{t('counter.receipt.points', { points: receipt.points })}</strong>
            {left === undefined ? null : (
              <>
                {' · '}
                {again ? t('counter.receipt.leftNow') : t('counter.receipt.left')}{' '}
                <strong>{t('counter.receipt.points', { points: plainPoints(left) })}</strong>
              </>
            )}
          </p>
          {receipt.instead ? (
            <p className="text-center text-lg">{t('counter.receipt.instead', { ref: receipt.instead })}</p>
          ) : null}
          {again ? <PastReceipt receipt={receipt} /> : null}
          <div className="mx-auto flex w-full max-w-xl flex-wrap items-center justify-center gap-x-8 gap-y-3 rounded-2xl border bg-surface p-5">
            <ReceiptQr
              qr={qr}
              label={t('counter.receipt.qr', { ref: receipt.ref })}
              className="size-52 shrink-0 rounded-xl"
            />
            <div className="text-center">
              <p className="text-muted">{t('counter.receipt.number')}</p>
              <p className="text-3xl font-bold tracking-wide whitespace-nowrap sm:text-4xl">{receipt.ref}</p>
              <p className="mt-1 text-sm text-muted">{t('redeem.receiptHint')}</p>
              {unsent ? <p className="text-sm text-muted">{t('redeem.doneHere')}</p> : null}
            </div>
          </div>
        </Screen>
      </div>
      <ReceiptPaper receipt={receipt} qr={qr} leftNow={leftNow} />
    </div>
  );
}
