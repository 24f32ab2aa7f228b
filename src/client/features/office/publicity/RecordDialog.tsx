import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Day, isDay } from '../../../../domain/calendar.ts';
import type { PublicityMonth } from '../../../../protocol/publicity.ts';
import { longMonth } from '../../../ui/dates.ts';
import { Notice } from '../../../ui/Notice.tsx';
import { showToast } from '../../../ui/toastStore.ts';
import { InputField } from '../parts/InputField.tsx';
import { OfficeDialog } from '../parts/OfficeDialog.tsx';
import { SelectField } from '../parts/SelectField.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { usePublish } from '../usePublish.ts';
import { TextField } from './TextField.tsx';

interface Props {
  readonly village: string;
  readonly months: readonly PublicityMonth[];
  readonly today: Day;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

/** An objection that came by phone or on paper. */
export function RecordDialog({ village, months, today, onClose, onSaved }: Props) {
  const { t } = useTranslation('publicity');
  const { t: office } = useTranslation('office');
  const form = useId();
  const [month, setMonth] = useState(months[0]?.month ?? '');
  const [how, setHow] = useState<'phone' | 'paper'>('phone');
  const [said, setSaid] = useState({ on: today, name: '', phone: '', household: '', text: '' });
  const [fault, setFault] = useState<'needText' | 'needDay'>();
  const { problem, busy, publish } = usePublish((unsent) => {
    showToast(t(unsent ? 'objection.sentHere' : 'objection.saved'));
    onSaved();
  });
  const set = (part: Partial<typeof said>) => setSaid({ ...said, ...part });
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const from = months.find((one) => one.month === month)?.list?.published ?? today;
    const text = said.text.trim();
    const wrong =
      text === '' ? 'needText' : !isDay(said.on) || said.on < from || said.on > today ? 'needDay' : undefined;
    setFault(wrong);
    if (wrong) return;
    const name = said.name.trim();
    const phone = said.phone.trim();
    const household = said.household.trim().toUpperCase();
    await publish({
      kind: 'objection.record',
      body: {
        ...{ village, month, text, how },
        ...(said.on === today ? {} : { on: said.on }),
        ...(name === '' ? {} : { name }),
        ...(phone === '' ? {} : { phone }),
        ...(household === '' ? {} : { about: { household } }),
      },
    });
  };
  return (
    <OfficeDialog
      open
      title={t('objection.recordTitle')}
      onClose={onClose}
      footer={
        <>
          <SmallButton onClick={onClose}>{office('cancel')}</SmallButton>
          <SmallButton look="primary" type="submit" form={form} busy={busy}>
            {t('objection.save')}
          </SmallButton>
        </>
      }
    >
      <form id={form} noValidate onSubmit={(event) => void save(event)} className="flex flex-col gap-4">
        {problem === undefined && fault === undefined ? null : (
          <Notice tone="danger" alert>
            {problem ?? (fault ? t(`objection.${fault}`) : '')}
          </Notice>
        )}
        <div className="flex flex-wrap gap-3">
          <SelectField
            label={t('objection.month')}
            value={month}
            options={months.map((one) => ({ value: one.month, label: longMonth(one.month) }))}
            onChange={setMonth}
          />
          <SelectField
            label={t('objection.how')}
            value={how}
            options={(['phone', 'paper'] as const).map((value) => ({ value, label: t(`objection.ways.${value}`) }))}
            onChange={(next) => setHow(next === 'paper' ? 'paper' : 'phone')}
          />
          <InputField
            type="date"
            label={t('objection.on')}
            value={said.on}
            max={today}
            onChange={(event) => set({ on: event.target.value })}
          />
          <InputField
            label={t('objection.name')}
            value={said.name}
            maxLength={40}
            onChange={(event) => set({ name: event.target.value })}
          />
          <InputField
            label={t('objection.phone')}
            inputMode="tel"
            value={said.phone}
            maxLength={20}
            onChange={(event) => set({ phone: event.target.value })}
          />
          <InputField
            label={t('objection.household')}
            value={said.household}
            maxLength={20}
            onChange={(event) => set({ household: event.target.value })}
          />
        </div>
        <TextField label={t('objection.text')} value={said.text} onChange={(text) => set({ text })} />
      </form>
    </OfficeDialog>
  );
}
