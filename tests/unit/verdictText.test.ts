import { describe, expect, it } from 'vitest';
import type { CaseDecision } from '../../src/domain/op.ts';
import type { Verdict, VerdictCode, VerdictParams } from '../../src/domain/verdict.ts';
import { clockText } from '../../src/protocol/clockText.ts';
import { decisionText } from '../../src/protocol/decisionText.ts';
import { knownCodes, verdictText } from '../../src/protocol/verdictText.ts';
import type { TextLanguage, VerdictNames } from '../../src/protocol/verdictWords/said.ts';

const NAMES: VerdictNames = {
  rule: (code) => (code === 'RJ-01' ? '房前屋后日常整洁' : code),
  person: (id) => (id === 'CW-1' ? '周敏' : id),
  day: (day) => day,
  household: (code) => code,
  goods: (sku) => (sku === 'rice' ? 'SP-001' : sku),
};

/** Every code with the parameters that the judge gives it. */
const CASES: Readonly<Record<VerdictCode, VerdictParams>> = {
  ok: {},
  recomputed: { points: 4, was: 5 },
  late: { late: '2026-10' },
  points_changed: { points: 3, was: 5 },
  agreed_first: {},
  old_card: { oldCard: 2 },
  overrode: { fields: ['phone', 'members.m2'], against: ['K7Q2-000001'] },
  kept_later: { fields: ['doorPlate'], against: ['K7Q2-000001'] },
  written_off: { writeOff: 'K7Q2-000001', writtenOff: 20, shortfall: 5 },
  over_cap: { rule: 'RJ-01', competing: ['K7Q2-000001'] },
  over_cap_part: { rule: 'RJ-01', points: 5, allowed: 2, competing: ['K7Q2-000001'] },
  rule_off: { rule: 'RJ-01', date: '2026-11-20' },
  points_out_of_range: { rule: 'RJ-01', points: 9 },
  date_future: { date: '2026-12-01', today: '2026-11-23' },
  date_too_old: { date: '2026-01-01', oldest: '2026-10-24' },
  no_right: { by: 'CW-1' },
  over_allowance: { points: 20, remaining: 12 },
  outside_window: { date: '2026-11-23' },
  price_changed: { points: 20, now: 24, goods: ['rice'] },
  old_card_redemption: { oldCard: 1 },
  receipt_stands: { redemption: 'K7Q2-000001' },
  unknown_household: { household: 'XW-0001' },
  stock_below_zero: { store: 'XW', place: 'shelf', sku: 'SP-001', name: 'SP-001', quantity: -2 },
  unknown_kind: { kind: 'entry.cheer' },
  device_revoked: { case: 'K7Q2-000001-G' },
  forked: { case: 'M3P9-000001-G', was: 'K7Q2-000001' },
  followed: { to: 'XW-0002' },
  likely_duplicate: { household: 'XW-0001', duplicates: ['XW-0002'] },
  over_limit: { overLimit: ['rice'] },
  several_successors: { household: 'XW-0001', choices: ['XW-0001', 'XW-0002'] },
  household_closed: { household: 'XW-0001' },
  same_code: { household: 'XW-0001' },
  household_ended: { household: 'XW-0001', into: 'XW-0002' },
  unknown_member: { household: 'XW-0001', member: 'm9' },
  malformed: { field: 'body.points' },
  not_allowed: { kind: 'case.decide' },
  outside_bounds: { item: 'RJ-01', field: 'shape', problem: 'outside_range' },
  effective_past: { from: '2026-11-01', today: '2026-11-23' },
  insufficient: { points: 20, free: 12 },
  limit_reached: { goods: ['rice'] },
  no_counter: { household: 'XW-0001' },
  out_of_stock: { goods: ['rice'] },
  window_closed: {},
  price_outdated: { points: 20, now: 24, goods: ['rice'] },
  card_replaced: { oldCard: 1 },
  unknown_entry: { entry: 'K7Q2-000001' },
  unknown_redemption: { redemption: 'K7Q2-000001' },
  unknown_reservation: { reservation: 'K7Q2-000001' },
  reservation_ended: { reservation: 'K7Q2-000001', how: 'lapsed' },
  unknown_notice: { notice: 'K7Q2-000001' },
  notice_withdrawn: { notice: 'K7Q2-000001', by: 'CW-1' },
  unknown_device: { device: 'K7Q2' },
  unknown_case: { case: 'K7Q2-000001' },
  already_decided: { entry: 'K7Q2-000001', status: 'approved', by: 'CW-1' },
  already_reversed: { entry: 'K7Q2-000001' },
  already_voided: { redemption: 'K7Q2-000001' },
  already_registered: { household: 'XW-0001' },
  needs_committee: { entry: 'K7Q2-000001' },
  points_not_offered: { entry: 'K7Q2-000001', rule: 'RJ-01', points: 9, offer: 'between', values: ['1', '5'] },
  points_over_cap: { entry: 'K7Q2-000001', rule: 'RJ-01', points: 9, allowed: 2, competing: [] },
  same_person: { entry: 'K7Q2-000001', by: 'CW-1' },
  other_points_agreed: { entry: 'K7Q2-000001', by: 'CW-1', points: 3 },
  unknown_session: { session: 'K7Q2-000001' },
  session_closed: { session: 'K7Q2-000001' },
  decision_not_offered: { decision: 'swap' },
  stale_version: { version: 3 },
  leftover_stays: {},
  quarter_open: {},
  quarter_settled: {},
  redemptions_wait: { count: 2 },
  unknown_publication: { village: 'XW', month: '2026-10' },
  month_not_final: { village: 'XW', month: '2026-10', until: '2026-11-13', open: 0 },
  objection_closed: { village: 'XW', month: '2026-10', until: '2026-11-13' },
  unknown_objection: { objection: 'K7Q2-000001' },
  objection_answered: { objection: 'K7Q2-000001', by: 'office' },
  year_ranked: { year: 2025, by: 'office', day: '2026-01-15' },
  year_not_begun: { year: 2027 },
  nothing_to_rank: { year: 2025 },
  ranking_frozen: { year: 2025, household: 'XW-0001' },
  still_held: { code: 'over_cap' },
  already_adopted: { was: 'K7Q2-000001', as: 'M3P9-000001' },
  after_restore: { device: 'K7Q2' },
  awaiting_devices: { devices: ['K7Q2', 'K7Q3'] },
};

