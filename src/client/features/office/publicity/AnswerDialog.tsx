import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OBJECTION_OUTCOMES, type ObjectionOutcome } from '../../../../domain/objection.ts';
import type { OfficeObjection } from '../../../../protocol/publicity.ts';
import { Notice } from '../../../ui/Notice.tsx';
import { showToast } from '../../../ui/toastStore.ts';
import { InputField } from '../parts/InputField.tsx';
import { OfficeDialog } from '../parts/OfficeDialog.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { EffectChoice, type Taken } from './EffectChoice.tsx';
import { TextField } from './TextField.tsx';
import { useAnswer } from './useAnswer.ts';

interface Props {
  readonly village: string;
  readonly objection: OfficeObjection;
  readonly onClose: () => void;
  readonly onAnswered: () => void;
}

const REFERENCE = /^[0-9A-HJKMNP-TV-Z]{4,6}-\d{6,12}$/;

/** The answer to an objection, with what is done about it in the same act. */
export function AnswerDialog({ village, objection, onClose, onAnswered }: Props) {
  const { t } = useTranslation('publicity');
  const { t: office } = useTranslation('office');
  const form = useId();
  const [outcome, setOutcome] = useState<ObjectionOutcome>('upheld');
  const [words, setWords] = useState('');
  const [taken, setTaken] = useState<readonly Taken[]>([]);
  const [others, setOthers] = useState('');
  const [fault, setFault] = useState<'needWords' | 'otherWrong'>();
  const { problem, busy, answer } = useAnswer(objection.id, (unsent) => {
    showToast(t(unsent ? 'objection.sentHere' : 'objection.sent'));
    onAnswered();
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
    await answer(outcome, words.trim(), outcome === 'dismissed' ? [] : taken, refs);
  };
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
            <EffectChoice village={village} objection={objection} taken={taken} onChange={setTaken} />
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
