/** The audit page: what was done, by filters, page by page, and who sees what. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayOf } from '../../src/domain/calendar.ts';
import type { AuditResponse, AuditSearch } from '../../src/protocol/officeAudit.ts';
import { noteAct } from '../../src/server/audit/acts.ts';
import { searchAudit } from '../../src/server/office/audit.ts';
import { ask } from './support/officeScreen.tsx';
import { device, emptyTown, makeTown, officeBrowser, PEOPLE, TOWN } from './support/smallTown.ts';
import { H, openStage, type Stage } from './support/stage.ts';
import { injected } from './support/syncServer.ts';
import type { TestDevice } from './support/testDevice.ts';

let stage: Stage;
let office: TestDevice;
let town: TestDevice;
let tablet: TestDevice;
beforeAll(async () => {
  stage = await openStage();
  await emptyTown(stage.db);
  await makeTown(stage.db);
  [office, town] = [
    await officeBrowser(stage.app, stage.db, PEOPLE.office),
    await officeBrowser(stage.app, stage.db, PEOPLE.admin),
  ];
  tablet = await device(stage.app, stage.db, 'tablet', 'XW', ['w1']);
  const dl = await device(stage.app, stage.db, 'tablet', 'DL', ['d1']);
  tablet.score(H, 'FX-01', 'w1');
  tablet.record(
    'household.edit',
    { household: H, set: [{ field: 'phone', value: '13800009999', was: '13800001234' }] },
    'w1',
  );
  await tablet.syncAll();
  dl.score('DL-0001', 'FX-01', 'd1');
  await dl.syncAll();
  const held = tablet.score(H, 'OFF-01', 'w1', { points: 1 });
  await tablet.syncAll();
  office.record('case.decide', { case: held, decision: 'reject', reason: '没有这一项' }, 'office');
  office.record('notice.publish', { kind: 'news', title: '天', text: '文', villages: ['XW'] }, 'office');
  await office.syncAll();
  await noteAct(stage.db, { town: TOWN, by: 'office', village: 'XW', kind: 'pin.reset', subject: 'w1' });
});
afterAll(() => stage.close());

const NONE: AuditSearch = {
  ...{ person: null, kind: null, household: null, device: null },
  ...{ village: null, from: null, to: null, cursor: null },
};
const search = (one: TestDevice, filter: Partial<AuditSearch>) =>
  ask<AuditResponse>(stage.app, one, '/api/office/audit/search', { ...NONE, ...filter });
const kinds = async (one: TestDevice, filter: Partial<AuditSearch>) =>
  (await search(one, filter)).rows.map((row) => row.kind);

describe('who did what', () => {
  test.each([
    [{ person: 'w1' }, ['pin.reset', 'entry.record', 'household.edit', 'entry.record']],
    [{ kind: 'case.decide' }, ['case.decide']],
    [{ kind: 'pin.reset' }, ['pin.reset']],
    [{ household: 'DL-0001', kind: 'entry.record' }, ['entry.record']],
    [{ household: H }, ['case.decide', 'entry.record', 'household.edit', 'entry.record', 'household.register']],
    [{ from: '2020-01-01', to: '2020-01-02' }, []],
  ] as const)('%j gives %j', async (filter, expected) => {
    expect(await kinds(town, filter)).toEqual(expected);
  });

  test('a line says who, what, where and what became of it, in words, and no value of an edit', async () => {
    const { rows } = await search(town, { household: H, kind: 'household.edit' });
    expect(rows).toMatchObject([
      {
        source: 'op',
        by: { id: 'w1', name: '人w1' },
        household: { code: H, head: `户主${H}` },
        device: { id: tablet.id },
        village: 'XW',
        outcome: 'applied',
        details: { fields: 'phone' },
      },
    ]);
    expect(JSON.stringify(rows)).not.toContain('13800009999');
    const held = await search(town, { device: tablet.id, kind: 'entry.record' });
    expect(held.rows[0]).toMatchObject({ outcome: 'held', code: 'rule_off', details: { rule: 'OFF-01', points: 1 } });
  });

  test('a village sees its own, and asks for no other', async () => {
    const { rows } = await search(office, {});
    expect(new Set(rows.map((row) => row.village))).toEqual(new Set(['XW']));
    const answer = await injected(stage.app)({
      method: 'POST',
      path: '/api/office/audit/search',
      headers: { 'content-type': 'application/json', ...office.headers },
      body: Buffer.from(JSON.stringify({ ...NONE, village: 'DL' })),
    });
    expect(answer.status).toBe(403);
  });

  test('page after page gives every line once, in the order of one long list', async () => {
    const all = await searchAudit(stage.db, TOWN, NONE, 1_000);
    expect(all.cursor).toBeNull();
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: AuditResponse = await searchAudit(stage.db, TOWN, { ...NONE, cursor }, 2);
      seen.push(...page.rows.map((row) => row.id));
      cursor = page.cursor;
    } while (cursor !== null);
    expect(seen).toEqual(all.rows.map((row) => row.id));
    expect(new Set(seen).size).toBe(seen.length);
    await expect(searchAudit(stage.db, TOWN, { ...NONE, cursor: 'x' })).rejects.toThrow();
  });

  test('the export has every line, and no formula', async () => {
    await noteAct(stage.db, { town: TOWN, by: 'office', village: 'XW', kind: 'user.created', subject: '=1+1' });
    const answer = await injected(stage.app)({
      method: 'POST',
      path: '/api/office/audit/export',
      headers: { 'content-type': 'application/json', 'accept-encoding': 'identity', ...town.headers },
      body: Buffer.from(JSON.stringify({ filter: NONE, language: 'zh' })),
    });
    const lines = answer.body.toString().trimEnd().split('\r\n');
    const all = await searchAudit(stage.db, TOWN, NONE, 1_000);
    expect(lines).toHaveLength(all.rows.length + 1);
    expect(lines[0]).toMatch(/^\uFEFF时间,谁/);
    expect(lines.filter((line) => /(^|,)[=+@-]/.test(line))).toEqual([]);
    // Nothing in it is a name that only the program knows: 导出文件 of 什么：操作记录, not file.exported of audit.
    expect(lines.filter((line) => /entry\.|user\.|sign-in|applied|refused/.test(line))).toEqual([]);
    expect(lines.some((line) => line.includes('记分') && line.includes('算数'))).toBe(true);
  });
});

test('each filter is answered by an index, however many ops there are', async () => {
  await sql`insert into ops (town, device, seq, kind, body, by_user, at, schema, hash, received_at, shift_ms, outcome, code, household, village)
    select ${TOWN}, ${tablet.id}, 1000 + i, 'entry.record', '{}', 'w' || (i % 40), 0, 1, 'h', now() - i * interval '1 second', 0, 'applied', 'ok',
      'XW-' || (i % 5000), 'XW' from generate_series(1, 20000) i`.execute(stage.db);
  await sql`analyze ops`.execute(stage.db);
  const plan = async (where: string, order = 'received_at desc, device desc, seq desc') => {
    const { rows } = await sql<{
      'QUERY PLAN': string;
    }>`explain select * from ops where town = ${sql.lit(TOWN)} and ${sql.raw(where)}
      order by ${sql.raw(order)} limit 51`.execute(stage.db);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  };
  for (const where of [
    'true',
    "received_at < now() - interval '1 hour'",
    `(received_at, device, seq) < (now() - interval '1 hour', 'ZZZZ', 5)`,
    "by_user = 'w7'",
    "household = 'XW-77'",
    "kind = 'rules.publish'",
  ]) {
    const found = await plan(where);
    expect(found, where).toContain('Index Scan');
    expect(found, where).not.toContain('Seq Scan');
  }
  expect(await plan("kind = 'rules.publish'")).toContain('ops_seldom');
  await sql`delete from ops where seq > 1000`.execute(stage.db);
});

test('what is taken away as a file is written down: by whom, of which village, and what', async () => {
  const { db, app } = stage;
  const day = '2026-10-31';
  await db
    .insertInto('publications')
    .values({
      ...{
        town: TOWN,
        village: 'XW',
        month: '2026-10',
        ref: 'NONE-000001',
        by_user: 'office',
        at: 1,
        published: day,
        until: day,
      },
      ...{
        document: JSON.stringify({ rows: [], categories: [], town: {}, village: {} }),
        hash: 'h',
        root_seq: 0,
        root_hash: 'r',
      },
      ...{ households: 0, entries: 0, points: 0, pending: 0, was: null },
    })
    .execute();
  const session = office.record(
    'committee.session',
    { village: 'XW', date: dayOf(Date.now()), present: ['office'] },
    'office',
  );
  await office.syncAll();
  const files: readonly (readonly [string, object])[] = [
    ['statistics.xlsx', { village: 'XW', to: null, months: 12 }],
    ['ranking.xlsx', { village: 'XW', year: 2026 }],
    ['sessions/minutes.xlsx', { session }],
    ['rules/version.xlsx', { village: null, version: 1 }],
    ['publicity/list.xlsx', { village: 'XW', month: '2026-10' }],
  ];
  for (const [path, body] of files) {
    const answer = await app.inject({
      ...{ method: 'POST', url: `/api/office/${path}`, payload: { ...body, language: 'zh' } },
      headers: { ...office.headers, origin: 'http://localhost' },
    });
    expect([path, answer.statusCode, answer.statusCode === 200 || answer.body]).toEqual([path, 200, true]);
  }
  const { rows } = await search(town, { kind: 'file.exported' });
  const told = rows.map(({ by, village, details }) => [details.what, by?.id, village]);
  for (const one of [
    ['statistics', 'office', 'XW'],
    ['ranking', 'office', 'XW'],
    ['minutes', 'office', 'XW'],
    ['rules', 'office', null],
    ['publicity', 'office', 'XW'],
  ])
    expect(told).toContainEqual(one);
});
