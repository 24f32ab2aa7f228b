import { describe, expect, it } from 'vitest';
import type { DirectoryRow } from '../../../src/client/engine/tablet.ts';
import { gridWeek } from '../../../src/client/features/home/gridWeek.ts';
import { entryState, newestFirst } from '../../../src/client/features/household/entryState.ts';
import { filterRows, NO_FILTER } from '../../../src/client/features/households/listFilter.ts';
import { EMPTY_CART, sumOf, withPieces } from '../../../src/client/features/redeem/cart.ts';
import { paymentFor } from '../../../src/client/features/redeem/funds.ts';
import { bodyOf, newDraft } from '../../../src/client/features/score/deedDraft.ts';
import { rulesByCategory } from '../../../src/client/features/score/ruleOrder.ts';
import { standingOf } from '../../../src/client/features/tray/standing.ts';
import type { Entry } from '../../../src/domain/household.ts';
import type { Goods } from '../../../src/domain/op.ts';
import type { Rule, RuleShape } from '../../../src/domain/rule.ts';

const TODAY = '2026-11-24'; // A Tuesday.

function row(part: Partial<DirectoryRow>): DirectoryRow {
  return {
    code: 'XW-0001',
    head: '吴仕林',
    initials: 'wsl',
    doorPlate: '东兴里1号',
    phoneLast4: '8531',
    village: 'XW',
    grid: 'XW-G1',
    status: 'active',
    card: 1,
    earned: 0,
    lastEntry: '',
    ...part,
  };
}

function rule(shape: RuleShape, part: Partial<Rule> = {}): Rule {
  return {
    code: 'RJ-01',
    category: '人居环境整治',
    title: '房前屋后日常整洁',
    description: '',
    kind: 'plus',
    shape,
    unit: '次',
    evidence: 'none',
    review: 'auto',
    enabled: true,
    note: '',
    ...part,
  };
}

describe('the week of a grid', () => {
  it('counts Monday in and Sunday before out, waits for nobody who is away, and puts the longest forgotten first', () => {
    const rows = [
      row({ code: 'A', lastEntry: '2026-11-23' }),
      row({ code: 'B', lastEntry: '2026-11-22' }),
      row({ code: 'C', lastEntry: '' }),
      row({ code: 'D', status: 'away' }),
      row({ code: 'E', grid: 'XW-G2' }),
    ];
    const week = gridWeek(rows, ['XW-G1'], TODAY);
    expect(week).toMatchObject({ total: 3, visited: 1 });
    expect(week.open.map((r) => r.code)).toEqual(['C', 'B']);
  });
});

describe('the list filter', () => {
  const rows = [
    row({ code: 'A', lastEntry: TODAY }),
    row({ code: 'B', doorPlate: '南安里2号' }),
    row({ code: 'C', grid: 'XW-G2' }),
  ];
  const place = { grids: ['XW-G1'], today: TODAY };
  it('gives the same list when nothing is chosen', () => {
    expect(filterRows(rows, NO_FILTER, place)).toBe(rows);
  });
  it('finds the not visited of my grid, and a natural village by its door plates', () => {
    expect(filterRows(rows, { ...NO_FILTER, show: 'open' }, place).map((r) => r.code)).toEqual(['B']);
    expect(filterRows(rows, { ...NO_FILTER, naturalVillage: '南安里' }, place).map((r) => r.code)).toEqual(['B']);
    expect(filterRows(rows, { ...NO_FILTER, grid: 'XW-G2' }, place).map((r) => r.code)).toEqual(['C']);
  });
});

describe('a deed being scored', () => {
  it('needs points for a range, a level for a ladder, a person where the cap is a person’s', () => {
    const range = rule({ type: 'range', min: 1, max: 3 });
    expect(bodyOf(newDraft(range, TODAY), range, 'XW-0001', undefined)).toEqual({ ready: false, missing: 'points' });
    const ladder = rule({ type: 'ladder', levels: [{ name: '村', points: 3 }] });
    expect(bodyOf(newDraft(ladder, TODAY), ladder, 'XW-0001', undefined)).toMatchObject({ missing: 'level' });
    const personal = rule({ type: 'fixed', points: 2 }, { cap: { times: 1, period: 'year', scope: 'member' } });
    expect(bodyOf(newDraft(personal, TODAY), personal, 'XW-0001', undefined)).toMatchObject({ missing: 'member' });
  });

  it('starts a stepped item at its first step and refuses less', () => {
    const stepped = rule({ type: 'stepped', steps: [{ at: 10, points: 2 }] });
    const draft = newDraft(stepped, TODAY);
    expect(bodyOf(draft, stepped, 'XW-0001', 2)).toMatchObject({
      ready: true,
      body: { quantity: 10, points: 2, card: 2 },
    });
    expect(bodyOf({ ...draft, quantity: 9 }, stepped, 'XW-0001', 2)).toMatchObject({ missing: 'quantity' });
  });

  it('[CF-22] announces its photos, and says nothing of photos when there are none', () => {
    const fixed = rule({ type: 'fixed', points: 2 });
    const draft = newDraft(fixed, TODAY);
    expect(bodyOf({ ...draft, photos: ['p1', 'p2'] }, fixed, 'XW-0001', undefined)).toMatchObject({
      body: { photos: ['p1', 'p2'] },
    });
    const plain = bodyOf(draft, fixed, 'XW-0001', undefined);
    expect(plain.ready && 'photos' in plain.body).toBe(false);
  });

  it('signs minus items and leaves out what was not said', () => {
    const minus = rule({ type: 'range', min: 1, max: 5 }, { kind: 'minus' });
    const state = bodyOf({ ...newDraft(minus, TODAY), chosen: 2, note: '  ' }, minus, 'XW-0001', undefined);
    expect(state).toEqual({
      ready: true,
      body: { household: 'XW-0001', rule: 'RJ-01', date: TODAY, quantity: 1, points: -2 },
    });
  });
});

