import { Check, Trash2 } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FAMILY_PIN } from '../../../domain/familyPin.ts';
import type { HouseholdFile } from '../../../domain/household.ts';
import { profileOf } from '../../../domain/profile.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { showToast } from '../../ui/toastStore.ts';
import { useRecord } from '../household/useRecord.ts';
import { PinField } from './PinField.tsx';
import { hashPin } from './pinHash.ts';

interface Props {
  readonly file: HouseholdFile;
  /** The person here may also take it off. */
  readonly removes: boolean;
  readonly onClose: () => void;
}

/** The household chooses its PIN and types it twice. What stood when the sheet opened is the `was` of the edit (CF-08). */
export default function FamilyPinSheet({ file, removes, onClose }: Props) {
  const { t } = useTranslation();
  const record = useRecord();
  const form = useId();
  const [was] = useState(() => profileOf(file).pin ?? null);
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);

  const save = async (value: string | null) => {
    const done = await record('household.edit', { household: file.code, set: [{ field: 'pin', value, was }] });
    setBusy(false);
    if (!done.ok) {
      setError(done.words);
      return;
    }
    showToast(t(value === null ? 'familyPin.removed' : 'familyPin.saved'));
    onClose();
  };
  const act = async (event: FormEvent) => {
    event.preventDefault();
    if (!FAMILY_PIN.test(pin)) {
      setError(t('familyPin.digits'));
      return;
    }
    if (pin !== again) {
      setError(t('familyPin.differ'));
      return;
    }
    setBusy(true);
    await save(await hashPin(pin));
  };
  const remove = () => {
    setBusy(true);
    void save(null);
  };
  const typing = (take: (value: string) => void) => (value: string) => {
    take(value);
    setError(undefined);
  };
  return (
    <Sheet
      open
      title={t(was === null ? 'familyPin.set' : 'familyPin.change')}
      closeLabel={t('act.close')}
      onClose={onClose}
      footer={
        <Button type="submit" form={form} look="primary" size="lg" icon={Check} block busy={busy}>
          {t('familyPin.save')}
        </Button>
      }
    >
      <form id={form} onSubmit={(event) => void act(event)} className="flex flex-col gap-4">
        <p>{t('familyPin.what')}</p>
        {removes ? null : <p className="font-semibold">{t('familyPin.whoIsIt')}</p>}
        {error ? (
          <Notice tone="danger" alert>
            {error}
          </Notice>
        ) : null}
        <PinField label={t('familyPin.first')} value={pin} onChange={typing(setPin)} />
        <PinField label={t('familyPin.again')} value={again} onChange={typing(setAgain)} />
        {was === null ? null : removes ? (
          <Button look="dangerQuiet" icon={Trash2} block disabled={busy} onClick={remove}>
            {t('familyPin.remove')}
          </Button>
        ) : (
          <p className="text-sm text-muted">{t('familyPin.removeElsewhere')}</p>
        )}
      </form>
    </Sheet>
  );
}
