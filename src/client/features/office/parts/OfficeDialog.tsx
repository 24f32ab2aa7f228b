import { Dialog } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';

interface Props {
  readonly open: boolean;
  readonly title: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** The acts, on the right. */
  readonly footer?: ReactNode;
}

/** A question in the middle of the screen. Escape closes it; the keyboard stays inside meanwhile. */
export function OfficeDialog({ open, title, onClose, children, footer }: Props) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-shade print:hidden" />
        <Dialog.Popup className="fixed top-1/2 left-1/2 z-50 flex max-h-[90dvh] w-[min(36rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 flex-col rounded-2xl border bg-surface text-sm text-ink shadow-lift outline-none print:hidden">
          <Dialog.Title className="border-b px-6 py-4 text-lg font-bold">{title}</Dialog.Title>
          <div className="min-h-0 flex-1 overflow-y-auto px-6 py-4">{children}</div>
          {footer === undefined ? null : (
            <footer className="flex flex-wrap justify-end gap-2 border-t px-6 py-4">{footer}</footer>
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
