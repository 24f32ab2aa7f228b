import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addDays, type Day, isDay } from '../../../domain/calendar.ts';
import { Choice } from '../../ui/Choice.tsx';
import { longDay } from '../../ui/dates.ts';
import { TextField } from '../../ui/Field.tsx';

interface Props {
  readonly value: Day;
  readonly today: Day;
  /** Deeds may be this many days old. */
  readonly daysBack: number;
  readonly onChange: (day: Day) => void;
}

const OTHER = 'other';

/** The day of the deed: today unless said otherwise; the last days are one tap away. */
export function DateChoice({ value, today, daysBack, onChange }: Props) {
  const { t } = useTranslation();
  const days = [today, addDays(today, -1), addDays(today, -2)];
  const [typing, setTyping] = useState(!days.includes(value));
  const oldest = addDays(today, -daysBack);
  return (
    <div className="flex flex-col gap-3">
      <Choice
        legend={t('score.date')}
        value={typing ? OTHER : value}
        onChange={(day) => {
          setTyping(day === OTHER);
          if (day !== OTHER) onChange(day);
        }}
        options={[
          { value: today, label: t('today') },
          { value: addDays(today, -1), label: t('yesterday') },
          { value: addDays(today, -2), label: t('dayBefore') },
          { value: OTHER, label: t('score.otherDay') },
        ]}
      />
      {typing ? (
        <TextField
          type="date"
          label={t('score.otherDayLabel')}
          hint={t('score.otherDayHint', { oldest: longDay(oldest) })}
          value={value}
          min={oldest}
          max={today}
          onChange={(event) => {
            if (isDay(event.target.value)) onChange(event.target.value);
          }}
        />
      ) : null}
    </div>
  );
}
