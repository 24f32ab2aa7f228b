import { useTranslation } from 'react-i18next';
import { Navigate, Route, Routes, useLocation, useNavigate } from 'react-router';
import { Tabs } from '../../../ui/Tabs.tsx';
import { ScreenHeader } from '../parts/ScreenHeader.tsx';
import { useMe } from '../useMe.ts';
import { ExportPanel } from './ExportPanel.tsx';
import { ImportPanel } from './ImportPanel.tsx';
import { RegisterView } from './RegisterView.tsx';

const ROOT = '/office/households';

/** The household register (一户一档): the list and one household beside it, import, export. */
export function HouseholdsScreen() {
  const { t } = useTranslation('households');
  const me = useMe();
  const navigate = useNavigate();
  const place = useLocation().pathname.slice(ROOT.length + 1);
  const tab = place === 'export' || place === 'import' ? place : 'list';
  const manages = me.user.role !== 'committee';
  return (
    <>
      <ScreenHeader title={t('title')} />
      {manages ? (
        <Tabs
          label={t('title')}
          value={tab}
          onChange={(next) => void navigate(next === 'list' ? ROOT : `${ROOT}/${next}`)}
          tabs={[
            { value: 'list', label: t('tab.list') },
            { value: 'import', label: t('tab.import') },
            { value: 'export', label: t('tab.export') },
          ]}
        />
      ) : null}
      <Routes>
        <Route index element={<RegisterView code={undefined} />} />
        <Route path="import" element={manages ? <Work panel={<ImportPanel />} /> : <Navigate to={ROOT} replace />} />
        <Route path="export" element={manages ? <Work panel={<ExportPanel />} /> : <Navigate to={ROOT} replace />} />
        <Route path=":code" element={<RegisterView code={place} />} />
      </Routes>
    </>
  );
}

function Work({ panel }: { readonly panel: React.ReactNode }) {
  return (
    <div className="min-h-0 flex-1 overflow-y-auto p-5 max-sm:p-3">
      <div className="mx-auto flex max-w-5xl flex-col gap-4">{panel}</div>
    </div>
  );
}
