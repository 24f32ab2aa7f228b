/** A notice as somebody writes it: texts in, an op's body or what is wrong with each field out. It survives a reload. */
import { SHANGHAI_OFFSET_MINUTES } from '../../../../domain/calendar.ts';
import type { NoticeKind } from '../../../../domain/notice.ts';
import type { OpBodies } from '../../../../domain/op.ts';
import type { NoticesResponse } from '../../../../protocol/officeNotices.ts';
import type { OfficeMe } from '../../../../protocol/officeSession.ts';

const TITLE_CHARS_MAX = 80;
const TEXT_CHARS_MAX = 5_000;
export const PHOTOS_MAX = 9;

export interface NoticeForm {
  /** The notice whose text this is to replace; absent for a new one. */
  readonly notice?: string;
  readonly kind: NoticeKind;
  readonly title: string;
  readonly text: string;
  readonly photos: readonly string[];
  /** Empty: the whole town. */
  readonly villages: readonly string[];
  /** Empty: all grids. */
  readonly grids: readonly string[];
  /** `YYYY-MM-DDTHH:MM` in the town's zone; empty for at once and for no end. */
  readonly from: string;
  readonly until: string;
}

export type NoticeFault = 'needed' | 'long' | 'order';
export type NoticeFaults = { readonly [F in 'title' | 'text' | 'until']?: NoticeFault };

/** An empty form: a village's office writes to its village. */
export function emptyForm(me: OfficeMe): NoticeForm {
  const villages = me.user.village === null ? [] : [me.user.village];
  return { kind: 'affairs', title: '', text: '', photos: [], villages, grids: [], from: '', until: '' };
}

/** The form of a notice that is there. */
export function formOf(notice: NoticesResponse['notices'][number]): NoticeForm {
  const { id, kind, title, text, photos, villages, grids, from, until } = notice;
  return {
    ...{ notice: id, kind, title, text, photos, villages, grids },
    from: asField(from),
    until: until === null ? '' : asField(until),
  };
}

/** An instant as a field shows it, to the minute. */
function asField(at: number): string {
  return new Date(at + SHANGHAI_OFFSET_MINUTES * 60_000).toISOString().slice(0, 16);
}

/** The instant of a field, ms; undefined when it is empty. */
export function instantOf(field: string): number | undefined {
  // A browser reads many a text as some date or other.
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(field)) return undefined;
  return Date.parse(`${field}:00Z`) - SHANGHAI_OFFSET_MINUTES * 60_000;
}

type Checked =
  | { readonly ok: true; readonly body: OpBodies['notice.publish'] }
  | { readonly ok: false; readonly faults: NoticeFaults };

/** What the form says, or what is wrong with it. `now` in ms. */
export function checkForm(form: NoticeForm, now: number): Checked {
  const title = form.title.trim();
  const text = form.text.trim();
  const from = instantOf(form.from);
  const until = instantOf(form.until);
  const worded = (words: string, max: number): NoticeFault | undefined =>
    words === '' ? 'needed' : words.length > max ? 'long' : undefined;
  const faults: NoticeFaults = Object.fromEntries(
    Object.entries({
      title: worded(title, TITLE_CHARS_MAX),
      text: worded(text, TEXT_CHARS_MAX),
      until: until !== undefined && until <= (from ?? now) ? ('order' as const) : undefined,
    }).filter(([, fault]) => fault !== undefined),
  );
  if (Object.keys(faults).length > 0) return { ok: false, faults };
  const { notice, kind, photos, villages, grids } = form;
  return {
    ok: true,
    body: {
      ...(notice === undefined ? {} : { notice }),
      ...{ kind, title, text, villages },
      ...(photos.length > 0 ? { photos } : {}),
      ...(grids.length > 0 && villages.length === 1 ? { grids } : {}),
      ...(from === undefined ? {} : { from }),
      ...(until === undefined ? {} : { until }),
    },
  };
}

const kept = (me: OfficeMe) => `notice-draft ${me.town.code} ${me.user.id}`;

/** What was being written in this browser when it was closed or loaded anew. */
export function readKept(me: OfficeMe): NoticeForm | undefined {
  try {
    const text = sessionStorage.getItem(kept(me));
    return text === null ? undefined : { ...emptyForm(me), ...(JSON.parse(text) as Partial<NoticeForm>) };
  } catch {
    return undefined;
  }
}

/** Keeps what is being written; undefined forgets it. */
export function keepForm(me: OfficeMe, form: NoticeForm | undefined): void {
  try {
    if (form === undefined) sessionStorage.removeItem(kept(me));
    else sessionStorage.setItem(kept(me), JSON.stringify(form));
  } catch {
    // A browser that keeps nothing still publishes.
  }
}
