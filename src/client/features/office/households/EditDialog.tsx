import { type FormEvent, useEffect, useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dayOf } from '../../../../domain/calendar.ts';
import type { RegisterPage } from '../../../../protocol/officeRegister.ts';
import { Notice } from '../../../ui/Notice.tsx';
import { changesOf, draftOf, type ProfileDraft } from '../../edit/profileDraft.ts';
import { postJson } from '../officeApi.ts';
import { OfficeDialog } from '../parts/OfficeDialog.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useMe } from '../useMe.ts';
import { usePublish } from '../usePublish.ts';
import { recordingDevice } from '../useRecorder.ts';
import { useRemote } from '../useRemote.ts';
import type { ActProps } from './householdActs.ts';
import { MemberFields, useMemberFault } from './MemberFields.tsx';
import { ProfileFields, useProfileFaults } from './ProfileFields.tsx';
import { NO_FILTER } from './registerFilter.ts';

/** Digits that a reference may have. */
const REF_DIGITS = 1_000_000_000_000;

/**
 * The profile as a form. What the person saw when it opened stays the `was` of every change, whatever comes meanwhile: that
 * is how the judge knows that two collided (CF-08). Only fields that differ go into the op (CF-07).
 */
export function EditDialog({ household, done, onClose }: ActProps & { readonly onClose: () => void }) {
  const { t } = useTranslation('households');
  const me = useMe();
  const { problem, busy, publish } = usePublish(done(t('edit.done')));
  const form = useId();
  const [seen] = useState(household.profile);
  const [draft, setDraft] = useState<ProfileDraft>(() => draftOf(seen));
  const [device, setDevice] = useState<string>();
  const changes = useMemo(() => changesOf(seen, draft), [seen, draft]);
  const faults = useProfileFaults()(draft, seen.phone);
  const memberFault = useMemberFault()(draft.members, Number(dayOf(Date.now()).slice(0, 4)));
  const faulty = memberFault !== undefined || Object.values(faults).some((one) => one !== undefined);
  const { data } = useRemote(household.village, () =>
    postJson<RegisterPage>('/api/office/households/search', { ...NO_FILTER, village: household.village, cursor: null }),
  );

  useEffect(() => {
    void recordingDevice(me).then(setDevice);
  }, [me]);

  const save = (event: FormEvent) => {
    event.preventDefault();
    if (faulty || changes.length === 0) return;
    void publish({ kind: 'household.edit', body: { household: household.code, set: changes } });
  };
  // Like a reference of this browser, so that two devices never mean one id (CF-07).
  const freshId = () =>
    device === undefined ? undefined : `${device}-${String(Date.now() % REF_DIGITS).padStart(6, '0')}`;
  return (
    <OfficeDialog
      open
      title={t('edit.title', { head: seen.head, code: household.code })}
      onClose={onClose}
      footer={
        <>
          <SmallButton onClick={onClose}>{t('cancel')}</SmallButton>
          <SmallButton look="primary" type="submit" form={form} busy={busy} disabled={faulty || changes.length === 0}>
            {changes.length === 0 ? t('edit.nothing') : t('edit.save', { count: changes.length })}
          </SmallButton>
        </>
      }
    >
      <form id={form} noValidate onSubmit={save} className="flex flex-col gap-4">
        {problem === undefined ? null : (
          <Notice tone="danger" alert>
            {problem}
          </Notice>
        )}
        <ProfileFields
          draft={draft}
          faults={faults}
          tags={(data?.tags ?? []).map(({ tag }) => tag)}
          onChange={(part) => setDraft({ ...draft, ...part })}
        />
        <MemberFields
          members={draft.members}
          freshId={freshId}
          fault={memberFault}
          onChange={(members) => setDraft({ ...draft, members })}
        />
        <p className="text-muted">{t('edit.kept')}</p>
      </form>
    </OfficeDialog>
  );
}
