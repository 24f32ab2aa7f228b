import { ArrowLeft, CloudDownload, RotateCcw } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './Button.tsx';
import { EmptyState } from './EmptyState.tsx';

function reload(): void {
  location.reload();
}

/** A screen whose files are not on the device yet. It opens by itself once there is a line; until then one goes back to what is here. */
export function MissingScreen({ back }: { readonly back: (() => void) | undefined }) {
  const { t } = useTranslation();
  useEffect(() => {
    addEventListener('online', reload);
    return () => removeEventListener('online', reload);
  }, []);
  return (
    <div role="alert" className="grid size-full place-items-center overflow-y-auto">
      <EmptyState
        icon={CloudDownload}
        title={t('missing.title')}
        action={
          <div className="flex flex-wrap justify-center gap-3">
            {back === undefined ? null : (
              <Button look="primary" icon={ArrowLeft} onClick={back}>
                {t('missing.back')}
              </Button>
            )}
            <Button icon={RotateCcw} onClick={reload}>
              {t('missing.act')}
            </Button>
          </div>
        }
      >
        {t('missing.body')}
      </EmptyState>
    </div>
  );
}
