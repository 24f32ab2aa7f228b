import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { hush, useCounter } from './counterStore.ts';

/** How long good news stays: long enough to read, and out of the way of the next tap. */
const GOOD_SHOWN_MS = 4_000;

/** The counter's last answer: what was put in, or why not and what to do. */
export function SaidBar() {
  const { t } = useTranslation();
  const said = useCounter((s) => s.said);
  useEffect(() => {
    if (said?.tone !== 'good') return;
    const timer = setTimeout(hush, GOOD_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [said]);
  if (!said) return null;
  return (
    <Notice tone={said.tone} alert>
      <span className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <span className="min-w-0 flex-1 text-lg font-semibold">{said.text}</span>
        {said.tone === 'good' ? null : (
          <Button look="quiet" onClick={hush}>
            {t('counter.hush')}
          </Button>
        )}
      </span>
    </Notice>
  );
}
