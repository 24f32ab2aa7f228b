import { useTranslation } from 'react-i18next';
import { Notice } from '../../../ui/Notice.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useVerdictText } from '../parts/useVerdictText.ts';
import type { ReviewResult } from './reviewing.ts';

/** What became of the decisions just made: how many count, and every one that does not, with who was first (CF-24). */
export function ReviewResults({
  results,
  onClose,
}: {
  readonly results: readonly ReviewResult[];
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('office');
  const { t: review } = useTranslation('review');
  const verdictText = useVerdictText();
  const done = results.filter((result) => result.kind === 'done').length;
  const noted = results.filter((result) => result.kind === 'noted').length;
  const unsent = results.filter((result) => result.kind === 'unsent').length;
  const others = results.filter((result) => result.kind === 'late' || result.kind === 'refused');

  const say = (result: (typeof others)[number]): string => {
    const what = t('review.resultWhat', { head: result.entry.head, rule: result.entry.ruleTitle });
    if (result.kind === 'refused') return what + verdictText(result.verdict);
    const { first } = result;
    if (first === undefined || first.status === 'submitted') return what + t('review.resultLate');
    const name = first.reviewedByName ?? t('review.someone');
    return (
      what +
      (first.status === 'approved'
        ? t('review.lateApproved', { name })
        : t('review.lateRejected', { name, reason: first.reason ?? '' }))
    );
  };

  return (
    <div className="border-b px-5 py-3">
      <Notice tone={others.length > 0 || unsent > 0 ? 'waiting' : 'good'} alert>
        <div className="flex items-center gap-4">
          <div className="flex-1">
            {done > 0 ? <p>{t('review.resultDone', { count: done })}</p> : null}
            {noted > 0 ? <p>{review('two.result', { count: noted })}</p> : null}
            {unsent > 0 ? <p>{t('review.resultUnsent', { count: unsent })}</p> : null}
            {others.map((result) => (
              <p key={result.entry.id}>{say(result)}</p>
            ))}
          </div>
          <SmallButton onClick={onClose}>{t('close')}</SmallButton>
        </div>
      </Notice>
    </div>
  );
}
