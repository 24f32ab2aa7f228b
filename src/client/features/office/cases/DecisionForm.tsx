import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseDecision, OpBodies } from '../../../../domain/op.ts';
import { isGroupCase } from '../../../../domain/ref.ts';
import type { OfficeCase } from '../../../../protocol/officeCases.ts';
import { useFormGuard } from '../../../pwa/formGuard.ts';
import { longDay } from '../../../ui/dates.ts';
import { TextArea } from '../../../ui/Field.tsx';
import { signed } from '../parts/moments.ts';
import { SelectField } from '../parts/SelectField.tsx';
import { DecisionRow } from './DecisionRow.tsx';
import { HouseholdChoice } from './HouseholdChoice.tsx';
import { heldBody } from './heldBody.ts';
import { ProposalNote } from './ProposalNote.tsx';
import { SAYS_ITSELF } from './saysItself.ts';

const REASON_CHARS_MAX = 200;

interface Props {
  readonly held: OfficeCase;
  readonly busy: boolean;
  readonly onDecide: (body: OpBodies['case.decide']) => void;
  /** The Case is not any more what is shown. */
  readonly onMoved: () => void;
}

/** The household that was there first is the one to go on; a code that is free has to be thought of. */
function firstChoice(held: OfficeCase): string {
  if (held.code === 'same_code') return '';
  return (held.households.find((one) => !one.isNew) ?? held.households[0])?.code ?? '';
}

/** What can be decided, the proposed one first, each with its effect in words and figures. */
export function DecisionForm({ held, busy, onDecide, onMoved }: Props) {
  const { t } = useTranslation('office');
  const [reason, setReason] = useState('');
  const [replace, setReplace] = useState(held.competing[0]?.id ?? '');
  const [choice, setChoice] = useState(firstChoice(held));
  const [chosen, setChosen] = useState<CaseDecision>();
  const [missing, setMissing] = useState(false);
  useFormGuard(reason !== '');

  const points = held.points ?? heldBody(held.body).points ?? 0;
  const replaced = held.competing.find((entry) => entry.id === replace);
  const now = typeof held.params?.now === 'number' ? held.params.now : points;
  const allowed = typeof held.params?.allowed === 'number' ? held.params.allowed : 0;
  const redemption = held.kind.startsWith('redemption');
  const family = held.head === null ? held.device.name : t('family', { head: held.head });

  const group = isGroupCase(held.id);
  const count = typeof held.params?.ops === 'number' ? held.params.ops : held.ops.length;

  const registers = held.code === 'same_code' && held.kind === 'household.register';
  const effectOf = (decision: CaseDecision): string => {
    switch (decision) {
      case 'to':
        return t(registers ? 'cases.effect.newCode' : 'cases.effect.to');
      case 'noted':
        return t(held.code === 'over_limit' ? 'cases.effect.notedLimit' : 'cases.effect.noted');
      case 'merge':
        return t('cases.effect.merge');
      case 'reject':
        if (group) return t('cases.group.effect.reject', { count });
        if (registers) return t('cases.effect.sameHousehold');
        if (redemption) return t('cases.effect.rejectRedemption', { family, count: points });
        return held.points === null
          ? t('cases.effect.rejectOther')
          : t('cases.effect.reject', { family, points: signed(points) });
      case 'accept':
        if (group) return t('cases.group.effect.accept', { count });
        if (redemption) return t('cases.effect.acceptRedemption', { family, count: points });
        return held.points === null
          ? t('cases.effect.acceptOther', { family })
          : t('cases.effect.accept', { family, points: signed(points) });
      case 'keep_both':
        if (held.code === 'likely_duplicate') return t('cases.effect.keepHouseholds');
        return t('cases.effect.keep_both', { family, points: signed(points) });
      case 'swap':
        return t('cases.effect.swap', { family, points: signed(points), old: signed(-(replaced?.points ?? 0)) });
      case 'reprice':
        return t('cases.effect.reprice', { family, count: now, was: points });
      case 'cut':
        return t('cases.effect.cut', { family, points: signed(allowed), was: signed(points) });
    }
  };

  const chooses = (decision: CaseDecision) => decision === 'to' || decision === 'merge';
  const bodyOf = (decision: CaseDecision): OpBodies['case.decide'] | undefined => {
    const code = choice.trim().toUpperCase();
    if (chooses(decision) && code === '') return undefined;
    return {
      case: held.id,
      decision,
      ...(chooses(decision) ? { choice: code } : {}),
      ...(decision === 'swap' && replaced ? { replace: replaced.id } : {}),
    };
  };
  const ready = (decision: CaseDecision): boolean => {
    setChosen(decision);
    // Saying no, or letting more count than the rules allow, is explained to the people it concerns.
    const unsaid = reason.trim() === '' && !SAYS_ITSELF.has(decision);
    const complete = !unsaid && bodyOf(decision) !== undefined;
    setMissing(!complete);
    return complete;
  };
  const decide = (decision: CaseDecision) => {
    const body = bodyOf(decision);
    const text = reason.trim();
    if (body) onDecide({ ...body, ...(text === '' ? {} : { reason: text }) });
  };
  const proposed = held.proposal?.decision ?? undefined;
  const decisions = [...held.decisions].sort((x, y) => Number(y === proposed) - Number(x === proposed));

  return (
    <section
      aria-label={t('cases.decide')}
      // Never more than a good half of the height: both sides stay in view while somebody decides.
      className="grid max-h-[52%] shrink-0 items-start gap-x-4 gap-y-2 overflow-y-auto border-t bg-surface px-5 py-2 max-sm:max-h-none lg:grid-cols-[1fr_2fr]"
    >
      {held.proposal === null ? null : (
        <div className="lg:col-span-2">
          <ProposalNote proposal={held.proposal} />
        </div>
      )}
      <TextArea
        label={t('review.reason')}
        hint={t('cases.reasonHint')}
        error={missing && reason.trim() === '' ? t('cases.reasonMissing') : undefined}
        value={reason}
        rows={1}
        maxLength={REASON_CHARS_MAX}
        onChange={(event) => setReason(event.target.value)}
      />
      <ul className="flex flex-col gap-1.5">
        {decisions.map((decision) => (
          <DecisionRow
            key={decision}
            body={bodyOf(decision)}
            label={t(`cases.decision.${decision}`)}
            words={effectOf(decision)}
            proposed={decision === proposed}
            busy={busy && chosen === decision}
            ready={() => ready(decision)}
            onDecide={() => decide(decision)}
            onMoved={onMoved}
            why={held.code}
          >
            {chooses(decision) ? (
              <HouseholdChoice held={held} value={choice} missing={missing} onChange={setChoice} />
            ) : null}
            {decision === 'swap' && held.competing.length > 1 ? (
              <SelectField
                label={t('cases.replace')}
                value={replace}
                options={held.competing.map((entry) => ({
                  value: entry.id,
                  label: `${longDay(entry.date)} ${entry.byName} ${signed(entry.points)}`,
                }))}
                onChange={setReplace}
              />
            ) : null}
          </DecisionRow>
        ))}
      </ul>
    </section>
  );
}
