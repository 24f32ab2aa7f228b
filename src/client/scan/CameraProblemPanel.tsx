import { CameraOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { browserKind } from './cameraProblem.ts';
import type { CameraProblem } from './scanner.ts';

/** Says why there is no picture, what to do in this very browser, and that typing still works. */
export function CameraProblemPanel({ problem, onRetry }: { problem: CameraProblem; onRetry: () => void }) {
  const { t } = useTranslation('scan');
  const way =
    problem === 'denied' ? t(`problem.denied.${browserKind(navigator.userAgent)}`) : t(`problem.${problem}.way`);
  return (
    <div role="alert" className="mx-auto flex max-w-md flex-col gap-3 rounded-2xl bg-surface p-5 text-ink">
      <p className="flex items-center gap-2 text-xl font-semibold">
        <CameraOff aria-hidden="true" className="size-7 shrink-0 text-danger" />
        {t(`problem.${problem}.title`)}
      </p>
      <p>{way}</p>
      <p>{t('typedStillWorks')}</p>
      <button
        type="button"
        onClick={onRetry}
        className="min-h-12 rounded-xl bg-primary px-5 font-semibold text-on-primary"
      >
        {t('retry')}
      </button>
    </div>
  );
}
