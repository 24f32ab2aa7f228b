import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';

interface Props {
  readonly open: boolean;
  readonly title: ReactNode;
  readonly closeLabel: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** The act of the sheet, always in view. */
  readonly footer?: ReactNode;
}

/** Something to do on top of a screen: rises from the bottom under the thumb, stands in the middle of a wide screen. */
export function Sheet({ open, title, closeLabel, onClose, children, footer }: Props) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-shade" />
        <Dialog.Popup className="fixed inset-x-0 bottom-0 z-50 mx-auto flex max-h-[92dvh] w-full max-w-xl flex-col rounded-t-3xl border-t bg-ground text-ink shadow-lift outline-none wide:bottom-auto wide:top-1/2 wide:-translate-y-1/2 wide:rounded-3xl wide:border">
          <header className="flex items-center justify-between gap-3 py-2 pr-2 pl-5">
            <Dialog.Title className="min-w-0 text-xl font-bold">{title}</Dialog.Title>
            <Dialog.Close className="inline-flex min-h-12 shrink-0 items-center gap-1.5 rounded-xl px-3 font-semibold text-muted active:bg-sunken">
              <X aria-hidden="true" className="size-6" />
              {closeLabel}
            </Dialog.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-5 pb-5">{children}</div>
          {footer === undefined ? null : (
            <footer className="border-t bg-surface px-5 pt-3 pb-[calc(12px+env(safe-area-inset-bottom))] wide:rounded-b-3xl">
              {footer}
            </footer>
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
