import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommitteeSession } from '../../../../protocol/officeReview.ts';
import { TextArea } from '../../../ui/Field.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { OfficeDialog } from '../parts/OfficeDialog.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { usePublish } from '../usePublish.ts';

interface Props {
  readonly session: CommitteeSession;
  readonly onClose: () => void;
  readonly onSaved: (unsent: boolean) => void;
}

const NOTE_CHARS_MAX = 500;

/** Ends a session: says how much was decided, and asks what came out of it. */
export function CloseSessionDialog({ session, onClose, onSaved }: Props) {
  const { t } = useTranslation('review');
  const { t: office } = useTranslation('office');
  const form = useId();
  const { problem, busy, publish } = usePublish(onSaved);
  const [note, setNote] = useState('');

  const save = async (event: FormEvent) => {
    event.preventDefault();
    const said = note.trim();
    await publish({
      kind: 'committee.close',
      body: { village: session.village, session: session.id, ...(said === '' ? {} : { note: said }) },
    });
  };
  return (
    <OfficeDialog
      open
      title={t('session.closeTitle')}
      onClose={onClose}
      footer={
        <>
          <SmallButton onClick={onClose}>{office('cancel')}</SmallButton>
          <SmallButton type="submit" form={form} look="primary" busy={busy}>
            {t('session.close')}
          </SmallButton>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void save(event)} className="flex flex-col gap-3">
        {problem === undefined ? null : (
          <Notice tone="danger" alert>
            {problem}
          </Notice>
        )}
        <p>{t('session.closeHelp', { count: session.decided })}</p>
        <TextArea
          label={t('session.conclusion')}
          value={note}
          maxLength={NOTE_CHARS_MAX}
          onChange={(event) => setNote(event.target.value)}
        />
      </form>
    </OfficeDialog>
  );
}
