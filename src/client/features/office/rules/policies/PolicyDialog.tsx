import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpBodies } from '../../../../../domain/op.ts';
import type { Policy } from '../../../../../domain/policy.ts';
import { Notice } from '../../../../ui/Notice.tsx';
import { InputField } from '../../parts/InputField.tsx';
import { OfficeDialog } from '../../parts/OfficeDialog.tsx';
import { SmallButton } from '../../parts/SmallButton.tsx';
import { usePublish } from '../../usePublish.ts';
import { checkValue, POLICY_FIELDS, type PolicyKey, policyValue } from './policyFields.ts';
import { usePolicyWords } from './usePolicyWords.ts';

interface Props {
  readonly field: PolicyKey;
  readonly village: string | null;
  readonly placeName: string;
  readonly own: Partial<Policy>;
  readonly town: Partial<Policy>;
  readonly onClose: () => void;
  readonly onSaved: (unsent: boolean) => void;
}

/** One policy of the town or a village. A village may have its own value or follow the town; the town its own or the product's. */
export function PolicyDialog({ field: key, village, placeName, own, town, onClose, onSaved }: Props) {
  const { t } = useTranslation('rules');
  const words = usePolicyWords();
  const form = useId();
  const { problem, busy, publish } = usePublish(onSaved);
  const field = POLICY_FIELDS[key];
  const now = policyValue(key, own, town, village === null);
  const above = policyValue(key, {}, village === null ? {} : town, village === null);
  const [follows, setFollows] = useState(now.source !== 'own');
  const [typed, setTyped] = useState(() =>
    typeof now.value === 'boolean' ? (now.value ? 'yes' : 'no') : now.value === undefined ? '' : String(now.value),
  );
  const [fault, setFault] = useState(false);

  const save = (event: FormEvent) => {
    event.preventDefault();
    const checked = checkValue(field, typed);
    setFault(!follows && !checked.ok);
    if (!follows && !checked.ok) return;
    const value = checked.ok ? checked.value : undefined;
    const body: OpBodies['policy.publish'] =
      follows || value === undefined
        ? { village, policy: {}, follow: [key] }
        : { village, policy: { [key]: value } as Partial<Policy> };
    void publish({ kind: 'policy.publish', body });
  };
  return (
    <OfficeDialog
      open
      title={t('policy.title', { place: placeName, name: t(`policy.name.${key}`) })}
      onClose={onClose}
      footer={
        <>
          <SmallButton onClick={onClose}>{t('form.cancel')}</SmallButton>
          <SmallButton look="primary" type="submit" form={form} busy={busy}>
            {t('policy.save')}
          </SmallButton>
        </>
      }
    >
      <form id={form} noValidate onSubmit={save} className="flex flex-col gap-4">
        {problem === undefined ? null : (
          <Notice tone="danger" alert>
            {problem}
          </Notice>
        )}
        <p className="text-muted">{t(`policy.does.${key}`)}</p>
        <fieldset className="flex flex-col gap-1">
          <legend className="sr-only">{t(`policy.name.${key}`)}</legend>
          {([true, false] as const).map((one) => (
            <label key={String(one)} className="flex min-h-11 items-center gap-2 font-semibold">
              <input
                type="radio"
                name={form}
                checked={follows === one}
                onChange={() => setFollows(one)}
                className="size-5 accent-primary"
              />
              {one
                ? t(village === null ? 'policy.asProduct' : 'policy.asTown', { value: words(key, above.value) })
                : t(village === null ? 'policy.byTown' : 'policy.byVillage')}
            </label>
          ))}
        </fieldset>
        {follows ? null : field.type === 'yesno' ? (
          <fieldset className="flex gap-4">
            <legend className="sr-only">{t(`policy.name.${key}`)}</legend>
            {(['yes', 'no'] as const).map((one) => (
              <label key={one} className="flex min-h-11 items-center gap-2 font-semibold">
                <input
                  type="radio"
                  name={`${form}-value`}
                  checked={typed === one}
                  onChange={() => setTyped(one)}
                  className="size-5 accent-primary"
                />
                {t(`policy.${one}`)}
              </label>
            ))}
          </fieldset>
        ) : field.type === 'whole' ? (
          <div>
            <InputField
              label={t(`policy.in.${field.unit}`)}
              inputMode="numeric"
              value={typed}
              aria-invalid={fault || undefined}
              aria-describedby={fault ? `${form}-fault` : undefined}
              onChange={(event) => setTyped(event.target.value)}
            />
            {fault ? (
              <p id={`${form}-fault`} role="alert" className="mt-1 font-semibold text-danger">
                {t('policy.fault', { min: field.min, max: field.max })}
              </p>
            ) : null}
          </div>
        ) : null}
      </form>
    </OfficeDialog>
  );
}
