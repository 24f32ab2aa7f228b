import { Undo2 } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keptLines } from '../../../domain/judge/partReturn.ts';
import { totalOf } from '../../../domain/judge/redemption.ts';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { TextField } from '../../ui/Field.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { showToast } from '../../ui/toastStore.ts';
import { useTablet } from '../../useTablet.tsx';
import { useRecord, useRecordedWords } from '../household/useRecord.ts';
import { isUnanswered, keptOf, type PastOrder } from './pastOrders.ts';
import { ReturnLines } from './ReturnLines.tsx';
import { useMaskedFamily } from './useMaskedFamily.ts';

const REASONS = ['wrong', 'household', 'changed', 'broken', 'other'] as const;

interface Props {
  readonly order: PastOrder;
  readonly onClose: () => void;
  readonly onVoided?: () => void;
  /** Some of the goods are kept: the number of their receipt. */
  readonly onKept: (ref: string) => void;
}

/**
 * Why goods come back, and which: the points go back where they came from, the goods back on the shelf. What the household
 * keeps of them gets a receipt of its own (CF-27).
 */
export function VoidSheet({ order, onClose, onVoided, onKept }: Props) {
  const { t } = useTranslation();
  const tablet = useTablet();
  const record = useRecord();
  const inWords = useRecordedWords();
  const form = useId();
  const family = useMaskedFamily()(order.household);
  const [reason, setReason] = useState<(typeof REASONS)[number]>();
  const [more, setMore] = useState('');
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const { lines } = order.body;
  const [back, setBack] = useState<readonly number[]>(lines.map((line) => line.quantity));
  const pieces = back.reduce((sum, count) => sum + count, 0);
  const kept = keptLines(lines, (_, i) => back[i] ?? 0);
  const points = order.body.points - totalOf(kept);
  // Goods that the village has not agreed to yet have not left: all of the order, or nothing.
  const splits = !isUnanswered(order) && lines.reduce((sum, line) => sum + line.quantity, 0) > 1;

  const act = async (event: FormEvent) => {
    event.preventDefault();
    if (!reason) {
      setError(t('counter.void.needsReason'));
      return;
    }
    if (pieces === 0) {
      setError(t('counter.void.needsGoods'));
      return;
    }
    setBusy(true);
    const words = [t(`counter.void.reasons.${reason}`), more.trim()].filter((w) => w !== '').join('，');
    const { household, item } = order;
    const voiding = { household, redemption: item.ref, reason: words };
    const rest = kept.length > 0 ? keptOf(order, kept) : undefined;
    const done = rest ? inWords(await tablet.returnPart(voiding, rest)) : await record('redemption.void', voiding);
    setBusy(false);
    if (!done.ok) {
      setError(done.words);
      return;
    }
    showToast(t(rest ? 'counter.void.partDone' : 'counter.void.done', { points }));
    onClose();
    if (rest) onKept(done.ref);
    else onVoided?.();
  };
  return (
    <Sheet
      open
      title={t('counter.void.title')}
      closeLabel={t('act.close')}
      onClose={onClose}
      footer={
        <Button type="submit" form={form} look="danger" size="lg" icon={Undo2} block busy={busy}>
          {kept.length > 0 ? t('counter.void.partAct', { count: pieces, points }) : t('counter.void.act', { points })}
        </Button>
      }
    >
      <form id={form} onSubmit={(event) => void act(event)} className="flex flex-col gap-4">
        <p>{t('counter.void.lead', { family, points: order.body.points })}</p>
        {error ? (
          <Notice tone="danger" alert>
            {error}
          </Notice>
        ) : null}
        {splits ? (
          <ReturnLines
            lines={lines}
            back={back}
            onChange={(next) => {
              setBack(next);
              setError(undefined);
            }}
          />
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
