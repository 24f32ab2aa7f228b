import { HardDrive, LoaderCircle } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { OfficeEntry } from '../../../../protocol/officeEntries.ts';
import { Chip } from '../../../ui/Chip.tsx';
import { cx } from '../../../ui/cx.ts';
import { shortDay } from '../../../ui/dates.ts';
import { signed } from '../parts/moments.ts';
import { CELL } from '../parts/tableClasses.ts';
import { EntryMarks } from './EntryMarks.tsx';
import { EntryState } from './EntryState.tsx';
import type { UnderWay } from './useDecisions.ts';

interface Props {
  readonly entry: OfficeEntry;
  readonly current: boolean;
  readonly marked: boolean;
  readonly mayMark: boolean;
  readonly underWay: UnderWay | undefined;
  readonly onOpen: () => void;
  readonly onMark: (on: boolean) => void;
}

/** One entry of the list. The household's name opens it; a click anywhere in the row does as well. */
export function EntryRow({ entry, current, marked, mayMark, underWay, onOpen, onMark }: Props) {
  const { t } = useTranslation('office');
  const { t: review } = useTranslation('review');
  return (
    <tr
      aria-current={current || undefined}
      onClick={onOpen}
      className={cx(
        'cursor-pointer border-t hover:bg-sunken',
        current && 'bg-primary-soft shadow-[inset_4px_0_0_var(--t-primary)]',
      )}
    >
      <td className="py-2 pl-4 align-middle leading-none">
        <input
          type="checkbox"
          aria-label={t('review.mark', { head: entry.head, rule: entry.ruleTitle })}
          checked={marked}
          disabled={!mayMark}
          onClick={(event) => event.stopPropagation()}
          onChange={(event) => onMark(event.target.checked)}
          className="size-4.5 accent-primary"
        />
      </td>
      <td className={cx(CELL, 'whitespace-nowrap')}>
        <button type="button" className="mr-2 text-left font-semibold" onClick={onOpen}>
          {entry.head}
        </button>
        <span className="text-xs text-muted max-wide:block">{entry.household}</span>
      </td>
      <td className={cx(CELL, 'min-w-40 max-sm:min-w-32 max-sm:whitespace-normal')}>
        {entry.ruleTitle}
        <EntryMarks entry={entry} />
      </td>
      <td className={cx(CELL, 'text-right text-base font-bold', entry.points < 0 && 'text-danger')}>
        {signed(entry.points)}
      </td>
      <td className={cx(CELL, 'whitespace-nowrap')}>{shortDay(entry.date)}</td>
      <td className={cx(CELL, 'whitespace-nowrap')}>{entry.byName}</td>
      <td className={CELL}>
        {underWay ? (
          <Chip tone="plain" icon={underWay === 'saved' ? HardDrive : LoaderCircle}>
            {review(`underWay.${underWay}`)}
          </Chip>
        ) : (
          <EntryState entry={entry} />
        )}
      </td>
    </tr>
  );
}
