import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TabletState } from '../../engine/tablet.ts';
import { useTablet, useTabletState } from '../../useTablet.tsx';
import { PinEntry } from './PinEntry.tsx';
import { WorkerList } from './WorkerList.tsx';

const LostNotice = lazy(async () => ({ default: (await import('../enrol/LostNotice.tsx')).LostNotice }));

/** The only person who can be meant: the one who works here already, or the only one there is. */
function likely(users: TabletState['users']): string | undefined {
  const activated = users.filter((user) => user.activated);
  const candidates = activated.length > 0 ? activated : users;
  return candidates.length === 1 ? candidates[0]?.id : undefined;
}

/** The tablet is locked: who works, and the PIN. One step after the other; a tablet with one worker asks only for the PIN. */
export function UnlockScreen() {
  const { t } = useTranslation();
  const tablet = useTablet();
  const lost = useTabletState((s) => s.lost);
  const users = useTabletState((s) => s.users);
  const last = useTabletState((s) => s.user);
  const device = useTabletState((s) => s.device);
  const unsent = useTabletState((s) => s.sync.unsent);
  const [chosen, setChosen] = useState<string>();
  const [choosing, setChoosing] = useState(false);
  // The list of workers may come after the first paint, so the likely one is not kept in the state.
  const id = chosen ?? (choosing ? undefined : (last?.id ?? likely(users)));
  const user = users.find((u) => u.id === id);
  const someoneElse = () => {
    setChosen(undefined);
    setChoosing(true);
  };
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-lg flex-col gap-5 p-5">
      <header className="flex items-center gap-3">
        <img src="/icons/icon.svg" alt="" className="size-12" />
        <div>
          <p className="text-xl font-bold">{t('appName')}</p>
          {device ? (
            <p className="text-sm text-muted">{t('unlock.town', { town: device.townName, device: device.id })}</p>
          ) : null}
        </div>
      </header>
      {lost ? (
        <Suspense fallback={null}>
          <LostNotice lost={lost} onRead={() => tablet.forgetLost()} />
        </Suspense>
      ) : null}
      <div className="flex flex-1 flex-col justify-center">
        {user ? (
          <PinEntry key={user.id} user={user} {...(users.length > 1 ? { onSomeoneElse: someoneElse } : {})} />
        ) : (
          <WorkerList users={users} onChoose={setChosen} />
        )}
      </div>
      {unsent > 0 ? <p className="text-center text-sm text-muted">{t('unlock.waiting', { count: unsent })}</p> : null}
    </main>
  );
}
