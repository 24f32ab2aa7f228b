import { FileX, UserRoundX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Catalogue } from '../../../protocol/catalogue.ts';
import type { TabletState } from '../../engine/tablet.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx';
import { KeyHint } from '../../ui/KeyHint.tsx';
import { LoadingRows } from '../../ui/Loading.tsx';
import { LoadBar } from '../home/LoadBar.tsx';
import type { OpenedFile } from '../household/useFile.ts';
import { startAnew } from './counterStore.ts';
import { FindHousehold } from './FindHousehold.tsx';
import { IdentityCheck } from './IdentityCheck.tsx';
import type { Order } from './useOrder.ts';

interface Props {
  readonly household: string | undefined;
  readonly opened: OpenedFile;
  readonly family: string;
  readonly order: Order;
  readonly catalogue: Catalogue;
  readonly load: TabletState['load'];
}

/** Whose card lies on the counter: who they are, and what they may spend. */
export function CardColumn({ household, opened, family, order, catalogue, load }: Props) {
  const { t } = useTranslation();
  const content = () => {
    if (household === undefined) return <FindHousehold />;
    switch (opened.status) {
      case 'open':
        return <IdentityCheck view={opened.view} family={family} order={order} catalogue={catalogue} />;
      case 'loading':
        return <LoadingRows rows={3} tall label={t('counter.card.opening')} />;
      case 'missing':
        return (
          <EmptyState icon={FileX} title={t('file.missingTitle')}>
            {t('card.unknown_household')}
          </EmptyState>
        );
      case 'failed':
        return <ErrorState title={t('file.failedTitle')}>{t('file.failed')}</ErrorState>;
    }
  };
  return (
    <section className="flex flex-col bg-surface max-wide:border-b wide:min-h-0 wide:border-r">
      <div className="flex min-h-0 flex-1 flex-col gap-3 p-3 wide:overflow-y-auto">
        {load ? <LoadBar load={load} /> : null}
        {content()}
      </div>
      {household === undefined ? null : (
        <div className="border-t p-3">
          <Button icon={UserRoundX} block hint={<KeyHint name="F7" />} onClick={startAnew}>
            {t('counter.card.next')}
          </Button>
        </div>
      )}
    </section>
  );
}
