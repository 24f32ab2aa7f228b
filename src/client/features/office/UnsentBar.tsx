import { CloudUpload } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SmallButton } from './parts/SmallButton.tsx';
import { useProblemText } from './parts/useProblemText.ts';
import { useBackOnline } from './useBackOnline.ts';
import { useMe } from './useMe.ts';
import { recorderState, sendLeftovers } from './useRecorder.ts';

/** How often what is unsent is tried again, ms. */
const AGAIN_MS = 20_000;

/** Says so when decisions are only in this browser, or when none can be recorded. */
export function UnsentBar() {
  const { t } = useTranslation('office');
  const problemText = useProblemText();
  const me = useMe();
  const { unsent, problem } = recorderState();
  const [busy, setBusy] = useState(false);
  const retry = () => {
    if (busy) return;
    setBusy(true);
    void sendLeftovers(me).finally(() => setBusy(false));
  };
  useBackOnline(unsent > 0, retry, AGAIN_MS);
  if (unsent === 0 && problem === undefined) return null;

  return (
    <div role="status" className="flex items-center gap-3 border-b bg-amber-soft px-5 py-2 text-waiting print:hidden">
      <CloudUpload aria-hidden="true" className="size-5 shrink-0" />
      <p className="flex-1">
        {unsent > 0 ? <strong className="mr-2">{t('unsent.count', { count: unsent })}</strong> : null}
        {problem === undefined ? null : problemText(problem)}
      </p>
      <SmallButton onClick={retry} busy={busy}>
        {t('retry')}
      </SmallButton>
    </div>
  );
}
