import { UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { TabletState } from '../../engine/tablet.ts';
import { Row } from '../../ui/Row.tsx';

interface Props {
  readonly users: TabletState['users'];
  readonly onChoose: (id: string) => void;
}

/** The people who may work on this tablet. */
export function WorkerList({ users, onChoose }: Props) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col gap-4">
      <h1 className="text-2xl font-bold">{t('unlock.who')}</h1>
      <ul className="divide-y divide-line overflow-hidden rounded-2xl border bg-surface">
        {users.map((user) => (
          <li key={user.id}>
            <Row
              leading={
                <span className="grid size-12 shrink-0 place-items-center rounded-full bg-primary-soft text-primary">
                  <UserRound aria-hidden="true" className="size-6" />
                </span>
              }
              title={<span className="text-xl">{user.name}</span>}
              {...(user.activated ? {} : { detail: t('unlock.firstUse') })}
              onOpen={() => onChoose(user.id)}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}
