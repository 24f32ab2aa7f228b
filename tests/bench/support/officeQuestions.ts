/** What the office asks the server for, screen by screen, in the big town. */
import { addDays, dayOf, periodKey, SHANGHAI_OFFSET_MINUTES } from '../../../src/domain/calendar.ts';
import { quarterAfter } from '../../../src/domain/quarter.ts';
import type { Rule } from '../../../src/domain/rule.ts';
import { householdCode, VILLAGE } from './town.ts';

export type Question = readonly [path: string, body?: object];

const entries = {
  status: null,
  village: VILLAGE,
  grid: null,
  rule: null,
  worker: null,
  from: null,
  to: null,
  household: null,
  q: '',
  cursor: null,
};
const waiting = { ...entries, status: 'submitted' };
const register = {
  village: VILLAGE,
  grid: null,
  naturalVillage: null,
  status: null,
  tag: null,
  ended: false,
  q: '',
  cursor: null,
};
const audit = {
  person: null,
  kind: null,
  household: null,
  device: null,
  village: null,
  from: null,
  to: null,
  cursor: null,
};
const period = { village: null, to: null, months: 12 };

/** By the row's name. `closed`: a month with a frozen list; `rules`: a draft to be tried. */
export function officeQuestions(
  now: number,
  closed: string,
  rules: readonly Rule[],
): Readonly<Record<string, Question>> {
  const today = dayOf(now, SHANGHAI_OFFSET_MINUTES);
  const redeeming = { village: VILLAGE, quarter: periodKey('quarter', today) };
  const settling = { village: VILLAGE, quarter: quarterAfter(redeeming.quarter, -1) };
  const quarter = { from: addDays(today, -90), to: today };
  return {
    me: ['/api/office/me'],
    summary: ['/api/office/summary'],
    'review-queue': ['/api/office/entries/search', waiting],
    'review-oddest': ['/api/office/entries/search', { ...waiting, sort: 'odd' }],
    'review-one-oddity': ['/api/office/entries/search', { ...waiting, odd: 'cap' }],
    'review-worker': ['/api/office/entries/search', { ...waiting, worker: 'xw3' }],
    'entries-list': ['/api/office/entries/search', entries],
    'entries-search': ['/api/office/entries/search', { ...entries, q: '关明' }],
    'entries-rejected': ['/api/office/entries/search', { ...entries, status: 'rejected', grid: `${VILLAGE}-G40` }],
    'entries-old': ['/api/office/entries/search', { ...entries, to: addDays(today, -600) }],
    'entries-old-quarter': [
      '/api/office/entries/search',
      { ...entries, from: addDays(today, -690), to: addDays(today, -600) },
    ],
    'entries-first-year': [
      '/api/office/entries/search',
      { ...entries, from: addDays(today, -730), to: addDays(today, -366) },
    ],
    sessions: ['/api/office/sessions/search', { village: VILLAGE, cursor: null }],
    'cases-list': ['/api/office/cases/search', { state: 'open', village: VILLAGE, cursor: null }],
    'cases-decided': ['/api/office/cases/search', { state: 'decided', village: VILLAGE, cursor: null }],
    'publicity-months': ['/api/office/publicity/months', { village: VILLAGE }],
    'publicity-list': ['/api/office/publicity/list', { village: VILLAGE, month: closed, q: '', cursor: null }],
    'publicity-list-search': ['/api/office/publicity/list', { village: VILLAGE, month: closed, q: '关', cursor: null }],
    objections: ['/api/office/publicity/objections', { village: VILLAGE, month: null, which: 'open', cursor: null }],
    ranking: ['/api/office/ranking', { village: VILLAGE, year: null }],
    'register-list': ['/api/office/households/search', register],
    'register-search': ['/api/office/households/search', { ...register, q: 'gm' }],
    household: ['/api/office/households/one', { household: householdCode(7) }],
    cards: ['/api/office/cards/search', { village: VILLAGE, grid: null, codes: [], after: null }],
    stores: ['/api/office/stores', { village: null, ...quarter }],
    'store-close': ['/api/office/store/close', { village: VILLAGE, ...quarter, device: null, language: 'zh' }],
    'store-openings': ['/api/office/store/openings'],
    quarter: ['/api/office/quarter', { village: null, quarter: null }],
    'quarter-households': ['/api/office/quarter/households', { ...redeeming, q: '', show: 'all', cursor: null }],
    'quarter-paper': ['/api/office/quarter/paper', redeeming],
    'settle-preview': ['/api/office/quarter/settle-preview', settling],
    goods: ['/api/office/goods'],
    rules: ['/api/office/rules'],
    'rules-trial': [
      '/api/office/rules/try',
      { village: null, effectiveFrom: addDays(today, 1), rules, ...quarter, within: null, cursor: null },
    ],
    statistics: ['/api/office/statistics', period],
    'statistics-36-months': ['/api/office/statistics', { ...period, months: 36 }],
    'statistics-work': ['/api/office/statistics/work', period],
    'statistics-unvisited': [
      '/api/office/statistics/unvisited',
      { village: VILLAGE, grid: null, months: 3, after: null },
    ],
    notices: ['/api/office/notices/search', { state: 'inForce', cursor: null }],
    devices: ['/api/office/devices'],
    people: ['/api/office/users'],
    audit: ['/api/office/audit/search', audit],
    'audit-kind': ['/api/office/audit/search', { ...audit, kind: 'household.merge' }],
    'audit-person': ['/api/office/audit/search', { ...audit, person: 'xw3' }],
    'audit-household': ['/api/office/audit/search', { ...audit, household: householdCode(7) }],
    jobs: ['/api/office/jobs'],
  };
}
