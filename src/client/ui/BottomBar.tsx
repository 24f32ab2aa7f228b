import { House, type LucideIcon, ScanLine, Send, UserRound, UsersRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { cx } from './cx.ts';

interface Item {
  readonly to: string;
  readonly icon: LucideIcon;
  readonly label: string;
  readonly count?: number;
  /** Read aloud in place of the label and the bare number. */
  readonly spoken?: string;
}

function Place({ to, icon: Icon, label, count = 0, spoken }: Item) {
  return (
    <NavLink
      to={to}
      end={to === '/'}
      aria-label={spoken}
      className={({ isActive }) =>
        cx(
          'flex min-h-16 flex-1 flex-col items-center justify-center gap-0.5 text-sm font-semibold wide:min-h-20 wide:flex-none',
          isActive ? 'text-primary' : 'text-muted',
        )
      }
    >
      {({ isActive }) => (
        <>
          <span className={cx('relative rounded-full px-4 py-0.5', isActive && 'bg-primary-soft')}>
            <Icon aria-hidden="true" className="size-7" strokeWidth={isActive ? 2.4 : 2} />
            {count > 0 ? (
              <span className="absolute -top-1.5 left-7 min-w-6 rounded-full bg-waiting px-1.5 text-center text-xs leading-6 font-bold text-surface">
                {count > 999 ? '999+' : count}
              </span>
            ) : null}
          </span>
          {label}
        </>
      )}
    </NavLink>
  );
}

interface Props {
  readonly unsent: number;
  readonly onScan: () => void;
}

/** The five places, scanning large in the middle: at the bottom under the thumb, on a wide screen down the left side. */
export function BottomBar({ unsent, onScan }: Props) {
  const { t } = useTranslation();
  return (
    <nav
      aria-label={t('nav.label')}
      className="z-30 flex shrink-0 items-stretch bg-surface pb-safe shadow-bar wide:order-first wide:w-26 wide:flex-col wide:justify-center wide:gap-2 wide:border-r wide:shadow-none"
    >
      <Place to="/" icon={House} label={t('nav.home')} />
      <Place to="/households" icon={UsersRound} label={t('nav.households')} />
      <button
        type="button"
        onClick={onScan}
        className="flex min-h-16 flex-1 flex-col items-center justify-end gap-0.5 pb-1 text-sm font-bold text-primary wide:flex-none wide:py-2"
      >
        <span className="-mt-6 grid size-17 place-items-center rounded-full border-4 border-surface bg-primary text-on-primary wide:mt-0 wide:border-0">
          <ScanLine aria-hidden="true" className="size-9" />
        </span>
        {t('nav.scan')}
      </button>
      <Place
        to="/tray"
        icon={Send}
        label={t('nav.tray')}
        count={unsent}
        {...(unsent > 0 ? { spoken: t('nav.trayCount', { count: unsent }) } : {})}
      />
      <Place to="/me" icon={UserRound} label={t('nav.me')} />
    </nav>
  );
}
