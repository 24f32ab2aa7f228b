import { Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, Route, Routes } from 'react-router';
import { LoadingScreen } from '../../ui/LoadingScreen.tsx';
import { PartGuard } from '../../ui/PartGuard.tsx';
import { OfficeFrame } from './OfficeFrame.tsx';
import { placesFor } from './officePlaces.tsx';
import { askWhoIsHere, officeSession } from './officeSession.ts';
import { FailurePanel } from './parts/FailurePanel.tsx';
import { SignIn } from './SignIn.tsx';
import { MeContext } from './useMe.ts';
import { sendLeftovers } from './useRecorder.ts';

/** The village office: sign-in, and behind it the frame with its screens. Mounted at `/office/*`. */
export default function OfficeApp() {
  const { t } = useTranslation('office');
  const session = officeSession();
  const me = session.phase === 'in' ? session.me : undefined;

  useEffect(() => {
    void askWhoIsHere();
  }, []);
  useEffect(() => {
    document.title = t('title');
  }, [t]);
  useEffect(() => {
    if (me) void sendLeftovers(me);
  }, [me]);

  if (session.phase === 'asking') return <LoadingScreen />;
  if (session.phase === 'unreachable') {
    return (
      <main className="grid h-dvh place-items-center p-6">
        <FailurePanel problem={session.problem} retry={() => void askWhoIsHere()} />
      </main>
    );
  }
  if (session.phase === 'out') return <SignIn ended={session.ended} />;
  const places = placesFor(session.me.user.role).flatMap((group) => group.places);
  return (
    <MeContext value={session.me}>
      <OfficeFrame>
        <PartGuard>
          <Suspense fallback={<LoadingScreen />}>
            <Routes>
              {places.map(({ key, Screen }) => (
                <Route key={key} path={key === 'overview' ? '' : `${key}/*`} element={<Screen />} />
              ))}
              <Route path="*" element={<Navigate to="/office" replace />} />
            </Routes>
          </Suspense>
        </PartGuard>
      </OfficeFrame>
    </MeContext>
  );
}
