/** What the office reads of months, lists and objections, on a real database. */
import { read, utils } from '@e965/xlsx';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { addDays, dayOf, monthOf } from '../../src/domain/calendar.ts';
import { workingDaysAfter } from '../../src/domain/workingDays.ts';
import { type Job, jobFilePath } from '../../src/protocol/officeJobs.ts';
import type {
  ObjectionsResponse,
  PublicityListResponse,
  PublicityMonthsResponse,
  PublicityPreview,
} from '../../src/protocol/publicity.ts';
import { preparedFacts, prepareFacts } from '../../src/server/ingest/preparedFacts.ts';
import { type VillageFacts, villageFacts } from '../../src/server/ingest/villageFacts.ts';
import { JobCancelled } from '../../src/server/jobs/jobKind.ts';
import { documentOf } from '../../src/server/office/publicityList.ts';
import { publicitySheet } from '../../src/server/office/publicitySheet.ts';
import { auditTown } from './support/auditTown.ts';
import { asConsole, emptyTown, makeTown, officeBrowser, PEOPLE, TOWN } from './support/smallTown.ts';
import { openStage, type Stage } from './support/stage.ts';
import type { TestDevice } from './support/testDevice.ts';

const today = dayOf(Date.now());
const lastDay = addDays(`${monthOf(today)}-01`, -1);
const month = monthOf(lastDay);

let stage: Stage;
let office: TestDevice;

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  await emptyTown(stage.db);
  await makeTown(stage.db);
  office = await officeBrowser(stage.app, stage.db, PEOPLE.office);
});
afterEach(() => auditTown(stage.db, TOWN));
afterAll(() => stage.close());

