import { UsersRound } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TabletState, UnlockResult } from '../../engine/tablet.ts';
import { useBarcodeGun } from '../../scan/gun/useBarcodeGun.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { NumberPad } from '../../ui/NumberPad.tsx';
import { useTablet, useTabletState } from '../../useTablet.tsx';
import { useSecondsUntil } from './useSecondsUntil.ts';

const ForgotPin = lazy(() => import('./ForgotPin.tsx'));

const PIN_DIGITS = 6;

interface Props {
  readonly user: TabletState['users'][number];
  readonly onSomeoneElse?: () => void;
}

/** `1:05` */
function minutesAndSeconds(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Six digits; the sixth one opens. Every way it can fail is said in words with what to do; a barcode gun types no PIN. */
export function PinEntry({ user, onSomeoneElse }: Props) {
  const { t } = useTranslation();
  const tablet = useTablet();
  const wait = useTabletState((s) => s.pinWaits[user.id]);
  const seconds = useSecondsUntil(typeof wait === 'object' ? wait.untilMs : undefined);
  const [pin, setPin] = useState('');
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<Exclude<UnlockResult, 'ok'>>();
  const [forgot, setForgot] = useState(false);
  const [scanned, setScanned] = useState(false);
  const blocked = wait === 'office' || seconds > 0;

  const change = async (next: string) => {
    setPin(next);
    setFailed(undefined);
    setScanned(false);
    if (next.length < PIN_DIGITS) return;
    setBusy(true);
    const result = await tablet.unlock(user.id, next);
    if (result === 'ok') return;
    setBusy(false);
    setPin('');
    setFailed(result);
  };

  // Goods that are scanned at a locked counter are digits too: they are no PIN, let alone a wrong one.
  useBarcodeGun(() => {
    if (busy) return;
    setPin('');
    setFailed(undefined);
    setScanned(true);
  });

  const words = (() => {
    if (wait === 'office' || failed === 'office') return t('unlock.office');
    if (seconds > 0) return t('unlock.wait', { time: minutesAndSeconds(seconds) });
    if (failed === 'wrong_pin') return t('unlock.wrong');
    if (failed === 'offline') return t('unlock.offline');
    if (failed === 'not_here') return t('unlock.notHere');
    if (failed === 'full') return t('unlock.full');
    if (failed === 'broken') return t('unlock.broken');
    if (scanned) return t('unlock.scanned');
    return undefined;
  })();

  return (
    <div className="flex flex-col items-center gap-5">
      <h1 className="text-center text-2xl font-bold">{t('unlock.pinOf', { name: user.name })}</h1>
      {words ? (
        <div className="w-full">
          <Notice tone={failed === 'wrong_pin' && !blocked ? 'danger' : 'waiting'} alert>
            {words}
          </Notice>
        </div>
      ) : user.activated ? null : (
        <p className="text-center text-muted">{t('unlock.firstUseHint')}</p>
      )}
      <NumberPad
        value={pin}
        length={PIN_DIGITS}
        disabled={busy || blocked}
        eraseLabel={t('unlock.erase')}
        countLabel={t('unlock.digits', { count: pin.length })}
        onChange={(next) => void change(next)}
      />
      <p role="status" className="min-h-7 text-muted">
        {busy ? t('unlock.checking') : ''}
      </p>
      <div className="flex flex-wrap justify-center gap-2">
        {onSomeoneElse ? (
          <Button look="quiet" icon={UsersRound} disabled={busy} onClick={onSomeoneElse}>
            {t('unlock.someoneElse')}
          </Button>
        ) : null}
        <Button look="quiet" onClick={() => setForgot(true)}>
          {t('unlock.forgot')}
        </Button>
      </div>
      {forgot ? (
        <Suspense fallback={null}>
          <ForgotPin onClose={() => setForgot(false)} />
        </Suspense>
      ) : null}
    </div>
  );
}
