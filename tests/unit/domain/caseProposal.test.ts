import { describe, expect, test } from 'vitest';
import type { CaseFacts, ProposalDeed, ProposalHome } from '../../../src/domain/caseFacts.ts';
import { proposalFor } from '../../../src/domain/caseProposal.ts';
import { decisionsFor } from '../../../src/domain/judge/caseDecision.ts';
import type { HeldCode } from '../../../src/domain/verdict.ts';
import { CASE_WORDS_ZH } from '../../../src/protocol/caseWords.ts';

const CODES = Object.keys(CASE_WORDS_ZH) as HeldCode[];

const deed = (change: Partial<ProposalDeed> = {}): ProposalDeed => ({
  ...{ id: 'B222-000001', date: '2026-11-20', points: 3, member: '谢关明' },
  ...{ byName: '李某', at: 2_000, photos: [] },
  ...change,
});
const rival = (change: Partial<ProposalDeed & { stands: boolean }> = {}) => ({
  ...deed({ id: 'A111-000001', byName: '王某', at: 1_000 }),
  stands: true,
  ...change,
});
const home = (change: Partial<ProposalHome> = {}): ProposalHome => ({
  ...{ code: 'XW-0001', head: '谢关明', phone: '13800000000', doorPlate: '3号', naturalVillage: '下湾' },
  ...{ members: ['谢关明', '谢小燕'], isNew: false },
  ...change,
});
const facts = (code: HeldCode, change: Partial<CaseFacts> = {}): CaseFacts => ({
  ...{ code, params: null, kind: 'entry.record', today: '2026-11-26', byName: '李某', clockShiftMs: 0 },
  ...{ rivals: [], homes: [] },
  ...change,
});
const said = (code: HeldCode, change: Partial<CaseFacts> = {}) => {
  const { decision, why } = proposalFor(facts(code, change));
  return [decision, why];
};

test.each(CODES)('%s: what is proposed is among what can be decided, also when nothing is known', (code) => {
  for (const change of [{}, { rightNow: true, receiptVoided: true, free: 100, group: { ops: 3, after: 0 } }]) {
    const { decision } = proposalFor(facts(code, change));
    if (decision !== null) expect(decisionsFor(code)).toContain(decision);
  }
});

describe('[CF-02] the same deed twice', () => {
  const over = (mine: Partial<ProposalDeed>, ...there: Partial<ProposalDeed & { stands: boolean }>[]) =>
    said('over_cap', { deed: deed(mine), rivals: there.map(rival) });

  test('the same photo is the same deed, whatever the rest says', () => {
    expect(over({ photos: ['p'], points: 5 }, { photos: ['p', 'q'] })).toEqual(['reject', 'same_photo']);
  });

  test('two people at one door on one day, with their names and times', () => {
    expect(over({}, {})).toEqual(['reject', 'same_day']);
    expect(proposalFor(facts('over_cap', { deed: deed(), rivals: [rival()] })).params).toMatchObject({
      ...{ name: '王某', at: 1_000, other: '李某', otherAt: 2_000, points: 3 },
    });
  });

  test('one person twice is a slip', () => expect(over({}, { byName: '李某' })).toEqual(['reject', 'same_deed']));

  test('other days fill the limit', () => {
    expect(over({}, { date: '2026-11-18' }, { date: '2026-11-19' })).toEqual(['reject', 'limit_used']);
  });

  test('what tells different things is for a person to find out', () => {
    expect(over({ points: 5 }, {})).toEqual([null, 'points_differ']);
    expect(over({ member: '谢小燕' }, {})).toEqual([null, 'people_differ']);
  });

  test('the one that tells most of the same is the one compared with', () => {
    expect(over({}, { date: '2026-11-18' }, {})).toEqual(['reject', 'same_day']);
  });

  test('when one that was first counts no more there is room', () => {
    expect(over({}, { stands: false })).toEqual(['keep_both', 'room_again']);
  });
});

test('[CF-03] what is left counts; nothing left, nothing counts; more room, all of it', () => {
  const part = (allowed: number, rivals: CaseFacts['rivals'] = []) =>
    said('over_cap_part', { params: { points: 5, allowed }, deed: deed({ points: 5 }), rivals });
  expect(part(3)).toEqual(['cut', 'part_left']);
  expect(part(0)).toEqual(['reject', 'nothing_left']);
  expect(part(3, [rival({ stands: false, points: 2 })])).toEqual(['keep_both', 'room_again']);
  expect(part(2, [rival({ stands: false, points: 2 })])).toEqual(['cut', 'part_left']);
});

