import { Suspense } from 'react';
import { BrowserRouter } from 'react-router';
import { AppRoutes } from './routes.tsx';
import { CrashGuard } from './ui/CrashGuard.tsx';
import { LoadingScreen } from './ui/LoadingScreen.tsx';
import { Toaster } from './ui/Toaster.tsx';

/** The whole app: the tablet at the doors, and the office in the same PWA. */
export function App() {
  return (
    <CrashGuard>
      <BrowserRouter>
        <Suspense fallback={<LoadingScreen />}>
          <AppRoutes />
        </Suspense>
        <Toaster />
      </BrowserRouter>
    </CrashGuard>
  );
}
