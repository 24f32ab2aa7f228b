/** What a review can say besides yes and no: other points, the first of two people, in a session of the committee. */
import { PassThrough } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { OpBodies } from '../../src/domain/op.ts';
import { pointsOf } from '../../src/domain/points.ts';
import { backupTown } from '../../src/server/backup/backupTown.ts';
import { sourceOf } from '../../src/server/backup/readBackup.ts';
import { restoreTown } from '../../src/server/backup/restoreTown.ts';
import { auditTown } from './support/auditTown.ts';
import { asConsole, device, officeBrowser, PEOPLE, RULES, rule, TOWN } from './support/smallTown.ts';
import { type Cast, H, newCast, openStage, type Stage, settled } from './support/stage.ts';
import type { TestDevice } from './support/testDevice.ts';

const TODAY = new Date().toISOString().slice(0, 10);
const RANGE = rule(
  'RV-01',
  { type: 'range', min: 2, max: 20 },
  { review: 'village', cap: { points: 24, period: 'once', scope: 'household' } },
);

let stage: Stage;
let cast: Cast;
let second: TestDevice;

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  cast = await newCast(stage);
  await asConsole(stage.db, [
    {
      kind: 'rules.publish',
      body: { village: null, version: 2, effectiveFrom: '2020-01-02', rules: [...RULES, RANGE] },
    },
    { kind: 'policy.publish', body: { village: 'XW', policy: { twoPersonPoints: 10 } } },
  ]);
  second = await officeBrowser(stage.app, stage.db, PEOPLE.committee);
  for (const one of [cast.a, cast.b, cast.office, second]) await one.syncAll();
});
afterEach(() => auditTown(stage.db, TOWN));
afterAll(() => stage.close());

/** A submitted entry of so many points. */
async function submitted(points: number): Promise<string> {
  const entry = cast.a.score(H, 'RV-01', 'w1', { points });
  await cast.a.syncAll();
  return entry;
}

async function review(
  by: TestDevice,
  person: string,
  entry: string,
  change: Partial<OpBodies['entry.review']> = {},
): Promise<{ ref: string; outcome: string; code: string; params?: unknown }> {
  const ref = by.record('entry.review', { household: H, entry, decision: 'approve', ...change }, person);
  await by.syncAll();
  return { ref, ...by.verdict(ref) };
}

