import { Boxes, ListChecks, type LucideIcon, Send, Store, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { cx } from '../../ui/cx.ts';
import { KeyHint } from '../../ui/KeyHint.tsx';

interface Place {
  readonly to: string;
  readonly icon: LucideIcon;
  readonly label: string;
  readonly count?: number;
  readonly keyName?: string;
  /** False for a place that has places of its own. */
  readonly end?: boolean;
}

function CounterPlace({ to, icon: Icon, label, count = 0, keyName, end = true }: Place) {
  return (
    <NavLink
      to={to}
      end={end}
      className={({ isActive }) =>
        cx(
          'relative flex min-h-12 flex-1 items-center justify-center gap-1.5 border-b-4 px-1 font-semibold whitespace-nowrap max-sm:flex-col max-sm:gap-0 max-sm:text-sm wide:flex-none wide:px-3',
          isActive ? 'border-primary text-primary' : 'border-transparent text-muted',
        )
      }
    >
      <Icon aria-hidden="true" className="size-6" />
      {label}
      {count > 0 ? (
        <span className="min-w-6 rounded-full bg-waiting px-1.5 text-center text-xs leading-6 font-bold text-surface max-sm:absolute max-sm:top-0 max-sm:left-1/2 max-sm:ml-2">
          {count > 999 ? '999+' : count}
        </span>
      ) : null}
      {keyName ? <KeyHint name={keyName} /> : null}
    </NavLink>
  );
}

/** The counter's places: on top of a wide screen, under the thumb of a narrow one. */
export function CounterNav({ unsent }: { unsent: number }) {
  const { t } = useTranslation();
  return (
    <nav
      aria-label={t('counter.nav.label')}
      className="flex shrink-0 bg-surface pb-safe max-wide:order-last max-wide:border-t"
    >
      <CounterPlace to="/" icon={Store} label={t('counter.nav.desk')} />
      <CounterPlace to="/today" icon={ListChecks} label={t('counter.nav.today')} keyName="F8" />
      <CounterPlace to="/stock" end={false} icon={Boxes} label={t('counter.nav.stock')} keyName="F1" />
      <CounterPlace to="/tray" icon={Send} label={t('counter.nav.tray')} count={unsent} />
      <CounterPlace to="/me" icon={UserRound} label={t('counter.nav.me')} />
    </nav>
  );
}
