/** A draft of rules tried on the seed's history: every figure against a second calculation, deed by deed, with the domain's own functions. */
import { gunzipSync } from 'node:zlib';
import { read, utils } from '@e965/xlsx';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { periodKey } from '../../src/domain/calendar.ts';
import { must } from '../../src/domain/must.ts';
import { pointsFor, type Rule } from '../../src/domain/rule.ts';
import { importRules } from '../../src/domain/ruleImport.ts';
import { parseRuleRow } from '../../src/domain/ruleText.ts';
import type {
  PoliciesResponse,
  RulesBook,
  RuleTrial,
  RuleTrialRequest,
  RuleVersionResponse,
} from '../../src/protocol/officeRules.ts';
import { readSeedTables, type SeedTables } from '../../src/server/demo/seedTables.ts';
import { ask } from './support/officeScreen.tsx';
import { asConsole, makeTown, officeBrowser, PEOPLE, TOWN } from './support/smallTown.ts';
import { openStage, type Stage } from './support/stage.ts';
import type { TestDevice } from './support/testDevice.ts';

const VILLAGES = { XW: '下湾村', DL: '大罗村' } as const;
type Code = keyof typeof VILLAGES;
const FROM = '2022-10-01';
const TO = '2022-12-31';

let stage: Stage;
let seed: SeedTables;
let town: TestDevice;
let office: TestDevice;
let framework: readonly Rule[];
let second: readonly Rule[];
const overlays = new Map<string, readonly Rule[]>();

beforeAll(async () => {
  stage = await openStage();
  seed = await readSeedTables();
  await makeTown(stage.db, 0);
  framework = seed.rules.map(parseRuleRow);
  for (const code of Object.keys(VILLAGES)) overlays.set(code, (seed.overlays[code] ?? []).map(parseRuleRow));
  const publish = (village: string | null, version: number, rules: readonly Rule[]) =>
    ({ kind: 'rules.publish', body: { village, version, effectiveFrom: '2022-04-01', rules } }) as const;
  await asConsole(stage.db, [
    publish(null, 2, framework),
    ...[...overlays].map(([code, rules]) => publish(code, 1, rules)),
  ]);
  // Two items narrowed, one dearer with a wider cap, one off, as rules-v2-changes.csv does; and caps of points and of a year.
  const change: Readonly<Record<string, Partial<Rule>>> = {
    'RJ-01': { shape: { type: 'range', min: 1, max: 2 } },
    'RJ-02': { shape: { type: 'fixed', points: 3 } },
    'RJ-04': { enabled: false },
    'JT-03': { cap: { times: 1, period: 'month', scope: 'household' } },
    'GY-01': { cap: { points: 5, period: 'month', scope: 'member' } },
    'AG-01': { cap: { times: 2, period: 'year', scope: 'member' } },
    'GY-05': { cap: { points: 4, period: 'year', scope: 'household' } },
    'XC-01': { cap: { times: 1, period: 'quarter', scope: 'household' } },
    'RJ-09': { shape: { type: 'fixed', points: 2 } },
    'JT-05': { shape: { type: 'ladder', levels: [{ name: '本科', points: 9 }] } },
    'AG-02': { cap: { times: 1, period: 'once', scope: 'member' } },
    'TS-01': { cap: { times: 1, period: 'week', scope: 'household' } },
  };
  second = framework.map((rule) => ({ ...rule, ...change[rule.code] }));
  await load();
  town = await officeBrowser(stage.app, stage.db, PEOPLE.admin);
  office = await officeBrowser(stage.app, stage.db, PEOPLE.office);
});
afterAll(() => stage.close());

