/** What a batch loads before it is judged: enough for every cap, and no more of the history than that. */
import { describe, expect, test } from 'vitest';
import type { PeriodKind } from '../../../src/domain/calendar.ts';
import { NO_LIMITS } from '../../../src/domain/limit.ts';
import type { RuleVersion } from '../../../src/domain/ruleSet.ts';
import { addNeeds, noNeeds } from '../../../src/server/ingest/needs.ts';
import { deed, HOUSEHOLD, op, rule, rulesFrom } from '../domain/support/world.ts';

const setting = (ruleVersions: readonly RuleVersion[]) => ({ ruleVersions, limits: NO_LIMITS });
const cappedRules = (period: PeriodKind) => rulesFrom(rule({ cap: { times: 1, period, scope: 'household' } }));
const capped = (period: PeriodKind) => setting(cappedRules(period));
const from = (period: PeriodKind, ...dates: string[]) => {
  const needs = noNeeds();
  for (const date of dates) addNeeds(needs, deed({ date }), capped(period), () => ['XW']);
  return needs.caps.get(`${HOUSEHOLD} RJ-01`)?.from;
};

describe('[CF-02] entries that may compete are loaded from the first day of the cap’s period', () => {
  test.each<[PeriodKind, string, string]>([
    ['week', '2026-11-29', '2026-11-23'],
    ['month', '2026-11-23', '2026-11-01'],
    ['quarter', '2026-11-23', '2026-10-01'],
    ['quarter', '2026-03-31', '2026-01-01'],
    ['quarter', '2026-09-30', '2026-07-01'],
    ['year', '2026-11-23', '2026-01-01'],
    ['once', '2026-11-23', '0000-01-01'],
  ])('%s: of %s from %s', (period, date, first) => expect(from(period, date)).toBe(first));

  test('of several deeds from the first of all their periods', () => {
    expect(from('month', '2026-11-23', '2026-09-30', '2026-10-05')).toBe('2026-09-01');
  });
  test('not for a rule without a cap, a rule that nobody knows, a day that is none or a household that is not there', () => {
    const needs = noNeeds();
    addNeeds(needs, deed(), setting(rulesFrom(rule())), () => ['XW']);
    addNeeds(needs, deed({ rule: 'XX' }), capped('week'), () => ['XW']);
    addNeeds(needs, deed({ date: 'soon' }), capped('week'), () => ['XW']);
    addNeeds(needs, deed(), capped('week'), () => []);
    expect([...needs.caps]).toEqual([]);
    expect([...needs.households]).toEqual([HOUSEHOLD]);
  });
  test('of a household that has moved by the rules of each village it may be judged by', () => {
    const versions = [
      ...cappedRules('week'),
      {
        ...cappedRules('year')[0],
        village: 'SW',
        version: 1,
        effectiveFrom: '2020-01-01',
        rules: cappedRules('year')[0]?.rules ?? [],
      },
    ];
    const needs = noNeeds();
    addNeeds(needs, deed({ date: '2026-11-23' }), setting(versions), () => ['XW', 'SW']);
    expect(needs.caps.get(`${HOUSEHOLD} RJ-01`)?.from).toBe('2026-01-01');
  });
});

test('other ops load what they name', () => {
  const needs = noNeeds();
  const add = (o: Parameters<typeof addNeeds>[1]) => addNeeds(needs, o, setting([]), () => []);
  add(op('household.merge', { household: 'A-1', into: 'A-2', reason: '' }));
  add(op('allowance.return', { lines: [['A-3', 1]] }));
  add(op('allowance.writeoff', { device: 'K7Q2', reason: '' }));
  add(op('case.decide', { case: 'K7Q2-000001', decision: 'to', choice: 'A-4' }));
  add(op('case.decide', { case: 'K7Q2-000002', decision: 'accept' }));
  add(op('entry.reverse', { household: 'A-1', entry: 'K7Q2-000003', reason: '' }));
  add(op('entry.review', { household: 'A-1', entry: 'K7Q2-000004', decision: 'approve' }));
  add(op('redemption.void', { household: 'A-1', redemption: 'K7Q2-000005', reason: '' }));
  add(op('month.publish', { village: 'XW', month: '2026-10' }));
  add(op('quarter.settle', { village: 'XW', quarter: '2026Q3', lines: [['A-5', 1]] }));
  expect([...needs.households]).toEqual(['A-1', 'A-2', 'A-3', 'A-4', 'A-5']);
  expect([...needs.holders]).toEqual(['K7Q2']);
  expect([...needs.cases]).toEqual(['K7Q2-000001', 'K7Q2-000002', 'K7Q2-000003', 'K7Q2-000005']);
  expect([...needs.facts.values()].map((f) => f.id)).toEqual(['K7Q2-000003', 'K7Q2-000004', 'K7Q2-000005']);
});
