import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FinalWhy } from '../../../../domain/caseUndo.ts';
import { mayRecord } from '../../../../domain/role.ts';
import type { OfficeCase } from '../../../../protocol/officeCases.ts';
import { useFormGuard } from '../../../pwa/formGuard.ts';
import { TextArea } from '../../../ui/Field.tsx';
import type { OfficeOp } from '../officeRecorder.ts';
import { signed } from '../parts/moments.ts';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useMe } from '../useMe.ts';

const REASON_CHARS_MAX = 200;

interface Props {
  readonly undo: NonNullable<OfficeCase['undo']>;
  readonly busy: boolean;
  readonly onTakeBack: (op: OfficeOp) => void;
}

/** Taking back what a decision let count, by an op of its own; where nothing can be, why, and what to do instead. */
export function TakeBack({ undo, busy, onTakeBack }: Props) {
  const { t } = useTranslation('cases');
  const me = useMe();
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  useFormGuard(reason !== '');
  if (undo.how === null) {
    return (
      <p className="text-muted">
        <strong>{t('undo.final')}</strong> {t(`undo.why.${undo.why as FinalWhy}`)}
      </p>
    );
  }
  const { how, household, id, points } = undo;
  const words = t(`undo.${how}`, { points: how === 'void' ? -points : signed(points), back: signed(-points) });
  const kind = how === 'reverse' ? 'entry.reverse' : 'redemption.void';
  if (!mayRecord(me.user.role, 'office', kind)) return <p className="text-muted">{t('undo.noRight')}</p>;
  const takeBack = () => {
    const text = reason.trim();
    setMissing(text === '');
    if (text === '') return;
    onTakeBack(
      how === 'reverse'
        ? { kind: 'entry.reverse', body: { household, entry: id, reason: text } }
        : { kind: 'redemption.void', body: { household, redemption: id, reason: text } },
    );
  };
  return (
    <section aria-label={t('undo.title')} className="flex max-w-2xl flex-col gap-2 rounded-xl border bg-surface p-4">
      <h3 className="font-bold">{t('undo.title')}</h3>
      <p>{words}</p>
      <TextArea
        label={t('undo.reason')}
        error={missing && reason.trim() === '' ? t('undo.reasonMissing') : undefined}
        value={reason}
        rows={1}
        maxLength={REASON_CHARS_MAX}
        onChange={(event) => setReason(event.target.value)}
      />
      <SmallButton look="dangerQuiet" icon={Undo2} busy={busy} className="min-h-11 self-start" onClick={takeBack}>
        {t('undo.act')}
      </SmallButton>
    </section>
  );
}
