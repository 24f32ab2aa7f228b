import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Tabs } from '../../../ui/Tabs.tsx';
import { ScreenHeader } from '../parts/ScreenHeader.tsx';
import { CloseTab } from './CloseTab.tsx';
import { OpeningTab } from './OpeningTab.tsx';
import { StoresTab } from './StoresTab.tsx';

/** The villages' stores: their closes, how they are doing, and when they are open. */
export function StoreScreen() {
  const { t } = useTranslation('office');
  const [tab, setTab] = useState<'close' | 'stores' | 'opening'>('close');
  return (
    <>
      <ScreenHeader title={t('store.title')} />
      <Tabs
        label={t('store.title')}
        value={tab}
        onChange={setTab}
        tabs={[
          { value: 'close', label: t('store.close') },
          { value: 'stores', label: t('store.stores') },
          { value: 'opening', label: t('opening.title') },
        ]}
      />
      <div className="min-h-0 flex-1 overflow-y-auto p-5 max-sm:p-3">
        <div className="mx-auto flex max-w-5xl flex-col gap-4">
          {tab === 'close' ? <CloseTab /> : tab === 'stores' ? <StoresTab /> : <OpeningTab />}
        </div>
      </div>
    </>
  );
}
