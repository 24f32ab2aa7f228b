/** Redemption days as the office types them (CF-25, AL-8). */
import { describe, expect, it } from 'vitest';
import {
  checkOpening,
  draftOfOpening,
  type OpeningDraft,
  withWindow,
} from '../../../src/client/features/office/store/openingDraft.ts';

const TODAY = '2026-11-26';
const opening = (windows: 'always' | { from: string; to: string }[], village = '') => ({
  ...{ village, name: '苍城镇', own: false },
  ...{ windows, reservationDays: 14 },
});
const PAST = { from: '2026-10-01', to: '2026-10-07' };
const COMING = { from: '2027-01-01', to: '2027-01-07' };
const changed = (draft: OpeningDraft, at: number, change: object): OpeningDraft => ({
  ...draft,
  windows: draft.windows.map((one, i) => (i === at ? { ...one, ...change } : one)),
});
const faultsOf = (draft: OpeningDraft) => {
  const checked = checkOpening(draft);
  return checked.ok ? undefined : { ...checked.faults, windows: [...checked.faults.windows] };
};

describe('redemption days', () => {
  it('[CF-25] what is published is what was there, sorted, with the days that are over', () => {
    const draft = draftOfOpening(opening([COMING, PAST], 'XW'), TODAY);
    expect(draft.windows.map((one) => one.over)).toEqual([true, false]);
    expect(checkOpening(draft)).toEqual({
      ok: true,
      body: { village: 'XW', policy: { redemptionWindows: [PAST, COMING], reservationDays: 14 } },
    });
  });

  it('[CF-25] the next days proposed are the first week of the quarter behind the last ones', () => {
    const first = withWindow({ ...draftOfOpening(opening('always'), TODAY), always: false }, TODAY);
    expect(first.windows).toMatchObject([COMING]);
    const second = withWindow(first, TODAY);
    expect(second.windows[1]).toMatchObject({ from: '2027-04-01', to: '2027-04-07', over: false });
    expect(new Set(second.windows.map((one) => one.id)).size).toBe(2);
    expect(checkOpening(second)).toMatchObject({ ok: true, body: { village: null } });
  });

  it('[CF-25] days that are missing, the wrong way round or twice are named, each at its place', () => {
    const draft = draftOfOpening(opening([PAST, COMING]), TODAY);
    expect(faultsOf(changed(draft, 1, { to: '' }))).toMatchObject({ windows: [[1, 'day']] });
    expect(faultsOf(changed(draft, 1, { to: '2026-12-31' }))).toMatchObject({ windows: [[1, 'order']] });
    expect(faultsOf(changed(draft, 1, { from: PAST.to }))).toMatchObject({ windows: [[1, 'overlap']] });
    expect(faultsOf({ ...draft, windows: [] })).toMatchObject({ list: 'none' });
    expect(faultsOf({ ...draft, reservationDays: '366' })).toMatchObject({ reservationDays: 'days' });
    expect(faultsOf({ ...draft, reservationDays: '' })).toMatchObject({ reservationDays: 'days' });
  });

  it('[CF-25] every day again: what was typed of single days does not stand in the way', () => {
    const draft = { ...changed(draftOfOpening(opening([COMING]), TODAY), 0, { to: '' }), always: true };
    expect(checkOpening(draft)).toMatchObject({ ok: true, body: { policy: { redemptionWindows: 'always' } } });
  });
});
