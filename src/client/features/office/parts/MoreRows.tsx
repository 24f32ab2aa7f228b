import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../../ui/cx.ts';
import type { Page, Pages } from '../usePages.ts';
import { SmallButton } from './SmallButton.tsx';
import { useProblemText } from './useProblemText.ts';

interface Props {
  readonly pages: Pick<Pages<Page<unknown>>, 'hasMore' | 'loadingMore' | 'moreProblem' | 'loadMore'>;
  readonly className?: string;
  /** What the button says, where it says more than “more”. */
  readonly children?: ReactNode;
}

/** Below a list that comes page by page: the way to its next rows, and why they could not be had. Nothing on the last page. */
export function MoreRows({ pages, className, children }: Props) {
  const { t } = useTranslation('office');
  const problemText = useProblemText();
  if (!pages.hasMore) return null;
  return (
    <div className={cx('flex flex-wrap items-center justify-center gap-3 p-3 print:hidden', className)}>
      {pages.moreProblem === undefined ? null : (
        <p role="alert" className="font-semibold text-danger">
          {problemText(pages.moreProblem)}
        </p>
      )}
      <SmallButton busy={pages.loadingMore} onClick={pages.loadMore}>
        {children ?? t('more')}
      </SmallButton>
    </div>
  );
}
