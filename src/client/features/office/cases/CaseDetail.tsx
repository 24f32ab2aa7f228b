import { useTranslation } from 'react-i18next';
import type { OpBodies } from '../../../../domain/op.ts';
import type { HeldCode } from '../../../../domain/verdict.ts';
import type { OfficeCase } from '../../../../protocol/office.ts';
import { Notice } from '../../../ui/Notice.tsx';
import { longMoment } from '../parts/moments.ts';
import { useVerdictText } from '../parts/useVerdictText.ts';
import { CompetingSide } from './CompetingSide.tsx';
import { DecisionForm } from './DecisionForm.tsx';
import { HeldSide } from './HeldSide.tsx';

interface Props {
  readonly held: OfficeCase;
  readonly busy: boolean;
  readonly onDecide: (body: OpBodies['case.decide']) => void;
}

/** One Case: why it waits, both sides next to each other, and the decision or what can be decided. */
export function CaseDetail({ held, busy, onDecide }: Props) {
  const { t } = useTranslation('office');
  const verdictText = useVerdictText();
  const { decided } = held;
  return (
    <section aria-label={t('cases.detail')} className="min-w-0 flex-1 overflow-y-auto p-5">
      <div className="mx-auto flex max-w-5xl flex-col gap-4">
        <header>
          <h2 className="text-lg font-bold">{t(`cases.why.${held.code as HeldCode}`)}</h2>
          <p className="text-muted">
            {verdictText({ code: held.code as HeldCode, ...(held.params === null ? {} : { params: held.params }) })}
          </p>
        </header>
        <div className="grid items-start gap-4 xl:grid-cols-2">
          <HeldSide held={held} />
          <CompetingSide entries={held.competing} />
        </div>
        {decided === null ? (
          <DecisionForm held={held} busy={busy} onDecide={onDecide} />
        ) : (
          <Notice tone="good" title={t(`cases.decision.${decided.decision}`)}>
            <p>
              {decided.at === null
                ? t('cases.decidedBy', { name: decided.byName })
                : t('cases.decidedByAt', { name: decided.byName, moment: longMoment(decided.at) })}
            </p>
            {decided.reason === null ? null : <p>{t('cases.reasonWas', { reason: decided.reason })}</p>}
          </Notice>
        )}
      </div>
    </section>
  );
}
