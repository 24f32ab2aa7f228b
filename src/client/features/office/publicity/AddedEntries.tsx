import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { longMonth, shortDay } from '../../../ui/dates.ts';
import { signed } from '../parts/moments.ts';
import { SmallButton } from '../parts/SmallButton.tsx';
import type { Added } from './useAdding.ts';

interface Props {
  readonly month: string;
  readonly added: readonly Added[];
  readonly onRemove: (added: Added) => void;
  readonly onAdd: () => void;
}

/** What the answer records anew (补登), with a way to add and to leave out again. */
export function AddedEntries({ month, added, onRemove, onAdd }: Props) {
  const { t } = useTranslation('publicity');
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="text-xs font-semibold text-muted">{t('add.legend')}</legend>
      <p className="text-sm text-muted">{t('add.hint', { month: longMonth(month) })}</p>
      {added.length === 0 ? null : (
        <ul className="flex flex-col gap-2">
          {added.map((one) => {
            const words = t('add.line', {
              ...{ head: one.head, household: one.body.household, day: shortDay(one.body.date), title: one.title },
              points: signed(one.body.points),
            });
            return (
              <li
                key={JSON.stringify(one.body)}
                className="flex items-center gap-3 rounded-lg bg-primary-soft px-3 py-1"
              >
                <span className="flex-1">{words}</span>
                <SmallButton icon={X} aria-label={t('add.remove', { words })} onClick={() => onRemove(one)} />
              </li>
            );
          })}
        </ul>
      )}
      <SmallButton icon={Plus} className="self-start" onClick={onAdd}>
        {t('add.open')}
      </SmallButton>
    </fieldset>
  );
}
