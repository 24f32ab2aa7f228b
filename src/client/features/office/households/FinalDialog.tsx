import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Verdict } from '../../../../domain/verdict.ts';
import { TextField } from '../../../ui/Field.tsx';
import type { OfficeOp } from '../officeRecorder.ts';
import { FinalActFooter, FinalActSure } from '../parts/FinalAct.tsx';
import { OfficeDialog } from '../parts/OfficeDialog.tsx';
import { useSure } from '../parts/useSure.ts';
import { usePublish } from '../usePublish.ts';

const REASON_MAX = 200;

interface Props {
  readonly title: string;
  readonly act: string;
  /** What somebody says who ticks the box. */
  readonly sure: string;
  /** Reasons to choose from; one's own words are as good. */
  readonly reasons: readonly string[];
  readonly onClose: () => void;
  readonly onSaved: (unsent: boolean, verdict?: Verdict) => void;
  /** The op with this reason; undefined while the form says what is missing. */
  readonly opOf: (reason: string) => OfficeOp | undefined;
  readonly children?: ReactNode;
}

/** An act with a household that cannot be taken back: the outcome in figures, a reason, and a box that has to be ticked. */
export function FinalDialog({ title, act, sure: label, reasons, onClose, onSaved, opOf, children }: Props) {
  const { t } = useTranslation('households');
  const { problem, busy, publish } = usePublish(onSaved);
  const sure = useSure(true);
  const form = useId();
  const words = useId();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const op = opOf(reason.trim());
    if (op === undefined || reason.trim() === '' || !sure.given()) return;
    void publish(op);
  };
  return (
    <OfficeDialog
      open
      title={title}
      onClose={onClose}
      footer={<FinalActFooter act={act} busy={busy} onClose={onClose} form={form} />}
    >
      <form id={form} noValidate onSubmit={submit} className="flex flex-col gap-4">
        {children}
        <TextField
          label={t('reason')}
          list={words}
          value={reason}
          maxLength={REASON_MAX}
          error={tried && reason.trim() === '' ? t('reasonNeeded') : undefined}
          onChange={(event) => setReason(event.target.value)}
        />
        <datalist id={words}>
          {reasons.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
        <FinalActSure failure={problem} label={label} sure={sure} />
      </form>
    </OfficeDialog>
  );
}
