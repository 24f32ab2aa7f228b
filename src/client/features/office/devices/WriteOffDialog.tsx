import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfficeDevice } from '../../../../protocol/officeDevices.ts';
import { useFormGuard } from '../../../pwa/formGuard.ts';
import { TextArea } from '../../../ui/Field.tsx';
import { showToast } from '../../../ui/toastStore.ts';
import { FinalActFooter, FinalActSure } from '../parts/FinalAct.tsx';
import { grouped } from '../parts/moments.ts';
import { OfficeDialog } from '../parts/OfficeDialog.tsx';
import { useProblemText } from '../parts/useProblemText.ts';
import { useSure } from '../parts/useSure.ts';
import { useVerdictText } from '../parts/useVerdictText.ts';
import { useMe } from '../useMe.ts';
import { recordAll } from '../useRecorder.ts';
import { WriteOffFigures } from './WriteOffFigures.tsx';

const REASON_CHARS_MAX = 200;
const FORM = 'write-off-form';

interface Props {
  readonly device: OfficeDevice;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Writing off cannot be taken back (AL-5): what the device holds and what may be short in figures first, then a deliberate act. */
export function WriteOffDialog({ device, open, onClose, onDone }: Props) {
  const { t } = useTranslation('office');
  const me = useMe();
  const problemText = useProblemText();
  const verdictText = useVerdictText();
  const [reason, setReason] = useState('');
  const sure = useSure(open);
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  useFormGuard(open && reason !== '');

  useEffect(() => {
    if (!open) return;
    setReason('');
    setMissing(false);
    setFailure(undefined);
  }, [open]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const text = reason.trim();
    if (text === '') {
      setMissing(true);
      return;
    }
    if (!sure.given()) return;
    setBusy(true);
    const { settled, problem } = await recordAll(me, [
      { kind: 'allowance.writeoff', body: { device: device.id, reason: text } },
    ]);
    setBusy(false);
    const verdict = settled[0];
    if (verdict === undefined) setFailure(problemText(problem ?? 'storage'));
    else if (verdict === 'unsent') setFailure(t('devices.writeOff.unsent'));
    else if (verdict.outcome !== 'applied') setFailure(verdictText(verdict));
    else {
      const { points = 0, households = 0 } = verdict.params ?? {};
      showToast(
        t('devices.writeOff.done', { points: grouped(Number(points)), households: grouped(Number(households)) }),
      );
      onDone();
    }
  };

  return (
    <OfficeDialog
      open={open}
      title={t('devices.writeOff.title', { name: device.name })}
      onClose={onClose}
      footer={<FinalActFooter act={t('devices.writeOff.act')} busy={busy} onClose={onClose} form={FORM} />}
    >
      <form id={FORM} onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <WriteOffFigures device={device} by={me.user.name} />
        <TextArea
          label={t('review.reason')}
          hint={t('devices.writeOff.reasonHint')}
          error={missing && reason.trim() === '' ? t('devices.writeOff.reasonMissing') : undefined}
          value={reason}
          rows={2}
          maxLength={REASON_CHARS_MAX}
          onChange={(event) => setReason(event.target.value)}
        />
        <FinalActSure failure={failure} label={t('devices.writeOff.sure')} sure={sure} />
      </form>
    </OfficeDialog>
  );
}
