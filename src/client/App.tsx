import { Suspense } from 'react';
import { AppRoutes } from './routes.tsx';
import { CrashGuard } from './ui/CrashGuard.tsx';
import { LoadingScreen } from './ui/LoadingScreen.tsx';
import { Toaster } from './ui/Toaster.tsx';

/** The whole app: the tablet at the doors, and the office in the same PWA. */
export function App() {
  return (
    <CrashGuard>
      <Suspense fallback={<LoadingScreen />}>
        <AppRoutes />
      </Suspense>
      <Toaster />
    </CrashGuard>
  );
}
