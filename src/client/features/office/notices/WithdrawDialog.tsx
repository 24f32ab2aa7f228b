import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NoticesResponse } from '../../../../protocol/officeNotices.ts';
import { TextField } from '../../../ui/Field.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { OfficeDialog } from '../parts/OfficeDialog.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { usePublish } from '../usePublish.ts';

interface Props {
  readonly notice: NoticesResponse['notices'][number];
  readonly onClose: () => void;
  readonly onSaved: (unsent: boolean) => void;
}

/** Taking a notice down for good: what it does, and why. */
export function WithdrawDialog({ notice, onClose, onSaved }: Props) {
  const { t } = useTranslation('notices');
  const form = useId();
  const { problem, busy, publish } = usePublish(onSaved);
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const missing = reason.trim() === '';
  const send = async (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (!missing) await publish({ kind: 'notice.withdraw', body: { notice: notice.id, reason: reason.trim() } });
  };
  return (
    <OfficeDialog
      open
      title={t('withdraw.title')}
      onClose={onClose}
      footer={
        <>
          <SmallButton onClick={onClose}>{t('withdraw.keep')}</SmallButton>
          <SmallButton look="danger" type="submit" form={form} busy={busy}>
            {t('withdraw.act')}
          </SmallButton>
        </>
      }
    >
      <form id={form} noValidate onSubmit={(event) => void send(event)} className="flex flex-col gap-4">
        {problem === undefined ? null : (
          <Notice tone="danger" alert>
            {problem}
          </Notice>
        )}
        <p>
          <strong>{notice.title}</strong>
        </p>
        <p>{t('withdraw.effect', { readers: notice.readers })}</p>
        <TextField
          label={t('withdraw.reason')}
          value={reason}
          maxLength={200}
          error={asked && missing ? t('fault.needed') : undefined}
          onChange={(event) => setReason(event.target.value)}
        />
      </form>
    </OfficeDialog>
  );
}
