/** When a store is open, as somebody types it: fields in, an op's body or what is wrong with each out (CF-25, AL-8). */
import { addDays, type Day, isDay } from '../../../../domain/calendar.ts';
import { type Days, quarterOf } from '../../../../domain/close.ts';
import type { OpBodies } from '../../../../domain/op.ts';
import type { StoreOpening } from '../../../../protocol/officeStore.ts';

export interface DraftWindow extends Days {
  /** Its name while it is typed. */
  readonly id: number;
  /**
   * It has ended and stays as it was: goods that went out in it without a connection may still be on their way, and are judged by the
   * days that held then.
   */
  readonly over: boolean;
}

export interface OpeningDraft {
  readonly village: string;
  readonly always: boolean;
  readonly windows: readonly DraftWindow[];
  readonly reservationDays: string;
}

/** A code of the closed list of what a field may be told. */
export type OpeningFault = 'day' | 'order' | 'overlap' | 'none' | 'days';

export interface OpeningFaults {
  /** By the name of the window. */
  readonly windows: ReadonlyMap<number, OpeningFault>;
  readonly list?: OpeningFault;
  readonly reservationDays?: OpeningFault;
}

export type CheckedOpening =
  | { readonly ok: true; readonly body: OpBodies['policy.publish'] }
  | { readonly ok: false; readonly faults: OpeningFaults };

const RESERVATION_DAYS_MAX = 365;
/** Days that a proposed window is long. */
const WINDOW_DAYS = 7;

export function draftOfOpening({ village, windows, reservationDays }: StoreOpening, today: Day): OpeningDraft {
  const sorted = windows === 'always' ? [] : [...windows].sort((a, b) => (a.from < b.from ? -1 : 1));
  return {
    village,
    always: windows === 'always',
    windows: sorted.map(({ from, to }, id) => ({ id, from, to, over: to < today })),
    reservationDays: String(reservationDays),
  };
}

/** The draft with one window more: the first week of the quarter behind the last one, or behind today's. */
export function withWindow(draft: OpeningDraft, today: Day): OpeningDraft {
  const last = draft.windows.reduce((latest, { to }) => (isDay(to) && to > latest ? to : latest), today);
  const from = addDays(quarterOf(last).to, 1);
  const id = 1 + Math.max(-1, ...draft.windows.map((one) => one.id));
  const added = { id, from, to: addDays(from, WINDOW_DAYS - 1), over: false };
  return { ...draft, windows: [...draft.windows, added] };
}

/** Checks a draft. */
export function checkOpening({ village, always, windows, reservationDays }: OpeningDraft): CheckedOpening {
  const faults = new Map<number, OpeningFault>();
  const sorted = [...windows].sort((a, b) => (a.from < b.from ? -1 : 1));
  let before: Days | undefined;
  for (const { id, ...days } of sorted) {
    if (!isDay(days.from) || !isDay(days.to)) faults.set(id, 'day');
    else if (days.to < days.from) faults.set(id, 'order');
    else if (before && days.from <= before.to) faults.set(id, 'overlap');
    else before = days;
  }
  const kept = reservationDays.trim();
  const daysFault = /^\d{1,3}$/.test(kept) && Number(kept) <= RESERVATION_DAYS_MAX ? undefined : ('days' as const);
  const listFault = !always && windows.length === 0 ? ('none' as const) : undefined;
  if ((!always && faults.size > 0) || daysFault || listFault) {
    return {
      ok: false,
      faults: {
        windows: faults,
        ...(listFault ? { list: listFault } : {}),
        ...(daysFault ? { reservationDays: daysFault } : {}),
      },
    };
  }
  const policy = {
    redemptionWindows: always ? ('always' as const) : sorted.map(({ from, to }) => ({ from, to })),
    reservationDays: Number(kept),
  };
  return { ok: true, body: { village: village === '' ? null : village, policy } };
}
