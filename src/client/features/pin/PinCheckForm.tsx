import { type Ref, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../ui/Card.tsx';
import { PinField } from './PinField.tsx';
import { usePinCheck } from './usePinCheck.ts';

interface Props {
  readonly ref: Ref<HTMLFormElement>;
  readonly pinHash: string;
  readonly onRight: () => void;
  /** A keyboard is at hand: the field has the focus. */
  readonly keys: boolean;
}

const focusNow = (input: HTMLInputElement | null) => input?.focus();

/** The household types its PIN before it agrees; Enter agrees. */
export function PinCheckForm({ ref, pinHash, onRight, keys }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const { words, busy, waits, check } = usePinCheck(pinHash, onRight);
  return (
    <Card>
      <form
        ref={ref}
        onSubmit={(event) => {
          event.preventDefault();
          setTyped('');
          void check(typed);
        }}
        className="flex flex-col gap-2"
      >
        <PinField
          label={t('familyPin.ask')}
          hint={busy ? t('familyPin.checking') : t('familyPin.askHint')}
          error={words}
          value={typed}
          readOnly={busy || waits}
          onChange={setTyped}
          {...(keys ? { inputRef: focusNow } : {})}
        />
        <p className="text-sm text-muted">{t('familyPin.forgot')}</p>
      </form>
    </Card>
  );
}
