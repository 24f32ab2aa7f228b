import { ListChecks, ScrollText, Store } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { SHANGHAI_OFFSET_MINUTES } from '../../../domain/calendar.ts';
import { arrowFocus } from '../../ui/arrowFocus.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx';
import { KeyHint } from '../../ui/KeyHint.tsx';
import { LoadingRows } from '../../ui/Loading.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { useTabletState } from '../../useTablet.tsx';
import { useToday } from '../household/useToday.ts';
import { useTray } from '../household/useTray.ts';
import { showReceipt } from './counterStore.ts';
import { ordersOn, type PastOrder, pastOrders, receiptOf, sumOfOrders } from './pastOrders.ts';
import { TodayLine } from './TodayLine.tsx';
import { useShowKept } from './useShowKept.ts';
import { VoidSheet } from './VoidSheet.tsx';

/** Lines drawn before "more" is asked for. */
const PAGE = 60;

/** Today's redemptions of this counter: where each stands, to print again or to void. */
export default function TodayScreen() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const today = useToday();
  const offset = useTabletState((s) => s.catalogue?.town.zoneOffsetMinutes) ?? SHANGHAI_OFFSET_MINUTES;
  const { items, failed } = useTray();
  const [shown, setShown] = useState(PAGE);
  const [voiding, setVoiding] = useState<PastOrder>();
  const orders = items && ordersOn(today, pastOrders(items), offset);
  const back = () => void navigate('/');
  const showKept = useShowKept();

  const print = (order: PastOrder) => {
    showReceipt(receiptOf(order));
    back();
  };
  const list = () => {
    if (failed && !orders)
      return <ErrorState title={t('counter.today.failedTitle')}>{t('counter.today.failed')}</ErrorState>;
    if (!orders) return <LoadingRows rows={4} label={t('loading')} />;
    if (orders.length === 0) {
      return (
        <EmptyState icon={ListChecks} title={t('counter.today.empty')}>
          {t('counter.today.emptyHint')}
        </EmptyState>
      );
    }
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys only move the focus among what is inside.
      <div onKeyDown={arrowFocus}>
        <ul className="divide-y divide-line border-b bg-surface">
          {orders.slice(0, shown).map((order) => (
            <TodayLine
              key={order.item.ref}
              order={order}
              onPrint={() => print(order)}
              onVoid={() => setVoiding(order)}
            />
          ))}
        </ul>
        {orders.length > shown ? (
          <div className="p-3">
            <Button data-arrow look="quiet" block onClick={() => setShown(shown + PAGE)}>
              {t('tray.more', { count: orders.length - shown })}
            </Button>
          </div>
        ) : null}
      </div>
    );
  };
  return (
    <Screen
      flush
      header={
        <PageHeader
          title={t('counter.today.title')}
          subtitle={orders ? t('counter.today.sum', sumOfOrders(orders)) : undefined}
          action={
            <div className="flex flex-wrap justify-end gap-2">
              <Button icon={ScrollText} onClick={() => void navigate('/close')}>
                {t('counter.today.close')}
              </Button>
              {/* A narrow screen has no room beside the heading, and the same place under the thumb. */}
              <span className="max-sm:hidden">
                <Button look="quiet" icon={Store} hint={<KeyHint name="Esc" />} onClick={back}>
                  {t('counter.nav.desk')}
                </Button>
              </span>
            </div>
          }
        />
      }
    >
      <div className="mx-auto w-full max-w-5xl">{list()}</div>
      {voiding ? (
        <VoidSheet
          order={voiding}
          onClose={() => setVoiding(undefined)}
          onKept={(ref) => void showKept(ref).then(back)}
        />
      ) : null}
    </Screen>
  );
}
