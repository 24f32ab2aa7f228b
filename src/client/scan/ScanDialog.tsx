import { CircleCheck, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CameraProblemPanel } from './CameraProblemPanel.tsx';
import { signal } from './feedback.ts';
import type { ScannedCode } from './scanner.ts';
import { FORMATS_OF, type ScanTarget } from './scanTarget.ts';
import { TorchButton } from './TorchButton.tsx';
import { TypedCodeForm } from './TypedCodeForm.tsx';
import { useScanner } from './useScanner.ts';
import { Viewfinder } from './Viewfinder.tsx';

/** How long an answer stays before the frame asks for a code again. */
const ANSWER_SHOWN_MS = 4_000;

/** A code from the camera, or what a person typed instead. */
export type ReadCode = ScannedCode | { readonly text: string; readonly format: 'typed' };

/** The screen's answer to a code. `message` says in plain words why not and what to do. */
export type ScanAnswer = { readonly accepted: true } | { readonly accepted: false; readonly message: string };

interface Props {
  readonly target: ScanTarget;
  /** Judges a code. The dialog shows the answer in the frame and stays open; the caller closes it when it has what it needs. */
  readonly onCode: (code: ReadCode) => ScanAnswer | Promise<ScanAnswer>;
  readonly onClose: () => void;
}

type Shown =
  | { readonly kind: 'looking' }
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly message: string };

/** Full-screen scanning: camera, light, typed code, and the answer in the frame, by colour, word, buzz and tone. */
export function ScanDialog({ target, onCode, onClose }: Props) {
  const { t } = useTranslation('scan');
  const dialog = useRef<HTMLDialogElement>(null);
  const picture = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState<Shown>({ kind: 'looking' });

  const judge = async (code: ReadCode) => {
    const answer = await Promise.resolve(onCode(code)).catch(
      (): ScanAnswer => ({ accepted: false, message: t('answerFailed') }),
    );
    signal(answer.accepted ? 'accepted' : 'refused');
    setShown(answer.accepted ? { kind: 'accepted' } : { kind: 'refused', message: answer.message });
  };
  const refuse = (message: string) => setShown({ kind: 'refused', message });
  const { camera, retry } = useScanner(picture, FORMATS_OF[target], {
    onCode: (code) => void judge(code),
    onTwoCodes: () => refuse(t('twoCodes')),
  });

  useEffect(() => {
    dialog.current?.showModal();
  }, []);

  useEffect(() => {
    if (shown.kind === 'looking') return;
    const timer = setTimeout(() => setShown({ kind: 'looking' }), ANSWER_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [shown]);

  return (
    <dialog
      ref={dialog}
      aria-label={t(`target.${target}.title`)}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      className="m-0 h-dvh max-h-none w-dvw max-w-none flex-col overflow-hidden border-0 bg-black p-0 open:flex"
    >
      <header className="flex items-center justify-between gap-3 bg-surface px-4 py-2 text-ink">
        <h2 className="text-xl font-semibold">{t(`target.${target}.title`)}</h2>
        <button
          type="button"
          onClick={onClose}
          className="flex min-h-12 items-center gap-2 rounded-xl px-3 font-semibold"
        >
          <X aria-hidden="true" className="size-6" />
          {t('close')}
        </button>
      </header>
      <div className="relative min-h-0 flex-1 overflow-hidden">
        <div ref={picture} className="absolute inset-0 overflow-hidden" />
        {camera.kind === 'problem' ? (
          <div className="absolute inset-0 overflow-y-auto p-4">
            <CameraProblemPanel problem={camera.problem} onRetry={retry} />
          </div>
        ) : (
          <Viewfinder state={shown.kind} />
        )}
        {camera.kind === 'open' && camera.torch ? (
          <div className="absolute inset-x-0 bottom-4 flex justify-center">
            <TorchButton torch={camera.torch} onFailed={() => refuse(t('torchFailed'))} />
          </div>
        ) : null}
      </div>
      <footer className="flex flex-col gap-3 bg-surface px-4 py-3 text-ink">
        <p role="status" className="flex min-h-7 items-center gap-2 text-lg">
          {shown.kind === 'accepted' ? <CircleCheck aria-hidden="true" className="size-6 text-primary" /> : null}
          <span className={shown.kind === 'refused' ? 'rounded-lg bg-amber-soft px-2 py-1' : ''}>{words()}</span>
        </p>
        <TypedCodeForm
          target={target}
          onSubmit={(text) => void judge({ text, format: 'typed' })}
          onEmpty={() => refuse(t('typedEmpty'))}
        />
      </footer>
    </dialog>
  );

  function words(): string {
    if (shown.kind === 'accepted') return t('accepted');
    if (shown.kind === 'refused') return shown.message;
    if (camera.kind === 'opening') return t('opening');
    return camera.kind === 'open' ? t(`target.${target}.hint`) : '';
  }
}