test('[CF-18] a day that lay ahead has come, lies ahead, or is the word of a clock that was wrong', () => {
  const ahead = (date: string, clockShiftMs = 0) => said('date_future', { params: { date }, clockShiftMs });
  expect(ahead('2026-11-26')).toEqual(['accept', 'day_has_come']);
  expect(ahead('2026-11-27')).toEqual(['reject', 'day_to_come']);
  expect(ahead('2026-11-27', 86_400_000)).toEqual([null, 'clock_was_off']);
  expect(said('date_too_old')).toEqual([null, 'long_ago']);
});

test('[CF-16] who has the right now has it for what was recorded before', () => {
  expect(said('no_right', { rightNow: true })).toEqual(['accept', 'right_now']);
  expect(said('no_right', { rightNow: false })).toEqual([null, 'no_right_now']);
  expect(said('no_right')).toEqual([null, 'no_right_now']);
});

test('[AL-3] beyond the allowance: what is free covers it, to the point, or does not', () => {
  const over = (free: number) => said('over_allowance', { params: { points: 20, remaining: 12 }, free });
  expect(over(8)).toEqual(['accept', 'covered']);
  expect(over(7)).toEqual([null, 'not_covered']);
  expect(said('over_allowance', { params: { points: 20, remaining: 20 }, free: -5 })).toEqual(['accept', 'covered']);
});

test('[CF-14] the receipt’s price, unless the household paid more than it had to', () => {
  const price = (now: number) => said('price_changed', { params: { points: 20, now } });
  expect(price(25)).toEqual(['accept', 'paid_by_receipt']);
  expect(price(20)).toEqual(['accept', 'paid_by_receipt']);
  expect(price(15)).toEqual(['reprice', 'paid_too_much']);
});

test('[CF-27] kept goods wait for the receipt', () => {
  expect(said('receipt_stands', { receiptVoided: true })).toEqual(['accept', 'receipt_voided']);
  expect(said('receipt_stands', { receiptVoided: false })).toEqual([null, 'receipt_first']);
});

test('[CF-17] [CF-19] what was recorded before the device was revoked counts; a branch is judged op by op', () => {
  expect(said('device_revoked', { group: { ops: 3, after: 0 } })).toEqual(['accept', 'before_revoked']);
  expect(said('device_revoked', { group: { ops: 3, after: 1 } })).toEqual([null, 'after_revoked']);
  expect(said('device_revoked')).toEqual([null, 'after_revoked']);
  expect(said('forked', { group: { ops: 3, after: 0 } })).toEqual(['accept', 'each_judged']);
});

describe('[CF-10] whether two households are one', () => {
  const twins = (change: Partial<ProposalHome>) =>
    said('likely_duplicate', { homes: [home(), home({ code: 'XW-0777', isNew: true, ...change })] });

  test('two things besides the head’s name have to agree', () => {
    expect(twins({})).toEqual(['merge', 'alike_homes']);
    expect(twins({ phone: '', members: ['谢关明'] })).toEqual([null, 'unlike_homes']);
    expect(twins({ phone: '' })).toEqual(['merge', 'alike_homes']);
    expect(twins({ naturalVillage: '别村', members: [] })).toEqual([null, 'unlike_homes']);
  });

  test('of several older ones nobody is proposed', () => {
    const homes = [home(), home({ code: 'XW-0002' }), home({ code: 'XW-0777', isNew: true })];
    expect(said('likely_duplicate', { homes })).toEqual([null, 'unlike_homes']);
  });

  test('one code: the same household again, another one, or a question', () => {
    const coded = (change: Partial<ProposalHome>) => said('same_code', { homes: [home()], registers: home(change) });
    expect(coded({})).toEqual(['reject', 'same_home']);
    expect(coded({ head: '吴锦权', phone: '', doorPlate: '9号', members: ['吴锦权'] })).toEqual(['to', 'other_home']);
    expect(coded({ head: '吴锦权' })).toEqual([null, 'maybe_same_home']);
    expect(coded({ phone: '', doorPlate: '' })).toEqual([null, 'maybe_same_home']);
    expect(said('same_code', { homes: [home()] })).toEqual([null, 'waits_with_registration']);
  });
});

