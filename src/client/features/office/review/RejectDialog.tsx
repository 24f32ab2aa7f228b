import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfficeEntry } from '../../../../protocol/officeEntries.ts';
import { useFormGuard } from '../../../pwa/formGuard.ts';
import { TextArea } from '../../../ui/Field.tsx';
import { OfficeDialog } from '../parts/OfficeDialog.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';

const REASON_CHARS_MAX = 200;
const FORM = 'reject-form';

interface Props {
  /** The entries to reject; undefined while nothing is asked. */
  readonly entries: readonly OfficeEntry[] | undefined;
  readonly onClose: () => void;
  readonly onReject: (entries: readonly OfficeEntry[], reason: string) => void;
}

/** A rejection says why: the worker reads it, and tells the household. */
export function RejectDialog({ entries, onClose, onReject }: Props) {
  const { t } = useTranslation('office');
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const open = entries !== undefined;
  useFormGuard(open && reason !== '');

  useEffect(() => {
    if (!open) return;
    setReason('');
    setMissing(false);
  }, [open]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const text = reason.trim();
    if (text === '' || entries === undefined) setMissing(true);
    else onReject(entries, text);
  };
  const usual = [t('review.usual.photo'), t('review.usual.check'), t('review.usual.twice'), t('review.usual.rule')];

  return (
    <OfficeDialog
      open={open}
      title={
        entries?.length === 1
          ? t('review.rejectOne', { head: entries[0]?.head ?? '', rule: entries[0]?.ruleTitle ?? '' })
          : t('review.rejectTitle', { count: entries?.length ?? 0 })
      }
      onClose={onClose}
      footer={
        <>
          <SmallButton onClick={onClose}>{t('cancel')}</SmallButton>
          <SmallButton type="submit" form={FORM} look="danger">
            {t('review.rejectAct', { count: entries?.length ?? 0 })}
          </SmallButton>
        </>
      }
    >
      <form id={FORM} onSubmit={submit} className="flex flex-col gap-3">
        <TextArea
          label={t('review.reason')}
          hint={t('review.reasonHint')}
          error={missing && reason.trim() === '' ? t('review.reasonMissing') : undefined}
          value={reason}
          maxLength={REASON_CHARS_MAX}
          onChange={(event) => setReason(event.target.value)}
        />
        <div className="flex flex-wrap gap-2">
          {usual.map((text) => (
            <SmallButton key={text} onClick={() => setReason(text)}>
              {text}
            </SmallButton>
          ))}
        </div>
      </form>
    </OfficeDialog>
  );
}