const row = async (id: string) =>
  stage.db
    .selectFrom('entries')
    .select(['status', 'points', 'points_before', 'agreed', 'reviewed_by', 'session'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();

describe('other points', () => {
  test('[SY-9] count for the household, and everybody sees both figures', async () => {
    const entry = await submitted(3);
    expect(await review(cast.office, 'office', entry, { points: 6, reason: '按实际工时' })).toMatchObject({
      outcome: 'applied',
      code: 'points_changed',
      params: { points: 6, was: 3 },
    });
    await settled(stage, cast);
    expect(cast.a.file(H).entries).toMatchObject([{ points: 6, pointsBefore: 3, reason: '按实际工时' }]);
    expect(pointsOf(cast.b.file(H))).toMatchObject({ earned: 6, pending: 0 });
  });

  test('[CF-02] outside of the rule or its cap change nothing', async () => {
    const [one, two] = [await submitted(9), await submitted(9)];
    expect(await review(cast.office, 'office', one, { points: 1, reason: 'r' })).toMatchObject({
      outcome: 'refused',
      code: 'points_not_offered',
      params: { offer: 'between', values: ['2', '20'] },
    });
    expect(await review(cast.office, 'office', one, { points: 16, reason: 'r' })).toMatchObject({
      code: 'points_over_cap',
      params: { allowed: 15, competing: [two] },
    });
    expect(await row(one)).toMatchObject({ status: 'submitted', points: 9, points_before: null });
    expect(await review(cast.office, 'office', one, { points: 4, reason: 'r' })).toMatchObject({
      code: 'points_changed',
    });
    // What one gave up, the other may have.
    const more = cast.a.score(H, 'RV-01', 'w1', { points: 11 });
    await cast.a.syncAll();
    expect(cast.a.verdict(more).outcome).toBe('applied');
  });

  test('[CF-23] a reversal by a tablet that has not heard of it takes back what counts', async () => {
    const entry = await submitted(3);
    await review(cast.office, 'office', entry, { points: 6, reason: 'r' });
    cast.a.record('entry.reverse', { household: H, entry, reason: '记错' }, 'w1');
    await settled(stage, cast);
    expect(cast.a.file(H).entries.find((e) => e.reverses === entry)).toMatchObject({ points: -6 });
  });
});

describe('two people', () => {
  test('[CF-24] one alone approves nothing from the set points on', async () => {
    const entry = await submitted(12);
    expect(await review(cast.office, 'office', entry)).toMatchObject({ outcome: 'applied', code: 'agreed_first' });
    expect(await row(entry)).toMatchObject({ status: 'submitted', agreed: { by: 'office' }, reviewed_by: null });
    expect(await review(cast.office, 'office', entry)).toMatchObject({ outcome: 'refused', code: 'same_person' });
    await settled(stage, cast);
    expect(pointsOf(cast.a.file(H))).toMatchObject({ earned: 0, pending: 12 });
    expect(await review(second, 'committee', entry)).toMatchObject({ outcome: 'applied', code: 'ok' });
    await settled(stage, cast);
    expect(cast.a.file(H).entries).toMatchObject([
      { status: 'approved', agreed: { by: 'office' }, reviewedBy: 'committee' },
    ]);
  });

  test('[CF-24] the same person at two browsers is one person', async () => {
    const entry = await submitted(12);
    const other = await officeBrowser(stage.app, stage.db, PEOPLE.office);
    await review(cast.office, 'office', entry);
    expect(await review(other, 'office', entry)).toMatchObject({ code: 'same_person', params: { by: 'office' } });
  });

  test('[CF-24] who is quicker decides: a rejection between the two stands, and so does an approval before it', async () => {
    const [one, two] = [await submitted(12), await submitted(12)];
    const admin = await officeBrowser(stage.app, stage.db, PEOPLE.admin);
    await review(cast.office, 'office', one);
    await review(admin, 'admin', one, { decision: 'reject', reason: '不实' });
    expect(await review(second, 'committee', one)).toMatchObject({
      code: 'already_decided',
      params: { status: 'rejected', by: 'admin' },
    });
    await review(cast.office, 'office', two);
    await review(second, 'committee', two);
    expect(await review(admin, 'admin', two, { decision: 'reject', reason: '不实' })).toMatchObject({
      code: 'already_decided',
      params: { status: 'approved', by: 'committee' },
    });
  });

  test('[CF-24] nobody approves points that they have not seen', async () => {
    const entry = await submitted(9);
    await review(cast.office, 'office', entry, { points: 14, reason: '两天' });
    expect(await review(second, 'committee', entry)).toMatchObject({
      code: 'other_points_agreed',
      params: { by: 'office', points: 14 },
    });
    await review(second, 'committee', entry, { points: 14, reason: '两天' });
    expect(await row(entry)).toMatchObject({ status: 'approved', points: 14, points_before: 9 });
    await settled(stage, cast);
  });

  test('[CF-16] letting a held one count is no approval of it', async () => {
    const held = cast.a.score(H, 'RV-01', 'nobody', { points: 12 });
    await cast.a.syncAll();
    cast.office.record('case.decide', { case: held, decision: 'accept' }, 'office');
    await settled(stage, cast);
    expect(await row(held)).toMatchObject({ status: 'submitted', agreed: null });
  });

  test.each([
    ['the first consent', true],
    ['the decision', false],
  ])('[SY-14] after a restore it is as it was, when %s comes first', async (_name, consentFirst) => {
    const backup = async () => {
      const parts: Buffer[] = [];
      await backupTown(
        stage.db,
        TOWN,
        new PassThrough().on('data', (part: Buffer) => parts.push(part)),
      );
      return Buffer.concat(parts);
    };
    const before = await backup();
    const entry = await submitted(9);
    await review(cast.office, 'office', entry, { points: 14, reason: '两天' });
    await review(second, 'committee', entry, { points: 14, reason: '两天' });
    const waiting = await submitted(10);
    await review(cast.office, 'office', waiting);
    await restoreTown(stage.db, sourceOf(before), { replace: true });

    const order = consentFirst ? [cast.office, second] : [second, cast.office];
    // The reviews come before the entry that they speak of, and wait for it.
    for (const one of [...order, cast.a, cast.b, ...order]) await one.syncAll();
    expect(await row(entry)).toMatchObject({
      status: 'approved',
      points: 14,
      points_before: 9,
      reviewed_by: 'committee',
      agreed: { by: 'office', points: 14 },
    });
    expect(await row(waiting)).toMatchObject({ status: 'submitted', agreed: { by: 'office' } });
    await settled(stage, cast);
  });
});

describe('sessions of the committee', () => {
  const open = async (village = 'XW') => {
    const by = village === 'XW' ? second : await officeBrowser(stage.app, stage.db, PEOPLE.admin);
    const body = { village, date: TODAY, present: ['committee', '关伯'], chair: 'committee' };
    const session = by.record('committee.session', body, village === 'XW' ? 'committee' : 'admin');
    await by.syncAll();
    expect(by.verdict(session)).toEqual({ outcome: 'applied', code: 'ok' });
    return session;
  };

  test('what is decided there names it, until it is over', async () => {
    const session = await open();
    const [entry, late] = [await submitted(5), await submitted(5)];
    expect(await review(second, 'committee', entry, { session })).toMatchObject({ outcome: 'applied' });
    expect(await row(entry)).toMatchObject({ status: 'approved', session });
    const close = second.record('committee.close', { village: 'XW', session, note: '散会' }, 'committee');
    await second.syncAll();
    expect(second.verdict(close).outcome).toBe('applied');
    const kept = await stage.db.selectFrom('committee_sessions').selectAll().executeTakeFirstOrThrow();
    expect(kept).toMatchObject({
      ...{ id: session, village: 'XW', present: ['committee', '关伯'], chair: 'committee', closed_by: 'committee' },
      close_note: '散会',
    });
    const after = await review(second, 'committee', late, { session });
    expect(after).toMatchObject({ outcome: 'refused', code: 'session_closed' });
    const again = second.record('committee.close', { village: 'XW', session }, 'committee');
    await second.syncAll();
    expect(second.verdict(again).code).toBe('session_closed');
    await settled(stage, cast);
  });

  test('is of one village, and of nobody who is not of it', async () => {
    const elsewhere = await open('DL');
    const entry = await submitted(5);
    expect(await review(second, 'committee', entry, { session: elsewhere })).toMatchObject({ code: 'unknown_session' });
    const close = second.record('committee.close', { village: 'DL', session: elsewhere }, 'committee');
    const other = second.record('committee.session', { village: 'DL', date: TODAY, present: ['p'] }, 'committee');
    await second.syncAll();
    for (const ref of [close, other]) expect(second.verdict(ref).code).toBe('not_allowed');
    const tablet = await device(stage.app, stage.db, 'tablet', 'XW', ['w1']);
    expect(tablet.events.some((e) => e.type === 'session.opened')).toBe(false);
  });
});