const CHINESE = /[一-鿿]/;

describe('verdict texts', () => {
  it.each(Object.entries(CASES))('[SY-5] %s has a sentence in both languages', (code, params) => {
    const verdict = { code, params } as Pick<Verdict, 'code' | 'params'>;
    const zh = verdictText(verdict, 'zh-CN', NAMES);
    const en = verdictText(verdict, 'en', { ...NAMES, rule: (c) => c, person: (id) => id });
    expect(zh).toMatch(/。$/);
    expect(zh).toMatch(CHINESE);
    expect(en).toMatch(/\.$/);
    expect(en).not.toMatch(CHINESE);
    for (const text of [zh, en]) expect(text).not.toMatch(/undefined|NaN|\{|\}/);
  });

  it('[CF-04] says both figures of a recomputed entry, with their signs', () => {
    const text = verdictText({ code: 'recomputed', params: { points: -2, was: 3 } }, 'zh-CN', NAMES);
    expect(text).toContain('−2');
    expect(text).toContain('+3');
  });

  it('[CF-02] names the item that reached its limit', () => {
    expect(verdictText({ code: 'over_cap', params: CASES.over_cap }, 'zh-CN', NAMES)).toContain('房前屋后日常整洁');
  });

  it('[CF-08] names each field once, however many members changed', () => {
    const params = { fields: ['members.m1', 'members.m2', 'phone'], against: [] };
    expect(verdictText({ code: 'kept_later', params }, 'zh-CN', NAMES)).toContain('家庭成员、电话');
  });

  it.each(['accept', 'reject', 'keep_both', 'swap', 'cut', 'reprice', 'to', 'merge'] satisfies CaseDecision[])(
    'decision %s says who decided and why',
    (decision) => {
      const zh = decisionText({ decision, by: 'CW-1', reason: '照片看不清' }, 'zh-CN', NAMES);
      expect(zh).toContain('周敏定了');
      expect(zh).toContain('照片看不清');
      expect(decisionText({ decision, by: 'CW-1' }, 'en', { ...NAMES, person: () => 'Zhou Min' })).toMatch(/\.$/);
    },
  );
});

