import { lazy, useEffect } from 'react';
import { UnlockScreen } from './features/unlock/UnlockScreen.tsx';
import { LoadingScreen } from './ui/LoadingScreen.tsx';
import { whenIdle } from './ui/whenIdle.ts';
import { useTabletState } from './useTablet.tsx';

const loadPlaces = () => import('./TabletPlaces.tsx');
const EnrolScreen = lazy(() => import('./features/enrol/EnrolScreen.tsx'));
const RevokedScreen = lazy(() => import('./features/revoked/RevokedScreen.tsx'));
const TabletPlaces = lazy(loadPlaces);

/** What the tablet shows: enrolment and PIN come before any household, then the places of the app. */
export function TabletRoutes() {
  const phase = useTabletState((s) => s.phase);
  // While a PIN is typed: home then stands at once.
  useEffect(() => whenIdle(loadPlaces), []);
  if (phase === 'starting') return <LoadingScreen />;
  if (phase === 'unenrolled') return <EnrolScreen />;
  if (phase === 'revoked') return <RevokedScreen />;
  if (phase === 'locked') return <UnlockScreen />;
  return <TabletPlaces />;
}
