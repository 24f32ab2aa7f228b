import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { decisionsFor } from '../../../../domain/judge/caseDecision.ts';
import type { CaseDecision, OpBodies } from '../../../../domain/op.ts';
import type { HeldCode } from '../../../../domain/verdict.ts';
import type { ForeseenAll } from '../../../../protocol/officeCaseWork.ts';
import { useFormGuard } from '../../../pwa/formGuard.ts';
import { TextArea } from '../../../ui/Field.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { codeOf } from '../officeApi.ts';
import { signed } from '../parts/moments.ts';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useProblemText } from '../parts/useProblemText.ts';
import { type BulkFailure, BulkResult } from './BulkResult.tsx';
import { HouseholdFigures } from './EffectFigures.tsx';
import { SAYS_ITSELF } from './saysItself.ts';
import { foreseeCases, sameForesight, useForesight } from './useForesight.ts';
import type { Ticked, Ticks } from './useTicks.ts';

const REASON_CHARS_MAX = 200;
/** Each needs a choice of its own, so they are decided one by one. */
const ONE_BY_ONE: ReadonlySet<CaseDecision> = new Set(['swap', 'to', 'merge']);

interface Props {
  readonly ticks: Ticks;
  readonly why: HeldCode;
  /** Decides these, one after the other; gives those that were not. `told` hears how many are done. */
  readonly onDecide: (
    bodies: readonly OpBodies['case.decide'][],
    told: (done: number) => void,
  ) => Promise<readonly BulkFailure[]>;
}

/** Several Cases that wait for the same reason, decided alike: the sum of the effects before, what became of each afterwards. */
export function BulkPanel({ ticks, why, onDecide }: Props) {
  const { t } = useTranslation(['office', 'cases']);
  const problemText = useProblemText();
  const offered = decisionsFor(why).filter((one) => !ONE_BY_ONE.has(one));
  const [decision, setDecision] = useState<CaseDecision>();
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const [done, setDone] = useState<number>();
  const [said, setSaid] = useState<string>();
  const [newer, setNewer] = useState<{ readonly key: string; readonly shown: ForeseenAll }>();
  const [result, setResult] = useState<{ readonly done: number; readonly failures: readonly BulkFailure[] }>();
  useFormGuard(reason !== '' || done !== undefined);
  const bodies = decision === undefined ? [] : bodiesOf(ticks.all, decision);
  const { data, problem } = useForesight(done === undefined ? bodies : []);
  const key = JSON.stringify(bodies);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another choice makes what was said meaningless
  useEffect(() => setSaid(undefined), [key]);
  const answered = data?.decisions.length === bodies.length ? data : undefined;
  const shown = newer?.key === key ? newer.shown : answered;
  const count = ticks.all.length;
  const running = done !== undefined;

  const decide = async () => {
    if (decision === undefined || shown === undefined || running) return;
    const text = reason.trim();
    const unsaid = text === '' && !SAYS_ITSELF.has(decision);
    setMissing(unsaid);
    if (unsaid) return;
    setDone(0);
    try {
      const now = await foreseeCases(bodies);
      if (!sameForesight(now, shown)) {
        setNewer({ key, shown: now });
        setSaid(t('cases:effect.changed'));
        return;
      }
      const failures = await onDecide(
        bodies.map((body) => ({ ...body, ...(text === '' ? {} : { reason: text }) })),
        setDone,
      );
      setResult({ done: bodies.length - failures.length, failures });
      setReason('');
    } catch (error) {
      setSaid(problemText(codeOf(error)));
    } finally {
      setDone(undefined);
    }
  };

  const failing = shown?.decisions.filter((one) => one.outcome !== 'applied').length ?? 0;
  return (
    <section aria-label={t('cases.decide')} className="flex min-w-0 flex-1 flex-col gap-3 overflow-y-auto p-5">
      <h2 className="text-lg font-bold">{t('cases:bulk.title', { count, why: t(`cases.why.${why}`) })}</h2>
      {result === undefined ? null : <BulkResult {...result} />}
      {offered.length === 0 ? (
        <p>{t('cases:bulk.single')}</p>
      ) : (
        <>
          <fieldset className="flex flex-wrap gap-2">
            <legend className="mb-1 text-sm font-semibold text-muted">{t('cases:bulk.choose')}</legend>
            {offered.map((one) => (
              <label
                key={one}
                className="flex min-h-11 items-center gap-2 rounded-lg border border-line-strong bg-surface px-3 font-semibold"
              >
                <input
                  type="radio"
                  name="bulk-decision"
                  className="size-5 accent-primary"
                  disabled={running}
                  checked={decision === one}
                  onChange={() => setDecision(one)}
                />
                {t(`cases.decision.${one}`)}
              </label>
            ))}
          </fieldset>
          <TextArea
            label={t('cases:bulk.reason')}
            hint={t('cases.reasonHint')}
            error={missing && reason.trim() === '' ? t('cases.reasonMissing') : undefined}
            value={reason}
            rows={1}
            maxLength={REASON_CHARS_MAX}
            onChange={(event) => setReason(event.target.value)}
          />
          {decision === undefined ? null : (
            <div className="flex flex-col gap-1 rounded-xl border bg-surface p-4" aria-live="polite">
              <h3 className="font-bold">{t('cases:effect.title')}</h3>
              {shown === undefined ? (
                <p className="text-muted">{problem === undefined ? t('cases:effect.loading') : problemText(problem)}</p>
              ) : (
                <>
                  {shown.changed === 0 ? null : (
                    <p className="font-bold">
                      {t('cases:effect.households', {
                        count: shown.changed,
                        earned: signed(shown.earned),
                        redeemable: signed(shown.redeemable),
                      })}
                    </p>
                  )}
                  {failing === 0 ? null : <p className="text-waiting">{t('cases:bulk.cannot', { count: failing })}</p>}
                  <div
                    className="scroll-more-y max-h-64 overflow-y-auto"
                    tabIndex={shown.households.length > 8 ? 0 : undefined}
                  >
                    <HouseholdFigures households={shown.households} changed={shown.changed} />
                  </div>
                </>
              )}
            </div>
          )}
          {said === undefined ? null : (
            <Notice tone="waiting" alert>
              {said}
            </Notice>
          )}
          {decision === undefined ? null : (
            <SmallButton
              look="primary"
              className="min-h-11 self-start"
              busy={running}
              disabled={shown === undefined || failing === count}
              onClick={() => void decide()}
            >
              {running
                ? t('cases:bulk.progress', { done, all: count })
                : t('cases:bulk.decide', { count, decision: t(`cases.decision.${decision}`) })}
            </SmallButton>
          )}
        </>
      )}
    </section>
  );
}

function bodiesOf(cases: readonly Ticked[], decision: CaseDecision): readonly OpBodies['case.decide'][] {
  return cases.map(({ id }) => ({ case: id, decision }));
}
