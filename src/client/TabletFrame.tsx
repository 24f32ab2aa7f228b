import { Suspense, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useLocation, useNavigate } from 'react-router';
import { CardScan } from './features/household/CardScan.tsx';
import { UpdatePrompt } from './pwa/UpdatePrompt.tsx';
import { useWarmApp } from './pwa/useWarmApp.ts';
import { BottomBar } from './ui/BottomBar.tsx';
import { cx } from './ui/cx.ts';
import { LoadingRows } from './ui/Loading.tsx';
import { PartGuard } from './ui/PartGuard.tsx';
import { SyncLine } from './ui/SyncLine.tsx';
import { useTabletState } from './useTablet.tsx';

/** Screens behind a household have their own bar of acts, so the five places make room for it on a phone. */
const DEEP = /^\/households\/|^\/round/;

/** What screens inside the frame may ask of it. */
export interface FrameContext {
  /** Opens the camera for a household card. */
  readonly scan: () => void;
}

/** The frame of the tablet: sync line on top, the screen, the five places. */
export function TabletFrame() {
  const { t } = useTranslation();
  const sync = useTabletState((s) => s.sync);
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const [scanning, setScanning] = useState(false);
  const scan = useCallback(() => setScanning(true), []);
  const deep = DEEP.test(pathname);

  useWarmApp();

  const open = (code: string) => {
    setScanning(false);
    void navigate(`/households/${code}`);
  };
  return (
    <div className="flex h-dvh flex-col overflow-hidden wide:flex-row">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <SyncLine sync={sync} onOpen={() => void navigate('/tray')} />
        <UpdatePrompt />
        <main className="relative min-h-0 flex-1">
          <PartGuard>
            <Suspense fallback={<LoadingRows rows={6} label={t('loading')} />}>
              <Outlet context={{ scan } satisfies FrameContext} />
            </Suspense>
          </PartGuard>
        </main>
      </div>
      <div className={cx('contents', deep && 'max-wide:hidden')}>
        <BottomBar unsent={sync.unsent} onScan={scan} />
      </div>
      {scanning ? <CardScan onHousehold={open} onClose={() => setScanning(false)} /> : null}
    </div>
  );
}