describe('[SY-7] a clock that was wrong', () => {
  const MINUTE = 60_000;
  it.each([
    [3 * 60 * MINUTE, '平板时钟慢了 3 小时，已按服务器时间改正。请把平板的时间调准。'],
    [-5 * MINUTE, '平板时钟快了 5 分钟，已按服务器时间改正。请把平板的时间调准。'],
    [-366 * 24 * 60 * MINUTE, '平板时钟快了 366 天，已按服务器时间改正。请把平板的时间调准。'],
  ])('[SY-7] by %i ms is said in words', (shift, words) => {
    expect(clockText(shift, 'zh-CN')).toBe(words);
    expect(clockText(shift, 'en')).toMatch(/^The tablet’s clock was \d+ (minutes|hours|days) (slow|fast); .*\.$/);
  });
  it('[SY-7] the line’s jitter is no wrong clock', () => {
    for (const shift of [0, 2 * MINUTE, -2 * MINUTE]) expect(clockText(shift, 'zh-CN')).toBeUndefined();
    expect(clockText(60 * MINUTE, 'en')).toContain('1 hour slow');
  });
});

describe('a sentence says what was the case', () => {
  const say = (code: VerdictCode, params: VerdictParams, language: TextLanguage = 'zh-CN') =>
    verdictText({ code, params } as Verdict, language, NAMES);
  it.each<[VerdictCode, VerdictParams, string, string]>([
    ['written_off', { writeOff: 'K7Q2-000001', writtenOff: 20 }, '够扣', 'other points covered it'],
    ['already_decided', { entry: 'K7Q2-000001', status: 'approved', by: '' }, '先定的算数', 'first decision stands'],
    ['household_ended', { household: 'XW-0001' }, '已经销户', 'is closed'],
    ['recomputed', {}, '0', '0'],
    ['overrode', { fields: 'phone' }, '', ''],
    ['overrode', { fields: ['pin'] }, '家庭密码已改好', 'family PIN is changed'],
    ['kept_later', { fields: ['pin'] }, '家庭密码别人设得更晚', 'set the family PIN later'],
    ['reservation_ended', { how: 'handed_over' }, '已经取走了', 'handed over already'],
    ['stock_below_zero', { sku: 'SP-001', quantity: -2 }, 'SP-001', 'SP-001'],
    ['points_not_offered', { rule: 'RJ-01', points: 9, offer: 'between', values: ['1', '5'] }, '+1 到 +5', '+1 to +5'],
    ['points_not_offered', { rule: 'RJ-01', points: 3, offer: 'multiples', values: ['2'] }, '+2 分的整倍数', 'of +2'],
    ['points_not_offered', { rule: 'RJ-01', points: 3, offer: 'values', values: ['2', '5'] }, '+2、+5', '+2, +5'],
    ['points_not_offered', { rule: 'RJ-01', points: 3, offer: 'none' }, '没有别的分可给', 'no other points'],
  ])('%s', (code, params, zh, en) => {
    expect(say(code, params)).toContain(zh);
    expect(say(code, params, 'en')).toContain(en);
  });
  it('[CF-09] where it went comes behind whatever else there is to say', () => {
    const params = { late: '2026-10', to: 'XW-0002' };
    for (const language of ['zh-CN', 'en'] as const) {
      expect(say('late', params, language)).toContain(say('late', { late: '2026-10' }, language));
      expect(say('late', params, language)).toContain(say('followed', { to: 'XW-0002' }, language));
    }
  });
  it('the closed lists have every code once', () => {
    const codes = [...knownCodes('refused'), ...knownCodes('other')];
    expect(codes.sort()).toEqual(Object.keys(CASES).sort());
  });
  it('the words of who decided follow the decision', () => {
    const decided = { decision: 'reject' as const, by: 'CW-1', reason: '没见着人' };
    expect(decisionText(decided, 'zh-CN', NAMES)).toBe('周敏定了：这条不算。原因：没见着人');
    expect(decisionText(decided, 'en', NAMES)).toBe('周敏 decided: this one does not count. Reason: 没见着人');
  });
});
