/** CF-17: a revoked device hands over what it has; a person decides about all of it at once. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { pointsOf } from '../../src/domain/points.ts';
import { verifyTown } from '../../src/server/backup/verifyTown.ts';
import { listCases } from '../../src/server/office/caseList.ts';
import { revokeDevice } from '../../src/server/office/devices.ts';
import { auditTown } from './support/auditTown.ts';
import { refusedBy } from './support/refused.ts';
import { asConsole, carried, officeBrowser, PEOPLE, TOWN } from './support/smallTown.ts';
import { countersOf, spend } from './support/spending.ts';
import { type Cast, casesOn, H, newCast, openStage, type Stage } from './support/stage.ts';
import type { TestDevice } from './support/testDevice.ts';

let stage: Stage;
let cast: Cast;
let a: TestDevice;
let b: TestDevice;
let office: TestDevice;

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  cast = await newCast(stage);
  ({ a, b, office } = cast);
});
afterEach(async () => {
  await auditTown(stage.db, TOWN);
  expect((await verifyTown(stage.db, TOWN)).difference).toBeNull();
});
afterAll(() => stage.close());

const revoke = (one: TestDevice) => revokeDevice(stage.db, TOWN, 'XW', one.id);
const openCases = () => listCases(stage.db, TOWN, { state: 'open', village: 'XW', cursor: null });

async function decide(id: string, decision: 'accept' | 'reject', by = office) {
  const ref = by.record('case.decide', { case: id, decision, reason: '核过' }, 'office');
  await by.syncAll();
  return by.verdict(ref);
}

describe('[CF-17] handing over', () => {
  test('[CF-17] what it had brought before stays; what it brings now waits in one Case, and nothing goes down', async () => {
    const before = a.score(H, 'FX-01', 'w1');
    await a.syncAll();
    const first = a.score(H, 'FX-01', 'w1');
    a.score(H, 'OFF-01', 'w1', { points: 1 });
    await revoke(a);
    await asConsole(stage.db, [carried(H, 50)]);

    const answer = await a.sync();
    expect(answer).toMatchObject({ high: 3, directive: 'revoked' });
    expect(answer.changes).toBeUndefined();
    expect(answer.catalogue).toBeUndefined();
    expect(answer.giveBack).toBeUndefined();
    const last = a.score(H, 'FX-01', 'w1');
    await a.sync();

    const held = { outcome: 'held', code: 'device_revoked', params: { case: `${first}-G` } };
    expect(a.verdict(before).outcome).toBe('applied');
    for (const ref of [first, `${a.id}-000003`, last]) expect(a.verdict(ref)).toEqual(held);
    const { cases, open } = await openCases();
    expect(open).toBe(1);
    expect(cases[0]).toMatchObject({ id: `${first}-G`, code: 'device_revoked', device: { id: a.id } });
    expect(cases[0]?.ops.map((op) => op.ref)).toEqual([first, `${a.id}-000003`, last]);
    await b.syncAll();
    expect(b.file(H).entries.map((e) => e.id)).toContain(before);
    expect(b.file(H).entries.map((e) => e.id)).not.toContain(first);
  });

  test('[CF-17] the same batch again gives the same answer and no second Case', async () => {
    a.score(H, 'FX-01', 'w1');
    await revoke(a);
    const request = await a.request();
    const [one, two] = [await a.post(request), await a.post(request)];
    const body = (sent: typeof one) => ({ ...JSON.parse(sent.body.toString()), now: 0 });
    expect(body(two)).toEqual(body(one));
    expect((await openCases()).cases[0]?.ops).toHaveLength(1);
  });

  test('[CF-17] an app of another protocol may hand over too', async () => {
    const ref = a.score(H, 'FX-01', 'w1');
    await revoke(a);
    await a.sync({ change: { protocol: 7 } });
    expect(a.verdict(ref).code).toBe('device_revoked');
  });

  test('[CF-17] it gets no rights, and what it holds stays promised until somebody decides', async () => {
    await asConsole(stage.db, [carried(H, 100)]);
    a.carry = ['XW-G1'];
    await a.syncAll();
    await a.syncAll();
    const held = (await countersOf(stage.db)).allotted;
    expect(held).toBeGreaterThan(0);
    a.carry = ['XW-G1', 'XW-G2'];
    await revoke(a);
    await a.sync();
    expect((await countersOf(stage.db)).allotted).toBe(held);
    const rows = await stage.db.selectFrom('devices').select('carry').where('id', '=', a.id).executeTakeFirstOrThrow();
    expect(rows.carry).toEqual(['XW-G1']);
  });

  test('[CF-17] an office browser that was revoked is held as well', async () => {
    const other = await officeBrowser(stage.app, stage.db, PEOPLE.office);
    const entry = a.score(H, 'FX-03', 'w1', { points: 5 });
    await a.syncAll();
    await other.syncAll();
    const review = other.record('entry.review', { household: H, entry, decision: 'approve' }, 'office');
    await revoke(other);
    await other.sync();
    expect(other.verdict(review).code).toBe('device_revoked');
    expect(await decide(`${review}-G`, 'accept')).toMatchObject({ outcome: 'applied' });
    await b.syncAll();
    expect(b.file(H).entries.find((e) => e.id === entry)?.status).toBe('approved');
  });
});

describe('[CF-17] the decision', () => {
  test('[CF-17] accepted: each op counts in its order, another reason to hold gets a Case of its own', async () => {
    const theirs = b.score(H, 'FX-02', 'w2', { points: 3 });
    await b.syncAll();
    const entry = a.score(H, 'FX-01', 'w1');
    const undone = a.record('entry.reverse', { household: H, entry, reason: '记错' }, 'w1');
    const beyond = a.score(H, 'FX-02', 'w1', { points: 3 });
    const wrong = a.log.appendRaw('card.replace', { household: H }, { by: 'w1', at: Date.now() });
    const newer = a.log.appendRaw('entry.cheer', { household: H }, { by: 'w1', at: Date.now() });
    const kept = a.score(H, 'FX-03', 'w1', { points: 5 });
    await revoke(a);
    await a.sync();
    expect(await decide(`${entry}-G`, 'accept')).toMatchObject({ outcome: 'applied' });

    await b.syncAll();
    const ids = b.file(H).entries.map((e) => e.id);
    expect(ids).toEqual(expect.arrayContaining([entry, undone, theirs, kept]));
    expect(ids).not.toContain(beyond);
    expect(pointsOf(b.file(H)).pending).toBe(5);
    const { cases } = await openCases();
    expect(cases.map((c) => [c.id, c.code])).toEqual([
      [beyond, 'over_cap'],
      [newer, 'unknown_kind'],
    ]);
    // Both sides of what collides: the other worker is told.
    expect(casesOn(b, beyond)).toMatchObject([{ type: 'case.opened', competing: [theirs] }]);
    const decided = await listCases(stage.db, TOWN, { state: 'decided', village: 'XW', cursor: null });
    expect(decided.cases[0]?.ops.map((op) => [op.ref, op.outcome, op.verdict])).toEqual([
      [entry, 'applied', 'ok'],
      [undone, 'applied', 'ok'],
      [beyond, 'held', 'over_cap'],
      [wrong, 'refused', 'malformed'],
      [newer, 'held', 'unknown_kind'],
      [kept, 'applied', 'ok'],
    ]);
    expect(await decide(beyond, 'reject')).toMatchObject({ outcome: 'applied' });
  });

  test('[CF-17] [AL-2] accepted redemptions draw on the rights the device held, and its return comes back', async () => {
    await asConsole(stage.db, [carried(H, 100)]);
    a.carry = ['XW-G1'];
    await a.syncAll();
    await a.syncAll();
    const { allotted } = await countersOf(stage.db);
    const spent = spend(a, 10, 'allowance', 'w1');
    a.record('allowance.return', { lines: [[H, allotted - 10]] }, a.id);
    await revoke(a);
    await a.sync();
    expect(await countersOf(stage.db)).toMatchObject({ redeemed: 0, allotted });
    await decide(`${spent}-G`, 'accept');
    expect(await countersOf(stage.db)).toMatchObject({ redeemed: 10, allotted: 0 });
  });

  test('[CF-17] rejected: nothing of it counts; it stays where the office reads it, with the worker’s name', async () => {
    const ref = a.score(H, 'FX-01', 'w1');
    await revoke(a);
    await a.sync();
    expect(await decide(`${ref}-G`, 'reject')).toMatchObject({ outcome: 'applied' });
    await b.syncAll();
    expect(b.file(H).entries.map((e) => e.id)).not.toContain(ref);
    const { cases } = await listCases(stage.db, TOWN, { state: 'decided', village: 'XW', cursor: null });
    expect(cases[0]?.ops).toMatchObject([{ ref, byName: '人w1', kind: 'entry.record', outcome: null }]);
    expect(await decide(`${ref}-G`, 'accept')).toMatchObject({ code: 'already_decided' });
  });

  test('[CF-17] what arrives after the decision opens a new Case', async () => {
    const one = a.score(H, 'FX-01', 'w1');
    await revoke(a);
    await a.sync();
    await decide(`${one}-G`, 'accept');
    const two = a.score(H, 'FX-01', 'w1');
    await a.sync();
    expect(a.verdict(two).params).toEqual({ case: `${two}-G` });
    const { cases } = await openCases();
    expect(cases.map((c) => [c.id, c.ops.length])).toEqual([[`${two}-G`, 1]]);
  });

  test('[CF-17] another village’s office does not decide about it', async () => {
    const ref = a.score(H, 'FX-01', 'w1');
    await revoke(a);
    await a.sync();
    await stage.db
      .insertInto('users')
      .values({
        town: TOWN,
        id: 'officeDL',
        name: '大罗',
        role: 'village_office',
        village: 'DL',
        grids: [],
        active: true,
      })
      .execute();
    const elsewhere = await officeBrowser(stage.app, stage.db, { ...PEOPLE.office, id: 'officeDL', village: 'DL' });
    const decided = elsewhere.record('case.decide', { case: `${ref}-G`, decision: 'accept' }, 'officeDL');
    await elsewhere.syncAll();
    expect(elsewhere.verdict(decided)).toMatchObject({ outcome: 'refused', code: 'unknown_case' });
  });
});

test('[CF-17] two revoked devices have a Case each', async () => {
  for (const one of [a, b]) {
    one.score(H, 'FX-01', one === a ? 'w1' : 'w2');
    await revoke(one);
    await one.sync();
  }
  const { cases } = await openCases();
  expect(cases.map((c) => c.device.id)).toEqual([a.id, b.id]);
});

test('[CF-17] revoked while its batch was on the way: the batch waits as well', async () => {
  const ref = a.score(H, 'FX-01', 'w1');
  const request = await a.request();
  await revoke(a);
  const answer = await a.post(request);
  expect(JSON.parse(answer.body.toString())).toMatchObject({ directive: 'revoked' });
  await a.sync();
  expect(a.verdict(ref).code).toBe('device_revoked');
  await refusedBy(stage.db, () => a.snapshot('', 'br'), 401, 'device-unknown');
});
