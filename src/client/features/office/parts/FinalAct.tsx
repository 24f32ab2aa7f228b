/** The end of dialogs whose act cannot be taken back: why it failed, a box that has to be ticked, and the act itself. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../../ui/Notice.tsx';
import { SmallButton } from './SmallButton.tsx';
import type { Sure } from './useSure.ts';

interface FooterProps {
  readonly act: string;
  readonly busy: boolean;
  readonly onClose: () => void;
  /** The form that it submits; otherwise `onAct` is called. */
  readonly form?: string;
  readonly onAct?: () => void;
}

/** The way out, and the act. It is never grey: pressed too early it leads to the box, which a phone may have below the fold. */
export function FinalActFooter({ act, busy, onClose, form, onAct }: FooterProps) {
  const { t } = useTranslation('office');
  return (
    <>
      <SmallButton onClick={onClose}>{t('cancel')}</SmallButton>
      <SmallButton
        type={form === undefined ? 'button' : 'submit'}
        form={form}
        look="danger"
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
  readonly sure: Sure;
}

/** Why the act failed, if it did, and the box. */
export function FinalActSure({ failure, label, sure }: SureProps) {
  const { t } = useTranslation('office');
  const box = useRef<HTMLInputElement>(null);
  const { ticked, missed, tick } = sure;
  const asks = missed > 0 && !ticked;

  useEffect(() => {
    if (missed > 0) box.current?.focus();
  }, [missed]);

  return (
    <>
      {failure === undefined ? null : (
        <Notice tone="danger" alert>
          {failure}
        </Notice>
      )}
      <label className="flex min-h-10 items-center gap-3 rounded-lg bg-sunken px-3">
        <input
          ref={box}
          type="checkbox"
          checked={ticked}
          aria-invalid={asks || undefined}
          onChange={(event) => tick(event.target.checked)}
          className="size-5 shrink-0 accent-danger"
        />
        {label}
      </label>
      {asks ? (
        <Notice tone="danger" alert>
          {t('devices.tickFirst')}
        </Notice>
      ) : null}
    </>
  );
}
