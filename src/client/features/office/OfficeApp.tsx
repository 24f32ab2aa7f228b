import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, Route, Routes } from 'react-router';
import { LoadingScreen } from '../../ui/LoadingScreen.tsx';
import { CardsScreen } from './cards/CardsScreen.tsx';
import { CasesScreen } from './cases/CasesScreen.tsx';
import { DevicesScreen } from './devices/DevicesScreen.tsx';
import { GoodsScreen } from './goods/GoodsScreen.tsx';
import { OfficeFrame } from './OfficeFrame.tsx';
import { askWhoIsHere, officeSession } from './officeSession.ts';
import { Overview } from './overview/Overview.tsx';
import { FailurePanel } from './parts/FailurePanel.tsx';
import { PeopleScreen } from './people/PeopleScreen.tsx';
import { ReviewScreen } from './review/ReviewScreen.tsx';
import { SignIn } from './SignIn.tsx';
import { StoreScreen } from './store/StoreScreen.tsx';
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
  const manages = session.me.user.role !== 'committee';
  return (
    <MeContext value={session.me}>
      <OfficeFrame>
        <Routes>
          <Route index element={<Overview />} />
          <Route path="review" element={<ReviewScreen />} />
          <Route path="cases" element={<CasesScreen />} />
          <Route path="store" element={<StoreScreen />} />
          {me?.user.role === 'town_admin' ? <Route path="goods" element={<GoodsScreen />} /> : null}
          {manages ? (
            <>
              <Route path="devices" element={<DevicesScreen />} />
              <Route path="people" element={<PeopleScreen />} />
              <Route path="cards" element={<CardsScreen />} />
            </>
          ) : null}
          <Route path="*" element={<Navigate to="/office" replace />} />
        </Routes>
      </OfficeFrame>
    </MeContext>
  );
}