/** Households and entries of the seed, as rows; two of them taken back. */
async function load(): Promise<void> {
  const codeOf = (village: string) =>
    must(
      Object.entries(VILLAGES).find(([, name]) => name === village),
      village,
    )[0];
  const counters = { earned: 0, pending: 0, final: 0, redeemed: 0, allotted: 0, debt: 0, rev: 0, card: 1 };
  const registered = JSON.stringify({ ref: 'C0NS-000001', by: 'console', at: 0 });
  await stage.db
    .insertInto('households')
    .values(
      seed.households.map(({ code, village, grid, head }) => ({
        ...{ town: TOWN, code, village: codeOf(village), grid, registered, edits: '[]', head },
        ...counters,
        base: JSON.stringify({ ...PROFILE, head }),
      })),
    )
    .execute();
  const entries = seed.history.filter(({ kind }) => kind === 'entry');
  const nothing = { level: null, member: null, note: null, photos: null, reviewed_by: null, reviewed_at: null };
  const rows = entries.map((row, i) => ({
    ...{ ...nothing, town: TOWN, household: row.household, id: row.id, rule: row.rule_code, date: row.date },
    ...{ points: row.points, quantity: row.quantity, level: row.level || null, member: row.member || null },
    ...{ by_user: row.recorded_by, at: i, status: STATUS[row.status], reason: null, reverses: null as string | null },
    ...{ late: null, old_card: null },
  }));
  const taken = rows.filter(({ date, status }) => date >= FROM && date <= TO && status === 'approved').slice(0, 2);
  const reversals = taken.map((row, i) => ({
    ...{ ...row, id: `R-${i}`, points: -row.points, reverses: row.id, at: 1_000_000 + i },
  }));
  const all = [...rows, ...reversals];
  for (let i = 0; i < all.length; i += 1_000)
    await stage.db
      .insertInto('entries')
      .values(all.slice(i, i + 1_000))
      .execute();
  for (const row of reversals) gone.add(row.id).add(row.reverses ?? '');
}
const PROFILE = { phone: '', doorPlate: '', naturalVillage: '', status: 'active', tags: [], members: {} };
const STATUS = { approved: 'approved', pending: 'submitted', rejected: 'rejected', done: 'approved' } as const;
const gone = new Set<string>();

interface Figures {
  entries: number;
  before: number;
  after: number;
}
const none = (): Figures => ({ entries: 0, before: 0, after: 0 });

/** Deed by deed in the order of their days: what is chosen from a range is brought inside, then the caps have their say. */
function secondCalculation(rulesOf: (village: Code) => readonly Rule[]) {
  const village = new Map(seed.households.map(({ code, village: name }) => [code, name]));
  const rules = new Map(
    (Object.keys(VILLAGES) as Code[]).map((code) => [VILLAGES[code], new Map(rulesOf(code).map((r) => [r.code, r]))]),
  );
  const used = new Map<string, { times: number; points: number }>();
  const households = new Map<string, Figures>();
  const items = new Map<string, Figures & { capped: number; off: number; outside: number; none: number }>();
  const rows = seed.history.filter(
    ({ kind, status, date, id }) => kind === 'entry' && status !== 'rejected' && date <= TO && !gone.has(id),
  );
  for (const row of [...rows].sort((a, b) => (a.date === b.date ? 0 : a.date < b.date ? -1 : 1))) {
    const inside = row.date >= FROM;
    const found = rules.get(must(village.get(row.household), row.household) as '下湾村')?.get(row.rule_code);
    const rule = found?.enabled ? found : undefined;
    const cap = rule?.cap;
    const who = cap?.scope === 'member' ? row.member : '';
    const key = cap ? [row.household, row.rule_code, who, periodKey(cap.period, row.date)].join() : '';
    const room = used.get(key) ?? { times: 0, points: 0 };
    const value = rule && pointsFor(rule, deedOf(rule, row));
    let worth = inside ? (value?.ok ? Math.abs(value.points) : 0) : Math.abs(row.points);
    const raw = worth;
    if (inside && cap) {
      if (cap.times !== undefined && room.times >= cap.times) worth = 0;
      if (cap.points !== undefined) worth = Math.min(worth, Math.max(0, cap.points - room.points));
    }
    if (cap && (!inside || value?.ok)) used.set(key, { times: room.times + 1, points: room.points + worth });
    if (!inside) continue;
    const after = rule?.kind === 'minus' ? -worth : worth;
    const item = items.get(row.rule_code) ?? { ...none(), capped: 0, off: 0, outside: 0, none: 0 };
    items.set(row.rule_code, item);
    const household = households.get(row.household) ?? none();
    households.set(row.household, household);
    for (const one of [household, item]) {
      one.entries += 1;
      one.before += row.points;
      one.after += after;
    }
    if (!rule) item.off += 1;
    else if (!value?.ok) item.none += 1;
    if (worth < raw) item.capped += 1;
    if (rule?.shape.type === 'range' && !pointsFor(rule, row).ok) item.outside += 1;
  }
  return { households, items };
}

