/** [CF-06] An objection that something is missing is upheld: the office records it on a day of that month, and it stands in the next list. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { addDays, dayOf, monthOf } from '../../src/domain/calendar.ts';
import type { PublicationDocument } from '../../src/domain/publicity.ts';
import type { RulesInForce } from '../../src/protocol/officeRules.ts';
import type { ObjectionsResponse } from '../../src/protocol/publicity.ts';
import { verifyTown } from '../../src/server/backup/verifyTown.ts';
import { auditTown } from './support/auditTown.ts';
import { asConsole, officeBrowser, PEOPLE, rule, TOWN } from './support/smallTown.ts';
import { type Cast, H, newCast, openStage, type Stage, settled } from './support/stage.ts';
import type { TestDevice } from './support/testDevice.ts';

const today = dayOf(Date.now());
const lastDay = addDays(`${monthOf(today)}-01`, -1);
const month = monthOf(lastDay);
const O = 'XW-1001';

let stage: Stage;
let cast: Cast;
let objection: string;

beforeAll(async () => {
  stage = await openStage();
});
/** A month with a list, and somebody who says that a deed of household O is not in it. */
beforeEach(async () => {
  cast = await newCast(stage);
  for (const one of [cast.a, cast.b, cast.office]) await one.syncAll();
  // Not by the tablet: early in a month it would be no deed of the last one.
  await asConsole(stage.db, [
    {
      kind: 'carryover.entry',
      body: { household: H, rule: 'FX-01', date: lastDay, quantity: 1, points: 2, status: 'approved', recordedBy: 'p' },
    },
    { kind: 'month.publish', body: { village: 'XW', month } },
  ]);
  const body = { village: 'XW', month, text: '少了一次', how: 'phone', about: { household: O } } as const;
  objection = cast.office.record('objection.record', body, 'office');
  await cast.office.syncAll();
});
afterEach(() => auditTown(stage.db, TOWN));
afterAll(() => stage.close());

function add(on: string, by: TestDevice = cast.office, who = 'office'): string {
  const body = { household: O, rule: 'FX-01', date: on, quantity: 1, points: 2, note: `异议 ${objection} 成立` };
  return by.record('entry.record', body, who);
}

async function answer(effects: readonly string[]) {
  const body = { objection, outcome: 'upheld', answer: '补上了', effects } as const;
  const ref = cast.office.record('objection.answer', body, 'office');
  await cast.office.syncAll();
  return cast.office.verdict(ref);
}

async function nextList(): Promise<PublicationDocument> {
  await asConsole(stage.db, [{ kind: 'month.publish', body: { village: 'XW', month: monthOf(today) } }]);
  const { document } = await stage.db
    .selectFrom('publications')
    .select('document')
    .where('month', '=', monthOf(today))
    .executeTakeFirstOrThrow();
  return JSON.parse(document) as PublicationDocument;
}

async function asked<T>(path: string, payload: object, one = cast.office): Promise<{ status: number; answer: T }> {
  const headers = { ...one.headers, origin: 'http://localhost' };
  const { statusCode, body } = await stage.app.inject({
    ...{ method: 'POST', url: `/api/office/${path}`, payload, headers },
  });
  return { status: statusCode, answer: JSON.parse(body) as T };
}

test('the entry is late, the answer names it, and it stands in the next list, marked', async () => {
  await asConsole(stage.db, [{ kind: 'policy.publish', body: { village: null, policy: { deedDaysBack: 62 } } }]);
  const ref = add(lastDay);
  await cast.office.syncAll();
  expect(cast.office.verdict(ref)).toMatchObject({ outcome: 'applied', code: 'late', params: { late: month } });
  expect(await answer([ref])).toMatchObject({ outcome: 'applied' });
  const { answer: list } = await asked<ObjectionsResponse>('publicity/objections', {
    ...{ village: 'XW', month: null, which: 'answered', cursor: null },
  });
  expect(list.objections).toMatchObject([{ id: objection, outcome: 'upheld', effects: [ref] }]);
  expect((await nextList()).rows).toMatchObject([
    { total: 2, entries: [{ date: lastDay, title: 'FX-01', points: 2, late: true }] },
  ]);
  await settled(stage, cast);
  expect(await verifyTown(stage.db, TOWN)).toMatchObject({ ok: true });
});

test('[CF-18] a deed that is older than deeds may be counts by the decision that the office records with it', async () => {
  await asConsole(stage.db, [{ kind: 'policy.publish', body: { village: null, policy: { deedDaysBack: 0 } } }]);
  const ref = add(lastDay);
  await cast.office.syncAll();
  expect(cast.office.verdict(ref)).toMatchObject({ outcome: 'held', code: 'date_too_old' });
  cast.office.record('case.decide', { case: ref, decision: 'accept', reason: `异议 ${objection} 成立` }, 'office');
  expect(await answer([ref])).toMatchObject({ outcome: 'applied' });
  const entry = await stage.db.selectFrom('entries').selectAll().where('id', '=', ref).executeTakeFirstOrThrow();
  expect(entry).toMatchObject({ status: 'approved', late: month, household: O });
  expect((await nextList()).rows).toMatchObject([{ total: 2, entries: [{ date: lastDay, late: true }] }]);
});

test('the committee answers objections, and records no entries', async () => {
  const committee = await officeBrowser(stage.app, stage.db, PEOPLE.committee);
  const ref = add(today, committee, 'committee');
  await committee.syncAll();
  expect(committee.verdict(ref)).toMatchObject({ outcome: 'refused', code: 'not_allowed' });
});

test('the items to choose from are those of the village on that day, its own over the town’s', async () => {
  const own = [rule('FX-01', { type: 'fixed', points: 2 }, { note: '本村的' })];
  await asConsole(stage.db, [
    { kind: 'rules.publish', body: { village: 'XW', version: 1, effectiveFrom: today, rules: own } },
  ]);
  const notes = async (day: string) => {
    const { answer: found } = await asked<RulesInForce>('rules/in-force', { village: 'XW', day });
    expect(found.day).toBe(day);
    return Object.fromEntries(found.rules.map(({ code, note }) => [code, note]));
  };
  expect(await notes(lastDay)).toMatchObject({ 'FX-01': '', 'FX-02': '' });
  expect(await notes(today)).toMatchObject({ 'FX-01': '本村的', 'FX-02': '' });
  expect((await asked('rules/in-force', { village: 'DL', day: today })).status).toBe(403);
  expect((await asked('rules/in-force', { village: 'XW', day: '2026-02-30' })).status).toBe(400);
});
