import { Search } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OP_KINDS } from '../../../../domain/op.ts';
import { AUDIT_ACT_KINDS } from '../../../../protocol/officeAudit.ts';
import { InputField } from '../parts/InputField.tsx';
import { SelectField } from '../parts/SelectField.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useMe } from '../useMe.ts';
import { type AuditForm, NO_FILTER } from './auditFilter.ts';

interface Props {
  readonly asked: AuditForm;
  readonly onAsk: (form: AuditForm) => void;
}

/** By whom, what, about whom, where and when. Nothing is asked before the button. */
export function AuditFilters({ asked, onAsk }: Props) {
  const { t } = useTranslation('audit');
  const me = useMe();
  const [form, setForm] = useState(asked);
  const set = (part: Partial<AuditForm>) => setForm({ ...form, ...part });
  const ask = (event: FormEvent) => {
    event.preventDefault();
    onAsk(form);
  };
  return (
    <form
      aria-label={t('filters')}
      onSubmit={ask}
      className="flex flex-wrap items-end gap-3 border-b bg-surface px-5 py-3 max-sm:px-3"
    >
      <SelectField
        label={t('person')}
        all={t('all')}
        value={form.person}
        options={me.people.map(({ id, name }) => ({ value: id, label: `${name} ${id}` }))}
        onChange={(person) => set({ person })}
      />
      <SelectField
        label={t('kind')}
        all={t('all')}
        value={form.kind}
        options={[...OP_KINDS, ...AUDIT_ACT_KINDS].map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))}
        onChange={(kind) => set({ kind })}
      />
      <InputField
        label={t('household')}
        value={form.household}
        maxLength={20}
        onChange={(event) => set({ household: event.target.value })}
      />
      <InputField
        label={t('device')}
        value={form.device}
        maxLength={10}
        onChange={(event) => set({ device: event.target.value })}
      />
      {me.villages.length > 1 ? (
        <SelectField
          label={t('village')}
          all={t('all')}
          value={form.village}
          options={me.villages.map(({ code, name }) => ({ value: code, label: name }))}
          onChange={(village) => set({ village })}
        />
      ) : null}
      <InputField
        type="date"
        label={t('from')}
        value={form.from}
        onChange={(event) => set({ from: event.target.value })}
      />
      <InputField type="date" label={t('to')} value={form.to} onChange={(event) => set({ to: event.target.value })} />
      <SmallButton look="primary" type="submit" icon={Search}>
        {t('show')}
      </SmallButton>
      <SmallButton
        onClick={() => {
          setForm(NO_FILTER);
          onAsk(NO_FILTER);
        }}
      >
        {t('clear')}
      </SmallButton>
    </form>
  );
}
