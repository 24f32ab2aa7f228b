import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectionOutcome } from '../../../../domain/objection.ts';
import { useVerdictText } from '../parts/useVerdictText.ts';
import { useMe } from '../useMe.ts';
import { recordAll } from '../useRecorder.ts';
import type { Taken } from './EffectChoice.tsx';

interface Answering {
  /** Why it was not taken, in words. */
  readonly problem: string | undefined;
  readonly busy: boolean;
  readonly answer: (
    outcome: ObjectionOutcome,
    words: string,
    taken: readonly Taken[],
    others: readonly string[],
  ) => Promise<void>;
}

/** Records what is done about an objection, and then the answer that names it; without the one there is not the other. */
export function useAnswer(objection: string, onAnswered: (unsent: boolean) => void): Answering {
  const { t } = useTranslation('publicity');
  const me = useMe();
  const verdictText = useVerdictText();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);

  const record = async (
    outcome: ObjectionOutcome,
    words: string,
    taken: readonly Taken[],
    others: readonly string[],
  ): Promise<string | undefined> => {
    const reason = t('objection.reason', { id: objection });
    const reversed = await recordAll(
      me,
      taken.map((one) => ({ kind: 'entry.reverse', body: { ...one, reason } })),
    );
    const failed = reversed.settled.find((one) => one !== 'unsent' && one.outcome !== 'applied');
    if (failed !== undefined) return t('objection.notReversed', { why: verdictText(failed) });
    if (reversed.settled.length < taken.length) return t('objection.notReversed', { why: '' });
    const effects = [...reversed.refs, ...others];
    const { settled } = await recordAll(me, [
      {
        kind: 'objection.answer',
        body: { objection, outcome, answer: words, ...(effects.length > 0 ? { effects } : {}) },
      },
    ]);
    const [verdict] = settled;
    if (verdict === undefined) return t('objection.notReversed', { why: '' });
    if (verdict !== 'unsent' && verdict.outcome !== 'applied') return verdictText(verdict);
    onAnswered(verdict === 'unsent');
    return undefined;
  };

  const answer: Answering['answer'] = async (...what) => {
    setBusy(true);
    setProblem(await record(...what));
    setBusy(false);
  };
  return { problem, busy, answer };
}
