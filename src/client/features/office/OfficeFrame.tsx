import { KeyRound, LogOut, type LucideIcon } from 'lucide-react';
import { Fragment, lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, useLocation } from 'react-router';
import { cx } from '../../ui/cx.ts';
import { showToast } from '../../ui/toastStore.ts';
import { WorkBar } from './jobs/WorkBar.tsx';
import { codeOf } from './officeApi.ts';
import { addressOf, placesFor } from './officePlaces.tsx';
import { signOut } from './officeSession.ts';
import { LanguageSwitch } from './parts/LanguageSwitch.tsx';
import { useProblemText } from './parts/useProblemText.ts';
import { UnsentBar } from './UnsentBar.tsx';
import { useMe } from './useMe.ts';

/** Wanted once a year: loaded when it is asked for. */
const OwnPassword = lazy(() => import('./OwnPassword.tsx').then((module) => ({ default: module.OwnPassword })));

const LINK =
  'flex min-h-10 items-center gap-3 rounded-lg px-3 text-sm font-semibold hover:bg-sunken max-wide:flex-col max-wide:gap-0.5 max-wide:px-1 max-wide:py-1.5 max-wide:text-xs max-sm:min-w-16 max-sm:shrink-0 max-sm:justify-center';

function Place({ to, icon: Icon, children }: { to: string; icon: LucideIcon; children: ReactNode }) {
  return (
    <NavLink
      to={to}
      end={to === '/office'}
      className={({ isActive }) => cx(LINK, isActive ? 'bg-primary-soft text-primary' : 'text-ink')}
    >
      <Icon aria-hidden="true" className="size-5 shrink-0" />
      {children}
    </NavLink>
  );
}

/** Rail on the left, the screen beside it. On a narrow window the rail keeps icons over short words; on a phone it lies on top. */
export function OfficeFrame({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation('office');
  const problemText = useProblemText();
  const me = useMe();
  const village = me.villages.find((one) => one.code === me.user.village);

  const [changing, setChanging] = useState(false);
  const rail = useRef<HTMLElement>(null);
  const { pathname } = useLocation();

  // The rail may be longer than the window: whatever is open is in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address is the reason to look again
  useEffect(() => {
    rail.current?.querySelector('[aria-current=page]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [pathname]);

  const leave = () => {
    signOut().catch((error: unknown) => showToast(problemText(codeOf(error)), 'danger'));
  };

  return (
    <div className="flex h-dvh text-sm max-sm:flex-col print:block print:h-auto">
      <nav
        ref={rail}
        aria-label={t('nav.label')}
        className="flex w-52 shrink-0 flex-col border-r bg-surface print:hidden max-wide:w-22 max-sm:scroll-more-x max-sm:w-full max-sm:flex-row max-sm:overflow-x-auto max-sm:border-r-0 max-sm:border-b"
      >
        <div className="px-6 pt-4 pb-2 max-wide:px-1 max-wide:text-center max-sm:sr-only">
          <p className="font-bold">{village?.name ?? me.town.name}</p>
          <p className="text-xs text-muted">{village ? t('title') : t('role.town_admin')}</p>
        </div>
        <div className="flex min-h-0 flex-1 flex-col gap-0.5 overflow-y-auto px-3 pb-2 sm:scroll-more-y max-wide:px-1.5 max-sm:flex-none max-sm:flex-row max-sm:overflow-visible max-sm:py-1.5">
          {placesFor(me.user.role).map(({ group, places }) => (
            <Fragment key={group}>
              {group === 'first' ? null : (
                <p className="px-3 pt-3 text-xs text-muted max-wide:border-t max-wide:tracking-tight max-wide:px-0 max-wide:pt-1.5 max-wide:text-center max-sm:hidden">
                  {t(`nav.group.${group}`)}
                </p>
              )}
              {places.map((place) => (
                <Place key={place.key} to={addressOf(place)} icon={place.icon}>
                  {t(`nav.${place.key}`)}
                </Place>
              ))}
            </Fragment>
          ))}
        </div>
        <div className="flex flex-col border-t px-3 py-2 max-wide:px-1.5 max-sm:flex-row max-sm:items-center max-sm:border-t-0 max-sm:border-l">
          <p className="px-3 max-wide:px-1 max-wide:text-center max-wide:text-xs max-sm:shrink-0 max-sm:whitespace-nowrap">
            <span className="font-semibold">{me.user.name}</span>
            <span className="block text-xs text-muted">{t(`role.${me.user.role}`)}</span>
          </p>
          <button
            type="button"
            onClick={() => setChanging(true)}
            className={cx(LINK, 'whitespace-nowrap text-muted max-wide:px-2')}
          >
            <KeyRound aria-hidden="true" className="size-5 shrink-0" />
            {t('nav.password')}
          </button>
          <div className="flex items-center justify-between max-wide:flex-col max-sm:flex-row">
            <LanguageSwitch />
            <button type="button" onClick={leave} className={cx(LINK, 'gap-2 px-2 whitespace-nowrap text-muted')}>
              <LogOut aria-hidden="true" className="size-5 shrink-0" />
              {t('nav.signOut')}
            </button>
          </div>
        </div>
      </nav>
      {changing ? (
        <Suspense fallback={null}>
          <OwnPassword onClose={() => setChanging(false)} />
        </Suspense>
      ) : null}
      <div className="flex min-w-0 flex-1 flex-col print:block">
        <UnsentBar />
        <Suspense fallback={null}>
          <WorkBar />
        </Suspense>
        <main className="flex min-h-0 flex-1 flex-col print:block">{children}</main>
      </div>
    </div>
  );
}
