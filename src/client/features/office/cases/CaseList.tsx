import { useTranslation } from 'react-i18next';
import type { HeldCode } from '../../../../domain/verdict.ts';
import type { OfficeCase } from '../../../../protocol/officeCases.ts';
import { cx } from '../../../ui/cx.ts';
import { MoreRows } from '../parts/MoreRows.tsx';
import { shortMoment } from '../parts/moments.ts';
import type { Page, Pages } from '../usePages.ts';
import type { Ticks } from './useTicks.ts';

interface Props {
  readonly pages: Pages<Page<OfficeCase>>;
  readonly currentId: string;
  readonly onOpen: (id: string) => void;
  /** Those that are decided together; undefined where nothing is. */
  readonly ticks: Ticks | undefined;
}

/** Cases as a list: whose, why, when. */
export function CaseList({ pages, currentId, onOpen, ticks }: Props) {
  const { t } = useTranslation('office');
  return (
    <nav aria-label={t('nav.cases')} className="min-h-0 flex-1 overflow-y-auto">
      <ul>
        {pages.rows.map((held) => (
          <li key={held.id} className="flex border-b">
            {ticks === undefined ? null : <TickBox held={held} ticks={ticks} />}
            <button
              type="button"
              aria-current={held.id === currentId || undefined}
              onClick={() => onOpen(held.id)}
              className={cx(
                'flex min-w-0 flex-1 flex-col gap-0.5 px-4 py-3 text-left hover:bg-sunken',
                held.id === currentId && 'bg-primary-soft shadow-[inset_4px_0_0_var(--t-primary)]',
              )}
            >
              <span className="font-semibold">
                {held.head === null ? held.device.name : t('family', { head: held.head })}
              </span>
              <span>{t(`cases.why.${held.code as HeldCode}`)}</span>
              <span className="text-xs text-muted">
                {held.byName} · <span className="inline-block">{shortMoment(held.at)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <MoreRows pages={pages} />
    </nav>
  );
}

/** Only what waits for the same reason is decided together: the first that is ticked says which. */
function TickBox({ held, ticks }: { readonly held: OfficeCase; readonly ticks: Ticks }) {
  const { t } = useTranslation(['office', 'cases']);
  const what = held.head === null ? held.device.name : t('family', { head: held.head });
  const other = ticks.why !== undefined && ticks.why !== held.code;
  return (
    <label className="flex w-11 shrink-0 items-center justify-center" title={other ? t('cases:bulk.other') : undefined}>
      <input
        type="checkbox"
        className="size-5 accent-primary"
        aria-label={t('cases:bulk.tick', { what: `${what} ${t(`cases.why.${held.code as HeldCode}`)} ${held.id}` })}
        checked={ticks.ids.has(held.id)}
        disabled={other}
        onChange={() => ticks.toggle(held)}
      />
    </label>
  );
}
