import { CircleAlert, CircleCheck, TriangleAlert, Undo2 } from 'lucide-react';
import { hideToast, toastStore } from './toastStore.ts';

const ICONS = { good: CircleCheck, waiting: TriangleAlert, danger: CircleAlert } as const;

/** Where messages appear: above the bottom bar, out of the way of the thumb's next tap. */
export function Toaster() {
  const toast = toastStore((s) => s.toast);
  const Icon = toast ? ICONS[toast.tone] : CircleCheck;
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 bottom-[calc(var(--footer-height,84px)+12px)] z-60 flex justify-center px-4"
    >
      {toast ? (
        <div
          key={toast.id}
          className="pointer-events-auto flex w-full max-w-lg items-center gap-3 rounded-2xl border border-surface bg-ink py-2 pr-2 pl-4 text-surface shadow-lift"
        >
          <Icon aria-hidden="true" className="size-7 shrink-0" />
          <p className="min-w-0 flex-1 py-2 font-semibold">{toast.text}</p>
          {toast.action ? (
            <button
              type="button"
              onClick={() => {
                toast.action?.run();
                hideToast();
              }}
              className="inline-flex min-h-12 shrink-0 items-center gap-2 rounded-xl bg-surface px-4 font-bold text-ink"
            >
              <Undo2 aria-hidden="true" className="size-5" />
              {toast.action.label}
            </button>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}
