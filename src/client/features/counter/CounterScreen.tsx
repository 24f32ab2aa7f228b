import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { maskName } from '../../../domain/masking.ts';
import { profileOf } from '../../../domain/profile.ts';
import type { FileView } from '../../engine/tablet.ts';
import { LoadingRows } from '../../ui/Loading.tsx';
import { useTabletState } from '../../useTablet.tsx';
import { LoadBar } from '../home/LoadBar.tsx';
import { useFile } from '../household/useFile.ts';
import { CounterDesk } from './CounterDesk.tsx';
import { useCounter } from './counterStore.ts';
import { ReceiptScreen } from './ReceiptScreen.tsx';
import { SecondLook } from './SecondLook.tsx';

/** The store's counter: card, goods and basket side by side, then what the household sees, then the receipt. */
export default function CounterScreen() {
  const { t } = useTranslation();
  const household = useCounter((s) => s.household);
  const looking = useCounter((s) => s.looking);
  const receipt = useCounter((s) => s.receipt);
  const catalogue = useTabletState((s) => s.catalogue);
  const load = useTabletState((s) => s.load);
  const opened = useFile(household ?? '');
  const [seen, setSeen] = useState<FileView>();
  if (receipt) return <ReceiptScreen receipt={receipt} />;
  if (!catalogue) {
    return load ? (
      <div className="p-4">
        <LoadBar load={load} />
      </div>
    ) : (
      <LoadingRows rows={6} label={t('loading')} />
    );
  }
  const view = household !== undefined && opened.status === 'open' ? opened.view : undefined;
  const family = view ? t('family', { name: maskName(profileOf(view.file).head) }) : '';
  // The order stays before the household's eyes, also while its file is read anew: what was asked must not be asked twice.
  if (view && view !== seen) setSeen(view);
  const order = view ?? seen;
  if (looking && order && order.file.code === household) return <SecondLook view={order} catalogue={catalogue} />;
  return <CounterDesk household={household} opened={opened} family={family} catalogue={catalogue} load={load} />;
}
