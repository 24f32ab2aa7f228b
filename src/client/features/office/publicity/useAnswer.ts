import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectionOutcome } from '../../../../domain/objection.ts';
import type { Verdict } from '../../../../domain/verdict.ts';
import type { OfficeOp } from '../officeRecorder.ts';
import { useVerdictText } from '../parts/useVerdictText.ts';
import { useMe } from '../useMe.ts';
import { recordAll } from '../useRecorder.ts';
import type { Taken } from './EffectChoice.tsx';
import type { Added } from './useAdding.ts';

/** What is done about an objection, and said. */
export interface Answer {
  readonly outcome: ObjectionOutcome;
  readonly words: string;
  /** Entries that are taken back. */
  readonly taken: readonly Taken[];
  /** Entries that are recorded anew. */
  readonly added: readonly Added[];
  /** References of what was done elsewhere. */
  readonly others: readonly string[];
}

interface Answering {
  /** Why it was not taken, in words. */
  readonly problem: string | undefined;
  readonly busy: boolean;
  readonly answer: (answer: Answer) => Promise<void>;
}

interface Hears {
  /** `unsent`: it is only in this browser until there is a connection. */
  readonly onAnswered: (unsent: boolean) => void;
  /** An entry was recorded, and somebody has to decide about it before it counts: the answer may name it then. */
  readonly onHeld: (added: Added, ref: string) => void;
}

type Done =
  | { readonly ref: string }
  | { readonly ref?: string; readonly failed: Verdict | undefined; readonly held?: true };

/**
 * Records what is done about an objection, and then the answer that names it; without the one there is not the other. What was done
 * before something failed is not done a second time when the person tries again.
 */
export function useAnswer(objection: string, { onAnswered, onHeld }: Hears): Answering {
  const { t } = useTranslation('publicity');
  const me = useMe();
  const verdictText = useVerdictText();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const before = useRef(new Map<string, string>());
  const reason = t('objection.reason', { id: objection });

  /** One op, unless it was recorded already. */
  const once = async (op: OfficeOp): Promise<Done> => {
    const key = JSON.stringify(op);
    const known = before.current.get(key);
    if (known !== undefined) return { ref: known };
    const { settled, refs } = await recordAll(me, [op]);
    const [verdict] = settled;
    const [ref] = refs;
    if (verdict === undefined || ref === undefined) return { failed: undefined };
    if (verdict !== 'unsent' && verdict.outcome !== 'applied') {
      if (verdict.outcome !== 'held') return { failed: verdict };
      if (!(await letItCount(verdict, ref))) return { ref, failed: verdict, held: true };
    }
    before.current.set(key, ref);
    return { ref };
  };

  /** A deed of the month that is objected to is often older than deeds may be otherwise; that it counts all the same is what the answer says. */
  const letItCount = async ({ code }: Verdict, ref: string): Promise<boolean> => {
    if (code !== 'date_too_old') return false;
    const { settled } = await recordAll(me, [{ kind: 'case.decide', body: { case: ref, decision: 'accept', reason } }]);
    const [verdict] = settled;
    return verdict === 'unsent' || verdict?.outcome === 'applied';
  };

  const record = async ({ outcome, words, taken, added, others }: Answer): Promise<string | undefined> => {
    const refs: string[] = [];
    for (const one of taken) {
      const done = await once({ kind: 'entry.reverse', body: { ...one, reason } });
      if ('failed' in done) return t('objection.notReversed', { why: done.failed ? verdictText(done.failed) : '' });
      refs.push(done.ref);
    }
    for (const one of added) {
      const done = await once({ kind: 'entry.record', body: one.body });
      if (!('failed' in done)) {
        refs.push(done.ref);
        continue;
      }
      const why = done.failed ? verdictText(done.failed) : '';
      if (!done.held || done.ref === undefined) return t('add.failed', { title: one.title, why });
      onHeld(one, done.ref);
      return t('add.held', { ref: done.ref, title: one.title, why });
    }
    const effects = [...refs, ...others];
    const { settled } = await recordAll(me, [
      {
        kind: 'objection.answer',
        body: { objection, outcome, answer: words, ...(effects.length > 0 ? { effects } : {}) },
      },
    ]);
    const [verdict] = settled;
    if (verdict === undefined) return t('objection.notAnswered');
    if (verdict !== 'unsent' && verdict.outcome !== 'applied') return verdictText(verdict);
    onAnswered(verdict === 'unsent');
    return undefined;
  };

  const answer: Answering['answer'] = async (what) => {
    setBusy(true);
    setProblem(await record(what));
    setBusy(false);
  };
  return { problem, busy, answer };
}
