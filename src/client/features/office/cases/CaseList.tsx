import { useTranslation } from 'react-i18next';
import type { HeldCode } from '../../../../domain/verdict.ts';
import type { OfficeCase } from '../../../../protocol/officeCases.ts';
import { cx } from '../../../ui/cx.ts';
import { shortMoment } from '../parts/moments.ts';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useProblemText } from '../parts/useProblemText.ts';
import type { Page, Pages } from '../usePages.ts';

interface Props {
  readonly pages: Pages<Page<OfficeCase>>;
  readonly currentId: string;
  readonly onOpen: (id: string) => void;
}

/** Cases as a list: whose, why, when. */
export function CaseList({ pages, currentId, onOpen }: Props) {
  const { t } = useTranslation('office');
  const problemText = useProblemText();
  return (
    <nav
      aria-label={t('nav.cases')}
      className="w-72 shrink-0 overflow-y-auto border-r bg-surface max-wide:w-52 max-sm:max-h-44 max-sm:w-full max-sm:border-r-0 max-sm:border-b"
    >
      <ul>
        {pages.rows.map((held) => (
          <li key={held.id} className="border-b">
            <button
              type="button"
              aria-current={held.id === currentId || undefined}
              onClick={() => onOpen(held.id)}
              className={cx(
                'flex w-full flex-col gap-0.5 px-4 py-3 text-left hover:bg-sunken',
                held.id === currentId && 'bg-primary-soft shadow-[inset_4px_0_0_var(--t-primary)]',
              )}
            >
              <span className="font-semibold">
                {held.head === null ? held.device.name : t('family', { head: held.head })}
              </span>
              <span>{t(`cases.why.${held.code as HeldCode}`)}</span>
              <span className="text-xs text-muted">
                {held.byName} · {shortMoment(held.at)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {pages.moreProblem === undefined ? null : (
        <p role="alert" className="p-3 text-danger">
          {problemText(pages.moreProblem)}
        </p>
      )}
      {pages.hasMore ? (
        <div className="p-3 text-center">
          <SmallButton onClick={pages.loadMore} busy={pages.loadingMore}>
            {t('more')}
          </SmallButton>
        </div>
      ) : null}
    </nav>
  );
}
