import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Day, isDay } from '../../../../domain/calendar.ts';
import type { OverlayProblem } from '../../../../domain/overlay.ts';
import type { Rule } from '../../../../domain/rule.ts';
import { compareRules } from '../../../../domain/ruleDiff.ts';
import type { OutsideResponse } from '../../../../protocol/officeRules.ts';
import { longDay } from '../../../ui/dates.ts';
import { Notice } from '../../../ui/Notice.tsx';
import { postJson } from '../officeApi.ts';
import { FactList } from '../parts/FactList.tsx';
import { FinalActFooter, FinalActSure } from '../parts/FinalAct.tsx';
import { InputField } from '../parts/InputField.tsx';
import { OfficeDialog } from '../parts/OfficeDialog.tsx';
import { useSure } from '../parts/useSure.ts';
import { useMe } from '../useMe.ts';
import { usePublish } from '../usePublish.ts';
import { useRemote } from '../useRemote.ts';
import type { RuleDraft } from './ruleDraft.ts';

interface Props {
  readonly draft: RuleDraft;
  readonly before: readonly Rule[];
  readonly problems: readonly OverlayProblem[];
  readonly name: string;
  readonly today: Day;
  readonly onDay: (day: Day) => void;
  readonly onClose: () => void;
  readonly onPublished: (unsent: boolean) => void;
}

/** Publishing: what changes for whom and from when, in figures, and only then the act. */
export function PublishDialog({ draft, before, problems, name, today, onDay, onClose, onPublished }: Props) {
  const { t } = useTranslation('rules');
  const me = useMe();
  const form = useId();
  const sure = useSure(true);
  const { problem, busy, publish } = usePublish(onPublished);
  const [dayFault, setDayFault] = useState(false);
  const { village, effectiveFrom, rules, seen } = draft;
  const changes = compareRules(before, rules);
  const dayIsGood = isDay(effectiveFrom) && effectiveFrom >= today;
  const switched = changes.flatMap((one) =>
    one.type === 'changed' ? one.fields.filter(({ field }) => field === 'enabled').map(({ after }) => after) : [],
  );
  const outside = useRemote(`outside ${village ?? ''} ${effectiveFrom}`, async () =>
    village === null && dayIsGood
      ? (await postJson<OutsideResponse>('/api/office/rules/outside', { effectiveFrom, rules })).outside
      : [],
  );
  const left = outside.data ?? [];
  const villageName = (code: string) => me.villages.find((one) => one.code === code)?.name ?? code;
  const count = (type: 'added' | 'removed' | 'changed') => changes.filter((one) => one.type === type).length;

  const act = (event: FormEvent) => {
    event.preventDefault();
    setDayFault(!dayIsGood);
    if (!dayIsGood || !sure.given()) return;
    void publish({ kind: 'rules.publish', body: { village, version: seen + 1, effectiveFrom, rules } });
  };
  return (
    <OfficeDialog
      open
      title={t('publish.title', { name, version: seen + 1 })}
      onClose={onClose}
      footer={<FinalActFooter act={t('publish.act')} busy={busy} form={form} onClose={onClose} />}
    >
      <form id={form} noValidate onSubmit={act} className="flex flex-col gap-4">
        <div>
          <InputField
            type="date"
            label={t('publish.from')}
            min={today}
            value={effectiveFrom}
            aria-invalid={dayFault || undefined}
            aria-describedby={dayFault ? `${form}-day` : undefined}
            onChange={(event) => onDay(event.target.value)}
          />
          {dayFault ? (
            <p id={`${form}-day`} role="alert" className="mt-1 font-semibold text-danger">
              {t('publish.dayFault', { day: longDay(today) })}
            </p>
          ) : null}
        </div>
        <FactList
          facts={[
            [t('publish.items'), t('publish.itemsOf', { count: rules.length })],
            [t('compare.added'), t('publish.itemsOf', { count: count('added') })],
            [t('compare.changed'), t('publish.itemsOf', { count: count('changed') })],
            [t('compare.removed'), t('publish.itemsOf', { count: count('removed') })],
            [t('publish.off'), t('publish.itemsOf', { count: switched.filter((now) => now === 'false').length })],
            [t('publish.on'), t('publish.itemsOf', { count: switched.filter((now) => now === 'true').length })],
          ]}
        />
        <p>{dayIsGood ? t('publish.outcome', { day: longDay(effectiveFrom) }) : null}</p>
        {left.length > 0 ? (
          <Notice tone="waiting">
            {t('publish.leaves', { count: new Set(left.map((one) => one.village)).size })}{' '}
            {left
              .flatMap((one) => one.problems.map(({ item }) => `${villageName(one.village)} ${item}`))
              .join(t('worth.and'))}
          </Notice>
        ) : null}
        {changes.length === 0 ? <Notice tone="waiting">{t('publish.same')}</Notice> : null}
        {problems.length > 0 ? <Notice tone="danger">{t('draft.problems', { count: problems.length })}</Notice> : null}
        <FinalActSure failure={problem} label={t('publish.sure')} sure={sure} />
      </form>
    </OfficeDialog>
  );
}
