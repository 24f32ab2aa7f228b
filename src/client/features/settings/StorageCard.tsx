import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { useTablet, useTabletState } from '../../useTablet.tsx';

const MEGABYTE = 1024 * 1024;

/** Room on the tablet, and whether the browser promised to keep the data. */
export function StorageCard() {
  const { t } = useTranslation();
  const tablet = useTablet();
  const storage = useTabletState((s) => s.storage);
  const [asked, setAsked] = useState(false);
  if (!storage) return null;
  const megabytes = (bytes: number) => t('me.usedUnit', { count: Math.max(1, Math.round(bytes / MEGABYTE)) });
  const ask = async () => {
    await tablet.persist();
    setAsked(true);
  };
  return (
    <Card
      title={t('me.storage')}
      aside={
        storage.persisted ? (
          <Chip tone="good" icon={ShieldCheck}>
            {t('me.persisted')}
          </Chip>
        ) : undefined
      }
    >
      <p>
        {t('me.used', {
          used: megabytes(storage.usedBytes),
          free: megabytes(storage.quotaBytes - storage.usedBytes),
        })}
      </p>
      {storage.persisted ? null : (
        <div className="mt-3 flex flex-col items-start gap-3">
          <Notice tone="waiting">{asked ? t('me.persistRefused') : t('me.notPersisted')}</Notice>
          <Button icon={ShieldCheck} onClick={() => void ask()}>
            {t('me.persist')}
          </Button>
        </div>
      )}
    </Card>
  );
}
