import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Day, isDay } from '../../../../domain/calendar.ts';
import type { Rule } from '../../../../domain/rule.ts';
import type { OfficeObjection } from '../../../../protocol/publicity.ts';
import { Choice } from '../../../ui/Choice.tsx';
import { RulePicker } from '../../score/RulePicker.tsx';
import { ValueChoice } from '../../score/ValueChoice.tsx';
import { FindHousehold } from '../households/FindHousehold.tsx';
import { FailurePanel } from '../parts/FailurePanel.tsx';
import { InputField } from '../parts/InputField.tsx';
import { signed } from '../parts/moments.ts';
import { OfficeDialog } from '../parts/OfficeDialog.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { type Added, monthDays, useAdding } from './useAdding.ts';

interface Props {
  readonly village: string;
  readonly objection: OfficeObjection;
  readonly today: Day;
  /** Back to the answer, with nothing added. */
  readonly onBack: () => void;
  readonly onAdd: (added: Added) => void;
}

/** A deed that was missing from the list, as the office records it: whose, which item, how much, and a day of that month. */
export function AddEntryDialog({ village, objection, today, onBack, onAdd }: Props) {
  const { t } = useTranslation('publicity');
  const { t: app } = useTranslation();
  const [kind, setKind] = useState<Rule['kind']>('plus');
  const { home, homeProblem, rules, rule, draft, state, choose, change, set } = useAdding(village, objection, today);
  const days = monthDays(objection.month, today);
  const add = () => {
    if (home && rule && state?.ready) onAdd({ body: state.body, head: home.profile.head, title: rule.title });
  };
  return (
    <OfficeDialog
      open
      title={t('add.title', { id: objection.id })}
      onClose={onBack}
      footer={
        <>
          <SmallButton onClick={onBack}>{t('add.back')}</SmallButton>
          <SmallButton look="primary" disabled={!home || !state?.ready} onClick={add}>
            {state?.ready ? t('add.take', { points: signed(state.body.points) }) : t(`add.missing.${lacks()}`)}
          </SmallButton>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FindHousehold
          label={t('add.whose')}
          except=""
          village={village}
          first={objection.household ?? ''}
          chosen={set.household}
          onChoose={set.choose}
        />
        {homeProblem === undefined ? null : <FailurePanel problem={homeProblem} retry={set.again} />}
        <InputField
          type="date"
          label={t('add.day')}
          value={draft.date}
          {...{ min: days.from, max: days.to }}
          onChange={(event) => {
            const day = event.target.value;
            if (isDay(day) && day >= days.from && day <= days.to) change({ date: day });
          }}
        />
        {rules.problem === undefined ? null : <FailurePanel problem={rules.problem} retry={rules.reload} />}
        {rule === undefined ? (
          <>
            <Choice
              legend={app('score.kind')}
              value={kind}
              onChange={setKind}
              options={[
                { value: 'plus', label: app('file.plus') },
                { value: 'minus', label: app('file.minus') },
              ]}
            />
            <div className="max-h-80 overflow-y-auto rounded-lg border">
              <RulePicker key={kind} rules={rules.all} kind={kind} onChoose={choose} />
            </div>
          </>
        ) : (
          <>
            <p className="flex flex-wrap items-center gap-3">
              <strong className="flex-1">{rule.title}</strong>
              <SmallButton onClick={() => choose(undefined)}>{t('add.otherItem')}</SmallButton>
            </p>
            {rule.review === 'auto' ? null : <p className="text-waiting">{t(`add.review.${rule.review}`)}</p>}
            <ValueChoice rule={rule} draft={draft} onChange={change} />
            {rule.cap?.scope === 'member' && home ? (
              <Choice
                legend={app('score.member')}
                value={draft.member}
                onChange={(member) => change({ member })}
                options={Object.entries(home.profile.members).map(([id, one]) => ({ value: id, label: one.name }))}
              />
            ) : null}
          </>
        )}
        <InputField
          block
          label={t('add.note')}
          value={draft.note}
          maxLength={200}
          onChange={(event) => change({ note: event.target.value })}
        />
      </div>
    </OfficeDialog>
  );

  function lacks(): 'household' | 'item' | 'points' | 'level' | 'member' | 'quantity' {
    if (!home) return 'household';
    return state && !state.ready ? state.missing : 'item';
  }
}
