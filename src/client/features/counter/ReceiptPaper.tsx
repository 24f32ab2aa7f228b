import './receipt.css';
import { useEffect } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { dayOf } from '../../../domain/calendar.ts';
import { longDay, timeOf } from '../../ui/dates.ts';
import { plainPoints } from '../../ui/Points.tsx';
import { useTabletState } from '../../useTablet.tsx';
import type { QrPath } from '../cards/qrPath.ts';
import { useDirectory } from '../household/useDirectory.ts';
import { useNames } from '../household/useNames.ts';
import type { Receipt } from './counterStore.ts';
import { ReceiptQr } from './ReceiptQr.tsx';
import { fitReceiptPage } from './receiptPage.ts';
import { useMaskedFamily } from './useMaskedFamily.ts';

interface Props {
  readonly receipt: Receipt;
  readonly qr: QrPath | undefined;
  /** What may be redeemed now, on a receipt that is printed again. */
  readonly leftNow: number | undefined;
}

/** What an 80 mm printer prints; on the screen it is not seen. */
export function ReceiptPaper({ receipt, qr, leftNow }: Props) {
  const kinds = receipt.lines.length;
  useEffect(() => fitReceiptPage(kinds), [kinds]);
  return createPortal(<ReceiptWords receipt={receipt} qr={qr} leftNow={leftNow} />, document.body);
}

/** The words on the paper. */
export function ReceiptWords({ receipt, qr, leftNow }: Props) {
  const { t } = useTranslation();
  const names = useNames();
  const family = useMaskedFamily()(receipt.household);
  const row = useDirectory().find((one) => one.code === receipt.household);
  const catalogue = useTabletState((s) => s.catalogue);
  const device = useTabletState((s) => s.device);
  const village = catalogue?.villages.find((one) => one.code === row?.village)?.name ?? '';
  const goods = new Map(catalogue?.goods.map((one) => [one.sku, one]));
  const left = receipt.left ?? leftNow;
  const now = Date.now();
  return (
    <article className="receipt-paper">
      <h1>
        {village} {t('counter.receipt.title')}
      </h1>
      {receipt.left === undefined ? (
        <p className="receipt-again">
          {t('counter.receipt.againMark', { date: longDay(dayOf(now)), time: timeOf(now) })}
        </p>
      ) : null}
      {receipt.voided ? <p className="receipt-again">{t('counter.receipt.voided')}</p> : null}
      {receipt.instead ? (
        <p className="receipt-again">{t('counter.receipt.instead', { ref: receipt.instead })}</p>
      ) : null}
      <dl>
        <dt>{t('counter.receipt.household')}</dt>
        <dd>
          {family} {receipt.household}
        </dd>
        <dt>{t('counter.receipt.when')}</dt>
        <dd>
          {longDay(dayOf(receipt.at))} {timeOf(receipt.at)}
        </dd>
        <dt>{t('counter.receipt.counter')}</dt>
        <dd>
          {device?.townName} {device?.id}
        </dd>
        <dt>{t('counter.receipt.clerk')}</dt>
        <dd>{names.person(receipt.by)}</dd>
      </dl>
      <ul>
        {receipt.lines.map((line) => (
          <li key={line.sku}>
            <span>
              {goods.get(line.sku)?.name ?? line.sku} {goods.get(line.sku)?.spec}
            </span>
            <span>{t('counter.receipt.line', { quantity: line.quantity, price: line.price })}</span>
          </li>
        ))}
      </ul>
      <dl className="receipt-sum">
        <dt>{t('counter.receipt.spent')}</dt>
        <dd>{t('counter.receipt.points', { points: receipt.points })}</dd>
        {left === undefined ? null : (
          <>
            <dt>{receipt.left === undefined ? t('counter.receipt.leftNow') : t('counter.receipt.left')}</dt>
            <dd>{t('counter.receipt.points', { points: plainPoints(left) })}</dd>
          </>
        )}
      </dl>
      <ReceiptQr qr={qr} label={t('counter.receipt.qr', { ref: receipt.ref })} className="receipt-qr" />
      <p className="receipt-number">{receipt.ref}</p>
      <p className="receipt-keep">{t('counter.receipt.keep')}</p>
    </article>
  );
}
