import { Calculator } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addDays } from '../../../../domain/calendar.ts';
import { type Days, quarterOf } from '../../../../domain/close.ts';
import { type RuleTrial, TRIAL_DAYS_MAX } from '../../../../protocol/officeRules.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { postJson } from '../officeApi.ts';
import { FailurePanel } from '../parts/FailurePanel.tsx';
import { InputField } from '../parts/InputField.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { usePages } from '../usePages.ts';
import type { PlaceProps } from './placeProps.ts';
import type { RuleDraft } from './ruleDraft.ts';
import { TrialHouseholds } from './TrialHouseholds.tsx';
import { TrialTotals } from './TrialTotals.tsx';

/** The draft on what was recorded, last quarter's entries unless other days are chosen. */
export function TrialTab({ book, drafting }: PlaceProps) {
  const { t } = useTranslation('rules');
  const { draft } = drafting;
  const last = quarterOf(addDays(quarterOf(book.today).from, -1));
  const [days, setDays] = useState<Days>(last);
  const [asked, setAsked] = useState<Days>();
  if (!draft)
    return (
      <EmptyState icon={Calculator} title={t('trial.none')}>
        {t('draft.noneHelp')}
      </EmptyState>
    );
  const wrong =
    days.from === '' || days.to === '' || days.to < days.from || addDays(days.from, TRIAL_DAYS_MAX) <= days.to;
  return (
    <>
      <p className="text-muted">{t('trial.about')}</p>
      <form
        className="flex flex-wrap items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (!wrong) setAsked(days);
        }}
      >
        <InputField
          type="date"
          label={t('trial.from')}
          value={days.from}
          onChange={(event) => setDays({ ...days, from: event.target.value })}
        />
        <InputField
          type="date"
          label={t('trial.to')}
          value={days.to}
          onChange={(event) => setDays({ ...days, to: event.target.value })}
        />
        <SmallButton look="primary" icon={Calculator} type="submit" disabled={wrong}>
          {t('trial.act')}
        </SmallButton>
        <SmallButton onClick={() => setDays(last)}>{t('trial.lastQuarter')}</SmallButton>
        {wrong ? (
          <p role="alert" className="w-full font-semibold text-danger">
            {t('trial.wrongDays', { days: TRIAL_DAYS_MAX })}
          </p>
        ) : null}
      </form>
      {asked ? <Outcome draft={draft} days={asked} /> : null}
    </>
  );
}

function Outcome({ draft, days }: { readonly draft: RuleDraft; readonly days: Days }) {
  const { t } = useTranslation('rules');
  const { village, effectiveFrom, rules } = draft;
  const body = { village, effectiveFrom: effectiveFrom === '' ? days.to : effectiveFrom, rules, ...days, within: null };
  const key = JSON.stringify(body);
  const pages = usePages(key, async (cursor) => {
    const { households, ...rest } = await postJson<RuleTrial>('/api/office/rules/try', { ...body, cursor });
    return { rows: households, ...rest };
  });
  const { first } = pages;
  if (!first.data) {
    return first.problem === undefined ? (
      <LoadingRows rows={4} tall label={t('trial.busy')} />
    ) : (
      <FailurePanel problem={first.problem} retry={first.reload} />
    );
  }
  const { totals } = first.data;
  if (!totals || totals.entries === 0)
    return (
      <EmptyState icon={Calculator} title={t('trial.empty')}>
        {t('trial.emptyHelp')}
      </EmptyState>
    );
  return (
    <>
      <TrialTotals totals={totals} rules={rules} />
      <TrialHouseholds pages={pages} count={totals.households} />
    </>
  );
}
