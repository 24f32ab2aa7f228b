import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ROLES } from '../../../../domain/role.ts';
import { rolesToGive } from '../../../../domain/userRights.ts';
import type { OfficeUser } from '../../../../protocol/officePeople.ts';
import type { UserSecretsResponse } from '../../../../protocol/officeUsers.ts';
import { TextField } from '../../../ui/Field.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { codeOf, postJson } from '../officeApi.ts';
import { noteFailure } from '../officeSession.ts';
import { OfficeDialog } from '../parts/OfficeDialog.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useProblemText } from '../parts/useProblemText.ts';
import { useMe } from '../useMe.ts';
import { PersonPlace } from './PersonPlace.tsx';
import { faultsOf, type PersonFaults, personForm, placeOf } from './personForm.ts';

interface Props {
  /** Undefined for somebody new. */
  readonly user: OfficeUser | undefined;
  readonly onClose: () => void;
  /** With the secrets of somebody new. */
  readonly onSaved: (name: string, secrets: UserSecretsResponse | undefined) => void;
}

/** Who a person is and what they may do, to add or to change. */
export function PersonDialog({ user, onClose, onSaved }: Props) {
  const { t } = useTranslation('people');
  const { t: office } = useTranslation('office');
  const me = useMe();
  const problemText = useProblemText();
  const id = useId();
  const [form, setForm] = useState(() => personForm(me, user));
  const [faults, setFaults] = useState<PersonFaults>({});
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const own = user?.id === me.user.id;
  const roles = own ? [form.role] : rolesToGive(me.user, ROLES);
  const said = (field: keyof PersonFaults) => {
    const fault = faults[field];
    return fault === undefined ? undefined : t(`fault.${fault}`);
  };

  const save = async (event: FormEvent) => {
    event.preventDefault();
    const found = faultsOf(form);
    setFaults(found);
    setProblem(undefined);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      const place = placeOf(form);
      if (user) {
        await postJson('/api/office/users/update', { user: user.id, ...place, active: form.active });
        onSaved(place.name, undefined);
      } else {
        onSaved(place.name, await postJson<UserSecretsResponse>('/api/office/users/create', { id: form.id, ...place }));
      }
    } catch (error) {
      noteFailure(codeOf(error));
      setProblem(codeOf(error));
      setBusy(false);
    }
  };
  return (
    <OfficeDialog
      open
      title={user ? t('changeNamed', { name: user.name }) : t('add')}
      onClose={onClose}
      footer={
        <>
          <SmallButton onClick={onClose}>{office('cancel')}</SmallButton>
          <SmallButton look="primary" type="submit" form={id} busy={busy}>
            {t('save')}
          </SmallButton>
        </>
      }
    >
      <form id={id} noValidate onSubmit={(event) => void save(event)} className="flex flex-col gap-4">
        {problem === undefined ? null : (
          <Notice tone="danger" alert>
            {problem === 'conflict' ? t('conflict') : problemText(problem)}
          </Notice>
        )}
        {user ? null : (
          <TextField
            label={t('id')}
            hint={t('idHint')}
            value={form.id}
            error={said('id')}
            onChange={(event) => setForm({ ...form, id: event.target.value.toUpperCase() })}
          />
        )}
        <TextField
          label={t('name')}
          value={form.name}
          maxLength={40}
          error={said('name')}
          onChange={(event) => setForm({ ...form, name: event.target.value })}
        />
        <PersonPlace form={form} roles={roles} own={own} onChange={(part) => setForm({ ...form, ...part })} />
        {faults.village === undefined ? null : (
          <p role="alert" className="font-semibold text-danger">
            {said('village')}
          </p>
        )}
        <TextField
          label={t('login')}
          hint={t('loginHint')}
          value={form.login}
          error={said('login')}
          onChange={(event) => setForm({ ...form, login: event.target.value.toLowerCase() })}
        />
        {user && !own ? (
          <label className="flex items-start gap-3">
            <input
              type="checkbox"
              className="mt-0.5 size-5 accent-primary"
              checked={form.active}
              onChange={(event) => setForm({ ...form, active: event.target.checked })}
            />
            <span>
              <span className="font-semibold">{t('active')}</span>
              <span className="block text-muted">{t('activeHint')}</span>
            </span>
          </label>
        ) : null}
        {user ? <Notice tone="waiting">{own ? t('own') : t('rights')}</Notice> : null}
      </form>
    </OfficeDialog>
  );
}
