import { Archive, CloudUpload, ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useTablet, useTabletState } from '../../useTablet.tsx';

/** A revoked device (CF-17): what is being handed over, then what stays until the office has a backup, then that nothing is left here. */
export default function RevokedScreen() {
  const { t } = useTranslation();
  const tablet = useTablet();
  const revoked = useTabletState((s) => s.revoked);
  const offline = useTabletState((s) => s.sync.phase === 'offline');
  if (!revoked) return null;
  const { device, townName, left, sealed, handedOver = 0 } = revoked;
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-lg flex-col justify-center gap-5 p-5">
      {sealed !== undefined ? (
        <EmptyState
          icon={Archive}
          title={t('revoked.title')}
          action={
            <Button icon={Archive} onClick={() => void tablet.syncNow()}>
              {t('revoked.askBackup')}
            </Button>
          }
        >
          <p role="status">{t('revoked.sealed', { count: sealed })}</p>
          <p>{offline ? t('revoked.sealedOffline') : t('revoked.sealedThen')}</p>
        </EmptyState>
      ) : left ? (
        <EmptyState
          icon={CloudUpload}
          title={t('revoked.title')}
          action={
            <Button icon={CloudUpload} onClick={() => void tablet.syncNow()}>
              {t('revoked.tryNow')}
            </Button>
          }
        >
          <p role="status">{t('revoked.left', { ops: left.ops, photos: left.photos })}</p>
          <p>{offline ? t('revoked.leftOffline') : t('revoked.leftThen')}</p>
        </EmptyState>
      ) : (
        <EmptyState
          icon={ShieldCheck}
          title={t('revoked.title')}
          action={<Button onClick={() => void tablet.startAnew()}>{t('revoked.anew')}</Button>}
        >
          <p role="status">{t('revoked.wiped', { count: handedOver })}</p>
          <p>{t('revoked.next')}</p>
        </EmptyState>
      )}
      <p className="text-center text-sm text-muted">{t('unlock.town', { town: townName, device })}</p>
    </main>
  );
}