function deedOf(rule: Rule, row: SeedTables['history'][number]) {
  const { shape } = rule;
  const points = shape.type === 'range' ? Math.min(shape.max, Math.max(shape.min, Math.abs(row.points))) : row.points;
  return { quantity: row.quantity, points, ...(row.level === '' ? {} : { level: row.level }) };
}

/** All pages of a trial. */
async function trial(one: TestDevice, asked: { readonly village: string | null; readonly rules: readonly Rule[] }) {
  const households: RuleTrial['households'] = [];
  let totals: RuleTrial['totals'] = null;
  let cursor: string | null = null;
  do {
    const body = { effectiveFrom: '2022-10-01', from: FROM, to: TO, within: null, ...asked, cursor };
    const page: RuleTrial = await ask<RuleTrial>(stage.app, one, '/api/office/rules/try', body);
    households.push(...page.households);
    totals ??= page.totals;
    cursor = page.cursor;
  } while (cursor !== null);
  return { households, totals: must(totals, 'totals') };
}

const merged = (base: readonly Rule[], over: readonly Rule[]) => [
  ...new Map([...base, ...over].map((rule) => [rule.code, rule])).values(),
];

function compare(
  found: Awaited<ReturnType<typeof trial>>,
  expected: ReturnType<typeof secondCalculation>,
  only?: Code,
) {
  const name = only && VILLAGES[only];
  const home = new Map(seed.households.map((one) => [one.code, one]));
  const wanted = [...expected.households].filter(([code]) => !name || home.get(code)?.village === name);
  const figures = ({ entries, before, after }: Figures) => ({ entries, before, after });
  expect(Object.fromEntries(found.households.map((h) => [h.household, figures(h)]))).toEqual(
    Object.fromEntries(wanted),
  );
  const changes = found.households.map(({ before, after }) => Math.abs(after - before));
  expect(changes).toEqual([...changes].sort((a, b) => b - a));
  const sum = (key: keyof Figures) => wanted.reduce((all, [, one]) => all + one[key], 0);
  expect(found.totals).toMatchObject({
    ...{ entries: sum('entries'), before: sum('before'), after: sum('after'), households: wanted.length },
    changed: wanted.filter(([, one]) => one.before !== one.after).length,
  });
  if (!only)
    expect(Object.fromEntries(found.totals.rules.map(({ rule, ...rest }) => [rule, rest]))).toEqual(
      Object.fromEntries(expected.items),
    );
}

describe('a draft on last quarter’s entries', () => {
  test('of the framework: each household, each item, every cap, under each village’s own overlay', async () => {
    const found = await trial(town, { village: null, rules: second });
    const expected = secondCalculation((code) => merged(second, overlays.get(code) ?? []));
    compare(found, expected);
    // It is about something: every kind of difference is there.
    const all = found.totals.rules;
    for (const key of ['off', 'capped', 'outside'] as const)
      expect(
        all.some((one) => one[key] > 0),
        key,
      ).toBe(true);
    expect(found.totals.changed).toBeGreaterThan(50);
  });

  test('that is what held changes nothing but what the caps of that time let through', async () => {
    const found = await trial(town, { village: null, rules: framework });
    compare(
      found,
      secondCalculation((code) => merged(framework, overlays.get(code) ?? [])),
    );
    expect(found.totals.rules.flatMap((one) => (one.outside + one.off + one.none > 0 ? [one.rule] : []))).toEqual([]);
    expect(found.totals.changed).toBe(0);
  });

  test('of a village’s overlay: its own households alone, by its own office', async () => {
    const rules = (overlays.get('XW') ?? []).map((rule) =>
      rule.code === 'TS-01'
        ? { ...rule, cap: { times: 1, period: 'week' as const, scope: 'household' as const } }
        : rule.code === 'GY-07'
          ? { ...rule, shape: { type: 'range' as const, min: 1, max: 2 } }
          : rule,
    );
    const found = await trial(office, { village: 'XW', rules });
    compare(
      found,
      secondCalculation((code) => merged(framework, code === 'XW' ? rules : [])),
      'XW',
    );
    expect(found.totals.changed).toBeGreaterThan(5);
    const own = await trial(office, { village: null, rules: second });
    expect(new Set(own.households.map(({ village }) => village))).toEqual(new Set(['XW']));
  });

  test('asked wrongly is refused: another village, days out of order, too many of them, no place in the list', async () => {
    const status = async (one: TestDevice, change: Partial<RuleTrialRequest>) => {
      const body = { village: null, rules: [], effectiveFrom: FROM, from: FROM, to: TO, within: null, cursor: null };
      const answer = await one.transport({
        method: 'POST',
        path: '/api/office/rules/try',
        headers: { 'content-type': 'application/json', ...one.headers },
        body: Buffer.from(JSON.stringify({ ...body, ...change })),
      });
      return answer.status;
    };
    expect(await status(office, { village: 'DL' })).toBe(403);
    expect(await status(town, { from: TO, to: FROM })).toBe(400);
    expect(await status(town, { from: '2021-01-01' })).toBe(400);
    expect(await status(town, { cursor: 'XW-0001' })).toBe(400);
    expect(await status(town, {})).toBe(200);
  });
});

