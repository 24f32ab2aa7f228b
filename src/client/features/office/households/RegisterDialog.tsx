import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dayOf } from '../../../../domain/calendar.ts';
import { Notice } from '../../../ui/Notice.tsx';
import { showToast } from '../../../ui/toastStore.ts';
import { type MemberDraft, memberOf, type ProfileDraft, tagsOf } from '../../edit/profileDraft.ts';
import { postJson } from '../officeApi.ts';
import { OfficeDialog } from '../parts/OfficeDialog.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useProblemText } from '../parts/useProblemText.ts';
import { useVerdictText } from '../parts/useVerdictText.ts';
import { useMe } from '../useMe.ts';
import { usePublish } from '../usePublish.ts';
import { useRemote } from '../useRemote.ts';
import { MemberFields, useMemberFault } from './MemberFields.tsx';
import { PlaceFields, usePlace } from './PlaceFields.tsx';
import { ProfileFields, useProfileFaults } from './ProfileFields.tsx';

const HEAD: MemberDraft = {
  id: 'm1',
  name: '',
  relation: '户主',
  birthYear: '',
  gender: undefined,
  tags: '',
  removed: false,
};
const EMPTY: ProfileDraft = { head: '', phone: '', doorPlate: '', status: 'active', tags: '', members: [HEAD] };

interface Props {
  readonly onClose: () => void;
  /** With the code of the new household; undefined while only this browser has it. */
  readonly onDone: (code: string | undefined) => void;
}

/** A household that the town did not have. One that is likely there already is registered too, and marked as such (CF-10). */
export function RegisterDialog({ onClose, onDone }: Props) {
  const { t } = useTranslation('households');
  const me = useMe();
  const problemText = useProblemText();
  const verdictText = useVerdictText();
  const form = useId();
  const [first] = me.villages;
  const place = usePlace(first?.code ?? '', first?.grids[0]?.code ?? '', '');
  const [draft, setDraft] = useState(EMPTY);
  const [tried, setTried] = useState(false);
  const next = useRemote(place.village, () =>
    postJson<{ code: string }>('/api/office/households/next-code', { village: place.village }),
  );
  const code = next.data?.code.startsWith(`${place.village}-`) ? next.data.code : undefined;
  const { problem, busy, publish } = usePublish((unsent, verdict) => {
    const told = verdict !== undefined && verdict.code !== 'ok' ? verdictText(verdict) : undefined;
    showToast(
      unsent ? t('act.unsent') : (told ?? t('register.done', { code: code ?? '' })),
      unsent || told ? 'waiting' : 'good',
    );
    onDone(unsent ? undefined : code);
  });
  const named = draft.members.map((one) => (one.id === HEAD.id ? { ...one, name: draft.head } : one));
  const profileFaults = useProfileFaults()(draft, '');
  const memberFault = useMemberFault()(named, Number(dayOf(Date.now()).slice(0, 4)));
  const faulty = memberFault !== undefined || Object.values(profileFaults).some((one) => one !== undefined);

  const save = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (faulty || code === undefined || place.grid === '') return;
    const { village, grid, naturalVillage } = place;
    void publish({
      kind: 'household.register',
      body: {
        ...{ household: code, village, grid, naturalVillage: naturalVillage.trim() },
        ...{
          head: draft.head.trim(),
          phone: draft.phone.trim(),
          doorPlate: draft.doorPlate.trim(),
          status: draft.status,
        },
        tags: tagsOf(draft.tags),
        members: named.flatMap((one) => memberOf(one) ?? []),
      },
    });
  };
  return (
    <OfficeDialog
      open
      title={t('register.title')}
      onClose={onClose}
      footer={
        <>
          <SmallButton onClick={onClose}>{t('cancel')}</SmallButton>
          <SmallButton look="primary" type="submit" form={form} busy={busy}>
            {t('register.save')}
          </SmallButton>
        </>
      }
    >
      <form id={form} noValidate onSubmit={save} className="flex flex-col gap-4">
        <p className="text-muted">{code === undefined ? '' : t('register.code', { code })}</p>
        {problem === undefined && next.problem === undefined ? null : (
          <Notice tone="danger" alert>
            {problem ?? problemText(next.problem ?? '')}
          </Notice>
        )}
        <PlaceFields place={place} villages={me.villages} />
        <ProfileFields
          draft={draft}
          faults={tried ? profileFaults : {}}
          tags={[]}
          onChange={(part) => setDraft({ ...draft, ...part })}
        />
        <MemberFields
          members={named.slice(1)}
          freshId={() => nextId(draft.members)}
          fault={tried ? memberFault : undefined}
          onChange={(members) => setDraft({ ...draft, members: [HEAD, ...members] })}
        />
      </form>
    </OfficeDialog>
  );
}

/** Nobody else knows the household yet: its own numbers serve. */
function nextId(members: readonly MemberDraft[]): string {
  return `m${members.reduce((most, { id }) => Math.max(most, Number(id.slice(1))), 0) + 1}`;
}
