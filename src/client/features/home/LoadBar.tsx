import { useTranslation } from 'react-i18next';
import type { TabletState } from '../../engine/tablet.ts';
import { Progress } from '../../ui/Progress.tsx';

/** The first load in counts; the own grid works before the rest is here. */
export function LoadBar({ load }: { load: NonNullable<TabletState['load']> }) {
  const { t } = useTranslation();
  const words = load.total === 0 ? t('load.starting') : t('load.running', { done: load.done, total: load.total });
  return (
    <section className="flex flex-col gap-2 rounded-2xl border bg-surface p-4">
      <p role="status" className="font-semibold">
        {words}
      </p>
      <Progress value={load.done} max={load.total} label={words} />
      {load.ownGridReady ? <p className="text-sm text-muted">{t('load.ownReady')}</p> : null}
    </section>
  );
}
