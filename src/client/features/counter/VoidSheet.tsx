import { Undo2 } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { TextField } from '../../ui/Field.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { showToast } from '../../ui/toastStore.ts';
import { useRecord } from '../household/useRecord.ts';
import type { PastOrder } from './pastOrders.ts';
import { useMaskedFamily } from './useMaskedFamily.ts';

const REASONS = ['wrong', 'household', 'changed', 'broken', 'other'] as const;

interface Props {
  readonly order: PastOrder;
  readonly onClose: () => void;
  readonly onVoided?: () => void;
}

/** Why a redemption is voided: its points go back where they came from, the goods back on the shelf. */
export function VoidSheet({ order, onClose, onVoided }: Props) {
  const { t } = useTranslation();
  const record = useRecord();
  const form = useId();
  const family = useMaskedFamily()(order.household);
  const [reason, setReason] = useState<(typeof REASONS)[number]>();
  const [more, setMore] = useState('');
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const { points } = order.body;

  const act = async (event: FormEvent) => {
    event.preventDefault();
    if (!reason) {
      setError(t('counter.void.needsReason'));
      return;
    }
    setBusy(true);
    const words = [t(`counter.void.reasons.${reason}`), more.trim()].filter((w) => w !== '').join('，');
    const { household, item } = order;
    const done = await record('redemption.void', { household, redemption: item.ref, reason: words });
    setBusy(false);
    if (!done.ok) {
      setError(done.words);
      return;
    }
    showToast(t('counter.void.done', { points }));
    onVoided?.();
    onClose();
  };
  return (
    <Sheet
      open
      title={t('counter.void.title')}
      closeLabel={t('act.close')}
      onClose={onClose}
      footer={
        <Button type="submit" form={form} look="danger" size="lg" icon={Undo2} block busy={busy}>
          {t('counter.void.act', { points })}
        </Button>
      }
    >
      <form id={form} onSubmit={(event) => void act(event)} className="flex flex-col gap-4">
        <p>{t('counter.void.lead', { family, points })}</p>
        {error ? (
          <Notice tone="danger" alert>
            {error}
          </Notice>
        ) : null}
        <Choice
          legend={t('counter.void.reason')}
          value={reason}
          onChange={(next) => {
            setReason(next);
            setError(undefined);
          }}
          options={REASONS.map((value) => ({ value, label: t(`counter.void.reasons.${value}`) }))}
        />
        <TextField
          label={t('counter.void.more')}
          value={more}
          maxLength={100}
          onChange={(event) => setMore(event.target.value)}
        />
      </form>
    </Sheet>
  );
}
