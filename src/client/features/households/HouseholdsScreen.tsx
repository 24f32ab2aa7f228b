import { UsersRound } from 'lucide-react';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useOutletContext, useParams } from 'react-router';
import type { FrameContext } from '../../TabletFrame.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { LoadingRows } from '../../ui/Loading.tsx';
import { useWide } from '../../ui/useWide.ts';
import { HouseholdList } from './HouseholdList.tsx';

/** Households: the list, and the file beside it where there is room; otherwise one after the other. */
export default function HouseholdsScreen() {
  const { t } = useTranslation();
  const { code } = useParams();
  const wide = useWide();
  const context = useOutletContext<FrameContext>();
  const file = (
    <Suspense fallback={<LoadingRows rows={5} tall label={t('loading')} />}>
      <Outlet context={context} />
    </Suspense>
  );
  if (!wide) return code ? file : <HouseholdList current={undefined} />;
  return (
    <div className="grid h-full grid-cols-[420px_minmax(0,1fr)]">
      <div className="min-h-0 border-r bg-surface">
        <HouseholdList current={code} />
      </div>
      <div className="min-h-0">
        {code ? (
          file
        ) : (
          <div className="grid h-full place-items-center">
            <EmptyState icon={UsersRound} title={t('list.choose')} />
          </div>
        )}
      </div>
    </div>
  );
}
