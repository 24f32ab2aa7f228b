import { RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../../ui/EmptyState.tsx';
import { SmallButton } from './SmallButton.tsx';
import { useProblemText } from './useProblemText.ts';

/** In place of what could not be had: why, and a way to try again. */
export function FailurePanel({ problem, retry }: { readonly problem: string; readonly retry: () => void }) {
  const { t } = useTranslation('office');
  const problemText = useProblemText();
  return (
    <ErrorState
      title={t('failure.title')}
      action={
        <SmallButton icon={RotateCcw} onClick={retry}>
          {t('retry')}
        </SmallButton>
      }
    >
      {problemText(problem)}
    </ErrorState>
  );
}

/** Above what is still shown from before, when asking again failed. */
export function StaleBar({ problem, retry }: { readonly problem: string; readonly retry: () => void }) {
  const { t } = useTranslation('office');
  const problemText = useProblemText();
  return (
    <div role="alert" className="flex items-center gap-3 border-b bg-danger-soft px-5 py-2 text-danger">
      <p className="flex-1">
        <strong className="mr-2">{t('failure.stale')}</strong>
        {problemText(problem)}
      </p>
      <SmallButton icon={RotateCcw} onClick={retry}>
        {t('retry')}
      </SmallButton>
    </div>
  );
}