describe('items to choose from', () => {
  it('stand in the order of the framework, without the ones switched off or of the other sign', () => {
    const fixed = { type: 'fixed', points: 1 } as const;
    const rules = new Map(
      [
        rule(fixed, { code: 'TS-01', category: '村级特色' }),
        rule(fixed, { code: 'RJ-02' }),
        rule(fixed, { code: 'JT-01', category: '家庭美德' }),
        rule(fixed, { code: 'RJ-01' }),
        rule(fixed, { code: 'RJ-10', enabled: false }),
        rule(fixed, { code: 'RJ-11', kind: 'minus' }),
      ].map((r) => [r.code, r]),
    );
    const groups = rulesByCategory(rules, 'plus');
    expect([...groups.keys()]).toEqual(['人居环境整治', '家庭美德', '村级特色']);
    expect(groups.get('人居环境整治')?.map((r) => r.code)).toEqual(['RJ-01', 'RJ-02']);
  });
});

describe('where a deed stands', () => {
  const entry = (part: Partial<Entry>): Entry => ({
    id: 'K7Q2-000001',
    rule: 'RJ-01',
    date: TODAY,
    points: 3,
    quantity: 1,
    by: 'WG-XW1',
    at: 1,
    status: 'approved',
    ...part,
  });
  it('says 已存本机 before any approval that only this device expects', () => {
    expect(entryState(entry({}), new Set(['K7Q2-000001']), new Set())).toBe('here');
    expect(entryState(entry({}), new Set(), new Set())).toBe('approved');
    expect(entryState(entry({ status: 'submitted' }), new Set(), new Set())).toBe('sent');
  });
  it('says 已撤销 also while the reversal is only here', () => {
    expect(entryState(entry({}), new Set(['K7Q2-000001']), new Set(['K7Q2-000001']))).toBe('reversed');
  });
  it('shows the newest day first and, within a day, what was recorded last', () => {
    const list = [entry({ id: 'a', date: '2026-11-01', at: 9 }), entry({ id: 'b', at: 1 }), entry({ id: 'c', at: 2 })];
    expect(newestFirst(list).map((e) => e.id)).toEqual(['c', 'b', 'a']);
  });
  it('keeps a held op apart from a decided and a refused one', () => {
    const held = { outcome: 'held', code: 'over_cap' } as const;
    expect(standingOf({})).toBe('here');
    expect(standingOf({ verdict: held })).toBe('held');
    expect(
      standingOf({
        verdict: held,
        decided: { type: 'case.decided', case: 'c', decision: 'accept', by: 'CW-1', at: 1 },
      }),
    ).toBe('decided');
    expect(standingOf({ verdict: { outcome: 'refused', code: 'malformed' } })).toBe('refused');
  });
});

describe('a basket', () => {
  const goods = [{ sku: 'SP-001', price: 30 } as Goods, { sku: 'SP-002', price: 16 } as Goods];
  it('sums pieces at the catalogue’s prices and drops what falls to none', () => {
    const cart = withPieces(withPieces(withPieces(EMPTY_CART, 'SP-001', 1), 'SP-002', 1), 'SP-002', 1);
    expect(sumOf(cart, goods)).toEqual({
      lines: [
        { sku: 'SP-001', quantity: 1, price: 30 },
        { sku: 'SP-002', quantity: 2, price: 16 },
      ],
      points: 62,
      pieces: 3,
    });
    expect(withPieces(cart, 'SP-001', -1).has('SP-001')).toBe(false);
  });
  it('[AL-3] is paid out of the allowance, else by asking online, never beyond what the household has', () => {
    const funds = { remaining: 12, redeemable: 20 };
    expect(paymentFor(0, funds)).toBe('nothing');
    expect(paymentFor(12, funds)).toBe('allowance');
    expect(paymentFor(13, funds)).toBe('online');
    expect(paymentFor(21, funds)).toBe('too_much');
  });
});
