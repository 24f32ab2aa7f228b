import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dayOf } from '../../../../domain/calendar.ts';
import { type Days, quarterOf } from '../../../../domain/close.ts';
import type { OfficeStore, StoresResponse } from '../../../../protocol/officeStore.ts';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { postJson } from '../officeApi.ts';
import { FailurePanel, StaleBar } from '../parts/FailurePanel.tsx';
import { grouped } from '../parts/moments.ts';
import { useRemote } from '../useRemote.ts';
import { DaysFields } from './DaysFields.tsx';
import { StoreGoods } from './StoreGoods.tsx';

const yuan = (fen: number) => grouped(Math.round(fen / 100));

/** How the stores are doing: what share was redeemed, which goods move and which lie, what the stock is worth. */
export function StoresTab() {
  const { t } = useTranslation('office');
  const [days, setDays] = useState<Days>(quarterOf(dayOf(Date.now())));
  const { data, problem, reload } = useRemote(JSON.stringify(days), () =>
    postJson<StoresResponse>('/api/office/stores', { village: null, ...days }),
  );
  return (
    <>
      <div className="flex flex-wrap items-end gap-3">
        <DaysFields days={days} onChange={setDays} />
      </div>
      {data && problem !== undefined ? <StaleBar problem={problem} retry={reload} /> : null}
      {data ? (
        data.stores.map((store) => <StoreCard key={store.village} store={store} />)
      ) : problem !== undefined ? (
        <FailurePanel problem={problem} retry={reload} />
      ) : (
        <LoadingRows rows={4} tall label={t('loading')} />
      )}
    </>
  );
}

function StoreCard({ store }: { readonly store: OfficeStore }) {
  const { t } = useTranslation('office');
  const { earned, redeemed, writtenOff } = store;
  const rate = earned > 0 ? `${Math.round((100 * redeemed) / earned)}%` : '—';
  const facts: readonly (readonly [name: string, value: string, note?: string])[] = [
    [t('store.rate'), rate, t('store.rateNote', { redeemed: grouped(redeemed), earned: grouped(earned) })],
    [
      t('store.spent'),
      t('store.points', { points: grouped(store.spent) }),
      t('store.spentNote', { count: store.receipts, pieces: grouped(store.pieces) }),
    ],
    [
      t('store.stockCost'),
      t('store.yuan', { yuan: yuan(store.stockCost) }),
      store.uncosted > 0 ? t('store.uncosted', { count: store.uncosted }) : undefined,
    ],
    [
      t('store.writtenOff'),
      t('store.pieces', { count: writtenOff.pieces }),
      writtenOff.cost > 0 ? t('store.yuan', { yuan: yuan(writtenOff.cost) }) : undefined,
    ],
  ].map(([name = '', value = '', note]) => (note === undefined ? [name, value] : [name, value, note]));
  return (
    <section aria-label={store.name} className="rounded-xl border bg-surface">
      <h2 className="px-4 pt-3 text-base font-bold">{store.name}</h2>
      <dl className="grid grid-cols-4 gap-4 px-4 py-3 max-wide:grid-cols-2 max-sm:grid-cols-1">
        {facts.map(([name, value, note]) => (
          <div key={name}>
            <dt className="text-xs text-muted">{name}</dt>
            <dd className="text-2xl font-bold tabular-nums">{value}</dd>
            {note === undefined ? null : <dd className="text-xs text-muted">{note}</dd>}
          </div>
        ))}
      </dl>
      <StoreGoods goods={store.goods} />
    </section>
  );
}
