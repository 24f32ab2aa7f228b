import { CalendarPlus } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day } from '../../../../domain/calendar.ts';
import type { StoreOpening } from '../../../../protocol/officeStore.ts';
import { Notice } from '../../../ui/Notice.tsx';
import { InputField } from '../parts/InputField.tsx';
import { OfficeDialog } from '../parts/OfficeDialog.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { usePublish } from '../usePublish.ts';
import { checkOpening, draftOfOpening, type OpeningDraft, type OpeningFaults, withWindow } from './openingDraft.ts';
import { Fault, WindowLine } from './WindowLine.tsx';

interface Props {
  readonly opening: StoreOpening;
  readonly today: Day;
  readonly onClose: () => void;
  /** Published, or kept in this browser until there is a connection. */
  readonly onSaved: (unsent: boolean) => void;
}

const NONE: OpeningFaults = { windows: new Map() };

/** The days on which the town, or one village, redeems. */
export function OpeningDialog({ opening, today, onClose, onSaved }: Props) {
  const { t } = useTranslation('office');
  const { problem, busy, publish } = usePublish(onSaved);
  const form = useId();
  const [draft, setDraft] = useState(() => draftOfOpening(opening, today));
  const [faults, setFaults] = useState<OpeningFaults>(NONE);

  const save = async (event: FormEvent) => {
    event.preventDefault();
    const checked = checkOpening(draft);
    if (!checked.ok) {
      setFaults(checked.faults);
      return;
    }
    setFaults(NONE);
    await publish({ kind: 'policy.publish', body: checked.body });
  };
  return (
    <OfficeDialog
      open
      title={t('opening.edit', { name: opening.name })}
      onClose={onClose}
      footer={
        <>
          <SmallButton onClick={onClose}>{t('cancel')}</SmallButton>
          <SmallButton look="primary" type="submit" form={form} busy={busy}>
            {t('goods.save')}
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
        {opening.village !== '' && !opening.own ? <Notice tone="plain">{t('opening.becomesOwn')}</Notice> : null}
        <When draft={draft} faults={faults} today={today} onChange={setDraft} />
        <div>
          <InputField
            label={t('opening.reservationDays')}
            inputMode="numeric"
            value={draft.reservationDays}
            aria-invalid={faults.reservationDays !== undefined}
            aria-describedby={faults.reservationDays === undefined ? undefined : `${form}-kept`}
            onChange={(event) => setDraft({ ...draft, reservationDays: event.target.value })}
          />
          <Fault id={`${form}-kept`} code={faults.reservationDays} />
        </div>
      </form>
    </OfficeDialog>
  );
}

interface WhenProps {
  readonly draft: OpeningDraft;
  readonly faults: OpeningFaults;
  readonly today: Day;
  readonly onChange: (draft: OpeningDraft) => void;
}

/** Every day, or only on the days that are listed. */
function When({ draft, faults, today, onChange }: WhenProps) {
  const { t } = useTranslation('office');
  const id = useId();
  const { windows } = draft;
  const choose = (always: boolean) => {
    const chosen = { ...draft, always };
    onChange(always || windows.some(({ over }) => !over) ? chosen : withWindow(chosen, today));
  };
  return (
    <>
      <fieldset className="flex flex-col gap-1">
        <legend className="text-xs font-semibold text-muted">{t('opening.when')}</legend>
        {([true, false] as const).map((always) => (
          <label key={String(always)} className="flex min-h-10 items-center gap-2 font-semibold">
            <input
              type="radio"
              name={id}
              checked={draft.always === always}
              onChange={() => choose(always)}
              className="size-5 accent-primary"
            />
            {t(always ? 'opening.always' : 'opening.onDays')}
          </label>
        ))}
      </fieldset>
      {draft.always ? null : (
        <ul className="flex flex-col gap-3">
          {windows.map((one) => (
            <WindowLine
              key={one.id}
              days={one}
              fault={faults.windows.get(one.id)}
              onChange={(part) =>
                onChange({ ...draft, windows: windows.map((w) => (w.id === one.id ? { ...w, ...part } : w)) })
              }
              onRemove={() => onChange({ ...draft, windows: windows.filter((w) => w.id !== one.id) })}
            />
          ))}
          <li>
            <SmallButton icon={CalendarPlus} onClick={() => onChange(withWindow(draft, today))}>
              {t('opening.add')}
            </SmallButton>
            <Fault id={`${id}-list`} code={faults.list} />
          </li>
        </ul>
      )}
    </>
  );
}
