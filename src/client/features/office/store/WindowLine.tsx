import { Trash2 } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Days } from '../../../../domain/close.ts';
import { longDay } from '../../../ui/dates.ts';
import { InputField } from '../parts/InputField.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import type { DraftWindow, OpeningFault } from './openingDraft.ts';

interface Props {
  readonly days: DraftWindow;
  readonly fault: OpeningFault | undefined;
  readonly onChange: (change: Partial<Days>) => void;
  readonly onRemove: () => void;
}

/** One span of days on which goods may be redeemed. */
export function WindowLine({ days, fault, onChange, onRemove }: Props) {
  const { t } = useTranslation('office');
  const id = useId();
  const { from, to, over } = days;
  if (over) return <li className="text-muted">{t('opening.over', { from: longDay(from), to: longDay(to) })}</li>;
  const field = (name: 'from' | 'to') => (
    <InputField
      type="date"
      label={t(`opening.${name}`)}
      value={days[name]}
      aria-invalid={fault !== undefined}
      aria-describedby={fault === undefined ? undefined : id}
      onChange={(event) => onChange({ [name]: event.target.value })}
    />
  );
  return (
    <li>
      <div className="flex flex-wrap items-end gap-3">
        {field('from')}
        {field('to')}
        <SmallButton icon={Trash2} onClick={onRemove}>
          {t('opening.remove')}
        </SmallButton>
      </div>
      <Fault id={id} code={fault} />
    </li>
  );
}

/** What is wrong with a field, below it. */
export function Fault({ id, code }: { readonly id: string; readonly code: OpeningFault | undefined }) {
  const { t } = useTranslation('office');
  if (code === undefined) return null;
  return (
    <p id={id} className="mt-1 font-semibold text-danger">
      {t(`opening.faults.${code}`)}
    </p>
  );
}
