/** The end of dialogs whose act cannot be taken back: why it failed, a box that has to be ticked, and the act itself. */
import { useTranslation } from 'react-i18next';
import { Notice } from '../../../ui/Notice.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';

interface FooterProps {
  readonly act: string;
  readonly sure: boolean;
  readonly busy: boolean;
  readonly onClose: () => void;
  /** The form that it submits; otherwise `onAct` is called. */
  readonly form?: string;
  readonly onAct?: () => void;
}

/** The way out, and the act once somebody is sure. */
export function FinalActFooter({ act, sure, busy, onClose, form, onAct }: FooterProps) {
  const { t } = useTranslation('office');
  return (
    <>
      <SmallButton onClick={onClose}>{t('cancel')}</SmallButton>
      <SmallButton
        type={form === undefined ? 'button' : 'submit'}
        form={form}
        look="danger"
        disabled={!sure}
        busy={busy}
        onClick={onAct}
      >
        {act}
      </SmallButton>
    </>
  );
}

interface SureProps {
  readonly failure: string | undefined;
  readonly label: string;
  readonly sure: boolean;
  readonly onSure: (sure: boolean) => void;
}

/** Why the act failed, if it did, and the box. */
export function FinalActSure({ failure, label, sure, onSure }: SureProps) {
  return (
    <>
      {failure === undefined ? null : (
        <Notice tone="danger" alert>
          {failure}
        </Notice>
      )}
      <label className="flex min-h-10 items-center gap-3 rounded-lg bg-sunken px-3">
        <input
          type="checkbox"
          checked={sure}
          onChange={(event) => onSure(event.target.checked)}
          className="size-5 accent-danger"
        />
        {label}
      </label>
    </>
  );
}
