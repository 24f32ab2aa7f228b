import { describe, expect, it } from 'vitest';
import { newFile } from '../../../src/domain/apply.ts';
import type { HouseholdRegistered } from '../../../src/domain/events/households.ts';
import { decide } from '../../../src/domain/judge/decide.ts';
import { effects } from '../../../src/domain/judge/effects.ts';
import {
  type HouseholdOp,
  isHouseholdOp,
  OP_KINDS,
  type Op,
  type OpBodies,
  type OpKind,
} from '../../../src/domain/op.ts';
import {
  DEVICE_KINDS,
  inScope,
  mayRecord,
  mayRecordOp,
  mayReview,
  maySetPin,
  ROLES,
} from '../../../src/domain/role.ts';
import { APPLIED } from '../../../src/domain/verdict.ts';
import { context, entry, freshFile, HOUSEHOLD, rule, rulesFrom, TODAY } from './support/world.ts';

/**
 * Written by hand from product.md, not from the table of the program. Letters: t tablet, c counter, o office, k console.
 * Order of the columns: grid_worker, store_clerk, village_office, committee, town_admin.
 */
const EXPECTED: Readonly<Record<OpKind, readonly [string, string, string, string, string]>> = {
  'entry.record': ['tcok', '', 'tcok', '', 'tcok'],
  'entry.reverse': ['tcok', '', 'tcok', '', 'tcok'],
  'entry.review': ['', '', 'ok', 'ok', 'ok'],
  'committee.session': ['', '', 'ok', 'ok', 'ok'],
  'committee.close': ['', '', 'ok', 'ok', 'ok'],
  'household.edit': ['tcok', '', 'tcok', '', 'tcok'],
  'household.register': ['', '', 'ok', '', 'ok'],
  'household.merge': ['', '', 'ok', '', 'ok'],
  'household.split': ['', '', 'ok', '', 'ok'],
  'household.move': ['', '', 'ok', '', 'ok'],
  'household.close': ['', '', 'ok', '', 'ok'],
  'card.replace': ['tcok', '', 'tcok', '', 'tcok'],
  'redemption.record': ['tcok', 'tcok', 'tcok', '', 'tcok'],
  'redemption.void': ['tcok', 'tcok', 'tcok', '', 'tcok'],
  'reservation.record': ['tcok', 'tcok', 'tcok', '', 'tcok'],
  'reservation.cancel': ['tcok', 'tcok', 'tcok', '', 'tcok'],
  'allowance.return': ['tc', 'tc', 'tc', 'tc', 'tc'],
  'allowance.writeoff': ['', '', 'ok', '', 'ok'],
  'stock.move': ['', 'cok', 'cok', '', 'cok'],
  'stock.count': ['', 'cok', 'cok', '', 'cok'],
  'case.decide': ['', '', 'ok', 'ok', 'ok'],
  'month.publish': ['', '', 'ok', '', 'ok'],
  'publicity.final': ['', '', '', '', 'k'],
  'quarter.settle': ['', '', 'ok', '', 'ok'],
  'objection.record': ['', '', 'ok', 'ok', 'ok'],
  'objection.answer': ['', '', 'ok', 'ok', 'ok'],
  'year.rank': ['', '', 'ok', '', 'ok'],
  'ranking.exclude': ['', '', 'ok', '', 'ok'],
  'town.arrange': ['', '', '', '', 'ok'],
  'rules.publish': ['', '', 'ok', '', 'ok'],
  'goods.publish': ['', '', '', '', 'ok'],
  'policy.publish': ['', '', '', '', 'ok'],
  'notice.publish': ['', '', 'ok', '', 'ok'],
  'notice.withdraw': ['', '', 'ok', '', 'ok'],
  'carryover.entry': ['', '', '', '', 'ok'],
  'carryover.redemption': ['', '', '', '', 'ok'],
  'op.adopt': ['', '', '', '', ''],
};
const ROLE_ORDER = ['grid_worker', 'store_clerk', 'village_office', 'committee', 'town_admin'] as const;
const LETTER = { tablet: 't', counter: 'c', office: 'o', console: 'k' } as const;

