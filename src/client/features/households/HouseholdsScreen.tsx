import { UsersRound } from 'lucide-react';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useOutletContext, useParams } from 'react-router';
import type { FrameContext } from '../../TabletFrame.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { LoadingRows } from '../../ui/Loading.tsx';
import { useWide } from '../../ui/useWide.ts';
import { HouseholdList } from './HouseholdList.tsx';

/**
 * Households: the list, and the file beside it where there is room; otherwise one after the other. The file stays the same piece of
 * the page in both, so that turning the tablet loses nothing that is half done in it.
 */
export default function HouseholdsScreen() {
  const { t } = useTranslation();
  const { code } = useParams();
  const wide = useWide();
  const context = useOutletContext<FrameContext>();
  return (
    <div className={cx('grid h-full', wide && 'grid-cols-[420px_minmax(0,1fr)]')}>
      {wide || code === undefined ? (
        <div key="list" className={cx('min-h-0 min-w-0', wide && 'border-r bg-surface')}>
          <HouseholdList current={code} />
        </div>
      ) : null}
      {code !== undefined ? (
        <div key="file" className="min-h-0 min-w-0">
          <Suspense fallback={<LoadingRows rows={5} tall label={t('loading')} />}>
            <Outlet context={context} />
          </Suspense>
        </div>
      ) : wide ? (
        <div className="grid h-full place-items-center">
          <EmptyState icon={UsersRound} title={t('list.choose')} />
        </div>
      ) : null}
    </div>
  );
}
