import { LockKeyhole, UserPlus, Users } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfficeUser } from '../../../../protocol/officePeople.ts';
import type { UserSecretsResponse } from '../../../../protocol/officeUsers.ts';
import { Chip } from '../../../ui/Chip.tsx';
import { cx } from '../../../ui/cx.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { showToast } from '../../../ui/toastStore.ts';
import { getJson } from '../officeApi.ts';
import { FailurePanel, StaleBar } from '../parts/FailurePanel.tsx';
import { ScreenHeader } from '../parts/ScreenHeader.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { CELL, HEAD, NUMBER } from '../parts/tableClasses.ts';
import { useMe } from '../useMe.ts';
import { useRemote } from '../useRemote.ts';
import { PasswordDialog } from './PasswordDialog.tsx';
import { PersonActs } from './PersonActs.tsx';
import { PersonDialog } from './PersonDialog.tsx';
import { PinDialog } from './PinDialog.tsx';
import { SecretsDialog } from './SecretsDialog.tsx';

/** Wrong PINs in a row after which only the office unlocks (the server's limit). */
const PIN_FAILS_MAX = 10;

/** The people of the village or town, and new start PINs for them. */
export function PeopleScreen() {
  const { t } = useTranslation('office');
  const { t: people } = useTranslation('people');
  const me = useMe();
  const [resetting, setResetting] = useState<OfficeUser>();
  const [editing, setEditing] = useState<OfficeUser | 'new'>();
  const [forgotten, setForgotten] = useState<OfficeUser>();
  const [shown, setShown] = useState<{ readonly name: string; readonly secrets: UserSecretsResponse }>();
  const { data, problem, loading, reload } = useRemote('users', () =>
    getJson<{ users: OfficeUser[] }>('/api/office/users'),
  );
  const villageName = (code: string | null) =>
    code === null ? me.town.name : (me.villages.find((one) => one.code === code)?.name ?? code);
  const gridNames = (user: OfficeUser) => {
    const grids = me.villages.flatMap((one) => one.grids);
    return user.grids.map((code) => grids.find((grid) => grid.code === code)?.name ?? code).join('、');
  };

  return (
    <>
      <ScreenHeader title={t('nav.people')}>
        <SmallButton onClick={reload} busy={loading}>
          {t('refresh')}
        </SmallButton>
        <SmallButton look="primary" icon={UserPlus} onClick={() => setEditing('new')}>
          {people('add')}
        </SmallButton>
      </ScreenHeader>
      {data && problem !== undefined ? <StaleBar problem={problem} retry={reload} /> : null}
      {data ? (
        data.users.length === 0 ? (
          <EmptyState icon={Users} title={t('people.none')}>
            {t('people.noneHelp')}
          </EmptyState>
        ) : (
          <div className="min-h-0 flex-1 overflow-auto">
            <table className="w-full border-collapse bg-surface">
              <thead className="sticky top-0 z-10 shadow-[0_1px_0_var(--t-line)]">
                <tr className={HEAD}>
                  <th scope="col" className={CELL}>
                    {t('people.name')}
                  </th>
                  <th scope="col" className={CELL}>
                    {t('people.role')}
                  </th>
                  <th scope="col" className={CELL}>
                    {t('people.place')}
                  </th>
                  <th scope="col" className={`${CELL} text-right`}>
                    {t('people.devices')}
                  </th>
                  <th scope="col" className={CELL}>
                    {t('people.pin')}
                  </th>
                  <th scope="col" className={CELL}>
                    <span className="sr-only">{t('people.act')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {data.users.map((user) => (
                  <tr key={user.id} className="border-t">
                    <th scope="row" className={`${CELL} text-left font-semibold`}>
                      {user.name}
                      <span className="block text-xs font-normal text-muted">{user.id}</span>
                    </th>
                    <td className={CELL}>{t(`role.${user.role}`)}</td>
                    <td className={cx(CELL, 'whitespace-nowrap')}>
                      {villageName(user.village)} <span className="text-muted">{gridNames(user)}</span>
                    </td>
                    <td className={NUMBER}>{user.devices}</td>
                    <td className={cx(CELL, 'whitespace-nowrap')}>
                      {user.pinFails >= PIN_FAILS_MAX ? (
                        <Chip tone="danger" icon={LockKeyhole}>
                          {t('people.locked')}
                        </Chip>
                      ) : user.hasPin ? (
                        t('people.hasPin')
                      ) : (
                        <span className="text-muted">{t('people.noPin')}</span>
                      )}
                    </td>
                    <td className={`${CELL} text-right`}>
                      <PersonActs
                        user={user}
                        locked={user.pinFails >= PIN_FAILS_MAX}
                        onPin={() => setResetting(user)}
                        onPassword={() => setForgotten(user)}
                        onChange={() => setEditing(user)}
                      />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )
      ) : problem === undefined ? (
        <LoadingRows rows={6} label={t('loading')} />
      ) : (
        <FailurePanel problem={problem} retry={reload} />
      )}
      {editing === undefined ? null : (
        <PersonDialog
          user={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
          onSaved={(name, secrets) => {
            setEditing(undefined);
            reload();
            if (secrets) setShown({ name, secrets });
            else showToast(people('saved'));
          }}
        />
      )}
      {forgotten === undefined ? null : (
        <PasswordDialog
          user={forgotten}
          onClose={() => setForgotten(undefined)}
          onReset={(secrets) => {
            setShown({ name: forgotten.name, secrets });
            setForgotten(undefined);
          }}
        />
      )}
      {shown === undefined ? null : <SecretsDialog {...shown} onClose={() => setShown(undefined)} />}
      <PinDialog
        user={resetting}
        onClose={() => {
          setResetting(undefined);
          reload();
        }}
      />
    </>
  );
}