async function ask<T>(path: string, body: object): Promise<T> {
  const answer = await stage.app.inject({
    ...{ method: 'POST', url: `/api/office/publicity/${path}`, payload: { village: 'XW', ...body } },
    headers: { ...office.headers, origin: 'http://localhost' },
  });
  if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.statusCode} ${answer.body}`);
  return answer.json<T>();
}

/** What closing a month would publish, by the long work that makes it. */
async function prepared(of: string): Promise<PublicityPreview> {
  const headers = { ...office.headers, origin: 'http://localhost' };
  const get = (url: string) => stage.app.inject({ method: 'GET', url, headers });
  const payload = { kind: 'publicity.prepare', input: { village: 'XW', month: of } };
  let job = (await stage.app.inject({ method: 'POST', url: '/api/office/jobs', payload, headers })).json<Job>();
  while (job.state === 'queued' || job.state === 'running') {
    await new Promise((resolve) => setTimeout(resolve, 20));
    job = (await get(`/api/office/jobs/${job.id}`)).json<Job>();
  }
  expect(job).toMatchObject({ state: 'done', village: 'XW', result: { village: 'XW', month: of } });
  return (await get(jobFilePath(job.id))).json<PublicityPreview>();
}

/** What is prepared for the town's village now, and all of it read at once. */
async function factsNow() {
  const town = await stage.db.selectFrom('towns').selectAll().executeTakeFirstOrThrow();
  const sorted = (facts: VillageFacts | undefined) =>
    facts && {
      name: facts.name,
      households: [...facts.households].sort(([a], [b]) => (a < b ? -1 : 1)),
      unpublished: [...facts.unpublished].sort((a, b) => (a.entry.id < b.entry.id ? -1 : 1)),
    };
  return {
    prepared: sorted(await preparedFacts(stage.db, town, 'XW')),
    all: sorted(await villageFacts(stage.db, TOWN, 'XW')),
  };
}

const carry = (household: string, points: number, status: 'approved' | 'submitted' = 'approved') =>
  asConsole(stage.db, [
    {
      kind: 'carryover.entry',
      body: { household, rule: 'BIG-01', date: lastDay, quantity: 1, points, status, recordedBy: 'p' },
    },
  ]);
const publish = () => asConsole(stage.db, [{ kind: 'month.publish', body: { village: 'XW', month } }]);

test('the preview is what the close then publishes; months say where they stand', async () => {
  await carry('XW-0001', 5);
  await carry('XW-0002', 7);
  await carry('XW-0002', 1, 'submitted');
  const before = await ask<PublicityMonthsResponse>('months', {});
  expect(before.months.map((one) => [one.month, one.over, one.closed])).toEqual([
    [monthOf(today), false, false],
    [month, true, false],
  ]);
  const preview = await prepared(month);
  await publish();
  const { months } = await ask<PublicityMonthsResponse>('months', {});
  const list = months.find((one) => one.month === month)?.list;
  expect(list).toMatchObject({ state: 'showing', until: workingDaysAfter(today, 7), households: 2, points: 12 });
  expect(preview).toMatchObject({ households: 2, entries: 2, points: 12, pending: 1, until: list?.until });
  const { rows } = await ask<PublicityListResponse>('list', { month, q: '', cursor: null });
  expect(rows.map(({ household, total, rank }) => [household, total, rank])).toEqual(
    preview.rows.map(({ household, total, rank }) => [household, total, rank]),
  );
  // Closed, nothing is left for it.
  expect(await prepared(monthOf(today))).toMatchObject({ entries: 0, pending: 1 });
  await stage.db
    .updateTable('publications')
    .set({ until: addDays(today, -1) })
    .execute();
  const later = await ask<PublicityMonthsResponse>('months', {});
  expect(later.months.find((one) => one.month === month)?.list?.state).toBe('final');
});

test('what was prepared knows what was done since, and is dropped when a list was published or history is another one', async () => {
  await carry('XW-0001', 5);
  await carry('XW-0002', 1, 'submitted');
  await prepared(month);
  expect((await factsNow()).prepared).toEqual((await factsNow()).all);
  // A deed more, a review, and a household that becomes part of another one.
  await carry('XW-0003', 4);
  const waiting = await stage.db
    .selectFrom('entries')
    .select('id')
    .where('status', '=', 'submitted')
    .executeTakeFirst();
  await asConsole(stage.db, [
    { kind: 'entry.review', body: { household: 'XW-0002', entry: waiting?.id ?? '', decision: 'approve' } },
    { kind: 'household.merge', body: { household: 'XW-0004', into: 'XW-0001', reason: '同住' } },
  ]);
  const { prepared: since, all } = await factsNow();
  expect(since).toEqual(all);
  expect(since?.unpublished.map(({ entry }) => entry.status)).toEqual(['approved', 'approved', 'approved']);
  expect(Object.fromEntries(since?.households ?? [])).toMatchObject({ 'XW-0004': { into: 'XW-0001', ended: true } });

  const { feed_seq, feed_hash } = await stage.db.selectFrom('towns').selectAll().executeTakeFirstOrThrow();
  await prepared(month);
  await stage.db
    .updateTable('towns')
    .set({ feed_hash: 'f'.repeat(64) })
    .execute();
  expect((await factsNow()).prepared).toBeUndefined();
  await stage.db.updateTable('towns').set({ feed_seq, feed_hash }).execute();

  await prepared(month);
  await publish();
  expect((await factsNow()).prepared).toBeUndefined();
  const { rows } = await ask<PublicityListResponse>('list', { month, q: '', cursor: null });
  expect(rows.map(({ household, total }) => [household, total])).toEqual([
    ['XW-0001', 5],
    ['XW-0003', 4],
    ['XW-0002', 1],
  ]);
});

test('cancelled before it is through, nothing is prepared and nothing is published', async () => {
  await carry('XW-0001', 5);
  const stop = async () => {
    throw new JobCancelled();
  };
  await expect(prepareFacts(stage.db, TOWN, 'XW', stop)).rejects.toThrow(JobCancelled);
  expect((await factsNow()).prepared).toBeUndefined();
  expect(await stage.db.selectFrom('publications').selectAll().execute()).toEqual([]);
});

test('a list is searched by head, code and rank, and its entries carry their references', async () => {
  for (const [household, points] of [
    ['XW-0001', 5],
    ['XW-0002', 7],
    ['XW-0003', 7],
  ] as const)
    await carry(household, points);
  await publish();
  const find = async (q: string) =>
    (await ask<PublicityListResponse>('list', { month, q, cursor: null })).rows.map(({ household }) => household);
  expect(await find('')).toEqual(['XW-0002', 'XW-0003', 'XW-0001']);
  expect(await find('1')).toEqual(['XW-0002', 'XW-0003']);
  expect(await find('xw-0001')).toEqual(['XW-0001']);
  expect(await find('户主XW-0003')).toEqual(['XW-0003']);
  expect(await find('没有')).toEqual([]);
  const { rows } = await ask<PublicityListResponse>('list', { month, q: '', cursor: 2 });
  expect(rows.map(({ household }) => household)).toEqual(['XW-0001']);
  const entry = await stage.db
    .selectFrom('entries')
    .select('id')
    .where('household', '=', 'XW-0001')
    .executeTakeFirstOrThrow();
  expect(rows[0]?.entries).toMatchObject([{ id: entry.id, file: 'XW-0001', points: 5 }]);
});

test('the Excel file has numbers and days as such, and its totals', async () => {
  for (const [household, points] of [
    ['XW-0001', 5],
    ['XW-0002', 7],
  ] as const)
    await carry(household, points);
  await publish();
  const {
    hash,
    root_seq: seq,
    root_hash: root,
  } = await stage.db.selectFrom('publications').selectAll().executeTakeFirstOrThrow();
  const book = read(publicitySheet(await documentOf(stage.db, TOWN, 'XW', month), { hash, seq, root }, 'zh'));
  const [list = '', entries = '', about = ''] = book.SheetNames;
  const rows = utils.sheet_to_json<unknown[]>(book.Sheets[list] ?? {}, { header: 1 });
  expect(rows.map((row) => row.at(-1))).toEqual(['合计', 7, 5, 12]);
  const cell = book.Sheets[entries]?.D2 as { t: string; v: number; z: string };
  expect([cell.t, new Date((cell.v - 25_569) * 86_400_000).toISOString().slice(0, 10)]).toEqual(['n', lastDay]);
  expect(JSON.stringify(utils.sheet_to_json(book.Sheets[about] ?? {}, { header: 1 }))).toContain(hash);
});

test('open objections stand by their deadline, the overdue ones say so; a month with an open one is not final', async () => {
  await carry('XW-0001', 5);
  await publish();
  const objection = (text: string) =>
    office.record(
      'objection.record',
      { village: 'XW', month, text, how: 'phone', about: { household: 'XW-0001' } },
      'office',
    );
  const [first, second] = [objection('一'), objection('二')];
  await office.syncAll();
  await stage.db
    .updateTable('objections')
    .set({ due: addDays(today, -1) })
    .where('id', '=', second)
    .execute();
  await stage.db
    .updateTable('publications')
    .set({ until: addDays(today, -1) })
    .execute();
  const open = await ask<ObjectionsResponse>('objections', { month: null, which: 'open', cursor: null });
  expect(open.objections.map(({ id, overdue, head }) => [id, overdue, head])).toEqual([
    [second, true, '户主XW-0001'],
    [first, false, '户主XW-0001'],
  ]);
  const standing = async () =>
    (await ask<PublicityMonthsResponse>('months', {})).months.find((one) => one.month === month)?.list;
  expect(await standing()).toMatchObject({ state: 'objected', objections: { all: 2, open: 2, overdue: 1 } });
  for (const id of [first, second])
    office.record('objection.answer', { objection: id, outcome: 'dismissed', answer: '核过了' }, 'office');
  await office.syncAll();
  expect(await standing()).toMatchObject({ state: 'final', objections: { open: 0, overdue: 0 } });
  const answered = await ask<ObjectionsResponse>('objections', { month, which: 'answered', cursor: null });
  expect(answered.objections.map(({ answer, answeredByName }) => [answer, answeredByName])).toEqual([
    ['核过了', '人office'],
    ['核过了', '人office'],
  ]);
});
