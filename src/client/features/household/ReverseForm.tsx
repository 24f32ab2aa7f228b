import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entry } from '../../../domain/household.ts';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { TextField } from '../../ui/Field.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { signed } from '../../ui/Points.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { showToast } from '../../ui/toastStore.ts';
import { useRecord } from './useRecord.ts';

const REASONS = ['household', 'rule', 'points', 'twice', 'other'] as const;

interface Props {
  readonly household: string;
  readonly entry: Entry;
  readonly title: string;
  readonly onClose: () => void;
}

/** Why a deed is taken back; the deed stays in the file, marked. */
export function ReverseForm({ household, entry, title, onClose }: Props) {
  const { t } = useTranslation();
  const record = useRecord();
  const [reason, setReason] = useState<(typeof REASONS)[number]>();
  const [more, setMore] = useState('');
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);

  const act = async () => {
    if (!reason) {
      setError(t('entry.reverseNeedsReason'));
      return;
    }
    setBusy(true);
    const words = [t(`entry.reverseReasons.${reason}`), more.trim()].filter((w) => w !== '').join('，');
    const done = await record('entry.reverse', { household, entry: entry.id, reason: words });
    setBusy(false);
    if (!done.ok) {
      setError(done.words);
      return;
    }
    const atOnce = done.preview.outcome === 'applied' && done.preview.params?.status === 'approved';
    if (atOnce) showToast(t('entry.reversedDone', { points: signed(entry.points) }));
    else showToast(t('entry.reversedWaits'), 'waiting');
    onClose();
  };
  return (
    <Sheet
      open
      title={t('entry.reverseTitle')}
      closeLabel={t('act.close')}
      onClose={onClose}
      footer={
        <Button look="danger" size="lg" icon={Undo2} block busy={busy} onClick={() => void act()}>
          {t('entry.reverseAct', { points: signed(entry.points) })}
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <p className="text-lg font-semibold">{title}</p>
        <p className="text-muted">{t('entry.reverseHint')}</p>
        {error ? (
          <Notice tone="danger" alert>
            {error}
          </Notice>
        ) : null}
        <Choice
          legend={t('entry.reverseReason')}
          value={reason}
          onChange={(next) => {
            setReason(next);
            setError(undefined);
          }}
          options={REASONS.map((value) => ({ value, label: t(`entry.reverseReasons.${value}`) }))}
        />
        <TextField
          label={t('entry.reverseOther')}
          value={more}
          maxLength={100}
          onChange={(event) => setMore(event.target.value)}
        />
      </div>
    </Sheet>
  );
}
