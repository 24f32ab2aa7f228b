import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { signed } from '../../ui/Points.tsx';
import type { DraftState } from './deedDraft.ts';

const MISSING = { points: 'choosePoints', level: 'chooseLevel', member: 'chooseMember' } as const;

interface Props {
  readonly state: DraftState;
  readonly busy: boolean;
  readonly error: string | undefined;
  readonly unit: string;
  readonly firstQuantity: number;
  readonly onSave: () => void;
}

/** The save button says what it will save, or what is still to be chosen. */
export function SaveDeed({ state, busy, error, unit, firstQuantity, onSave }: Props) {
  const { t } = useTranslation();
  const words = state.ready
    ? t('score.save', { points: signed(state.body.points) })
    : state.missing === 'quantity'
      ? t('score.belowFirst', { at: firstQuantity, unit })
      : t(`score.${MISSING[state.missing]}`);
  return (
    <div className="flex flex-col gap-2">
      {error ? (
        <Notice tone="danger" alert>
          {error}
        </Notice>
      ) : null}
      <Button look="primary" size="lg" icon={Check} block disabled={!state.ready} busy={busy} onClick={onSave}>
        {words}
      </Button>
    </div>
  );
}
