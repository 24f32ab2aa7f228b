import { useTranslation } from 'react-i18next';
import { addDays, dayOf } from '../../../../domain/calendar.ts';
import { type Days, quarterOf } from '../../../../domain/close.ts';
import { InputField } from '../parts/InputField.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';

/** From which day to which, with the usual spans one press away. */
export function DaysFields({ days, onChange }: { readonly days: Days; readonly onChange: (days: Days) => void }) {
  const { t } = useTranslation('office');
  const today = dayOf(Date.now());
  const quarter = quarterOf(today);
  const set = (next: Days) => {
    if (next.from !== '' && next.to !== '') onChange(next.from <= next.to ? next : { from: next.to, to: next.from });
  };
  return (
    <>
      <InputField
        type="date"
        label={t('store.from')}
        value={days.from}
        onChange={(event) => set({ ...days, from: event.target.value })}
      />
      <InputField
        type="date"
        label={t('store.to')}
        value={days.to}
        onChange={(event) => set({ ...days, to: event.target.value })}
      />
      <div className="flex flex-wrap gap-2">
        <SmallButton onClick={() => onChange({ from: today, to: today })}>{t('store.today')}</SmallButton>
        <SmallButton onClick={() => onChange(quarter)}>{t('store.thisQuarter')}</SmallButton>
        <SmallButton onClick={() => onChange(quarterOf(addDays(quarter.from, -1)))}>
          {t('store.lastQuarter')}
        </SmallButton>
      </div>
    </>
  );
}
