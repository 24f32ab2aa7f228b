import './i18n/insideTexts.ts';
import { lazy, Suspense, useEffect } from 'react';
import { BrowserRouter, Navigate, Route, Routes } from 'react-router';
import { HomeScreen } from './features/home/HomeScreen.tsx';
import { TabletFrame } from './TabletFrame.tsx';
import { LoadingScreen } from './ui/LoadingScreen.tsx';
import { whenIdle } from './ui/whenIdle.ts';
import { useTabletState } from './useTablet.tsx';

const loadHouseholds = () => import('./features/households/HouseholdsScreen.tsx');
const loadFile = () => import('./features/household/FileScreen.tsx');
const loadScore = () => import('./features/score/ScoreScreen.tsx');
const HouseholdsScreen = lazy(loadHouseholds);
const FileScreen = lazy(loadFile);
const ScoreScreen = lazy(loadScore);
const CounterFrame = lazy(() => import('./features/counter/CounterFrame.tsx'));
const CounterScreen = lazy(() => import('./features/counter/CounterScreen.tsx'));
const TodayScreen = lazy(() => import('./features/counter/TodayScreen.tsx'));
const CloseScreen = lazy(() => import('./features/counter/CloseScreen.tsx'));
const StockScreen = lazy(() => import('./features/stock/StockScreen.tsx'));
const BookScreen = lazy(() => import('./features/stock/BookScreen.tsx'));
const CountScreen = lazy(() => import('./features/stock/CountScreen.tsx'));
const RedeemScreen = lazy(() => import('./features/redeem/RedeemScreen.tsx'));
const DeliveriesScreen = lazy(() => import('./features/reserve/DeliveriesScreen.tsx'));
const EditScreen = lazy(() => import('./features/edit/EditScreen.tsx'));
const ReplaceCardScreen = lazy(() => import('./features/cards-replace/ReplaceCardScreen.tsx'));
const RoundScreen = lazy(() => import('./features/round/RoundScreen.tsx'));
const TrayScreen = lazy(() => import('./features/tray/TrayScreen.tsx'));
const SettingsScreen = lazy(() => import('./features/settings/SettingsScreen.tsx'));
const BoardScreen = lazy(() => import('./features/board/BoardScreen.tsx'));
const NoticeScreen = lazy(() => import('./features/board/NoticeScreen.tsx'));
const NotFoundScreen = lazy(() => import('./features/home/NotFoundScreen.tsx'));

/** The screens of every deed come before they are asked for: the first file opens as fast as the next. */
const warmScreens = () => whenIdle(() => Promise.all([loadHouseholds(), loadFile(), loadScore()]));

/** The five places and what lies behind them, once a person is unlocked; at the store its counter in their place. */
export default function TabletPlaces() {
  const waiting = useTabletState((s) => s.load?.ownGridReady === false);
  const counter = useTabletState((s) => s.device?.kind === 'counter');
  useEffect(() => {
    if (!waiting) warmScreens();
  }, [waiting]);
  return (
    <BrowserRouter>
      <Suspense fallback={<LoadingScreen />}>
        <Routes>
          <Route element={counter ? <CounterFrame /> : <TabletFrame />}>
            <Route index element={counter ? <CounterScreen /> : <HomeScreen />} />
            {counter ? <Route path="today" element={<TodayScreen />} /> : null}
            {counter ? <Route path="close" element={<CloseScreen />} /> : null}
            {counter ? (
              <Route path="stock">
                <Route index element={<StockScreen />} />
                <Route path="count" element={<CountScreen />} />
                <Route path=":kind" element={<BookScreen />} />
              </Route>
            ) : null}
            <Route path="households" element={<HouseholdsScreen />}>
              <Route path=":code" element={<FileScreen />} />
              <Route path=":code/score" element={<ScoreScreen />} />
              <Route path=":code/redeem" element={<RedeemScreen />} />
              <Route path=":code/edit" element={<EditScreen />} />
              <Route path=":code/card" element={<ReplaceCardScreen />} />
            </Route>
            {counter ? null : <Route path="deliveries" element={<DeliveriesScreen />} />}
            <Route path="round" element={<RoundScreen />} />
            <Route path="notices" element={<BoardScreen />} />
            <Route path="notices/:id" element={<NoticeScreen />} />
            <Route path="tray" element={<TrayScreen />} />
            <Route path="me" element={<SettingsScreen />} />
            <Route path="enrol" element={<Navigate to="/" replace />} />
            <Route path="*" element={<NotFoundScreen />} />
          </Route>
        </Routes>
      </Suspense>
    </BrowserRouter>
  );
}
