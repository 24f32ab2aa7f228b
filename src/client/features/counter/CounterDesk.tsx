import { useTranslation } from 'react-i18next';
import type { Catalogue } from '../../../protocol/catalogue.ts';
import type { TabletState } from '../../engine/tablet.ts';
import { useKeys } from '../../ui/useKeys.ts';
import { useWide } from '../../ui/useWide.ts';
import type { OpenedFile } from '../household/useFile.ts';
import { BasketColumn } from './BasketColumn.tsx';
import { CardColumn } from './CardColumn.tsx';
import { hush, say, setLooking, startAnew } from './counterStore.ts';
import { GoodsColumn } from './GoodsColumn.tsx';
import { HandingOver } from './HandingOver.tsx';
import { SaidBar } from './SaidBar.tsx';
import { useOrder } from './useOrder.ts';

interface Props {
  readonly household: string | undefined;
  readonly opened: OpenedFile;
  readonly family: string;
  readonly catalogue: Catalogue;
  readonly load: TabletState['load'];
}

/** Card left, goods in the middle, basket right; one below the other where it is narrow. */
export function CounterDesk({ household, opened, family, catalogue, load }: Props) {
  const { t } = useTranslation();
  const view = household !== undefined && opened.status === 'open' ? opened.view : undefined;
  const wide = useWide();
  const order = useOrder(view, catalogue);

  const next = () => {
    if (!view) return say('danger', t('counter.said.cardFirst'));
    if (order.payment === 'nothing') return say('danger', t('counter.said.goodsFirst'));
    // Why not stands beside the basket already.
    if (order.barrier === undefined && order.payment !== 'too_much' && order.beyond.length === 0) setLooking(true);
  };
  useKeys({ F7: startAnew, F9: next, Escape: hush });

  return (
    <div className="flex h-full flex-col">
      <div className="border-b bg-surface px-3 py-2 empty:hidden">{wide ? null : <SaidBar />}</div>
      <div className="min-h-0 flex-1 overflow-y-auto wide:grid wide:grid-cols-[minmax(300px,22%)_minmax(0,1fr)_minmax(340px,27%)] wide:overflow-hidden">
        <CardColumn
          household={household}
          opened={opened}
          family={family}
          order={order}
          catalogue={catalogue}
          load={load}
        />
        {order.reservation ? (
          <HandingOver reservation={order.reservation} />
        ) : (
          <GoodsColumn goods={catalogue.goods} limits={order.limits} />
        )}
        <BasketColumn family={family} goods={catalogue.goods} order={order} view={view} onNext={next} />
      </div>
    </div>
  );
}
