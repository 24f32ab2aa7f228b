import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpBodies } from '../../../../domain/op.ts';
import type { OfficeCase } from '../../../../protocol/officeCases.ts';
import type { OfficeOp, Recorded } from '../officeRecorder.ts';
import { useProblemText } from '../parts/useProblemText.ts';
import { useVerdictText } from '../parts/useVerdictText.ts';
import { useMe } from '../useMe.ts';
import { recordAll } from '../useRecorder.ts';
import type { BulkFailure } from './BulkResult.tsx';
import type { Ticks } from './useTicks.ts';

export interface Said {
  readonly tone: 'good' | 'waiting';
  readonly text: string;
}

type Decide = OpBodies['case.decide'];
/** Decisions of one round: what is done is told between rounds. */
const AT_ONCE = 20;

/** Records decisions and what takes them back, and says what became of each. */
export function useDeciding({ say, again }: { readonly say: (said: Said) => void; readonly again: () => void }) {
  const { t } = useTranslation(['office', 'cases']);
  const me = useMe();
  const problemText = useProblemText();
  const verdictText = useVerdictText();
  const [busy, setBusy] = useState(false);

  const familyOf = (head: string | null, other: string) => (head === null ? other : t('family', { head }));
  const unsent = (problem: string | undefined) =>
    `${t('cases.unsent')}${problem === undefined ? '' : problemText(problem)}`;
  /** What is to be said when an op did not come to be; undefined when it did. */
  const failureOf = (settled: Recorded['settled'][number] | undefined, problem: string | undefined) => {
    if (settled === undefined || settled === 'unsent') return unsent(problem);
    return settled.outcome === 'applied' ? undefined : verdictText(settled);
  };

  const one = async (held: OfficeCase, op: OfficeOp, done: (waits: boolean) => string) => {
    if (busy) return;
    setBusy(true);
    const { settled, problem } = await recordAll(me, [op]);
    setBusy(false);
    const [verdict] = settled;
    if (verdict === undefined || verdict === 'unsent') {
      say({ tone: 'waiting', text: verdict === undefined && problem ? problemText(problem) : unsent(problem) });
      return;
    }
    const what = t('cases.resultWhat', { head: familyOf(held.head, held.device.name) });
    const applied = verdict.outcome === 'applied';
    const waits = applied && verdict.params?.status === undefined;
    say({ tone: applied ? 'good' : 'waiting', text: what + (applied ? done(waits) : verdictText(verdict)) });
    again();
  };

  return {
    busy,
    decide: (held: OfficeCase, body: Decide) =>
      one(held, { kind: 'case.decide', body }, () => t(`cases.done.${body.decision}`)),
    takeBack: (held: OfficeCase, op: OfficeOp) =>
      one(held, op, (waits) => t(waits && op.kind === 'entry.reverse' ? 'cases:undo.waiting' : 'cases:undo.done')),
    /** Decides several; those that were not stay ticked. */
    decideAll: async (
      ticks: Ticks,
      bodies: readonly Decide[],
      told: (done: number) => void,
    ): Promise<readonly BulkFailure[]> => {
      const failures: BulkFailure[] = [];
      const headOf = new Map(ticks.all.map((ticked) => [ticked.id, ticked.head]));
      for (let from = 0; from < bodies.length; from += AT_ONCE) {
        const some = bodies.slice(from, from + AT_ONCE);
        const ops = some.map((body) => ({ kind: 'case.decide' as const, body }));
        const { settled, problem } = await recordAll(me, ops);
        for (const [i, { case: id }] of some.entries()) {
          const text = failureOf(settled[i], problem);
          if (text !== undefined) failures.push({ id, family: familyOf(headOf.get(id) ?? null, ''), text });
        }
        told(Math.min(from + AT_ONCE, bodies.length));
      }
      const left = new Set(failures.map(({ id }) => id));
      if (left.size === 0) say({ tone: 'good', text: t('cases:bulk.resultAll', { done: bodies.length }) });
      ticks.put(
        ticks.why ?? '',
        ticks.all.filter(({ id }) => left.has(id)),
      );
      again();
      return failures;
    },
  };
}