describe('a proposal says the figures of its reason', () => {
  const whole = (code: HeldCode, change: Partial<CaseFacts> = {}) => proposalFor(facts(code, change));
  const date = '2026-11-20';

  test.each<[HeldCode, Partial<CaseFacts>, ReturnType<typeof proposalFor>]>([
    ['rule_off', { params: { date } }, { decision: 'reject', why: 'not_in_use', params: { day: date } }],
    ['points_out_of_range', { deed: deed() }, { decision: 'reject', why: 'not_offered', params: { points: 3 } }],
    [
      'points_out_of_range',
      { params: { points: 9 } },
      { decision: 'reject', why: 'not_offered', params: { points: 9 } },
    ],
    ['date_future', { params: { date } }, { decision: 'accept', why: 'day_has_come', params: { day: date } }],
    [
      'date_future',
      { params: { date: '2026-12-01' } },
      { decision: 'reject', why: 'day_to_come', params: { day: '2026-12-01' } },
    ],
    [
      'date_future',
      { params: { date: '2026-12-01' }, clockShiftMs: -1 },
      { decision: null, why: 'clock_was_off', params: { day: '2026-12-01' } },
    ],
    [
      'date_too_old',
      { params: { date, oldest: '2026-11-21' } },
      { decision: null, why: 'long_ago', params: { day: date, oldest: '2026-11-21' } },
    ],
    ['no_right', { rightNow: true }, { decision: 'accept', why: 'right_now', params: { name: '李某' } }],
    ['no_right', {}, { decision: null, why: 'no_right_now', params: { name: '李某' } }],
    [
      'over_allowance',
      { params: { points: 20, remaining: 12 }, free: 8 },
      { decision: 'accept', why: 'covered', params: { points: 20, remaining: 12, free: 8 } },
    ],
    [
      'over_allowance',
      { params: { points: 20, remaining: 12 } },
      { decision: null, why: 'not_covered', params: { points: 20, remaining: 12, free: 0 } },
    ],
    ['outside_window', { params: { date } }, { decision: 'accept', why: 'goods_gone', params: { day: date } }],
    [
      'device_revoked',
      { group: { ops: 3, after: 0 } },
      { decision: 'accept', why: 'before_revoked', params: { count: 3 } },
    ],
    [
      'device_revoked',
      { group: { ops: 3, after: 2 } },
      { decision: null, why: 'after_revoked', params: { count: 2, all: 3 } },
    ],
    ['device_revoked', {}, { decision: null, why: 'after_revoked', params: { count: 0, all: 0 } }],
    ['forked', { group: { ops: 3, after: 0 } }, { decision: 'accept', why: 'each_judged', params: { count: 3 } }],
    ['forked', {}, { decision: 'accept', why: 'each_judged', params: { count: 0 } }],
    ['over_limit', {}, { decision: 'noted', why: 'counts_already', params: {} }],
    ['stock_below_zero', {}, { decision: 'noted', why: 'counts_already', params: {} }],
    ['after_restore', {}, { decision: null, why: 'waits_for_device', params: {} }],
    ['unknown_kind', {}, { decision: null, why: 'newer_app', params: {} }],
    ['old_card_redemption', {}, { decision: null, why: 'old_card', params: { name: '李某' } }],
    [
      'several_successors',
      { homes: [home(), home({ code: 'XW-0002' })] },
      { decision: null, why: 'which_part', params: { count: 2, name: '李某' } },
    ],
    [
      'household_closed',
      { params: { household: 'XW-0001' } },
      { decision: 'reject', why: 'closed_since', params: { household: 'XW-0001' } },
    ],
    [
      'unknown_household',
      { params: { household: 'XW-0001' } },
      { decision: 'reject', why: 'no_household', params: { household: 'XW-0001' } },
    ],
    [
      'same_code',
      { params: { household: 'XW-0001' }, homes: [home()] },
      { decision: null, why: 'waits_with_registration', params: { household: 'XW-0001' } },
    ],
    [
      'same_code',
      { params: { household: 'XW-0001' }, registers: home() },
      { decision: null, why: 'maybe_same_home', params: { household: 'XW-0001' } },
    ],
    [
      'same_code',
      { params: { household: 'XW-0001' }, homes: [home()], registers: home({ head: '吴锦权' }) },
      {
        decision: null,
        why: 'maybe_same_home',
        params: { household: 'XW-0001', name: '谢关明', other: '吴锦权' },
      },
    ],
    [
      'likely_duplicate',
      { homes: [home(), home({ code: 'XW-0777', isNew: true })] },
      { decision: 'merge', why: 'alike_homes', params: { contacts: 2, members: 1 } },
    ],
    [
      'likely_duplicate',
      { homes: [home(), home({ isNew: true, phone: '', members: [] })] },
      { decision: null, why: 'unlike_homes', params: { contacts: 1, members: 0 } },
    ],
    [
      'likely_duplicate',
      { homes: [home()] },
      { decision: null, why: 'unlike_homes', params: { contacts: 0, members: 0 } },
    ],
    [
      'likely_duplicate',
      { homes: [home({ isNew: true })] },
      { decision: null, why: 'unlike_homes', params: { contacts: 0, members: 0 } },
    ],
    [
      'over_cap',
      { deed: deed(), rivals: [rival({ stands: false }), rival()] },
      { decision: 'keep_both', why: 'room_again', params: { count: 1 } },
    ],
    ['over_cap', { rivals: [rival()] }, { decision: null, why: 'limit_used', params: { count: 1, name: '李某' } }],
    ['over_cap', { deed: deed() }, { decision: null, why: 'limit_used', params: { count: 0, name: '李某' } }],
    [
      'over_cap',
      { deed: deed({ photos: ['p'] }), rivals: [rival({ photos: ['p'], points: 4 })] },
      {
        decision: 'reject',
        why: 'same_photo',
        params: { name: '王某', at: 1_000, other: '李某', otherAt: 2_000, points: 4 },
      },
    ],
    [
      'over_cap',
      { deed: deed(), rivals: [rival({ date: '2026-11-18' })] },
      {
        decision: 'reject',
        why: 'limit_used',
        params: { count: 1, name: '王某', at: 1_000, other: '李某', otherAt: 2_000 },
      },
    ],
    [
      'over_cap_part',
      { params: { points: 5, allowed: 3 } },
      { decision: 'cut', why: 'part_left', params: { points: 5, allowed: 3 } },
    ],
    [
      'over_cap_part',
      { params: { points: 5, allowed: 0 }, rivals: [rival()] },
      { decision: 'reject', why: 'nothing_left', params: { points: 5 } },
    ],
    [
      'over_cap_part',
      { params: { points: 5, allowed: 2 }, rivals: [rival(), rival({ stands: false })] },
      { decision: 'keep_both', why: 'room_again', params: { count: 1 } },
    ],
  ])('%s', (code, change, expected) => expect(whole(code, change)).toEqual(expected));
});