describe('the book of rules', () => {
  test('a village office reads the framework and its own overlay, the town everybody’s', async () => {
    const places = async (one: TestDevice) =>
      (await ask<RulesBook>(stage.app, one, '/api/office/rules')).places.map(({ village, versions }) => [
        village,
        versions.map(({ version, items, off }) => [version, items, off]),
      ]);
    const mine = [
      [
        null,
        [
          [1, 10, 1],
          [2, 56, 3],
        ],
      ],
      ['XW', [[1, 13, 0]]],
    ];
    expect(await places(office)).toEqual(mine);
    expect(await places(town)).toEqual([mine[0], ['DL', [[1, 13, 1]]], mine[1]]);
    const version = await ask<RuleVersionResponse>(stage.app, office, '/api/office/rules/version', {
      ...{ village: 'XW', version: 1 },
    });
    expect(version.rules).toEqual(overlays.get('XW'));
    expect(version.framework).toEqual(framework);
  });

  test('a version as an Excel file: the table that the import reads, numbers as numbers, the day as a day', async () => {
    const sheets = async (village: string | null, version: number) => {
      const answer = await town.transport({
        method: 'POST',
        path: '/api/office/rules/version.xlsx',
        headers: { 'content-type': 'application/json', ...town.headers },
        body: Buffer.from(JSON.stringify({ village, version, language: 'zh' })),
      });
      expect(answer.status).toBe(200);
      const bytes = answer.headers['content-encoding'] === 'gzip' ? gunzipSync(answer.body) : answer.body;
      return read(bytes, { type: 'buffer' }).Sheets;
    };
    const { 规则: table, 说明: about } = await sheets('XW', 1);
    const cells = utils.sheet_to_json<Record<string, unknown>>(must(table, 'rules'), { defval: '' });
    const rows = cells.map((row, i) => ({
      line: i + 2,
      cells: Object.fromEntries(Object.entries(row).map(([column, value]) => [column, String(value)])),
    }));
    const back = importRules(Object.keys(cells[0] ?? {}), rows, [], { code: 'XW', name: '下湾村' });
    expect(back).toEqual({ rules: overlays.get('XW'), problems: [] });
    expect(cells.find(({ code }) => code === 'TS-01')?.cap_times).toBe(4);
    expect(about?.B3).toMatchObject({ t: 'n', v: 44_652, w: '2022-04-01' });
    expect(about?.B4).toMatchObject({ t: 'n', v: 13 });
    const whole = await sheets(null, 2);
    expect(utils.sheet_to_json(must(whole.规则, 'rules'))).toHaveLength(56);
  });

  test('policies: what each place has set by itself', async () => {
    await asConsole(stage.db, [{ kind: 'policy.publish', body: { village: 'XW', policy: { carryMaxPoints: 5 } } }]);
    const { places } = await ask<PoliciesResponse>(stage.app, office, '/api/office/policies');
    expect(places).toEqual([
      { village: null, name: '苍城镇', own: {} },
      { village: 'XW', name: '下湾村', own: { carryMaxPoints: 5 } },
    ]);
  });
});