const member = { name: '谢关明', relation: '户主', tags: [] };
const lines = [{ sku: 'SP-001', quantity: 1, price: 5 }];
const BODIES: { readonly [K in OpKind]: OpBodies[K] } = {
  'entry.record': { household: HOUSEHOLD, rule: 'RJ-01', date: TODAY, quantity: 1, points: 2 },
  'entry.reverse': { household: HOUSEHOLD, entry: 'AAAA-000001', reason: '记错' },
  'entry.review': { household: HOUSEHOLD, entry: 'AAAA-000001', decision: 'approve' },
  'committee.session': { village: 'XW', date: TODAY, present: ['c1'] },
  'committee.close': { village: 'XW', session: 'AAAA-000005' },
  'household.edit': { household: HOUSEHOLD, set: [{ field: 'phone', value: '1', was: '' }] },
  'household.register': {
    household: HOUSEHOLD,
    village: 'XW',
    grid: 'XW-G1',
    head: '甲',
    phone: '',
    doorPlate: '',
    naturalVillage: '',
    status: 'active',
    tags: [],
    members: [member],
  },
  'household.merge': { household: HOUSEHOLD, into: 'XW-0002', reason: '同一户' },
  'household.split': {
    household: HOUSEHOLD,
    to: 'XW-0003',
    head: '乙',
    phone: '',
    doorPlate: '',
    members: ['m2'],
    points: 0,
    reason: '分家',
  },
  'household.move': {
    household: HOUSEHOLD,
    village: 'XW',
    grid: 'XW-G2',
    naturalVillage: '',
    doorPlate: '',
    reason: '搬家',
  },
  'household.close': { household: HOUSEHOLD, reason: '全家迁走' },
  'card.replace': { household: HOUSEHOLD, n: 2, reason: '遗失' },
  'redemption.record': { household: HOUSEHOLD, lines, points: 5, mode: 'online' },
  'redemption.void': { household: HOUSEHOLD, redemption: 'AAAA-000002', reason: '退货' },
  'reservation.record': { household: HOUSEHOLD, lines, points: 5, handOver: 'store' },
  'reservation.cancel': { household: HOUSEHOLD, reservation: 'AAAA-000004', reason: '不要了' },
  'allowance.return': { lines: [[HOUSEHOLD, 1]] },
  'allowance.writeoff': { device: 'AAAA', reason: '遗失' },
  'stock.move': { store: 'XW', kind: 'received', lines: [{ sku: 'SP-001', quantity: 1 }] },
  'stock.count': { store: 'XW', lines: [{ sku: 'SP-001', counted: 1 }] },
  'case.decide': { case: 'AAAA-000003', decision: 'reject' },
  'month.publish': { village: 'XW', month: '2026-10' },
  'publicity.final': { village: 'XW', month: '2026-10' },
  'quarter.settle': { village: 'XW', quarter: '2026Q3', lines: [] },
  'objection.record': { village: 'XW', month: '2026-10', text: '少了一次', how: 'phone' },
  'objection.answer': { objection: 'AAAA-000005', outcome: 'upheld', answer: '已补上' },
  'year.rank': { village: 'XW', year: 2025 },
  'ranking.exclude': { household: HOUSEHOLD, year: 2025, excluded: true, reason: '外出' },
  'town.arrange': { villages: [], grids: [] },
  'rules.publish': { village: null, version: 1, effectiveFrom: TODAY, rules: [] },
  'goods.publish': { goods: [] },
  'policy.publish': { village: null, policy: {} },
  'notice.publish': { kind: 'news', title: '天', text: '文', villages: ['XW'] },
  'notice.withdraw': { notice: 'AAAA-000005', reason: '写错' },
  'carryover.entry': {
    household: HOUSEHOLD,
    rule: 'RJ-01',
    date: TODAY,
    quantity: 1,
    points: 2,
    status: 'approved',
    recordedBy: 'w1',
  },
  'carryover.redemption': { household: HOUSEHOLD, date: TODAY, lines, points: 5, recordedBy: 'w1' },
  'op.adopt': { was: 'AAAA-000001', op: { kind: 'entry.record', body: {}, by: 'w1', at: 1, schema: 1 } },
};

describe('who may record what', () => {
  it('the table covers every role, device and op kind', () => {
    expect([...ROLES]).toEqual([...ROLE_ORDER]);
    expect(Object.keys(LETTER).sort()).toEqual([...DEVICE_KINDS].sort());
    expect(Object.keys(EXPECTED).sort()).toEqual([...OP_KINDS].sort());
  });

  for (const kind of OP_KINDS) {
    ROLE_ORDER.forEach((role, column) => {
      for (const device of DEVICE_KINDS) {
        const allowed = EXPECTED[kind][column]?.includes(LETTER[device]) ?? false;
        it(`${role} on a ${device}: ${kind} ${allowed ? 'may' : 'may not'}`, () => {
          expect(mayRecord(role, device, kind)).toBe(allowed);
          const op = { seq: 1, kind, body: BODIES[kind], by: 'p1', at: context(undefined).at, schema: 1 } as Op;
          if (!isHouseholdOp(op)) return;
          const registering = kind === 'household.register';
          const file = freshFile({
            entries: [
              entry({ id: 'AAAA-000001', by: 'w9', status: 'submitted' }),
              entry({ id: 'AAAA-000009', points: 50 }),
            ],
            redemptions: [{ id: 'AAAA-000002', lines, points: 5, mode: 'online', by: 'w9', at: 0, date: TODAY }],
            reservations: [
              {
                id: 'AAAA-000004',
                lines,
                points: 5,
                handOver: 'store',
                by: 'w9',
                at: 0,
                date: TODAY,
                device: 'AAAA',
                until: TODAY,
              },
            ],
          });
          const actor = { id: 'p1', role, village: role === 'town_admin' ? null : 'XW', grids: [] };
          const verdict = decide(
            registering ? undefined : file,
            op as HouseholdOp,
            context(file, {
              actor,
              device: { id: 'K7Q2', kind: device },
              ruleVersions: rulesFrom(rule({ review: 'village' })),
              ...(kind === 'household.merge' ? { other: freshFile({ code: 'XW-0002' }) } : {}),
            }),
          );
          if (allowed) expect(verdict.outcome).toBe('applied');
          else expect(verdict).toEqual({ outcome: 'refused', code: 'not_allowed', params: { kind } });
        });
      }
    });
  }
});

