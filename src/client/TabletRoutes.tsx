import { lazy, Suspense } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import { HomeScreen } from './features/home/HomeScreen.tsx';
import { UnlockScreen } from './features/unlock/UnlockScreen.tsx';
import { TabletFrame } from './TabletFrame.tsx';
import { LoadingScreen } from './ui/LoadingScreen.tsx';
import { useTabletState } from './useTablet.tsx';

const EnrolScreen = lazy(() => import('./features/enrol/EnrolScreen.tsx'));
const RevokedScreen = lazy(() => import('./features/revoked/RevokedScreen.tsx'));
const HouseholdsScreen = lazy(() => import('./features/households/HouseholdsScreen.tsx'));
const FileScreen = lazy(() => import('./features/household/FileScreen.tsx'));
const ScoreScreen = lazy(() => import('./features/score/ScoreScreen.tsx'));
const RedeemScreen = lazy(() => import('./features/redeem/RedeemScreen.tsx'));
const EditScreen = lazy(() => import('./features/edit/EditScreen.tsx'));
const ReplaceCardScreen = lazy(() => import('./features/cards-replace/ReplaceCardScreen.tsx'));
const RoundScreen = lazy(() => import('./features/round/RoundScreen.tsx'));
const TrayScreen = lazy(() => import('./features/tray/TrayScreen.tsx'));
const SettingsScreen = lazy(() => import('./features/settings/SettingsScreen.tsx'));
const NotFoundScreen = lazy(() => import('./features/home/NotFoundScreen.tsx'));

/** What the tablet shows: enrolment and PIN come before any household, then the five places and what lies behind them. */
export function TabletRoutes() {
  const phase = useTabletState((s) => s.phase);
  if (phase === 'starting') return <LoadingScreen />;
  if (phase === 'unenrolled') return <EnrolScreen />;
  if (phase === 'revoked') return <RevokedScreen />;
  if (phase === 'locked') return <UnlockScreen />;
  return (
    <Suspense fallback={<LoadingScreen />}>
      <Routes>
        <Route element={<TabletFrame />}>
          <Route index element={<HomeScreen />} />
          <Route path="households" element={<HouseholdsScreen />}>
            <Route path=":code" element={<FileScreen />} />
            <Route path=":code/score" element={<ScoreScreen />} />
            <Route path=":code/redeem" element={<RedeemScreen />} />
            <Route path=":code/edit" element={<EditScreen />} />
            <Route path=":code/card" element={<ReplaceCardScreen />} />
          </Route>
          <Route path="round" element={<RoundScreen />} />
          <Route path="tray" element={<TrayScreen />} />
          <Route path="me" element={<SettingsScreen />} />
          <Route path="enrol" element={<Navigate to="/" replace />} />
          <Route path="*" element={<NotFoundScreen />} />
        </Route>
      </Routes>
    </Suspense>
  );
}
