import '../../ui/paper.css';
import './closePaper.css';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { dayOf } from '../../../domain/calendar.ts';
import { type Close, type Days, quarterOf } from '../../../domain/close.ts';
import type { CloseResponse } from '../../../protocol/officeStore.ts';
import { longDay, shortDay, timeOf } from '../../ui/dates.ts';
import { plainPoints } from '../../ui/Points.tsx';
import { CloseTable } from './CloseTable.tsx';

export interface CloseNames {
  readonly goods: (sku: string) => string;
  readonly household: (code: string) => string;
  readonly person: (id: string) => string;
}

interface Props {
  readonly close: Close;
  /** What else moved in the store; absent where that is not known. */
  readonly stock?: CloseResponse['stock'];
  readonly names: CloseNames;
  readonly days: Days;
  /** Whose close it is: store, counter. */
  readonly of: string;
}

/** A close on the screen, and the same on paper with room for two signatures. */
export function CloseReport(props: Props) {
  return (
    <>
      <CloseWords {...props} paper={false} />
      {createPortal(<ClosePaper {...props} />, document.body)}
    </>
  );
}

/** What the days are called. */
export function useDaysName(): (days: Days) => string {
  const { t } = useTranslation('close');
  return ({ from, to }) => {
    if (from === to) return t('dayOf', { day: longDay(from) });
    const quarter = quarterOf(from);
    if (quarter.from === from && quarter.to === to) {
      return t('quarterOf', { year: from.slice(0, 4), n: Math.ceil(Number(from.slice(5, 7)) / 3) });
    }
    return t('daysOf', { from: longDay(from), to: longDay(to) });
  };
}

function ClosePaper(props: Props) {
  const { t } = useTranslation('close');
  const daysName = useDaysName();
  const now = Date.now();
  return (
    <article className="paper close-paper">
      <h1>{t('title')}</h1>
      <p>
        {props.of} · {daysName(props.days)} · {t('at', { moment: `${longDay(dayOf(now))} ${timeOf(now)}` })}
      </p>
      <CloseWords {...props} paper />
      <div className="close-sign">
        <p>{t('sign')}</p>
        <p>{t('checked')}</p>
      </div>
    </article>
  );
}

const yuan = (fen: number) => (fen / 100).toFixed(2);

/** The figures and tables of a close. */
export function CloseWords({ close, stock = [], names, paper }: Props & { readonly paper: boolean }) {
  const { t } = useTranslation('close');
  const { out, back } = close;
  const costed = close.goods.some((one) => one.cost !== null);
  const figure = true;
  const sums: readonly (readonly [name: string, value: string])[] = [
    [t('sums.out'), t('sums.receipts', { ...out })],
    [t('sums.back'), t('sums.receipts', { ...back })],
    [t('sums.net'), t('sums.points', { points: plainPoints(close.points) })],
    ...(close.shortfall === 0
      ? []
      : [[t('sums.shortfall'), t('sums.points', { points: plainPoints(close.shortfall) })] as const]),
    ...(costed ? [[t('sums.cost'), t('sums.yuan', { yuan: yuan(close.cost) })] as const] : []),
  ];
  return (
    <>
      <section className={paper ? undefined : 'rounded-xl border bg-surface p-3'}>
        <h2 className={paper ? undefined : 'mb-2 font-bold'}>{t('sums.title')}</h2>
        <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1">
          {sums.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className={paper ? undefined : 'text-muted'}>{name}</dt>
              <dd className="font-semibold">{value}</dd>
            </div>
          ))}
        </dl>
        {costed && close.goods.some((one) => one.cost === null) ? (
          <p className="mt-1 text-sm">{t('sums.uncosted')}</p>
        ) : null}
      </section>
      <CloseTable
        title={t('goods.title')}
        paper={paper}
        columns={[
          { name: t('goods.name') },
          { name: t('goods.out'), figure },
          { name: t('goods.back'), figure },
          { name: t('goods.points'), figure },
          ...(costed ? [{ name: t('goods.cost'), figure }] : []),
        ]}
        rows={close.goods.map((one) => ({
          key: one.sku,
          cells: [
            names.goods(one.sku),
            one.out,
            one.back,
            plainPoints(one.points),
            ...(costed ? [one.cost === null ? '—' : yuan(one.cost)] : []),
          ],
        }))}
      />
      <CloseTable
        title={t('people.title')}
        paper={paper}
        columns={[
          { name: t('people.name') },
          { name: t('people.receipts'), figure },
          { name: t('people.points'), figure },
          { name: t('people.voids'), figure },
          { name: t('people.voided'), figure },
        ]}
        rows={close.people.map((one) => ({
          key: one.by,
          cells: [names.person(one.by), one.receipts, one.points, one.voids, one.voidedPoints],
        }))}
      />
      <CloseTable
        title={t('stock.title')}
        paper={paper}
        columns={[
          { name: t('stock.name') },
          { name: t('stock.received'), figure },
          { name: t('stock.writtenOff'), figure },
          { name: t('stock.counts'), figure },
          { name: t('stock.difference'), figure },
        ]}
        rows={stock.map((one) => ({
          key: one.sku,
          cells: [names.goods(one.sku), one.received, one.writtenOff, one.counts, plainPoints(one.difference)],
        }))}
      />
      <CloseTable
        title={t('households.title')}
        paper={paper}
        columns={[
          { name: t('households.name') },
          { name: t('households.receipts'), figure },
          { name: t('households.points'), figure },
        ]}
        rows={close.households.map((one) => ({
          key: one.household,
          cells: [
            `${names.household(one.household)} ${one.household}`,
            plainPoints(one.receipts),
            plainPoints(one.points),
          ],
        }))}
      />
      <CloseTable
        title={t('acts.title')}
        paper={paper}
        columns={[
          { name: t('acts.when') },
          { name: t('acts.ref') },
          { name: t('acts.household') },
          { name: t('acts.points'), figure },
          { name: t('acts.by') },
        ]}
        rows={close.acts.map((one) => ({
          key: one.ref,
          cells: [
            `${shortDay(dayOf(one.at))} ${timeOf(one.at)}`,
            one.receipt === undefined ? one.ref : t('acts.of', { ref: one.receipt }),
            `${names.household(one.household)} ${one.household}`,
            plainPoints(one.kind === 'out' ? one.points : -one.points),
            names.person(one.by),
          ],
        }))}
      />
    </>
  );
}
