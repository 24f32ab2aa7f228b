/** The counters of rights, one by one, and what an event is about. */
import { describe, expect, it } from 'vitest';
import { allowanceLine, claimable, countersOf, mergeCounters } from '../../../src/domain/allowance.ts';
import { apply, applyAllowance, newFile } from '../../../src/domain/apply.ts';
import { dayOf, isDay } from '../../../src/domain/calendar.ts';
import { type DomainEvent, isFileEvent } from '../../../src/domain/event.ts';
import {
  CASE_ID,
  DEVICE_ID,
  deviceOf,
  firstOfCase,
  groupCaseId,
  isGroupCase,
  parseRef,
  REF,
} from '../../../src/domain/ref.ts';
import { rulesOn } from '../../../src/domain/ruleSet.ts';
import { entry, freshFile, HOUSEHOLD, NOON_MS, REGISTERED, rule, rulesFrom } from './support/world.ts';

describe('[AL-1] [AL-5] the counters of a right', () => {
  it('say nothing of a write-off until there is one', () => {
    const plain = { granted: 9, returned: 2 };
    expect(allowanceLine('A', plain)).toStrictEqual(['A', 9, 2]);
    expect(allowanceLine('A', { ...plain, writtenOff: 0 })).toStrictEqual(['A', 9, 2]);
    expect(allowanceLine('A', { ...plain, writtenOff: 3 })).toStrictEqual(['A', 9, 2, 3]);
    expect(countersOf({ ...plain, writtenOff: 0 })).toStrictEqual(plain);
    expect(mergeCounters({ ...plain, writtenOff: 3 }, { granted: 5, returned: 4 })).toStrictEqual({
      ...{ granted: 9, returned: 4, writtenOff: 3 },
    });
  });
  it('[CF-13] what was written off may be claimed as far as nobody has', () => {
    const account = { granted: 9, returned: 0, spent: 0, writtenOff: 5, claimed: 2, writeOff: '0FFC-000001' };
    expect(claimable(account)).toEqual({ points: 3, ref: '0FFC-000001' });
    expect(claimable({ ...account, claimed: 5 })).toBeUndefined();
    expect(claimable({ ...account, claimed: 6 })).toBeUndefined();
    expect(claimable({ ...account, writeOff: null })).toBeUndefined();
  });
  it('[SY-10] stand in a file by device, in whatever order they come', () => {
    const set = (device: string) => ({
      ...{ type: 'allowance.set' as const, device, lines: [[HOUSEHOLD, 1, 0]] as const },
    });
    for (const order of [
      ['B', 'A', 'C'],
      ['C', 'B', 'A'],
      ['A', 'B', 'C', 'A'],
    ]) {
      const file = order.map(set).reduce(applyAllowance, freshFile());
      expect(Object.keys(file.allowances)).toEqual(['A', 'B', 'C']);
    }
    expect(applyAllowance(freshFile(), { ...set('A'), lines: [['XW-0404', 1, 0]] }).allowances).toEqual({});
  });
});

describe('an event', () => {
  it.each<[DomainEvent['type'], boolean]>([
    ['household.registered', true],
    ['entry.recorded', true],
    ['points.moved', true],
    ['points.lapsed', true],
    ['entries.final', true],
    ['month.final', false],
    ['quarter.settled', false],
    ['allowance.set', false],
    ['allowance.written_off', false],
    ['case.opened', false],
    ['case.decided', false],
    ['catalogue.changed', false],
    ['scope.changed', false],
  ])('%s changes exactly one household file: %s', (type, one) => {
    expect(isFileEvent({ type } as DomainEvent)).toBe(one);
  });
  it('that registers makes a file that knows who, when and what, and registers once', () => {
    const file = newFile(REGISTERED);
    expect(file).toStrictEqual({
      ...{ code: HOUSEHOLD, village: 'XW', grid: 'XW-G1', base: REGISTERED.base, card: 1 },
      registered: { ref: REGISTERED.ref, by: REGISTERED.by, at: REGISTERED.at },
      ...{ edits: [], entries: [], redemptions: [], allowances: {} },
    });
    expect(apply(file, { ...REGISTERED, grid: 'XW-G2' })).toBe(file);
  });
  it('that reviews keeps the words, or none', () => {
    const file = freshFile({ entries: [entry({ id: 'K7Q2-000001', status: 'submitted' })] });
    const review = { type: 'entry.reviewed' as const, household: HOUSEHOLD, entry: 'K7Q2-000001', by: 'o1', at: 5 };
    const reviewed = { ...entry({ id: 'K7Q2-000001' }), reviewedBy: 'o1', reviewedAt: 5 };
    expect(apply(file, { ...review, status: 'approved' }).entries).toStrictEqual([{ ...reviewed, status: 'approved' }]);
    expect(apply(file, { ...review, status: 'rejected', reason: '不实' }).entries).toStrictEqual([
      { ...reviewed, status: 'rejected', reason: '不实' },
    ]);
  });
  it('of a card that is older, or the same again, changes nothing', () => {
    const file = freshFile({ card: 3 });
    for (const n of [2, 3]) expect(apply(file, { type: 'card.replaced', household: HOUSEHOLD, n })).toBe(file);
    expect(apply(file, { type: 'card.replaced', household: HOUSEHOLD, n: 4 }).card).toBe(4);
  });
});

