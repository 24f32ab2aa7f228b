import { Undo2 } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reservation } from '../../../domain/household.ts';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { showToast } from '../../ui/toastStore.ts';
import { useRecord } from '../household/useRecord.ts';

const REASONS = ['unwanted', 'wrong', 'stock', 'other'] as const;

interface Props {
  readonly household: string;
  readonly family: string;
  readonly reservation: Reservation;
  readonly onClose: () => void;
}

/** Why a reservation is cancelled: its points go back, the goods are free for others. */
export function CancelSheet({ household, family, reservation, onClose }: Props) {
  const { t } = useTranslation();
  const record = useRecord();
  const form = useId();
  const [reason, setReason] = useState<(typeof REASONS)[number]>();
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const { id, points } = reservation;

  const act = async (event: FormEvent) => {
    event.preventDefault();
    if (!reason) return setError(t('reserve.needsReason'));
    setBusy(true);
    const words = t(`reserve.cancelReasons.${reason}`);
    const done = await record('reservation.cancel', { household, reservation: id, reason: words });
    setBusy(false);
    if (!done.ok) return setError(done.words);
    showToast(t('reserve.cancelled'));
    onClose();
  };
  return (
    <Sheet
      open
      title={t('reserve.cancel')}
      closeLabel={t('act.close')}
      onClose={onClose}
      footer={
        <Button type="submit" form={form} look="danger" size="lg" icon={Undo2} block busy={busy}>
          {t('reserve.cancelAct', { points })}
        </Button>
      }
    >
      <form id={form} onSubmit={(event) => void act(event)} className="flex flex-col gap-4">
        <p>{t('reserve.cancelLead', { family, points })}</p>
        {error ? (
          <Notice tone="danger" alert>
            {error}
          </Notice>
        ) : null}
        <Choice
          legend={t('reserve.cancelReason')}
          value={reason}
          onChange={(next) => {
            setReason(next);
            setError(undefined);
          }}
          options={REASONS.map((value) => ({ value, label: t(`reserve.cancelReasons.${value}`) }))}
        />
      </form>
    </Sheet>
  );
}
