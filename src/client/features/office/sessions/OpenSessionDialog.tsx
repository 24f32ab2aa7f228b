import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dayOf } from '../../../../domain/calendar.ts';
import { TextArea } from '../../../ui/Field.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { InputField } from '../parts/InputField.tsx';
import { OfficeDialog } from '../parts/OfficeDialog.tsx';
import { SelectField } from '../parts/SelectField.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useMe } from '../useMe.ts';
import { usePublish } from '../usePublish.ts';
import { namesIn } from './namesIn.ts';

interface Props {
  readonly onClose: () => void;
  /** Opened, or kept in this browser until there is a connection. */
  readonly onSaved: (unsent: boolean) => void;
}

const NOTE_CHARS_MAX = 500;
const NAMES_CHARS_MAX = 300;

/** Who sits, where and when: people with an account by a tick, others by their names. */
export function OpenSessionDialog({ onClose, onSaved }: Props) {
  const { t } = useTranslation('review');
  const { t: office } = useTranslation('office');
  const me = useMe();
  const form = useId();
  const { problem, busy, publish } = usePublish(onSaved);
  const [village, setVillage] = useState(me.user.village ?? me.villages[0]?.code ?? '');
  const [date, setDate] = useState(() => dayOf(Date.now()));
  const [ticked, setTicked] = useState<ReadonlySet<string>>(() => new Set([me.user.id]));
  const [typed, setTyped] = useState('');
  const [chair, setChair] = useState('');
  const [note, setNote] = useState('');
  const [missing, setMissing] = useState(false);
  const people = me.people.filter(
    (one) =>
      one.id === me.user.id ||
      ((one.role === 'committee' || one.role === 'village_office') &&
        (one.village === village || one.village === null)),
  );
  const sitting = people.filter((one) => ticked.has(one.id));
  const present = [...new Set([...sitting.map((one) => one.id), ...namesIn(typed)])];
  const nameOf = (id: string) => people.find((one) => one.id === id)?.name ?? id;

  const tick = (id: string, on: boolean) => {
    const next = new Set(ticked);
    if (on) next.add(id);
    else next.delete(id);
    setTicked(next);
  };
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (present.length === 0) {
      setMissing(true);
      return;
    }
    const said = note.trim();
    await publish({
      kind: 'committee.session',
      body: {
        ...{ village, date, present },
        ...(present.includes(chair) ? { chair } : {}),
        ...(said === '' ? {} : { note: said }),
      },
    });
  };

  return (
    <OfficeDialog
      open
      title={t('session.openTitle')}
      onClose={onClose}
      footer={
        <>
          <SmallButton onClick={onClose}>{office('cancel')}</SmallButton>
          <SmallButton type="submit" form={form} look="primary" busy={busy}>
            {t('session.start')}
          </SmallButton>
        </>
      }
    >
      <form id={form} noValidate onSubmit={(event) => void save(event)} className="flex flex-col gap-4">
        {problem === undefined ? null : (
          <Notice tone="danger" alert>
            {problem}
          </Notice>
        )}
        <div className="flex flex-wrap gap-3">
          {me.villages.length > 1 ? (
            <SelectField
              label={t('session.village')}
              value={village}
              options={me.villages.map((one) => ({ value: one.code, label: one.name }))}
              onChange={setVillage}
            />
          ) : null}
          <InputField
            label={t('session.date')}
            type="date"
            required
            value={date}
            onChange={(event) => setDate(event.target.value || date)}
          />
        </div>
        <fieldset className="flex flex-col gap-1">
          <legend className="text-xs font-semibold text-muted">{t('session.present')}</legend>
          <p className="text-xs text-muted">{t('session.presentHint')}</p>
          <div className="grid grid-cols-2 gap-x-4 max-sm:grid-cols-1">
            {people.map((one) => (
              <label key={one.id} className="flex min-h-11 items-center gap-2">
                <input
                  type="checkbox"
                  checked={ticked.has(one.id)}
                  onChange={(event) => tick(one.id, event.target.checked)}
                  className="size-4.5 accent-primary"
                />
                {one.name}
                <span className="text-xs text-muted">{office(`role.${one.role}`)}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <div className="flex flex-col gap-1">
          <InputField
            block
            label={t('session.others')}
            value={typed}
            maxLength={NAMES_CHARS_MAX}
            onChange={(event) => setTyped(event.target.value)}
          />
          <p className="text-xs text-muted">{t('session.othersHint')}</p>
        </div>
        {missing && present.length === 0 ? (
          <p role="alert" className="font-semibold text-danger">
            {t('session.presentMissing')}
          </p>
        ) : null}
        <SelectField
          label={t('session.chair')}
          all={t('session.chairNone')}
          value={present.includes(chair) ? chair : ''}
          options={present.map((id) => ({ value: id, label: nameOf(id) }))}
          onChange={setChair}
        />
        <TextArea
          label={t('session.note')}
          hint={t('session.noteHint')}
          rows={2}
          value={note}
          maxLength={NOTE_CHARS_MAX}
          onChange={(event) => setNote(event.target.value)}
        />
      </form>
    </OfficeDialog>
  );
}
