import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useLocation, useNavigate } from 'react-router';
import { useFormGuard } from '../../pwa/formGuard.ts';
import { UpdatePrompt } from '../../pwa/UpdatePrompt.tsx';
import { useWarmApp } from '../../pwa/useWarmApp.ts';
import { signal } from '../../scan/feedback.ts';
import { useBarcodeGun } from '../../scan/gun/useBarcodeGun.ts';
import type { ReadCode, ScanAnswer } from '../../scan/ScanDialog.tsx';
import { createTaskQueue } from '../../scan/taskQueue.ts';
import type { FrameContext } from '../../TabletFrame.tsx';
import { LoadingRows } from '../../ui/Loading.tsx';
import { LoadingScreen } from '../../ui/LoadingScreen.tsx';
import { PartGuard } from '../../ui/PartGuard.tsx';
import { SyncLine } from '../../ui/SyncLine.tsx';
import { useKeys } from '../../ui/useKeys.ts';
import { useTablet, useTabletState } from '../../useTablet.tsx';
import { forgetStockDraft } from '../stock/stockDraft.ts';
import { CounterNav } from './CounterNav.tsx';
import { say, startAnew, useCounter } from './counterStore.ts';
import { takenHere } from './goodsTaker.ts';
import { OfflineRights } from './OfflineRights.tsx';
import { useTakeCode } from './useTakeCode.ts';

const ScanDialog = lazy(async () => ({ default: (await import('../../scan/ScanDialog.tsx')).ScanDialog }));

/** The frame of the counter: what it can serve and how the sync stands on top, the screen, and a gun that works everywhere. */
export default function CounterFrame() {
  const { t } = useTranslation();
  const tablet = useTablet();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const sync = useTabletState((s) => s.sync);
  const looking = useCounter((s) => s.looking);
  const [scanning, setScanning] = useState(false);
  const scan = useCallback(() => setScanning(true), []);
  const takeCode = useTakeCode();
  const [queue] = useState(createTaskQueue);
  useWarmApp();
  // A new version waits until the basket is settled.
  useFormGuard(useCounter((s) => s.cart.size > 0 || s.reservation !== undefined));

  // Nothing of a household outlives the session, nor half an order the screen that it was on.
  useEffect(
    () => () => {
      startAnew();
      forgetStockDraft();
    },
    [],
  );
  useEffect(() => {
    if (pathname !== '/' && useCounter.getState().looking) startAnew();
  }, [pathname]);

  const take = async (code: ReadCode): Promise<ScanAnswer> => {
    tablet.touch();
    const here = takenHere(code);
    if (here) return here;
    const { cart } = useCounter.getState();
    const answer = await takeCode(code);
    if (pathname !== '/') void navigate('/');
    // Goods come one after the other; a card is followed by something else.
    if (answer.accepted && useCounter.getState().cart === cart) setScanning(false);
    return answer;
  };
  useBarcodeGun((text) => {
    // One after the other: checking a card takes a moment, and the goods behind it are that household's.
    queue(() => take({ text, format: 'typed' })).then(
      (answer) => signal(answer.accepted ? 'accepted' : 'refused'),
      () => say('danger', t('counter.said.broken')),
    );
  });
  const go = (path: string) => (looking ? undefined : () => void navigate(path));
  useKeys({
    F4: looking ? undefined : scan,
    F1: go(pathname === '/stock' ? '/' : '/stock'),
    F8: go(pathname === '/today' ? '/' : '/today'),
    Escape: pathname === '/' ? undefined : go('/'),
  });

  return (
    <div className="flex h-dvh flex-col overflow-hidden">
      <div className="flex min-h-0 flex-1 flex-col">
        <div className="contents wide:flex wide:border-b">
          <div className="min-w-0 wide:flex-1">
            <SyncLine sync={sync} onOpen={() => (looking ? undefined : void navigate('/tray'))} />
          </div>
          <OfflineRights />
          {looking ? null : <CounterNav unsent={sync.unsent} />}
        </div>
        <UpdatePrompt />
        <main className="relative min-h-0 flex-1">
          <PartGuard>
            <Suspense fallback={<LoadingRows rows={6} label={t('loading')} />}>
              <Outlet context={{ scan } satisfies FrameContext} />
            </Suspense>
          </PartGuard>
        </main>
      </div>
      {scanning ? (
        <Suspense fallback={<LoadingScreen />}>
          <ScanDialog target="card_or_goods" onCode={take} onClose={() => setScanning(false)} />
        </Suspense>
      ) : null}
    </div>
  );
}
