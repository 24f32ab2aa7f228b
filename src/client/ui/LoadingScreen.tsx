import { useTranslation } from 'react-i18next';

/** The whole screen while something opens: calm, with the mark of the app. */
export function LoadingScreen() {
  const { t } = useTranslation();
  return (
    <main className="grid h-dvh place-items-center">
      <div role="status" className="flex flex-col items-center gap-4 text-muted">
        <img src="/icons/icon.svg" alt="" className="size-20" />
        {t('loading')}
      </div>
    </main>
  );
}
