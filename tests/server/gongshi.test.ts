/** The public page of a month's list: for everybody, without a word too much, and a way to object. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays, dayOf, monthOf } from '../../src/domain/calendar.ts';
import { workingDaysAfter } from '../../src/domain/workingDays.ts';
import { sha256Hex } from '../../src/protocol/opHash.ts';
import type { App } from '../../src/server/http/base-app.ts';
import type { ConsoleOp } from '../../src/server/ingest/console.ts';
import { auditTown } from './support/auditTown.ts';
import { officeServer } from './support/officeServer.ts';
import { type FreshDatabase, freshDatabase } from './support/postgres.ts';
import { asConsole, emptyTown, makeTown, TOWN } from './support/smallTown.ts';

const today = dayOf(Date.now());
const lastDay = addDays(`${monthOf(today)}-01`, -1);
const month = monthOf(lastDay);
const url = `/gongshi/XW/${month}`;

let fresh: FreshDatabase;
let app: App;

const entry = (household: string, points: number, note: string): ConsoleOp => ({
  kind: 'carryover.entry',
  body: {
    ...{ household, rule: 'BIG-01', date: lastDay, quantity: 1, points, recordedBy: 'w1', note },
    status: 'approved',
  },
});

beforeAll(async () => {
  fresh = await freshDatabase();
});
beforeEach(async () => {
  await app?.close();
  app = await officeServer(fresh.db);
  await emptyTown(fresh.db);
  await makeTown(fresh.db);
  await asConsole(fresh.db, [
    entry('XW-0001', 7, '谢关明家的秘密'),
    entry('XW-1001', 9, '<b>'),
    { kind: 'month.publish', body: { village: 'XW', month } },
  ]);
});
afterAll(async () => {
  await app.close();
  await fresh.drop();
});

const get = (path: string) => app.inject({ method: 'GET', url: path });
const find = (q: string) =>
  app.inject({
    ...{ method: 'POST', url, payload: new URLSearchParams({ q }).toString() },
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
const object = (body: object) =>
  app.inject({ method: 'POST', url: '/api/public/objections', payload: { village: 'XW', month, ...body } });
const said = { name: '张三', text: '少记了一次' };

describe('the page', () => {
  test('shows the list from the frozen document, in both languages, small and cacheable', async () => {
    const answer = await get(url);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.headers['cache-control']).toBe('public, max-age=60');
    expect(answer.body).toContain('第 1 名');
    expect(answer.body).toContain('9 分');
    expect(answer.body).toContain('公示中');
    expect(Buffer.byteLength(answer.body)).toBeLessThan(20_000);
    const { hash, root_hash: root } = await fresh.db.selectFrom('publications').selectAll().executeTakeFirstOrThrow();
    const plain = answer.body.replaceAll(' ', '');
    expect(plain).toContain(hash);
    expect(plain).toContain(root);
    expect((await get(`${url}?lang=en`)).body).toContain('On show until');
    for (const [, file = ''] of answer.body.matchAll(/(?:href|src)="(\/gongshi\/page\.[^"]+)"/g))
      expect((await get(file)).headers['cache-control']).toContain('immutable');
  });

  test('has nobody’s code, phone, full name or note, on no page of it', async () => {
    for (const path of [url, `${url}?lang=en`, `${url}/1`, `${url}/2`, `${url}/list.json`]) {
      const { body } = await get(path);
      expect(body, path).not.toMatch(/XW-\d|1380|户主X|秘密|塘边号|w1/);
      expect(body, path).toMatch(/户\*/);
    }
  });

  test('gives one row in detail, and the document to the letter', async () => {
    const row = await get(`${url}/1`);
    expect(row.body).toContain('BIG-01');
    expect((await get(`${url}/3`)).statusCode).toBe(404);
    const list = await fresh.db.selectFrom('publications').select(['hash', 'document']).executeTakeFirstOrThrow();
    const { body } = await get(`${url}/list.json`);
    expect(body).toBe(list.document);
    expect(sha256Hex(body)).toBe(list.hash);
  });

  test('finds a masked name or a rank; what is looked for is escaped, in no address and in no cache', async () => {
    const rows = (body: string) => body.match(/<li>/g)?.length ?? 0;
    expect(rows((await get(url)).body)).toBe(2);
    const second = await find('2');
    expect([rows(second.body), second.headers['cache-control']]).toEqual([1, 'no-store']);
    expect(rows((await find('户*')).body)).toBe(2);
    const evil = await find('"><script>x');
    expect(evil.body).not.toContain('<script>x');
    expect(rows(evil.body)).toBe(0);
    expect((await find('长'.repeat(21))).statusCode).toBe(400);
  });

  test('is a plain page also where there is nothing', async () => {
    for (const path of ['/gongshi/XW/2001-01', '/gongshi/ZZ/2026-01', '/gongshi/XW/nonsense']) {
      const answer = await get(path);
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    }
  });
});

describe('an objection', () => {
  test('gets a number and a day, is an op of the console, and is seen on the page as a count', async () => {
    const answer = await object({ ...said, phone: '138 0000 1111' });
    expect(answer.statusCode).toBe(200);
    const { receipt, due } = answer.json<{ receipt: string; due: string }>();
    expect(due).toBe(workingDaysAfter(today, 7));
    expect(await fresh.db.selectFrom('objections').selectAll().executeTakeFirstOrThrow()).toMatchObject({
      ...{ id: receipt, how: 'page', name: '张三', phone: '138 0000 1111', text: '少记了一次', by_user: 'CONSOLE' },
    });
    const page = await get(url);
    expect(page.body).toContain('已收到 1 条异议');
    expect(page.body).toContain('有异议');
    expect(page.body).not.toMatch(/张三|少记/);
    await auditTown(fresh.db, TOWN);
  });

  test.each([
    ['without a name', { text: 'x' }],
    ['without words', { name: '张三', text: '   ' }],
    ['too long', { name: '张三', text: '长'.repeat(501) }],
    ['with a phone that is none', { ...said, phone: 'javascript:' }],
    ['with more than is asked', { ...said, household: 'XW-0001' }],
    ['with what no database keeps', { ...said, text: 'a\u0000b' }],
  ])('%s is refused and changes nothing', async (_, body) => {
    expect((await object(body)).statusCode).toBe(400);
    expect(await fresh.db.selectFrom('objections').select('id').execute()).toEqual([]);
  });

  test('is refused when it is too large, to what is not published, and when its days are over', async () => {
    expect((await object({ ...said, text: 'x'.repeat(5_000) })).statusCode).toBe(413);
    expect((await object({ ...said, month: '2001-01' })).statusCode).toBe(404);
    await fresh.db
      .updateTable('publications')
      .set({ until: addDays(today, -1) })
      .execute();
    const over = await object(said);
    expect([over.statusCode, over.json<{ type: string }>().type]).toEqual([
      409,
      'urn:village-points:problem:objections-over',
    ]);
    expect(await fresh.db.selectFrom('objections').select('id').execute()).toEqual([]);
  });

  test('is limited in number', async () => {
    const codes: number[] = [];
    for (let i = 0; i < 22; i++) codes.push((await object({ ...said, month: '2001-01' })).statusCode);
    expect(codes.slice(0, 20).every((code) => code === 404)).toBe(true);
    expect(codes.slice(20)).toEqual([429, 429]);
  });
});
