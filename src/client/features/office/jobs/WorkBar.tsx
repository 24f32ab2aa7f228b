import { LoaderCircle } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { grouped } from '../parts/moments.ts';
import { forgetJobs, isOpen, jobsState, watchJobs } from './jobsState.ts';

/** On every screen of the office: the person's long work that goes on, also after a reload. */
export function WorkBar() {
  const { t } = useTranslation('jobs');
  const open = (jobsState().jobs ?? []).filter(isOpen);
  useEffect(() => {
    void watchJobs();
    return forgetJobs;
  }, []);
  const [first] = open;
  if (first === undefined) return null;
  return (
    <div role="status" className="flex items-center gap-3 border-b bg-sunken px-5 py-2 print:hidden">
      <LoaderCircle aria-hidden="true" className="size-5 shrink-0 animate-spin motion-reduce:animate-none" />
      <p className="flex-1">
        {t('working', { kind: t(`kind.${first.kind}`) })}
        {first.total === null ? null : (
          <span className="ml-2 tabular-nums">
            {t('counts', { done: grouped(first.done), total: grouped(first.total) })}
          </span>
        )}
        {open.length > 1 ? <span className="ml-2 text-muted">{t('more', { count: open.length - 1 })}</span> : null}
      </p>
    </div>
  );
}
