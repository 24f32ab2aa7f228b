import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isOffered } from '../../../../domain/pointsOffer.ts';
import type { OfficeEntry } from '../../../../protocol/officeEntries.ts';
import { useFormGuard } from '../../../pwa/formGuard.ts';
import { TextArea } from '../../../ui/Field.tsx';
import { signed } from '../parts/moments.ts';
import { OfficeDialog } from '../parts/OfficeDialog.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { PointsChoice } from './PointsChoice.tsx';

const REASON_CHARS_MAX = 200;
const FORM = 'change-form';

interface Props {
  /** The entry to change; undefined while nothing is asked. */
  readonly entry: OfficeEntry | undefined;
  readonly onClose: () => void;
  readonly onChange: (entry: OfficeEntry, points: number, reason: string) => void;
}

/** Other points, within what the rule of the deed's day can give, and why. */
export function ChangeDialog({ entry, onClose, onChange }: Props) {
  const { t } = useTranslation('review');
  const { t: office } = useTranslation('office');
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  useFormGuard(entry !== undefined && reason !== '');

  useEffect(() => {
    if (entry === undefined) return;
    // Where the first of two people changed the points, the second is offered the same.
    const first = entry.agreed && entry.agreed.points !== entry.points ? entry.agreed : undefined;
    setTyped(first ? String(first.points) : '');
    setReason(first?.reason ?? '');
    setMissing(false);
  }, [entry]);

  if (entry === undefined) return null;
  const points = typed === '' ? undefined : Number(typed);
  const fits =
    points !== undefined && points !== entry.points && Number.isInteger(points) && isOffered(entry.offer, points);
  const fixed = entry.offer.type === 'none';

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!fits || reason.trim() === '') setMissing(true);
    else onChange(entry, points, reason.trim());
  };

  return (
    <OfficeDialog
      open
      title={t('change.title', { head: entry.head, rule: entry.ruleTitle })}
      onClose={onClose}
      footer={
        <>
          <SmallButton onClick={onClose}>{office(fixed ? 'close' : 'cancel')}</SmallButton>
          {fixed ? null : (
            <SmallButton type="submit" form={FORM} look="primary">
              {fits ? t('change.save', { points: signed(points) }) : t('change.saveEmpty')}
            </SmallButton>
          )}
        </>
      }
    >
      <form id={FORM} onSubmit={submit} noValidate className="flex flex-col gap-3">
        <p className="text-base font-semibold">{t('change.was', { points: signed(entry.points) })}</p>
        <PointsChoice offer={entry.offer} value={typed} onChange={setTyped} />
        {missing && !fits ? (
          <p role="alert" className="font-semibold text-danger">
            {t('change.pointsMissing')}
          </p>
        ) : null}
        {fixed ? null : (
          <TextArea
            label={t('change.reason')}
            hint={t('change.reasonHint')}
            error={missing && reason.trim() === '' ? t('change.reasonMissing') : undefined}
            value={reason}
            maxLength={REASON_CHARS_MAX}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </form>
    </OfficeDialog>
  );
}
