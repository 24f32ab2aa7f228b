import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OP_KINDS, type OpBodies, type OpKind } from '../../../src/domain/op.ts';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';
import { whyMalformed } from '../../../src/protocol/malformed.ts';
import { policyFieldsSchema } from '../../../src/protocol/opBodies/policy.ts';
import { knownOp, OP_BODY_SCHEMAS, parseOp } from '../../../src/protocol/opSchemas.ts';

const HOUSEHOLD = 'XW-0001';
const REF = 'K7Q2-000123';
const MEMBER = { name: '李𬭎珈', relation: '配偶', birthYear: 1980, gender: '女' as const, tags: ['党员'] };
const LINE = { sku: 'SP-001', quantity: 2, price: 6 };
const RULE = {
  code: 'RJ-01',
  category: '人居环境整治',
  title: '整洁',
  description: '',
  kind: 'plus' as const,
  shape: { type: 'fixed' as const, points: 2 },
  unit: '次',
  cap: { times: 1, points: 5, period: 'week' as const, scope: 'household' as const },
  evidence: 'photo' as const,
  review: 'auto' as const,
  enabled: true,
  note: '',
};

/** One valid body per kind, with every optional field. */
const pinHash = (rounds: number | string, salt = 22, hash = 43) => `${rounds}:${'A'.repeat(salt)}:${'-'.repeat(hash)}`;

