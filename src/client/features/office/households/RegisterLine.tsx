import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { RegisterRow } from '../../../../protocol/officeRegister.ts';
import { Chip } from '../../../ui/Chip.tsx';
import { cx } from '../../../ui/cx.ts';
import { grouped } from '../parts/moments.ts';

const TAGS_SHOWN = 3;

interface Props {
  readonly row: RegisterRow;
  /** A household is in view beside the list. */
  readonly narrow: boolean;
  readonly current: boolean;
  readonly onOpen: (code: string) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** One household of the list. */
export function RegisterLine({ row, narrow, current, onOpen, onKeyDown }: Props) {
  const { t } = useTranslation('households');
  return (
    <button
      type="button"
      data-code={row.code}
      aria-current={current ? 'true' : undefined}
      onClick={() => onOpen(row.code)}
      onKeyDown={onKeyDown}
      className={cx(
        'flex size-full items-center gap-3 px-5 text-left -outline-offset-2 hover:bg-sunken max-sm:px-3',
        current && 'bg-primary-soft',
      )}
    >
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="flex min-w-0 items-center gap-2">
          <span className="truncate text-base font-semibold">{row.head}</span>
          {row.found === null ? null : (
            <span className="truncate text-xs text-muted">{t('list.member', { name: row.found })}</span>
          )}
          {row.status === 'away' && row.ended === null ? <Chip tone="plain">{t('status.away')}</Chip> : null}
          {row.ended === 'merged' ? (
            <Chip tone="plain">{t('list.mergedInto', { code: row.mergedInto ?? '' })}</Chip>
          ) : null}
          {row.ended === 'closed' ? <Chip tone="plain">{t('list.closed')}</Chip> : null}
        </span>
        <span className="truncate text-xs text-muted">
          {row.code} · {row.doorPlate === '' ? t('noPlate') : row.doorPlate}
        </span>
      </span>
      {narrow ? null : (
        <span className="flex max-w-1/3 shrink gap-1 overflow-hidden max-sm:hidden">
          {row.tags.slice(0, TAGS_SHOWN).map((tag) => (
            <Chip key={tag} tone="plain">
              {tag}
            </Chip>
          ))}
        </span>
      )}
      <span className="shrink-0 text-right tabular-nums">
        <span className="block font-semibold">{t('points', { n: grouped(row.earned) })}</span>
        <span className="block text-xs text-muted">{t('redeemableOf', { n: grouped(row.redeemable) })}</span>
      </span>
    </button>
  );
}
