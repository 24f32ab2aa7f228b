import { Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/Button.tsx';
import { useTabletState } from '../useTablet.tsx';
import { useAnyFormDirty } from './formGuard.ts';
import { appUpdate, takeUpdate } from './serviceWorker.ts';

/** Offers a new version. It waits, and says so, while ops are unsent or a form holds typing. */
export function UpdatePrompt() {
  const { t } = useTranslation();
  const waiting = appUpdate((s) => s.waiting);
  const unsent = useTabletState((s) => s.sync.unsent);
  const typing = useAnyFormDirty();
  const [later, setLater] = useState(false);
  if (!waiting || later) return null;
  const words = unsent > 0 ? t('update.unsent', { count: unsent }) : typing ? t('update.typing') : t('update.ready');
  return (
    <aside className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b bg-decided-soft px-4 py-2">
      <Download aria-hidden="true" className="size-6 shrink-0 text-decided" />
      <p className="min-w-0 flex-1 basis-52">
        <strong className="text-decided">{t('update.title')}</strong> <span>{words}</span>
      </p>
      <div className="flex gap-2">
        <Button look="quiet" onClick={() => setLater(true)}>
          {t('update.later')}
        </Button>
        <Button look="primary" disabled={unsent > 0 || typing} onClick={takeUpdate}>
          {t('update.act')}
        </Button>
      </div>
    </aside>
  );
}
