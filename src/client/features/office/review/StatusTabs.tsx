import { useTranslation } from 'react-i18next';
import type { EntrySearch, OfficeEntries } from '../../../../protocol/officeEntries.ts';
import { OFFICE_COUNT_MAX } from '../../../../protocol/officeParts.ts';
import { cx } from '../../../ui/cx.ts';
import { grouped } from '../parts/moments.ts';

const STATUSES = ['submitted', 'approved', 'rejected', null] as const;

interface Props {
  readonly status: EntrySearch['status'];
  readonly counts: NonNullable<OfficeEntries['counts']> | undefined;
  readonly onChange: (status: EntrySearch['status']) => void;
}

/** Which entries are listed, with how many there are under the other filters. */
export function StatusTabs({ status, counts, onChange }: Props) {
  const { t } = useTranslation('office');
  return (
    <fieldset className="flex min-w-0 gap-1 overflow-x-auto border-b bg-surface px-4 max-wide:scroll-more-x max-sm:px-1">
      <legend className="sr-only">{t('review.status')}</legend>
      {STATUSES.map((one) => {
        const chosen = one === status;
        const count = one === null ? undefined : counts?.[one];
        return (
          <button
            key={one ?? 'all'}
            type="button"
            aria-pressed={chosen}
            onClick={() => onChange(one)}
            className={cx(
              'flex min-h-10 shrink-0 items-center gap-2 border-b-3 px-3 font-semibold whitespace-nowrap',
              chosen ? 'border-primary text-primary' : 'border-transparent text-muted hover:text-ink',
            )}
          >
            {t(`review.tab.${one ?? 'all'}`)}
            {count === undefined ? null : (
              <span className="rounded-full bg-sunken px-2 text-xs text-ink">
                {count >= OFFICE_COUNT_MAX ? t('overview.orMore', { number: grouped(count) }) : grouped(count)}
              </span>
            )}
          </button>
        );
      })}
    </fieldset>
  );
}