describe('[CF-02] of several that were there first the one most alike is compared with', () => {
  const compared = (mine: Partial<ProposalDeed>, ...there: Partial<ProposalDeed>[]) =>
    proposalFor(facts('over_cap', { deed: deed(mine), rivals: there.map(rival) })).params.name;
  const other = { date: '2026-11-18', member: '谢小燕', points: 9 };

  test('one photo the same weighs more than day, person and points', () => {
    expect(compared({ photos: ['p', 'q'] }, { byName: '甲' }, { ...other, byName: '乙', photos: ['q'] })).toBe('乙');
  });
  test('then the day, then the person, then the points, then who was first', () => {
    expect(compared({}, { ...other, date: '2026-11-20', byName: '甲' }, { byName: '乙', date: '2026-11-18' })).toBe(
      '甲',
    );
    expect(compared({}, { byName: '甲', member: '谢小燕' }, { byName: '乙', points: 9 })).toBe('乙');
    expect(compared({}, { byName: '甲', points: 9 }, { byName: '乙' })).toBe('乙');
    expect(compared({}, { byName: '甲', at: 900 }, { byName: '乙', at: 800 })).toBe('乙');
    expect(compared({}, { byName: '甲', at: 800 }, { byName: '乙', at: 900 })).toBe('甲');
  });
});

describe('[CF-10] what two households share', () => {
  const coded = (change: Partial<ProposalHome>, there: Partial<ProposalHome> = {}) =>
    said('same_code', { homes: [home(there)], registers: home(change) })[1];
  const stranger = { head: '吴锦权', phone: '', doorPlate: '9号', members: ['吴锦权'] };

  test('one phone, one door in one place, or one person besides the heads makes a question of it', () => {
    expect(coded(stranger)).toBe('other_home');
    expect(coded({ ...stranger, phone: '13800000000' })).toBe('maybe_same_home');
    expect(coded({ ...stranger, doorPlate: '3号' })).toBe('maybe_same_home');
    expect(coded({ ...stranger, doorPlate: '3号', naturalVillage: '别村' })).toBe('other_home');
    expect(coded({ ...stranger, members: ['吴锦权', '谢小燕'] })).toBe('maybe_same_home');
  });
  test('what neither has is not shared, and a head is no other person', () => {
    expect(coded({ ...stranger, phone: '' }, { phone: '' })).toBe('other_home');
    expect(coded({ ...stranger, doorPlate: '' }, { doorPlate: '' })).toBe('other_home');
    expect(coded({ ...stranger, members: ['谢关明'] })).toBe('other_home');
    expect(coded(stranger, { members: ['吴锦权'] })).toBe('other_home');
  });
  test('the same head with a phone or a door in common is the same household; with people alone it is a question', () => {
    expect(coded({ phone: '', members: [] })).toBe('same_home');
    expect(coded({ phone: '', doorPlate: '' })).toBe('maybe_same_home');
    expect(coded({ phone: '', doorPlate: '', members: [] })).toBe('maybe_same_home');
  });
});