const VALID: { readonly [K in OpKind]: OpBodies[K] } = {
  'entry.record': {
    household: HOUSEHOLD,
    rule: 'RJ-01',
    date: '2026-11-23',
    quantity: 1,
    points: 2,
    level: '村',
    member: 'm1',
    note: '整洁',
    photos: ['p1'],
    card: 1,
  },
  'entry.reverse': { household: HOUSEHOLD, entry: REF, reason: '记错', undo: true },
  'entry.review': { household: HOUSEHOLD, entry: REF, decision: 'reject', reason: '不实' },
  'committee.session': { village: 'XW', date: '2026-11-23', present: ['o1', '谢关明'], chair: 'o1', note: '季度会' },
  'committee.close': { village: 'XW', session: REF, note: '散会' },
  'household.edit': { household: HOUSEHOLD, set: [{ field: 'phone', value: '138', was: '' }] },
  'household.register': {
    household: HOUSEHOLD,
    village: 'XW',
    grid: 'XW-G1',
    head: '甲',
    phone: '',
    doorPlate: '1号',
    naturalVillage: '塘边',
    status: 'active',
    tags: ['低保'],
    members: [MEMBER],
  },
  'household.merge': { household: HOUSEHOLD, into: 'XW-0002', reason: '同一户' },
  'household.split': {
    household: HOUSEHOLD,
    to: 'XW-0003',
    head: '乙',
    phone: '138',
    doorPlate: '2号',
    members: ['m2', 'K7Q2-000001-1'],
    points: 5,
    reason: '分家',
  },
  'household.move': {
    household: HOUSEHOLD,
    village: 'XW',
    grid: 'XW-G2',
    naturalVillage: '塘边',
    doorPlate: '2号',
    reason: '搬家',
  },
  'household.close': { household: HOUSEHOLD, reason: '全家迁走' },
  'card.replace': { household: HOUSEHOLD, n: 2, reason: '遗失' },
  'redemption.record': {
    household: HOUSEHOLD,
    lines: [LINE],
    points: 12,
    mode: 'online',
    card: 1,
    reservation: REF,
    instead: REF,
  },
  'redemption.void': { household: HOUSEHOLD, redemption: REF, reason: '退货' },
  'reservation.record': { household: HOUSEHOLD, lines: [LINE], points: 12, handOver: 'door', card: 1 },
  'reservation.cancel': { household: HOUSEHOLD, reservation: REF, reason: '不要了' },
  'allowance.return': { lines: [[HOUSEHOLD, 5]] },
  'stock.move': {
    store: 'XW',
    kind: 'handed_out',
    lines: [{ sku: 'SP-001', quantity: 2 }],
    with: 'K7Q2',
    note: '送货',
  },
  'stock.count': { store: 'XW', lines: [{ sku: 'SP-001', counted: 0 }], with: 'K7Q2', note: '月底' },
  'allowance.writeoff': { device: 'K7Q2', lines: [[HOUSEHOLD, 5]], reason: '平板遗失' },
  'case.decide': { case: REF, decision: 'swap', replace: REF, choice: 'XW-0002', reason: '先到先得' },
  'month.publish': { village: 'XW', month: '2026-10' },
  'publicity.final': { village: 'XW', month: '2026-10' },
  'quarter.settle': { village: 'XW', quarter: '2026Q3', lines: [['XW-0001', 35]] },
  'objection.record': {
    ...{ village: 'XW', month: '2026-10', text: '少了一次', how: 'paper', on: '2026-11-05' },
    ...{ name: '张三', phone: '13800001234', about: { household: HOUSEHOLD, entry: REF } },
  },
  'objection.answer': { objection: REF, outcome: 'partly', answer: '已补上', effects: [REF] },
  'year.rank': { village: 'XW', year: 2025 },
  'ranking.exclude': { household: HOUSEHOLD, year: 2025, excluded: true, reason: '外出' },
  'town.arrange': {
    villages: [{ code: 'XW', name: '下湾村' }],
    grids: [{ code: 'XW-G1', village: 'XW', name: '一网格', naturalVillages: ['塘边'] }],
  },
  'rules.publish': { village: 'XW', version: 1, effectiveFrom: '2026-10-01', rules: [RULE] },
  'goods.publish': {
    goods: [
      {
        sku: 'SP-001',
        barcode: '6900000000014',
        name: '洗衣液',
        spec: '2kg',
        category: '日用',
        price: 20,
        active: true,
        unitCost: 1_850,
        lowStock: 6,
        limit: { quantity: 2, period: 'quarter' },
        photo: 'a'.repeat(64),
      },
    ],
    from: '2026-12-01',
  },
  'policy.publish': {
    village: 'XW',
    policy: { ...DEFAULT_POLICY, villageItemMaxPoints: 2, villagePlusItemsMax: 5, villageMinusItemsMax: 5 },
    follow: ['maskNames'],
  },
  'notice.publish': {
    notice: REF,
    kind: 'affairs',
    title: '兑换安排',
    text: '第一段\n第二段',
    photos: ['b'.repeat(64)],
    villages: ['XW'],
    grids: ['XW-G1'],
    from: 1_795_000_000_000,
    until: 1_796_000_000_000,
  },
  'notice.withdraw': { notice: REF, reason: '写错了' },
  'carryover.entry': {
    household: HOUSEHOLD,
    rule: 'RJ-01',
    date: '2022-05-01',
    quantity: 1,
    points: -2,
    status: 'approved',
    recordedBy: 'w1',
    level: '村',
    member: 'm1',
    note: '',
  },
  'carryover.redemption': { household: HOUSEHOLD, date: '2022-06-18', lines: [LINE], points: 12, recordedBy: 'c1' },
  'op.adopt': { was: REF, op: { kind: 'entry.cheer', body: null, by: 'w1', at: 1, schema: 1 } },
};

type Path = readonly (string | number)[];
const parse = (kind: string, body: unknown, schema = 1) => parseOp({ seq: 1, kind, body, by: 'w1', at: 1, schema });

/** A copy with the value at a path replaced, or the field left out. */
function changed(value: unknown, path: Path, to: unknown): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return to;
  if (Array.isArray(value)) return value.map((v, i) => (i === head ? changed(v, rest, to) : v));
  const copy: Record<string, unknown> = { ...(value as Record<string, unknown>) };
  if (rest.length === 0 && to === undefined) delete copy[head];
  else copy[head] = changed(copy[head], rest, to);
  return copy;
}

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([k, v]) => pathsOf(v, [...path, Array.isArray(value) ? Number(k) : k]));
  return path.length === 0 ? inner : [path, ...inner];
}

function typeOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
}
const OTHER_TYPES: readonly unknown[] = ['文字', 1.5, true, null, {}, ['x', 1]];
/** Fields that take several types. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  'rules.publish:village': ['null'],
  'policy.publish:village': ['null'],
  'year.rank:village': ['null'],
  'policy.publish:policy': ['object'],
  'town.arrange:villages': ['array'],
  // An adopted op is kept as it was written, whatever that is.
  'op.adopt:op.body': ['string', 'number', 'boolean', 'null', 'object', 'array'],
};
const OPTIONAL: ReadonlySet<string> = new Set([
  'entry.record:level',
  'entry.record:member',
  'entry.record:note',
  'entry.record:photos',
  'entry.record:card',
  'entry.reverse:undo',
  'committee.session:chair',
  'committee.session:note',
  'committee.close:note',
  'allowance.writeoff:lines',
  'objection.record:on',
  'objection.record:name',
  'objection.record:phone',
  'objection.record:about',
  'objection.record:about.entry',
  'objection.answer:effects',
  'household.register:members.0.birthYear',
  'household.register:members.0.gender',
  'redemption.record:card',
  'redemption.record:reservation',
  'reservation.record:card',
  'redemption.record:instead',
  'stock.move:note',
  'stock.count:with',
  'stock.count:note',
  'case.decide:replace',
  'case.decide:choice',
  'case.decide:reason',
  'rules.publish:rules.0.cap',
  'rules.publish:rules.0.cap.times',
  'rules.publish:rules.0.cap.points',
  'goods.publish:from',
  'goods.publish:goods.0.unitCost',
  'goods.publish:goods.0.lowStock',
  'goods.publish:goods.0.limit',
  'goods.publish:goods.0.photo',
  'notice.publish:notice',
  'notice.publish:photos',
  'notice.publish:grids',
  'notice.publish:from',
  'notice.publish:until',
  'carryover.entry:level',
  'carryover.entry:member',
  'carryover.entry:note',
  ...Object.keys(VALID['policy.publish'].policy).map((k) => `policy.publish:policy.${k}`),
  'policy.publish:follow',
]);

describe('[CF-21] every op kind', () => {
  for (const kind of OP_KINDS) {
    it(`${kind}: a valid body is taken as it is, across the wire`, () => {
      const body = JSON.parse(JSON.stringify(VALID[kind]));
      expect(parse(kind, body)).toEqual({
        ok: true,
        op: { seq: 1, kind, body: VALID[kind], by: 'w1', at: 1, schema: 1 },
      });
    });

    it(`${kind}: a wrong type in each field is malformed, naming the field`, () => {
      for (const path of pathsOf(VALID[kind])) {
        const name = path.join('.');
        const original = path.reduce<unknown>((v, k) => (v as Record<string | number, unknown>)[k], VALID[kind]);
        for (const wrong of OTHER_TYPES) {
          if (typeOf(wrong) === typeOf(original) && typeof wrong !== 'number') continue;
          if (ALSO[`${kind}:${name}`]?.includes(typeOf(wrong))) continue;
          const result = parse(kind, changed(VALID[kind], path, wrong));
          expect(result, `${name} = ${JSON.stringify(wrong)}`).toMatchObject({ ok: false, unknown: false });
          if (!result.ok && !result.unknown) {
            expect(result.field.startsWith(name), `${name}: field ${result.field}`).toBe(true);
            expect(result.reason).not.toBe('');
          }
        }
      }
    });

    it(`${kind}: a missing field is malformed unless it may be absent`, () => {
      for (const path of pathsOf(VALID[kind])) {
        if (typeof path.at(-1) === 'number') continue;
        const name = path.join('.');
        const result = parse(kind, changed(VALID[kind], path, undefined));
        if (OPTIONAL.has(`${kind}:${name}`)) expect(result.ok, name).toBe(true);
        else expect(result, name).toMatchObject({ ok: false, unknown: false, field: name });
      }
    });

    it(`${kind}: an unknown field at any depth is malformed, so that nothing is lost silently`, () => {
      const places = [[], ...pathsOf(VALID[kind])].filter((path) => {
        const at = path.reduce<unknown>((v, k) => (v as Record<string | number, unknown>)[k], VALID[kind]);
        return typeOf(at) === 'object';
      });
      for (const path of places) {
        const field = [...path, 'extra'].join('.');
        expect(parse(kind, changed(VALID[kind], [...path, 'extra'], 1)), field).toEqual({
          ok: false,
          unknown: false,
          field,
          reason: 'unknown field',
        });
      }
      expect(
        parse(kind, JSON.parse(JSON.stringify(VALID[kind]).replace(/\}$/, ',"__proto__":{"a":1}}'))),
      ).toMatchObject({ ok: false, field: '__proto__' });
    });

    it(`${kind}: a body that is no object is malformed`, () => {
      for (const body of [null, 3, 'x', true, []])
        expect(parse(kind, body)).toEqual({ ok: false, unknown: false, field: 'body', reason: 'expected object' });
    });
  }

  it('every kind has a published schema', () =>
    expect(Object.keys(OP_BODY_SCHEMAS).sort()).toEqual([...OP_KINDS].sort()));

  it('any JSON as a body gives an op or a named field, never an exception', () => {
    fc.assert(
      fc.property(fc.constantFrom(...OP_KINDS), fc.jsonValue(), fc.nat(20), (kind, value, pick) => {
        const paths = pathsOf(VALID[kind]);
        for (const body of [value, changed(VALID[kind], paths[pick % paths.length] ?? [], value)]) {
          const result = parse(kind, body);
          if (!result.ok)
            expect(result).toMatchObject({
              unknown: false,
              field: expect.stringMatching(/./),
              reason: expect.stringMatching(/./),
            });
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('[CF-21] limits', () => {
  const long = (n: number) => '长'.repeat(n);
  const many = <T>(n: number, item: T): T[] => Array.from({ length: n }, () => item);
  it.each<[OpKind, string, unknown, string]>([
    ['entry.record', 'household', 'xw-0001', 'does not fit'],
    ['entry.record', 'household', 'X', 'does not fit'],
    ['entry.record', 'household', `X${'0'.repeat(20)}`, 'does not fit'],
    ['entry.record', 'rule', '', 'less than 1'],
    ['entry.record', 'rule', long(21), 'more than 20'],
    ['entry.record', 'date', '2026-02-30', 'not a day'],
    ['entry.record', 'quantity', 0, 'less than 1'],
    ['entry.record', 'quantity', 10_001, 'more than 10000'],
    ['entry.record', 'points', 10_001, 'more than 10000'],
    ['entry.record', 'points', -10_001, 'less than -10000'],
    ['entry.record', 'points', 1.5, 'expected int'],
    ['entry.record', 'level', long(21), 'more than 20'],
    ['entry.record', 'member', '', 'less than 1'],
    ['entry.record', 'note', long(301), 'more than 300'],
    ['entry.record', 'note', 'a\0b', 'a character that cannot be stored'],
    ['entry.record', 'note', '\ud860', 'a character that cannot be stored'],
    ['entry.record', 'photos', many(10, 'p'), 'more than 9'],
    ['entry.record', 'card', 0, 'less than 1'],
    ['entry.record', 'card', 1000, 'more than 999'],
    ['entry.reverse', 'entry', 'K7Q2-123', 'does not fit'],
    ['entry.reverse', 'reason', '', 'less than 1'],
    ['entry.review', 'decision', 'maybe', 'expected one of approve, reject'],
    ['entry.review', 'reason', long(201), 'more than 200'],
    ['entry.review', 'reason', undefined, 'a rejection needs a reason'],
    ['household.edit', 'set', [], 'less than 1'],
    ['household.edit', 'set', many(2, { field: 'phone', value: '1', was: '' }), 'a field twice'],
    ['household.edit', 'set.0.value', ['a'], 'does not fit the field'],
    ['household.edit', 'set.0.was', null, 'does not fit the field'],
    ['household.edit', 'set.0.value', long(81), 'more than 80'],
    ['household.register', 'head', '', 'less than 1'],
    ['household.register', 'members', many(61, MEMBER), 'more than 60'],
    ['household.register', 'members.0.birthYear', 1899, 'less than 1900'],
    ['household.register', 'members.0.gender', 'x', 'expected one of 男, 女'],
    ['household.register', 'tags', many(21, 'a'), 'more than 20'],
    ['card.replace', 'n', 1, 'less than 2'],
    ['redemption.record', 'points', 11, 'not the sum of the lines'],
    ['redemption.record', 'points', 0, 'less than 1'],
    ['redemption.record', 'lines', [], 'less than 1'],
    ['redemption.record', 'lines', many(101, LINE), 'more than 100'],
    ['redemption.record', 'lines.0.quantity', 0, 'less than 1'],
    ['redemption.record', 'lines.0.price', -1, 'less than 0'],
    ['redemption.record', 'mode', 'carryover', 'expected one of allowance, online'],
    ['redemption.record', 'lines.0.hand', 3, 'more than the line'],
    ['stock.move', 'with', undefined, 'does not fit the kind'],
    ['stock.move', 'with', 'wrong', 'does not fit'],
    ['stock.move', 'lines', [], 'less than 1'],
    ['stock.move', 'lines', many(2, { sku: 'SP-001', quantity: 1 }), 'a sku twice'],
    ['stock.move', 'lines.0.quantity', 0, 'less than 1'],
    ['stock.count', 'lines', many(2, { sku: 'SP-001', counted: 1 }), 'a sku twice'],
    ['stock.count', 'lines.0.counted', -1, 'less than 0'],
    ['allowance.return', 'lines', [], 'less than 1'],
    ['allowance.return', 'lines.0.1', -1, 'less than 0'],
    ['case.decide', 'case', '', 'does not fit'],
    ['month.publish', 'month', '2026-13', 'does not fit'],
    ['publicity.final', 'month', '2026-13', 'does not fit'],
    ['quarter.settle', 'quarter', '2026Q5', 'not a quarter'],
    [
      'quarter.settle',
      'lines',
      [
        ['XW-0001', 1],
        ['XW-0001', 2],
      ],
      'a household twice',
    ],
    ['objection.record', 'text', '', 'less than 1'],
    ['objection.record', 'on', '2026-02-30', 'not a day'],
    ['objection.answer', 'effects', [], 'less than 1'],
    ['year.rank', 'year', 1999, 'less than 2000'],
    ['ranking.exclude', 'reason', '', 'less than 1'],
    ['rules.publish', 'version', 0, 'less than 1'],
    ['rules.publish', 'rules.0.shape', { type: 'range', min: 5, max: 1 }, 'below the minimum'],
    ['rules.publish', 'rules.0.shape', { type: 'stepped', steps: [] }, 'less than 1'],
    ['rules.publish', 'rules.0.cap.times', 0, 'less than 1'],
    ['goods.publish', 'goods', [], 'less than 1'],
    ['goods.publish', 'goods.0.price', -1, 'less than 0'],
    ['goods.publish', 'goods.0.limit.quantity', 0, 'less than 1'],
    ['goods.publish', 'goods.0.photo', '../../etc', 'does not fit'],
    ['policy.publish', 'policy.counterSharePercent', 101, 'more than 100'],
    ['policy.publish', 'follow', ['colour'], `expected one of ${Object.keys(policyFieldsSchema.shape).join(', ')}`],
    ['notice.publish', 'kind', 'gossip', 'expected one of party, news, affairs'],
    ['notice.publish', 'title', '', 'less than 1'],
    ['notice.publish', 'text', long(5_001), 'more than 5000'],
    ['notice.publish', 'photos', [], 'less than 1'],
    ['notice.publish', 'photos.0', '../../etc', 'does not fit'],
    ['notice.publish', 'grids', ['XW-G1', ''], 'less than 1'],
    ['notice.publish', 'until', 1_795_000_000_000, 'not after it begins'],
    ['notice.withdraw', 'reason', '', 'less than 1'],
    ['carryover.redemption', 'points', 13, 'not the sum of the lines'],
  ])('%s %s (case %#)', (kind, field, value, reason) => {
    const path = field.split('.').map((k) => (/^\d+$/.test(k) ? Number(k) : k));
    const result = parse(kind, changed(VALID[kind], path, value));
    expect(result).toMatchObject({ ok: false, unknown: false, reason });
    expect((result as { field: string }).field.startsWith(field)).toBe(true);
  });

  it.each<[string, unknown, boolean]>([
    ['head', '', false],
    ['head', '  ', false],
    ['status', 'gone', false],
    ['status', 'away', true],
    ['tags', ['低保'], true],
    ['tags', '低保', false],
    ['doorPlate', '', true],
    ['phone', null, false],
    ['members.m1', MEMBER, true],
    ['members.K7Q2-000123', null, true],
    ['members.K7Q2-000123-2', MEMBER, true],
    ['members.m1', '李', false],
    ['members.m1', ['李'], false],
    ['members.__proto__', null, false],
    ['members.', null, false],
    ['village', 'DL', false],
    ['pin', null, true],
    ['pin', pinHash(100_000), true],
    ['pin', pinHash(1_000_000), true],
    ['pin', pinHash(99_999), false],
    ['pin', pinHash('099999'), false],
    ['pin', pinHash(1_000_001), false],
    ['pin', pinHash(200_000, 21), false],
    ['pin', pinHash(200_000, 22, 44), false],
    ['pin', pinHash('2e5'), false],
    ['pin', `${pinHash(200_000)} `, false],
    ['pin', '1234', false],
    ['pin', '', false],
    ['pin', ['1234'], false],
    ['pin', MEMBER, false],
  ])('a profile field %s takes %j: %s', (field, value, ok) => {
    const was =
      field.startsWith('members') || field === 'pin'
        ? null
        : field === 'tags'
          ? []
          : field === 'status'
            ? 'active'
            : 'x';
    expect(parse('household.edit', { household: HOUSEHOLD, set: [{ field, value, was }] }).ok).toBe(ok);
  });
});

describe('[CF-20] the newer app', () => {
  it('an unknown kind or a higher schema is held as it is, whatever its body', () => {
    for (const body of [null, {}, VALID['entry.record']]) {
      expect(parse('visit.plan', body)).toEqual({ ok: false, unknown: true });
      expect(parse('entry.record', body, 2)).toEqual({ ok: false, unknown: true });
    }
    expect(parse('constructor', {})).toEqual({ ok: false, unknown: true });
    expect([knownOp('entry.record', 1), knownOp('entry.record', 2), knownOp('toString', 1)]).toEqual([
      true,
      false,
      false,
    ]);
  });
  it('a schema below the first is malformed: no server will ever know it', () => {
    expect(parse('entry.record', VALID['entry.record'], 0)).toEqual({
      ok: false,
      unknown: false,
      field: 'schema',
      reason: 'below 1',
    });
  });
});

it('a schema that gives no issue still names the body', () =>
  expect(whyMalformed([])).toEqual({ field: 'body', reason: 'does not fit' }));