describe('the family PIN', () => {
  const pin = { field: 'pin', value: `200000:${'A'.repeat(22)}:${'b'.repeat(43)}`, was: null } as const;
  const phone = { field: 'phone', value: '1', was: '' } as const;
  const edit = (...set: OpBodies['household.edit']['set']) => ({
    kind: 'household.edit' as const,
    body: { household: HOUSEHOLD, set },
  });

  it.each(ROLE_ORDER.map((role, i) => [role, ['tcok', 'c', 'tcok', '', 'tcok'][i] ?? ''] as const))(
    'is set by %s on: %s',
    (role, letters) => {
      for (const device of DEVICE_KINDS) {
        const may = letters.includes(LETTER[device]);
        expect(mayRecordOp(role, device, edit(pin)), device).toBe(may);
        expect(maySetPin(role, device), device).toBe(may);
      }
    },
  );

  it('is all that a clerk may set, and a clerk does not take it off', () => {
    expect(mayRecordOp('store_clerk', 'counter', edit(pin, phone))).toBe(false);
    expect(mayRecordOp('store_clerk', 'counter', edit(phone))).toBe(false);
    expect(mayRecordOp('store_clerk', 'counter', edit({ ...pin, was: pin.value, value: null }))).toBe(false);
    expect(mayRecordOp('grid_worker', 'tablet', edit({ ...pin, was: pin.value, value: null }))).toBe(true);
    expect(mayRecordOp('store_clerk', 'counter', { kind: 'card.replace', body: BODIES['card.replace'] })).toBe(false);
  });
});

describe('scope', () => {
  const place = { village: 'XW', grid: 'XW-G1' };
  it.each([
    ['the town', null, [], true],
    ['the village', 'XW', [], true],
    ['the own grid', 'XW', ['XW-G2', 'XW-G1'], true],
    ['another grid', 'XW', ['XW-G2'], false],
    ['another village', 'DL', [], false],
    ['another village whose grid has the same name', 'DL', ['XW-G1'], false],
  ])('%s: %s', (_, village, grids, expected) => {
    expect(inScope({ village, grids }, place)).toBe(expected);
    const actor = { id: 'w1', role: 'grid_worker' as const, village, grids };
    const op = {
      seq: 1,
      kind: 'entry.record' as const,
      body: BODIES['entry.record'],
      by: 'w1',
      at: context(undefined).at,
      schema: 1,
    };
    const file = freshFile();
    expect(decide(file, op, context(file, { actor })).code).toBe(expected ? 'ok' : 'no_right');
  });

  it('a household is registered only inside the own scope, and once', () => {
    const op = {
      seq: 1,
      kind: 'household.register' as const,
      body: BODIES['household.register'],
      by: 'o1',
      at: 0,
      schema: 1,
    };
    const office = (village: string) => ({
      actor: { id: 'o1', role: 'village_office' as const, village, grids: [] },
      device: { id: '0FFC', kind: 'office' as const },
    });
    expect(decide(undefined, op, context(undefined, office('XW'))).outcome).toBe('applied');
    expect(decide(undefined, op, context(undefined, office('DL')))).toMatchObject({
      outcome: 'refused',
      code: 'not_allowed',
    });
    const [registered] = effects(undefined, op, APPLIED, context(undefined));
    const file = newFile(registered as HouseholdRegistered);
    expect(decide(file, op, context(file, office('XW')))).toMatchObject({
      outcome: 'refused',
      code: 'already_registered',
    });
  });

  it('[SY-6] an op for a household that is not there yet is held, not refused', () => {
    const op = { seq: 1, kind: 'entry.record' as const, body: BODIES['entry.record'], by: 'w1', at: 0, schema: 1 };
    expect(decide(undefined, op, context(undefined))).toEqual({
      outcome: 'held',
      code: 'unknown_household',
      params: { household: HOUSEHOLD },
    });
  });
});

describe('who may review', () => {
  it.each([
    ['grid_worker', false, false, false],
    ['store_clerk', false, false, false],
    ['village_office', true, true, false],
    ['committee', true, true, true],
    ['town_admin', true, true, true],
  ] as const)('%s', (role, auto, village, committee) => {
    expect([mayReview(role, 'auto'), mayReview(role, 'village'), mayReview(role, 'committee')]).toEqual([
      auto,
      village,
      committee,
    ]);
  });
});
