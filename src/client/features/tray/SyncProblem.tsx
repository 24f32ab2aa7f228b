import { useTranslation } from 'react-i18next';
import type { SyncStatus } from '../../engine/tablet.ts';
import { Notice } from '../../ui/Notice.tsx';

/** Words by problem code; what is not listed is told in general words. */
const WORDS: Readonly<Record<string, 'offline' | 'device' | 'full' | 'old' | 'gone' | 'noRoom'>> = {
  offline: 'offline',
  'device-unknown': 'device',
  'not-signed-in': 'device',
  'disk-full': 'full',
  'too-old': 'old',
  'history-gone': 'gone',
  'storage-full': 'noRoom',
};

/** Why the last sync did not work, what is safe, what to do. */
export function SyncProblem({ sync }: { sync: SyncStatus }) {
  const { t } = useTranslation();
  if (sync.phase !== 'failing' && sync.phase !== 'offline') return null;
  const code = sync.phase === 'offline' ? 'offline' : (sync.problem ?? '');
  return (
    <div className="p-3">
      <Notice tone="waiting">{t(`tray.problem.${WORDS[code] ?? 'other'}`)}</Notice>
    </div>
  );
}
