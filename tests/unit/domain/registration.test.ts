/** CF-10: a household's code that is registered twice, and places it has lived at since. */
import { describe, expect, it } from 'vitest';
import type { HouseholdFile } from '../../../src/domain/household.ts';
import { decisionsFor } from '../../../src/domain/judge/caseDecision.ts';
import { decide } from '../../../src/domain/judge/decide.ts';
import { effects } from '../../../src/domain/judge/effects.ts';
import { must } from '../../../src/domain/must.ts';
import { isNewer } from '../../../src/domain/newer.ts';
import type { OpBodies } from '../../../src/domain/op.ts';
import { newestPlace, placeAt } from '../../../src/domain/place.ts';
import type { Actor } from '../../../src/domain/role.ts';
import { context, fold, freshFile, HOUSEHOLD, NOON_MS, OFFICER, op } from './support/world.ts';

const HEAD = { name: '谢关明', relation: '户主', tags: [] };
const WIFE = { name: '李𬭎珈', relation: '配偶', tags: [] };
const BODY: OpBodies['household.register'] = {
  household: HOUSEHOLD,
  village: 'XW',
  grid: 'XW-G1',
  head: '谢关明',
  phone: '13800001234',
  doorPlate: '12号',
  naturalVillage: '塘边',
  status: 'active',
  tags: [],
  members: [HEAD, WIFE],
};
const register = (change: Partial<OpBodies['household.register']> = {}) =>
  op('household.register', { ...BODY, ...change }, 'o1');
const judge = (
  file: HouseholdFile | undefined,
  change: Partial<OpBodies['household.register']> = {},
  actor: Actor = OFFICER,
) => decide(file, register(change), context(file, { actor, device: { id: '0FFC', kind: 'office' } }));

describe('[CF-10] registering a household', () => {
  it('under a code that is free applies, in a place of the person alone', () => {
    expect(judge(undefined)).toEqual({ outcome: 'applied', code: 'ok' });
    expect(judge(undefined, { village: 'SW' })).toEqual({
      outcome: 'refused',
      code: 'not_allowed',
      params: { kind: 'household.register' },
    });
    expect(judge(undefined, {}, { ...OFFICER, grids: ['XW-G2'] })).toMatchObject({ code: 'not_allowed' });
  });

  it('word for word the same again is no second household, wherever it lives by now and whatever was changed since', () => {
    const again = { outcome: 'refused', code: 'already_registered', params: { household: HOUSEHOLD } };
    expect(judge(freshFile())).toEqual(again);
    const moved = fold(freshFile(), [
      {
        type: 'household.moved',
        household: HOUSEHOLD,
        ref: '0FFC-000001',
        by: 'o1',
        at: NOON_MS,
        reason: '搬',
        village: 'XW',
        grid: 'XW-G2',
        naturalVillage: '塘尾',
      },
    ]);
    expect(moved.grid).toBe('XW-G2');
    expect(judge(moved)).toEqual(again);
    expect(judge(moved, { grid: 'XW-G2' })).toMatchObject({ code: 'same_code' });
  });

  it.each<[string, Partial<OpBodies['household.register']>]>([
    ['grid', { grid: 'XW-G2' }],
    ['head', { head: '谢关亮' }],
    ['phone', { phone: '' }],
    ['door plate', { doorPlate: '13号' }],
    ['natural village', { naturalVillage: '塘尾' }],
    ['state', { status: 'away' }],
    ['tags', { tags: ['低保'] }],
    ['a member more', { members: [HEAD, WIFE, { ...WIFE, name: '谢小明' }] }],
    ['a member less', { members: [HEAD] }],
    ['a member', { members: [HEAD, { ...WIFE, relation: '母' }] }],
    ['nobody', { members: [] }],
  ])('another %s under the same code is held: somebody has to say whose code it is', (_what, change) => {
    expect(judge(freshFile(), change)).toEqual({
      outcome: 'held',
      code: 'same_code',
      params: { household: HOUSEHOLD },
    });
  });

  it('in another village under the same code is held as well', () => {
    const town: Actor = { ...OFFICER, village: null };
    expect(judge(freshFile(), { village: 'SW' }, town)).toMatchObject({ outcome: 'held', code: 'same_code' });
  });

  it('gives a file in which everything that was said stands, members in their order', () => {
    const ctx = { ref: '0FFC-000009', at: NOON_MS, zoneOffsetMinutes: 480 };
    const { members: _members, household, village, grid, ...profile } = BODY;
    expect(effects(undefined, register(), { outcome: 'applied', code: 'ok' }, ctx)).toEqual([
      {
        type: 'household.registered',
        household,
        village,
        grid,
        ref: '0FFC-000009',
        by: 'o1',
        at: NOON_MS,
        base: { ...profile, members: { m1: HEAD, m2: WIFE } },
      },
    ]);
  });
});

it('what a person may decide when a code is used twice, a family is on file twice, or a price or a family changed', () => {
  expect(decisionsFor('same_code')).toEqual(['reject', 'to']);
  expect(decisionsFor('likely_duplicate')).toEqual(['merge', 'keep_both']);
  expect(decisionsFor('several_successors')).toEqual(['to', 'reject']);
  expect(decisionsFor('price_changed')).toEqual(['accept', 'reprice', 'reject']);
});

describe('[CF-09] where a household lives after several moves', () => {
  const place = (ref: string, grid: string, at: number) => ({ ref, village: 'XW', grid, naturalVillage: grid, at });
  const home = place('C0NS-000001', 'G0', 100);
  it('is where the newest move says, by corrected time, and by reference at the same time', () => {
    const moves = [place('A', 'G1', 5), place('C', 'G2', 9), place('B', 'G3', 9)];
    for (const order of [moves, [...moves].reverse(), [moves[1], moves[0], moves[2]].map((m) => must(m, 'a move'))])
      expect(newestPlace(home, order).grid).toBe('G2');
    expect(newestPlace(home, []).grid).toBe('G0');
  });
  it('a move counts, however old a device’s clock said it was', () =>
    expect(newestPlace(home, [place('A', 'G1', 5)]).grid).toBe('G1'));
  it('at an instant before all moves it lived where it was registered; a move counts from its own instant on', () => {
    const file = freshFile({ grid: 'G1', places: [home, place('A', 'G1', 200)] });
    expect([0, 199, 200].map((at) => placeAt(file, at).grid)).toEqual(['G0', 'G0', 'G1']);
  });
});

it('what is newer: the later instant, and the greater reference at the same one; nothing is newer than itself', () => {
  const a = { at: 1, ref: 'B' };
  expect(isNewer({ at: 2, ref: 'A' }, a)).toBe(true);
  expect(isNewer(a, { at: 2, ref: 'A' })).toBe(false);
  expect(isNewer({ at: 1, ref: 'C' }, a)).toBe(true);
  expect(isNewer({ at: 1, ref: 'A' }, a)).toBe(false);
  expect(isNewer(a, a)).toBe(false);
});
