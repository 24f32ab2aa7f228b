import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FAMILY_PIN } from '../../../domain/familyPin.ts';
import { useSecondsUntil } from '../unlock/useSecondsUntil.ts';
import { triesOf, tryPin } from './pinTries.ts';

interface PinCheck {
  /** What is wrong, and the way out. */
  readonly words: string | undefined;
  readonly busy: boolean;
  /** Nothing is taken for now. */
  readonly waits: boolean;
  /** Takes what was typed; the right PIN goes on. */
  readonly check: (typed: string) => Promise<void>;
}

/** Asks for the family PIN before something is done. */
export function usePinCheck(pinHash: string, onRight: () => void): PinCheck {
  const { t } = useTranslation();
  const [tries, setTries] = useState(() => triesOf(pinHash));
  const [short, setShort] = useState(false);
  const [busy, setBusy] = useState(false);
  const seconds = useSecondsUntil(tries.waitsUntil);
  const waits = seconds > 0;

  const check = async (typed: string) => {
    if (busy || waits) return;
    setShort(!FAMILY_PIN.test(typed));
    if (!FAMILY_PIN.test(typed)) return;
    setBusy(true);
    const right = await tryPin(typed, pinHash);
    setBusy(false);
    setTries(triesOf(pinHash));
    if (right) onRight();
  };
  const words = (() => {
    if (waits) return t('familyPin.wait', { seconds });
    if (short) return t('familyPin.digits');
    // The wait is over.
    if (tries.wrong === 0 || tries.waitsUntil !== undefined) return undefined;
    return t('familyPin.wrong', { count: tries.left });
  })();
  return { words, busy, waits, check };
}
