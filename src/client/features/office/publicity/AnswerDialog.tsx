import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day } from '../../../../domain/calendar.ts';
import { OBJECTION_OUTCOMES, type ObjectionOutcome } from '../../../../domain/objection.ts';
import { mayRecord } from '../../../../domain/role.ts';
import type { OfficeObjection } from '../../../../protocol/publicity.ts';
import { Notice } from '../../../ui/Notice.tsx';
import { showToast } from '../../../ui/toastStore.ts';
import { InputField } from '../parts/InputField.tsx';
import { OfficeDialog } from '../parts/OfficeDialog.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useMe } from '../useMe.ts';
import { AddEntryDialog } from './AddEntryDialog.tsx';
import { AddedEntries } from './AddedEntries.tsx';
import { EffectChoice, type Taken } from './EffectChoice.tsx';
import { TextField } from './TextField.tsx';
import type { Added } from './useAdding.ts';
import { useAnswer } from './useAnswer.ts';

interface Props {
  readonly village: string;
  readonly objection: OfficeObjection;
  /** In the town's zone. */
  readonly today: Day;
  readonly onClose: () => void;
  readonly onAnswered: () => void;
}

const REFERENCE = /^[0-9A-HJKMNP-TV-Z]{4,6}-\d{6,12}$/;

/** The answer to an objection, with what is done about it in the same act. */
export function AnswerDialog({ village, objection, today, onClose, onAnswered }: Props) {
  const { t } = useTranslation('publicity');
  const { t: office } = useTranslation('office');
  const form = useId();
  const [outcome, setOutcome] = useState<ObjectionOutcome>('upheld');
  const [words, setWords] = useState('');
  const [taken, setTaken] = useState<readonly Taken[]>([]);
  const [others, setOthers] = useState('');
  const [fault, setFault] = useState<'needWords' | 'otherWrong'>();
  const [added, setAdded] = useState<readonly Added[]>([]);
  const [looked, setLooked] = useState(objection.household ?? '');
  const [adding, setAdding] = useState(false);
  const me = useMe();
  // A committee answers; what is recorded is the office's.
  const records = mayRecord(me.user.role, 'office', 'entry.record');
  const without = (one: Added) => setAdded(added.filter((other) => other !== one));
  const { problem, busy, answer } = useAnswer(objection.id, {
    onAnswered: (unsent) => {
      showToast(t(unsent ? 'objection.sentHere' : 'objection.sent'));
      onAnswered();
    },
    onHeld: (one, ref) => {
      without(one);
      setOthers((typed) => `${typed} ${ref}`.trim());
    },
  });
  const send = async (event: FormEvent) => {
    event.preventDefault();
    const refs = others
      .toUpperCase()
      .split(/[\s,，]+/)
      .filter((one) => one !== '');
    const wrong =
      words.trim() === '' ? 'needWords' : refs.every((one) => REFERENCE.test(one)) ? undefined : 'otherWrong';
    setFault(wrong);
    if (wrong) return;
    const does = outcome === 'dismissed' ? { taken: [], added: [] } : { taken, added };
    await answer({ outcome, words: words.trim(), ...does, others: refs });
  };
  if (adding)
    return (
      <AddEntryDialog
        village={village}
        objection={objection}
        today={today}
        onBack={() => setAdding(false)}
        onAdd={(one) => {
          setAdding(false);
          setAdded([...added.filter((other) => JSON.stringify(other) !== JSON.stringify(one)), one]);
        }}
      />
    );
  return (
    <OfficeDialog
      open
      title={t('objection.answerTitle', { id: objection.id })}
      onClose={onClose}
      footer={
        <>
          <SmallButton onClick={onClose}>{office('cancel')}</SmallButton>
          <SmallButton look="primary" type="submit" form={form} busy={busy}>
            {t('objection.send')}
          </SmallButton>
        </>
      }
    >
      <form id={form} noValidate onSubmit={(event) => void send(event)} className="flex flex-col gap-4">
        <blockquote className="rounded-lg bg-sunken p-3 whitespace-pre-wrap">{objection.text}</blockquote>
        {problem === undefined && fault === undefined ? null : (
          <Notice tone="danger" alert>
            {problem ?? (fault ? t(`objection.${fault}`) : '')}
          </Notice>
        )}
        <fieldset className="flex flex-wrap gap-4">
          <legend className="text-xs font-semibold text-muted">{t('objection.outcome')}</legend>
          {OBJECTION_OUTCOMES.map((one) => (
            <label key={one} className="flex min-h-10 items-center gap-2 font-semibold">
              <input
                type="radio"
                name={form}
                checked={outcome === one}
                onChange={() => setOutcome(one)}
                className="size-5 accent-primary"
              />
              {t(`objection.outcomes.${one}`)}
            </label>
          ))}
        </fieldset>
        <TextField label={t('objection.words')} value={words} onChange={setWords} />
        {outcome === 'dismissed' ? null : (
          <>
            {records ? (
              <>
                <EffectChoice {...{ village, objection, taken }} q={looked} onLook={setLooked} onChange={setTaken} />
                <AddedEntries month={objection.month} added={added} onRemove={without} onAdd={() => setAdding(true)} />
              </>
            ) : (
              <p className="text-muted">{t('add.officeDoes')}</p>
            )}
            <InputField
              block
              label={t('objection.other')}
              value={others}
              maxLength={200}
              onChange={(event) => setOthers(event.target.value)}
            />
          </>
        )}
      </form>
    </OfficeDialog>
  );
}
