import { useTranslation } from 'react-i18next';
import type { OpBodies } from '../../../../domain/op.ts';
import { isGroupCase } from '../../../../domain/ref.ts';
import type { HeldCode } from '../../../../domain/verdict.ts';
import type { OfficeCase } from '../../../../protocol/officeCases.ts';
import { Notice } from '../../../ui/Notice.tsx';
import type { OfficeOp } from '../officeRecorder.ts';
import { longMoment } from '../parts/moments.ts';
import { useVerdictText } from '../parts/useVerdictText.ts';
import { CompetingSide } from './CompetingSide.tsx';
import { DecisionForm } from './DecisionForm.tsx';
import { GroupSide } from './GroupSide.tsx';
import { HeldSide } from './HeldSide.tsx';
import { HouseholdSide } from './HouseholdSide.tsx';
import { TakeBack } from './TakeBack.tsx';

interface Props {
  readonly held: OfficeCase;
  readonly busy: boolean;
  readonly onDecide: (body: OpBodies['case.decide']) => void;
  readonly onTakeBack: (op: OfficeOp) => void;
  /** The Case is not any more what is shown. */
  readonly onMoved: () => void;
}

/** One Case: why it waits, both sides next to each other, and below them what can be decided, or what was. */
export function CaseDetail({ held, busy, onDecide, onTakeBack, onMoved }: Props) {
  const { t } = useTranslation('office');
  const verdictText = useVerdictText();
  const { decided } = held;
  const code = held.code as HeldCode;
  return (
    <section
      aria-label={t('cases.detail')}
      className="flex min-w-0 flex-1 flex-col max-sm:min-h-0 max-sm:overflow-y-auto"
    >
      <div className="flex min-h-0 w-full max-w-6xl flex-1 flex-col gap-3 overflow-y-auto px-5 py-3 max-sm:flex-none max-sm:overflow-visible">
        <header>
          <h2 className="text-lg font-bold">{t(`cases.why.${code}`)}</h2>
          {decided === null ? (
            <p className="text-muted">
              {code === 'device_revoked' || code === 'forked'
                ? t(`cases.group.why.${code}`)
                : verdictText({ code, ...(held.params === null ? {} : { params: held.params }) })}
            </p>
          ) : null}
        </header>
        {decided === null ? null : (
          <Notice tone="good" title={t(`cases.decision.${decided.decision}`)}>
            <p>
              {decided.at === null
                ? t('cases.decidedBy', { name: decided.byName })
                : t('cases.decidedByAt', { name: decided.byName, moment: longMoment(decided.at) })}
            </p>
            {decided.reason === null ? null : <p>{t('cases.reasonWas', { reason: decided.reason })}</p>}
          </Notice>
        )}
        {held.undo === null ? null : <TakeBack undo={held.undo} busy={busy} onTakeBack={onTakeBack} />}
        {isGroupCase(held.id) ? (
          <GroupSide held={held} />
        ) : (
          <div className="grid items-start gap-4 lg:grid-cols-2">
            <HeldSide held={held} />
            {held.households.length > 0 ? (
              <HouseholdSide households={held.households} parts={code === 'several_successors'} />
            ) : (
              <CompetingSide entries={held.competing} replaced={decided?.replaced ?? null} />
            )}
          </div>
        )}
      </div>
      {decided === null ? <DecisionForm held={held} busy={busy} onDecide={onDecide} onMoved={onMoved} /> : null}
    </section>
  );
}
