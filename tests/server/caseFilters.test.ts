/** The list of Cases by filters: who sees which, how many each choice would show, page by page. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OfficeCases } from '../../src/protocol/officeCases.ts';
import type { Alike } from '../../src/protocol/officeCaseWork.ts';
import type { App } from '../../src/server/http/base-app.ts';
import { ORIGIN, officeServer } from './support/officeServer.ts';
import { addDevice, addHousehold, cookieOf, createOfficeTown, TOWN } from './support/officeTown.ts';
import { type FreshDatabase, freshDatabase } from './support/postgres.ts';

let database: FreshDatabase;
let app: App;
const CASES = 260;

beforeAll(async () => {
  database = await freshDatabase();
  const { db } = database;
  await createOfficeTown(db);
  app = await officeServer(db);
  await addDevice(db, { id: 'T111', village: 'XW', lastSync: new Date() });
  await addDevice(db, { id: 'T222', village: 'DL', lastSync: new Date() });
  await addHousehold(db, { code: 'XW-0001', village: 'XW', head: '谢关明' });
  await addHousehold(db, { code: 'XW-0002', village: 'XW', head: '吴锦权' });
  await addHousehold(db, { code: 'DL-0001', village: 'DL', head: '谢小燕' });
  // Each third in the other village, each fifth for another reason, each tenth old; many opened at one instant.
  await sql`insert into ops (town, device, seq, kind, body, by_user, at, schema, hash, shift_ms, outcome, code, params)
    select ${TOWN}, case when i % 3 = 0 then 'T222' else 'T111' end, i, 'entry.record',
      json_build_object('household', case when i % 3 = 0 then 'DL-0001' when i % 2 = 0 then 'XW-0001' else 'XW-0002' end,
        'rule', 'RJ-01', 'date', '2026-11-20', 'quantity', 1, 'points', 2),
      case when i % 7 = 0 then 'OFFICE-XW' else 'WORKER-XW' end, 1700000000000, 1, lpad(i::text, 64, '0'), 0, 'held',
      'over_cap', null
    from generate_series(1, ${CASES}) as i`.execute(db);
  await sql`insert into cases (town, id, code, village, household, device, competing, params, opened_at)
    select o.town, o.device || '-' || lpad(o.seq::text, 6, '0'), case when o.seq % 5 = 0 then 'rule_off' else 'over_cap' end,
      case when o.seq % 3 = 0 then 'DL' else 'XW' end, o.body->>'household', o.device, '{}', '{"date": "2026-11-20"}',
      now() - make_interval(days => case when o.seq % 10 = 0 then 8 else 6 end)
    from ops o where o.town = ${TOWN}`.execute(db);
});

afterAll(async () => {
  await app.close();
  await database.drop();
});

async function ask(user: string, path: 'search' | 'alike', payload: object) {
  const headers = { origin: ORIGIN, cookie: await cookieOf(database.db, user) };
  return app.inject({ method: 'POST', url: `/api/office/cases/${path}`, headers, payload });
}

async function search(user: string, filter: object): Promise<OfficeCases> {
  const answer = await ask(user, 'search', { state: 'open', village: null, cursor: null, ...filter });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

async function allOf(user: string, filter: object): Promise<OfficeCases['cases']> {
  const found: OfficeCases['cases'] = [];
  for (let cursor: string | null = null; ; ) {
    const page: OfficeCases = await search(user, { ...filter, cursor });
    expect(page.counts === null).toBe(cursor !== null);
    found.push(...page.cases);
    cursor = page.cursor;
    if (cursor === null) return found;
  }
}

/** Numbers of the Cases for which this holds. */
const those = (fits: (n: number) => boolean) => Array.from({ length: CASES }, (_, i) => i + 1).filter(fits).length;

test('pages follow each other without repeating or skipping one, the oldest first', async () => {
  const found = await allOf('TOWN', {});
  expect(new Set(found.map((one) => one.id)).size).toBe(CASES);
  const opened = found.map((one) => one.openedAt);
  expect(opened).toEqual([...opened].sort((a, b) => a - b));
});

test.each([
  ['why', { why: 'rule_off' }, (n: number) => n % 5 === 0],
  ['village', { village: 'DL' }, (n: number) => n % 3 === 0],
  ['device', { device: 'T222' }, (n: number) => n % 3 === 0],
  ['worker', { worker: 'OFFICE-XW' }, (n: number) => n % 7 === 0],
  ['old', { old: true }, (n: number) => n % 10 === 0],
  ['part of a name', { q: '关明' }, (n: number) => n % 3 !== 0 && n % 2 === 0],
  ['beginning of a code', { q: 'xw-' }, (n: number) => n % 3 !== 0],
  ['no pattern', { q: '%' }, () => false],
  ['all together', { why: 'rule_off', old: true, village: 'XW', q: '谢' }, (n: number) => n % 10 === 0 && n % 3 !== 0],
] as const)('by %s', async (_name, filter, fits) => {
  expect(await allOf('TOWN', filter)).toHaveLength(those(fits));
});

test('each choice says how many it would show under the other filters', async () => {
  const { counts } = await search('TOWN', { why: 'rule_off', village: 'XW' });
  expect(counts?.why).toEqual([
    { code: 'over_cap', count: those((n) => n % 3 !== 0 && n % 5 !== 0) },
    { code: 'rule_off', count: those((n) => n % 3 !== 0 && n % 5 === 0) },
  ]);
  expect(counts?.devices).toEqual([
    { id: 'T111', name: expect.any(String), count: those((n) => n % 3 !== 0 && n % 5 === 0) },
  ]);
  expect(counts?.old).toBe(those((n) => n % 3 !== 0 && n % 10 === 0));
});

test('a village sees its own and asks for no other', async () => {
  expect(await allOf('OFFICE-XW', {})).toHaveLength(those((n) => n % 3 !== 0));
  const asked = { state: 'open', village: 'DL', cursor: null, why: 'over_cap' };
  for (const path of ['search', 'alike'] as const) expect((await ask('OFFICE-XW', path, asked)).statusCode).toBe(403);
});

test('those that are alike, at most so many, and how many there are', async () => {
  const answer = await ask('TOWN', 'alike', { state: 'open', village: null, why: 'over_cap' });
  const { cases, count } = answer.json<Alike>();
  expect(count).toBe(those((n) => n % 5 !== 0));
  expect(cases).toHaveLength(200);
  const found = await allOf('TOWN', { why: 'over_cap' });
  expect(cases.map((one) => one.id)).toEqual(found.slice(0, 200).map((one) => one.id));
});

test('what is proposed comes along, with its figures', async () => {
  const { cases } = await search('TOWN', { why: 'rule_off' });
  expect(cases[0]?.proposal).toEqual({ decision: 'reject', why: 'not_in_use', params: { day: '2026-11-20' } });
  expect(cases[0]?.undo).toBeNull();
});
