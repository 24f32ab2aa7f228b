import { useTranslation } from 'react-i18next';
import { ScreenHeader } from '../parts/ScreenHeader.tsx';
import { ExportPanel } from './ExportPanel.tsx';

/** The household register (一户一档). */
export function HouseholdsScreen() {
  const { t } = useTranslation('households');
  return (
    <>
      <ScreenHeader title={t('title')} />
      <div className="min-h-0 flex-1 overflow-y-auto p-5 max-sm:p-3">
        <div className="mx-auto flex max-w-5xl flex-col gap-4">
          <ExportPanel />
        </div>
      </div>
    </>
  );
}
