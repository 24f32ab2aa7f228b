/** A small village for the engine's tests: two grids, a few rules, people with PINs. */
import type { HouseholdFile } from '../../../../src/domain/household.ts';
import { DEFAULT_POLICY } from '../../../../src/domain/policy.ts';
import type { Rule } from '../../../../src/domain/rule.ts';
import type { Catalogue, DeviceUser } from '../../../../src/protocol/catalogue.ts';

export const ANNE: DeviceUser = {
  id: 'u-anne',
  name: '陈网格',
  role: 'grid_worker',
  village: '下湾村',
  grids: [],
  grid: 'XW-G1',
};
export const BO: DeviceUser = { ...ANNE, id: 'u-bo', name: '李网格', grid: 'XW-G2' };
export const PINS: Readonly<Record<string, string>> = { 'u-anne': '135790', 'u-bo': '246800' };
/** 2026-11-23 10:00 in Shanghai, a Monday. */
export const MONDAY_MS = Date.parse('2026-11-23T02:00:00Z');
export const MONDAY = '2026-11-23';

function rule(code: string, shape: Rule['shape'], extra: Partial<Rule> = {}): Rule {
  return {
    code,
    category: '人居环境整治',
    title: code,
    description: '',
    kind: 'plus',
    shape,
    unit: '次',
    evidence: 'none',
    review: 'village',
    enabled: true,
    note: '',
    ...extra,
  };
}

export const RULES: readonly Rule[] = [
  rule(
    'RJ-01',
    { type: 'range', min: 1, max: 3 },
    { cap: { times: 1, period: 'week', scope: 'household' }, review: 'auto' },
  ),
  rule('GY-01', { type: 'per_unit', per: 2 }, { review: 'auto' }),
  rule('XY-01', { type: 'fixed', points: 5 }),
];

/** Catalogue of the village; `version` tells two of them apart. */
export function catalogue(users: readonly DeviceUser[], version = 1): Catalogue {
  return {
    version,
    town: { code: 'CC', name: '苍城镇', zoneOffsetMinutes: 480, cardKey: '' },
    villages: [{ code: '下湾村', name: '下湾村' }],
    grids: ['XW-G1', 'XW-G2'].map((code) => ({ code, village: '下湾村', name: code, naturalVillages: [] })),
    rules: [{ village: null, version: 1, effectiveFrom: '2026-01-01', rules: RULES }],
    goods: [],
    policies: { 下湾村: DEFAULT_POLICY },
    months: {},
    people: Object.fromEntries(users.map((u) => [u.id, u.name])),
    users,
  };
}

const HEADS = ['张三丽', '单雄信', '欧阳小明', '关明', '李建国', '谢伟坤'];

/** A household with `points` approved points. Odd numbers live in grid 1, even ones in grid 2. */
export function household(n: number, points = 20): HouseholdFile {
  const code = `XW-${String(n).padStart(4, '0')}`;
  const head = HEADS[n % HEADS.length] ?? '';
  return {
    code,
    village: '下湾村',
    grid: n % 2 === 1 ? 'XW-G1' : 'XW-G2',
    registered: { ref: `0000-${String(n).padStart(6, '0')}`, by: 'office', at: 1 },
    base: {
      head,
      phone: `1380000${String(8000 + n)}`,
      doorPlate: `东兴里${n}号`,
      naturalVillage: '东兴里',
      status: 'active',
      tags: [],
      members: { m1: { name: head, relation: '户主', tags: [] } },
    },
    edits: [],
    card: 1,
    entries:
      points === 0
        ? []
        : [
            {
              id: `0000-${String(100_000 + n)}`,
              rule: 'XY-01',
              date: '2026-10-01',
              points,
              quantity: 1,
              by: 'office',
              at: 1,
              status: 'approved',
            },
          ],
    redemptions: [],
    allowances: {},
  };
}