describe('what is remembered of days is forgotten in time, and comes out the same', () => {
  it('the texts of more days than a town has', () => {
    const day = (n: number) => dayOf(NOON_MS + n * 86_400_000);
    const first = day(0);
    for (let n = 0; n < 4_000; n++) day(n);
    expect([day(0), day(1), day(3_999)]).toEqual([first, '2026-11-24', '2037-11-04']);
  });
  it('the rules of more days than a year has', () => {
    const versions = rulesFrom(rule());
    for (let n = 0; n < 450; n++) rulesOn(versions, 'XW', dayOf(NOON_MS + n * 86_400_000));
    expect([...rulesOn(versions, 'XW', '2026-11-23').keys()]).toEqual(['RJ-01']);
    expect([...rulesOn(versions, 'XW', '2019-12-31').keys()]).toEqual([]);
  });
  it('a text with a day in it is none', () => {
    for (const text of ['x2026-11-23', '2026-11-23x', '+002026-11-23', '2026-11-23T00:00'])
      expect(isDay(text), text).toBe(false);
  });
});

describe('[CF-17] [CF-19] the Case of several ops', () => {
  it('is named after the first of them, and is told from that op’s own Case', () => {
    const group = groupCaseId('K7Q2-000123');
    expect(group).not.toBe('K7Q2-000123');
    expect([isGroupCase(group), isGroupCase('K7Q2-000123')]).toEqual([true, false]);
    expect([firstOfCase(group), firstOfCase('K7Q2-000123')]).toEqual(['K7Q2-000123', 'K7Q2-000123']);
  });
  it.each<[string, boolean, boolean]>([
    ['K7Q2-000123', true, true],
    ['K7Q2-000123-G', false, true],
    ['K7Q2AB-000000000123', true, true],
    ['K7Q2-00012', false, false],
    ['K7Q2-0000000001234', false, false],
    ['K7Q-000123', false, false],
    ['K7Q2ABC-000123', false, false],
    ['KIQ2-000123', false, false],
    ['K7Q2-00012A', false, false],
    [' K7Q2-000123', false, false],
    ['K7Q2-000123 ', false, false],
    ['K7Q2-000123-H', false, false],
    ['K7Q2-000123-G-G', false, false],
  ])('%s is a reference: %s, and names a Case: %s', (text, ref, of) => {
    expect(REF.test(text)).toBe(ref);
    expect(CASE_ID.test(text)).toBe(of);
    expect(parseRef(text) !== undefined).toBe(ref);
    expect(deviceOf(text)).toBe(ref ? text.slice(0, text.indexOf('-')) : '');
  });
  it.each<[string, boolean]>([
    ['K7Q2', true],
    ['K7Q2AB', true],
    ['K7Q', false],
    ['K7Q2ABC', false],
    ['k7q2', false],
    ['O7Q2', false],
    [' K7Q2', false],
    ['K7Q2 ', false],
  ])('%s is a device: %s', (text, is) => expect(DEVICE_ID.test(text)).toBe(is));
});
