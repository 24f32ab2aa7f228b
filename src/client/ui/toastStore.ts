import { create } from 'zustand';

export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'good' | 'waiting' | 'danger';
  readonly action?: ToastAction;
}

/** How long what just happened can be taken back. */
const SHOWN_MS = 5_000;

interface ToastState {
  readonly toast: Toast | undefined;
}

/** One message at a time: the newest act is the one a person wants to take back. */
export const toastStore = create<ToastState>(() => ({ toast: undefined }));

let nextId = 1;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Says what just happened, for five seconds, with a way back. */
export function showToast(text: string, tone: Toast['tone'] = 'good', action?: ToastAction): void {
  clearTimeout(timer);
  toastStore.setState({ toast: { id: nextId++, text, tone, ...(action ? { action } : {}) } });
  timer = setTimeout(hideToast, SHOWN_MS);
}

export function hideToast(): void {
  clearTimeout(timer);
  toastStore.setState({ toast: undefined });
}
