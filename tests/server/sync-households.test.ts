import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { pointsOf } from '../../src/domain/points.ts';
import { profileOf } from '../../src/domain/profile.ts';
import { recordAsConsole } from '../../src/server/ingest/console.ts';
import { cardsToPrint } from '../../src/server/office/cards.ts';
import { listCases } from '../../src/server/office/caseList.ts';
import { villageTotals } from '../../src/server/office/totals.ts';
import { auditTown, serverFiles, texts } from './support/auditTown.ts';
import { asConsole, carried, device, officeBrowser, PEOPLE, registration, TOWN } from './support/smallTown.ts';
import { type Cast, casesOn, H, newCast, openStage, type Stage } from './support/stage.ts';
import type { TestDevice } from './support/testDevice.ts';

/** The household that H becomes. */
const B = 'XW-0002';
const LINES = [{ sku: 's', quantity: 1, price: 5 }];

let stage: Stage;
let cast: Cast;

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  cast = await newCast(stage);
});
afterEach(async () => {
  for (const one of [cast.a, cast.b, cast.office, cast.a, cast.b, cast.office]) await one.syncAll();
  await auditTown(stage.db, TOWN);
  await conserved();
  for (const one of [cast.a, cast.b, cast.office]) await sameAsServer(one);
});
afterAll(() => stage.close());

const fileOf = async (code: string) => (await serverFiles(stage.db, TOWN)).filter((f) => f.code === code)[0];
const pointsNow = async (code: string) =>
  pointsOf((await fileOf(code)) ?? { entries: [], redemptions: [], allowances: {} });

/** Moves sum up to nothing over all files: no point is made or lost by moving it. */
async function conserved() {
  const rows = await stage.db.selectFrom('point_moves').selectAll().execute();
  expect(rows.reduce((sum, r) => sum + r.points, 0)).toBe(0);
  expect(rows.reduce((sum, r) => sum + r.earned, 0)).toBe(0);
}

/** Every file on the device is the server's. */
async function sameAsServer(one: TestDevice) {
  const server = texts((await serverFiles(stage.db, TOWN)).filter((f) => one.files.has(f.code)));
  expect(texts(one.files.values())).toEqual(server);
}

async function office(kind: 'household.merge' | 'household.close', into: string = B, household: string = H) {
  const ref =
    kind === 'household.merge'
      ? cast.office.record(kind, { household, into, reason: '同一户' }, 'office')
      : cast.office.record(kind, { household, reason: '全家迁走' }, 'office');
  await cast.office.syncAll();
  return ref;
}

async function split(points = 0, how: { at?: number } = {}) {
  const body = { household: H, to: 'XW-0901', head: '李𬭎珈', phone: '', doorPlate: '', members: ['m2'], points };
  const ref = cast.office.record('household.split', { ...body, reason: '分家' }, 'office', how);
  await cast.office.syncAll();
  return ref;
}

describe('[CF-09] merged while ops are in flight', () => {
  test('a deed follows the successor, with its member, and its worker is told where it went', async () => {
    const { a, b } = cast;
    const deed = a.score(H, 'FX-01', 'w1', { member: 'm2', card: 1 });
    const merge = await office('household.merge');
    expect(cast.office.verdict(merge)).toEqual({ outcome: 'applied', code: 'ok' });
    await a.syncAll();
    const { verdict } = a.verdicts.get(deed) ?? {};
    expect(verdict).toMatchObject({ outcome: 'applied', code: 'followed', params: { to: B, status: 'approved' } });
    await b.syncAll();
    for (const one of [a, b]) {
      expect(one.file(H).entries).toEqual([]);
      const [entry] = one.file(B).entries;
      expect(entry).toMatchObject({ id: deed, points: 2 });
      // Both heads have a spouse of the same name: that one is the member.
      expect(entry?.member).toBe('m2');
      expect(profileOf(one.file(B)).members).toMatchObject({ m1: { name: `户主${B}` } });
    }
  });

  test('members join the successor once, and what was recorded of them is of them there', async () => {
    const { a } = cast;
    const deed = a.score(H, 'PU-01', 'w1', { member: 'm1', quantity: 1 });
    const head = { name: `户主${H}`, relation: '户主', tags: [] };
    const edit = a.record(
      'household.edit',
      {
        household: H,
        set: [
          { field: 'members.m1', value: { ...head, relation: '父亲' }, was: head },
          { field: 'phone', value: '13900000000', was: '13800001234' },
        ],
      },
      'w1',
      // Later than the registration, earlier than the merge.
      { at: a.file(H).registered.at + 1 },
    );
    const merge = await office('household.merge');
    await a.syncAll();
    const joined = `${merge}-1`;
    expect(a.verdict(deed).params).toMatchObject({ to: B, members: [`m1=${joined}`] });
    expect(a.verdict(edit)).toMatchObject({ code: 'followed', params: { to: B, members: [`m1=${joined}`] } });
    const profile = profileOf(a.file(B));
    expect(profile.phone).toBe('13900000000');
    expect(Object.keys(profile.members)).toEqual(['m1', 'm2', joined]);
    expect(profile.members[joined]?.name).toBe(`户主${H}`);
    expect(a.file(B).entries[0]?.member).toBe(joined);
    expect(profileOf(a.file(H)).phone).toBe('13800001234');
  });

  test('[CF-11] a redemption within the allowance is booked where the right was; what is left goes to the successor', async () => {
    const { a } = cast;
    await asConsole(stage.db, [carried(H, 50), carried(B, 8)]);
    a.carry = ['XW-G1'];
    await a.syncAll();
    expect(a.remaining(H)).toBe(30);
    const spent = a.record('redemption.record', { household: H, lines: LINES, points: 5, mode: 'allowance' }, 'w1');
    await office('household.merge');
    // Twenty were free, thirty are out; what was earned is the family's.
    expect(await pointsNow(H)).toEqual({ earned: 0, pending: 0, waiting: 0, final: 30, redeemed: 0, allotted: 30 });
    expect(await pointsNow(B)).toMatchObject({ earned: 58 });
    const answer = await a.sync();
    expect(a.verdict(spent)).toEqual({ outcome: 'applied', code: 'ok' });
    expect(answer.giveBack).toContainEqual([H, 0]);
    expect(await pointsNow(H)).toMatchObject({ final: 30, redeemed: 5, allotted: 25 });
    a.record('allowance.return', { lines: [[H, 25]] }, a.id);
    await a.syncAll();
    expect(await pointsNow(H)).toEqual({ earned: 0, pending: 0, waiting: 0, final: 5, redeemed: 5, allotted: 0 });
    expect((await pointsNow(B)).final).toBe(8 + 45);
    expect(a.remaining(H)).toBe(0);
  });

  test('a redemption beyond the allowance is paid by the successor when the office lets it count', async () => {
    const { a } = cast;
    await asConsole(stage.db, [carried(H, 4), carried(B, 3)]);
    await a.syncAll();
    const beyond = a.record('redemption.record', { household: H, lines: LINES, points: 5, mode: 'allowance' }, 'w1');
    await office('household.merge');
    await a.syncAll();
    expect(a.verdict(beyond)).toMatchObject({ outcome: 'held', code: 'over_allowance' });
    const accept = cast.office.record('case.decide', { case: beyond, decision: 'accept', reason: '货已给' }, 'office');
    await cast.office.syncAll();
    expect(cast.office.verdict(accept)).toMatchObject({ outcome: 'applied' });
    expect(await pointsNow(H)).toMatchObject({ final: 5, redeemed: 5, allotted: 0 });
    expect(await pointsNow(B)).toMatchObject({ earned: 7, final: 2, redeemed: 0 });
  });

  test('[CF-12] online the successor pays, and no more than it has', async () => {
    const { a } = cast;
    await asConsole(stage.db, [carried(H, 4), carried(B, 3)]);
    await office('household.merge');
    const body = { household: H, lines: LINES, points: 5, mode: 'online' as const };
    const first = a.record('redemption.record', body, 'w1');
    const second = a.record('redemption.record', body, 'w1');
    await a.syncAll();
    expect(a.verdict(first)).toMatchObject({ outcome: 'applied', code: 'followed', params: { to: B } });
    expect(a.verdict(second)).toEqual({ outcome: 'refused', code: 'insufficient', params: { points: 5, free: 2 } });
    expect(a.file(B).redemptions.map((r) => r.id)).toEqual([first]);
  });

  test('what is decided of the old file later is the successor’s points', async () => {
    const { a, office: desk } = cast;
    const waiting = a.score(H, 'FX-03', 'w1');
    const old = a.score(H, 'FX-01', 'w1');
    await a.syncAll();
    await office('household.merge');
    expect(await pointsNow(B)).toMatchObject({ earned: 2, final: 2 });
    desk.record('entry.review', { household: H, entry: waiting, decision: 'approve' }, 'office');
    await desk.syncAll();
    expect(await pointsNow(H)).toEqual({ earned: 0, pending: 0, waiting: 0, final: 0, redeemed: 0, allotted: 0 });
    expect(await pointsNow(B)).toMatchObject({ earned: 7, final: 7 });
    const back = a.record('entry.reverse', { household: H, entry: old, reason: '记错' }, 'w1');
    await a.syncAll();
    expect(a.verdict(back)).toEqual({ outcome: 'applied', code: 'ok', params: { status: 'approved' } });
    expect(await pointsNow(B)).toMatchObject({ earned: 5, final: 5 });
  });

  test('[CF-23] an old entry taken back after the successor spent its points is the successor’s debt', async () => {
    const { a } = cast;
    const old = a.score(H, 'FX-01', 'w1', {});
    await a.syncAll();
    await asConsole(stage.db, [carried(H, 3)]);
    await office('household.merge');
    a.record('redemption.record', { household: B, lines: LINES, points: 5, mode: 'online' }, 'w1');
    await a.syncAll();
    a.record('entry.reverse', { household: H, entry: old, reason: '记错' }, 'w1');
    await a.syncAll();
    const rows = await stage.db.selectFrom('households').select(['code', 'final', 'redeemed', 'debt']).execute();
    expect(rows.filter((r) => r.code === B)).toEqual([{ code: B, final: 3, redeemed: 5, debt: 2 }]);
    expect(rows.filter((r) => r.code === H)).toEqual([{ code: H, final: 0, redeemed: 0, debt: 0 }]);
  });

  test('an undo finds its entry at the successor; a card replaced meanwhile stays the old file’s', async () => {
    const { a } = cast;
    const deed = a.score(H, 'FX-01', 'w1');
    const undo = a.record('entry.reverse', { household: H, entry: deed, reason: '按错', undo: true }, 'w1');
    const card = a.record('card.replace', { household: H, n: 2, reason: '遗失' }, 'w1');
    await office('household.merge');
    await a.syncAll();
    expect(a.verdict(undo)).toMatchObject({ outcome: 'applied', code: 'followed', params: { to: B } });
    expect(a.verdict(card)).toEqual({ outcome: 'applied', code: 'ok' });
    expect(a.file(B).entries.map((e) => e.reverses ?? e.id)).toEqual([deed, deed]);
    expect([a.file(H).card, a.file(B).card]).toEqual([2, 1]);
  });

  test('[CF-02] the successor’s limit decides; the Case is the successor’s, with both sides', async () => {
    const { a, b, office: desk } = cast;
    const first = b.score(B, 'FX-02', 'w2', { points: 3 });
    await b.syncAll();
    const deed = a.score(H, 'FX-02', 'w1', { points: 3 });
    await office('household.merge');
    await a.syncAll();
    expect(a.verdict(deed)).toMatchObject({ outcome: 'held', code: 'over_cap', params: { competing: [first] } });
    expect(casesOn(a, deed)[0]).toMatchObject({ household: B, competing: [first] });
    desk.record('case.decide', { case: deed, decision: 'keep_both', reason: '两次都扫了' }, 'office');
    await desk.syncAll();
    await a.syncAll();
    expect(
      a
        .file(B)
        .entries.map((e) => e.id)
        .sort(),
    ).toEqual([first, deed].sort());
  });

  test('a Case from before the merge is decided for the successor', async () => {
    const { a, office: desk } = cast;
    const deed = a.score(H, 'OFF-01', 'w1', { points: 1, member: 'm1' });
    await a.syncAll();
    const merge = await office('household.merge');
    desk.record('case.decide', { case: deed, decision: 'accept' }, 'office');
    await desk.syncAll();
    await a.syncAll();
    expect(a.file(H).entries).toEqual([]);
    expect(a.file(B).entries).toMatchObject([{ id: deed, member: `${merge}-1` }]);
    expect(casesOn(a, deed)[1]).toMatchObject({ type: 'case.decided', household: B });
  });

  test('merged again: points and ops go all the way', async () => {
    const { a } = cast;
    await asConsole(stage.db, [carried(H, 10)]);
    const deed = a.score(H, 'FX-01', 'w1', { member: 'm1' });
    const first = await office('household.merge');
    await office('household.merge', 'XW-0003', B);
    await a.syncAll();
    expect(a.verdict(deed)).toMatchObject({ code: 'followed', params: { to: 'XW-0003', members: [`m1=${first}-1`] } });
    expect(await pointsNow('XW-0003')).toMatchObject({ earned: 12, final: 12 });
    expect(await pointsNow(B)).toMatchObject({ earned: 0, final: 0 });
  });

  test('the first decision stands: no second merge, no merge into what has ended, no circle', async () => {
    const { office: desk } = cast;
    await office('household.merge');
    const again = await office('household.merge', 'XW-0003');
    expect(desk.verdict(again)).toEqual({
      outcome: 'refused',
      code: 'household_ended',
      params: { household: H, into: B },
    });
    const circle = await office('household.merge', H, B);
    expect(desk.verdict(circle)).toMatchObject({ code: 'household_ended', params: { household: H } });
    const nowhere = await office('household.merge', 'XW-9999', B);
    expect(desk.verdict(nowhere)).toMatchObject({ code: 'malformed', params: { field: 'into' } });
    const foreign = await office('household.merge', 'DL-0001', B);
    expect(desk.verdict(foreign)).toEqual({
      outcome: 'refused',
      code: 'not_allowed',
      params: { kind: 'household.merge' },
    });
  });
});

describe('[CF-09] split while ops are in flight', () => {
  test('what names a member goes where the member went; what does not waits for a choice', async () => {
    const { a, office: desk } = cast;
    await asConsole(stage.db, [carried(H, 10)]);
    const at = Date.now() - 60_000;
    const hers = a.score(H, 'FX-01', 'w1', { at, member: 'm2' });
    const his = a.score(H, 'FX-01', 'w1', { at, member: 'm1' });
    const whose = a.score(H, 'FX-01', 'w1', { at });
    const edit = a.record('household.edit', { household: H, set: [{ field: 'phone', value: '1', was: '' }] }, 'w1', {
      at,
    });
    const ref = await split(4);
    expect(desk.verdict(ref)).toEqual({ outcome: 'applied', code: 'ok' });
    const later = a.score(H, 'FX-01', 'w1');
    await a.syncAll();
    expect(a.verdict(hers)).toMatchObject({ code: 'followed', params: { to: 'XW-0901', members: ['m2=m1'] } });
    expect(a.verdict(his)).toMatchObject({ outcome: 'applied', code: 'ok' });
    expect(a.verdict(later)).toMatchObject({ outcome: 'applied', code: 'ok' });
    for (const held of [whose, edit])
      expect(a.verdict(held)).toEqual({
        outcome: 'held',
        code: 'several_successors',
        params: { household: H, choices: [H, 'XW-0901'] },
      });
    const wrong = desk.record('case.decide', { case: whose, decision: 'to', choice: B }, 'office');
    const none = desk.record('case.decide', { case: whose, decision: 'accept' }, 'office');
    const to = desk.record('case.decide', { case: whose, decision: 'to', choice: 'XW-0901' }, 'office');
    const stay = desk.record('case.decide', { case: edit, decision: 'to', choice: H }, 'office');
    await desk.syncAll();
    for (const bad of [wrong, none]) expect(desk.verdict(bad)).toMatchObject({ code: 'decision_not_offered' });
    for (const good of [to, stay]) expect(desk.verdict(good)).toEqual({ outcome: 'applied', code: 'ok' });
    await a.syncAll();
    expect(a.file('XW-0901').entries.map((e) => e.id)).toEqual([hers, whose]);
    expect(profileOf(a.file(H)).phone).toBe('1');
    expect(Object.keys(profileOf(a.file(H)).members)).toEqual(['m1']);
    expect(profileOf(a.file('XW-0901'))).toMatchObject({ head: '李𬭎珈', members: { m1: { name: '李𬭎珈' } } });
    expect(await pointsNow('XW-0901')).toMatchObject({ earned: 8, final: 8 });
    expect(await pointsNow(H)).toMatchObject({ earned: 10, final: 10 });
  });

  test('a household that joins another asks nobody about an earlier split of that one, and the choice of a later part is one', async () => {
    const { a, office: desk } = cast;
    const at = Date.now() - 60_000;
    await split();
    await office('household.merge', H, B);
    const joined = a.score(B, 'FX-01', 'w1', { at });
    await a.syncAll();
    expect(a.verdict(joined)).toMatchObject({ outcome: 'applied', code: 'followed', params: { to: H } });
    const again = {
      household: H,
      to: 'XW-0902',
      head: '王小',
      phone: '',
      doorPlate: '',
      members: [`${desk.id}-000002-1`],
    };
    const ref = desk.record('household.split', { ...again, points: 0, reason: '分家' }, 'office');
    await desk.syncAll();
    expect(desk.verdict(ref)).toEqual({ outcome: 'applied', code: 'ok' });
    const whose = a.score(B, 'FX-02', 'w1', { at, points: 3 });
    await a.syncAll();
    expect(a.verdict(whose)).toMatchObject({ code: 'several_successors', params: { choices: [H, 'XW-0902'] } });
    const to = desk.record('case.decide', { case: whose, decision: 'to', choice: 'XW-0902' }, 'office');
    await desk.syncAll();
    expect(desk.verdict(to)).toEqual({ outcome: 'applied', code: 'ok' });
    expect((await fileOf('XW-0902'))?.entries.map((e) => e.id)).toEqual([whose]);
  });

  test('[CF-02] a part was chosen and another reason remains: the choice stands while the office decides that', async () => {
    const { a, b, office: desk } = cast;
    const whose = a.score(H, 'FX-02', 'w1', { at: Date.now() - 60_000, points: 3 });
    await split();
    await b.syncAll();
    const first = b.score('XW-0901', 'FX-02', 'w2', { points: 3 });
    await b.syncAll();
    await a.syncAll();
    expect(a.verdict(whose)).toMatchObject({ outcome: 'held', code: 'several_successors' });
    const decide = async (body: object) => {
      const ref = desk.record('case.decide', { case: whose, decision: 'to', ...body }, 'office');
      await desk.syncAll();
      return desk.verdict(ref);
    };
    expect(await decide({})).toMatchObject({ code: 'decision_not_offered' });
    expect(await decide({ choice: 'XW-0901' })).toMatchObject({ code: 'still_held', params: { code: 'over_cap' } });
    const row = await stage.db.selectFrom('cases').selectAll().where('id', '=', whose).executeTakeFirstOrThrow();
    expect(row).toMatchObject({ code: 'over_cap', household: 'XW-0901', competing: [first], decision: null });
    await b.syncAll();
    expect(casesOn(b, whose)).toMatchObject([{ type: 'case.opened', code: 'over_cap', competing: [first] }]);
    expect(await decide({ decision: 'swap' })).toMatchObject({ code: 'unknown_entry' });
    expect(await decide({ decision: 'swap', replace: first })).toEqual({ outcome: 'applied', code: 'ok' });
    const entries = (await fileOf('XW-0901'))?.entries ?? [];
    expect(entries.map((e) => e.id)).toEqual(expect.arrayContaining([first, whose]));
    expect(entries.filter((e) => e.reverses === first)).toHaveLength(1);
    expect(await pointsNow('XW-0901')).toMatchObject({ earned: 3 });
    expect((await fileOf(H))?.entries).toEqual([]);
  });

  test('no more points than are free go along, and somebody stays', async () => {
    const { office: desk } = cast;
    await asConsole(stage.db, [carried(H, 3)]);
    expect(desk.verdict(await split(4))).toEqual({
      outcome: 'refused',
      code: 'insufficient',
      params: { points: 4, free: 3 },
    });
    const body = { household: H, to: 'XW-0901', head: '甲', phone: '', doorPlate: '', points: 0, reason: '分家' };
    const all = desk.record('household.split', { ...body, members: ['m1', 'm2'] }, 'office');
    const nobody = desk.record('household.split', { ...body, members: ['m9'] }, 'office');
    const taken = desk.record('household.split', { ...body, to: B, members: ['m1'] }, 'office');
    await desk.syncAll();
    expect(desk.verdict(all)).toMatchObject({ code: 'malformed', params: { field: 'members' } });
    expect(desk.verdict(nobody)).toMatchObject({ code: 'unknown_member', params: { member: 'm9' } });
    expect(desk.verdict(taken)).toMatchObject({ code: 'already_registered', params: { household: B } });
  });
});

describe('[CF-09] moved while ops are in flight', () => {
  test('the old village’s tablet gives it up, the new one’s gets it whole; who was right then is right', async () => {
    const { a, b } = cast;
    await asConsole(stage.db, [carried(H, 50)]);
    const there = await device(stage.app, stage.db, 'tablet', 'DL', ['d1']);
    const admin = await officeBrowser(stage.app, stage.db, PEOPLE.admin);
    a.carry = ['XW-G1'];
    b.carry = ['XW-G1'];
    const old = a.score(H, 'FX-01', 'w1');
    const waits = a.score(H, 'OFF-01', 'w1', { points: 1 });
    await a.syncAll();
    await b.syncAll();
    expect([a.remaining(H), b.remaining(H)]).toEqual([30, 22]);
    const before = a.score(H, 'FX-03', 'w1', { at: Date.now() - 60_000 });
    const moved = admin.record(
      'household.move',
      { household: H, village: 'DL', grid: 'DL-G1', naturalVillage: '大罗', doorPlate: '大罗8号', reason: '搬家' },
      'admin',
    );
    await admin.syncAll();
    expect(admin.verdict(moved)).toEqual({ outcome: 'applied', code: 'ok' });
    const after = a.score(H, 'FX-01', 'w1', { at: Date.now() + 1 });
    const answer = await a.sync();
    expect(a.verdict(before)).toMatchObject({ outcome: 'applied' });
    expect(a.verdict(after)).toMatchObject({ outcome: 'held', code: 'no_right' });
    expect(answer.changes?.gone).toEqual([H]);
    expect(a.files.has(H)).toBe(false);
    expect(answer.giveBack).toContainEqual([H, 0]);
    a.record('allowance.return', { lines: [[H, 30]] }, a.id);
    await a.syncAll();
    // Also who has nothing to say of it is asked for what it holds.
    expect((await b.sync()).giveBack).toContainEqual([H, 0]);
    b.record('allowance.return', { lines: [[H, 22]] }, b.id);
    await b.syncAll();
    await there.syncAll();
    expect(there.file(H).entries.map((e) => e.id)).toEqual(expect.arrayContaining([old, before]));
    expect(profileOf(there.file(H))).toMatchObject({ naturalVillage: '大罗', doorPlate: '大罗8号' });
    expect(there.file(H)).toMatchObject({ village: 'DL', grid: 'DL-G1' });
    await sameAsServer(there);
    expect((await pointsNow(H)).allotted).toBe(0);
    const here = there.score(H, 'FX-01', 'd1');
    await there.syncAll();
    expect(there.verdict(here)).toMatchObject({ outcome: 'applied', code: 'ok' });
    // The Case of the old village is the new one's to decide.
    const cases = await stage.db.selectFrom('cases').select(['id', 'village']).where('decision', 'is', null).execute();
    expect(new Map(cases.map((c) => [c.id, c.village]))).toEqual(new Map([after, waits].map((id) => [id, 'DL'])));
  });

  test('inside the village only the grid changes; the later move stands, whatever arrives first', async () => {
    const { a, office: desk } = cast;
    const g1 = await device(stage.app, stage.db, 'tablet', 'XW', ['g1']);
    const at = Date.now();
    const body = { household: H, village: 'XW', naturalVillage: '塘边', doorPlate: '9号', reason: '搬家' };
    desk.record('household.move', { ...body, grid: 'XW-G2' }, 'office', { at: at - 1000 });
    desk.record('household.move', { ...body, grid: 'XW-G1', doorPlate: '7号' }, 'office', { at: at - 2000 });
    await desk.syncAll();
    await a.syncAll();
    expect(a.file(H)).toMatchObject({ village: 'XW', grid: 'XW-G2' });
    expect(profileOf(a.file(H)).doorPlate).toBe('9号');
    await g1.syncAll();
    expect(g1.files.has(H)).toBe(false);
    expect(g1.files.has(B)).toBe(true);
  });

  test('nobody moves a household to where they have no say', async () => {
    const { office: desk } = cast;
    const body = { household: H, village: 'DL', grid: 'DL-G1', naturalVillage: '', doorPlate: '', reason: '搬家' };
    const ref = desk.record('household.move', body, 'office');
    await desk.syncAll();
    expect(desk.verdict(ref)).toMatchObject({ outcome: 'refused', code: 'not_allowed' });
  });
});

describe('[CF-09] closed while ops are in flight', () => {
  test('before it counts, after it waits; rights that are out still stand', async () => {
    const { a, office: desk } = cast;
    await asConsole(stage.db, [carried(H, 50)]);
    a.carry = ['XW-G1'];
    await a.syncAll();
    const before = a.score(H, 'FX-01', 'w1', { at: Date.now() - 60_000 });
    await office('household.close');
    const after = a.score(H, 'FX-01', 'w1');
    const spent = a.record('redemption.record', { household: H, lines: LINES, points: 5, mode: 'allowance' }, 'w1');
    const online = a.record('redemption.record', { household: H, lines: LINES, points: 5, mode: 'online' }, 'w1');
    const answer = await a.sync();
    expect(a.verdict(before)).toMatchObject({ outcome: 'applied', code: 'ok' });
    expect(a.verdict(after)).toEqual({ outcome: 'held', code: 'household_closed', params: { household: H } });
    expect(a.verdict(spent)).toEqual({ outcome: 'applied', code: 'ok' });
    expect(a.verdict(online)).toEqual({ outcome: 'refused', code: 'household_ended', params: { household: H } });
    expect(answer.giveBack).toContainEqual([H, 0]);
    desk.record('case.decide', { case: after, decision: 'accept' }, 'office');
    await desk.syncAll();
    await a.syncAll();
    expect(a.file(H).entries.map((e) => e.id)).toEqual(expect.arrayContaining([before, after]));
    const twice = await office('household.close');
    expect(desk.verdict(twice)).toMatchObject({ code: 'household_ended' });
  });

  test('points that a closed household left go to the family that it is merged into', async () => {
    await asConsole(stage.db, [carried(H, 12)]);
    await office('household.close');
    const ref = await office('household.merge');
    expect(cast.office.verdict(ref)).toEqual({ outcome: 'applied', code: 'ok' });
    expect(await pointsNow(B)).toMatchObject({ earned: 12, final: 12 });
  });
});

describe('[CF-10] the same household registered twice', () => {
  const NEW = 'XW-0777';
  const twice = (change: Partial<ReturnType<typeof registration>> = {}) => ({
    ...registration(H, 'XW', 'XW-G2'),
    household: NEW,
    doorPlate: '新屋3号',
    ...change,
  });
  const caseRow = (id: string) =>
    stage.db.selectFrom('cases').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

  async function register(change: Parameters<typeof twice>[0] = {}) {
    const ref = cast.office.record('household.register', twice(change), 'office');
    await cast.office.syncAll();
    return ref;
  }

  test('under two codes: both stay, a Case shows both, and the office makes them one', async () => {
    const { a, office: desk } = cast;
    await asConsole(stage.db, [carried(H, 10)]);
    const ref = await register();
    expect(desk.verdict(ref)).toEqual({
      outcome: 'applied',
      code: 'likely_duplicate',
      params: { household: NEW, duplicates: [H] },
    });
    await a.syncAll();
    for (const one of [a, desk]) for (const code of [H, NEW]) expect(one.files.has(code)).toBe(true);
    const { cases } = await listCases(stage.db, TOWN, { state: 'open', village: 'XW', cursor: null });
    expect(cases).toMatchObject([
      {
        id: ref,
        code: 'likely_duplicate',
        decisions: ['merge', 'keep_both'],
        households: [
          { code: NEW, isNew: true, doorPlate: '新屋3号' },
          { code: H, isNew: false, head: `户主${H}`, phone: '13800001234', earned: 10 },
        ],
      },
    ]);
    const deed = a.score(NEW, 'FX-01', 'w1');
    const neither = desk.record('case.decide', { case: ref, decision: 'merge', choice: B }, 'office');
    const merge = desk.record('case.decide', { case: ref, decision: 'merge', choice: H }, 'office');
    await desk.syncAll();
    expect(desk.verdict(neither)).toMatchObject({ code: 'decision_not_offered' });
    expect(desk.verdict(merge)).toEqual({ outcome: 'applied', code: 'ok' });
    expect((await fileOf(NEW))?.merged).toMatchObject({ into: H });
    await a.syncAll();
    expect(a.verdict(deed)).toMatchObject({ code: 'followed', params: { to: H } });
    expect(await pointsNow(H)).toMatchObject({ earned: 12 });
  });

  test('the newer one may be the one to go on; or both stay, and nothing happens to them', async () => {
    const { office: desk } = cast;
    const first = await register();
    desk.record('case.decide', { case: first, decision: 'merge', choice: NEW }, 'office');
    await desk.syncAll();
    expect((await fileOf(H))?.merged).toMatchObject({ into: NEW });
    const second = await register({ household: 'XW-0778' });
    // What is merged already is no duplicate any more.
    expect(desk.verdict(second).params).toEqual({ household: 'XW-0778', duplicates: [NEW] });
    desk.record('case.decide', { case: second, decision: 'keep_both', reason: '是两兄弟' }, 'office');
    await desk.syncAll();
    expect((await fileOf('XW-0778'))?.merged).toBeUndefined();
    expect(await caseRow(second)).toMatchObject({ decision: 'keep_both' });
  });

  test('a name alone proves nothing, nor does another village', async () => {
    const { office: desk } = cast;
    const plain = await register({ phone: '', household: 'XW-0779' });
    expect(desk.verdict(plain)).toEqual({ outcome: 'applied', code: 'ok' });
    const door = await register({ phone: '', doorPlate: `${H}号`, household: 'XW-0780' });
    expect(desk.verdict(door).params).toEqual({ household: 'XW-0780', duplicates: [H] });
    const other = await register({ head: '别人', household: 'XW-0781' });
    expect(desk.verdict(other)).toEqual({ outcome: 'applied', code: 'ok' });
    const admin = await officeBrowser(stage.app, stage.db, PEOPLE.admin);
    const there = admin.record(
      'household.register',
      twice({ village: 'DL', grid: 'DL-G1', household: 'DL-0777' }),
      'admin',
    );
    await admin.syncAll();
    expect(admin.verdict(there)).toEqual({ outcome: 'applied', code: 'ok' });
  });

  test('an import that brings the office’s household under another code opens the Case too', async () => {
    const [verdict] = await recordAsConsole(stage.db, TOWN, [{ kind: 'household.register', body: twice() }]);
    expect(verdict?.verdict).toMatchObject({ code: 'likely_duplicate', params: { duplicates: [H] } });
  });

  test('one code twice with other people: held with both sides; the office gives the second one a code', async () => {
    const { a, office: desk } = cast;
    const body = twice({ household: H, head: '关㛃柔', phone: '13911112222' });
    const ref = desk.record('household.register', body, 'office');
    // What the same desk records for it waits as well: it is not about the household that has the code.
    const deed = desk.score(H, 'FX-01', 'office');
    await desk.syncAll();
    expect(desk.verdict(ref)).toEqual({ outcome: 'held', code: 'same_code', params: { household: H } });
    expect(desk.verdict(deed)).toEqual({ outcome: 'held', code: 'same_code', params: { household: H, register: ref } });
    const { cases } = await listCases(stage.db, TOWN, { state: 'open', village: 'XW', cursor: null });
    expect(cases[0]).toMatchObject({
      id: ref,
      decisions: ['reject', 'to'],
      body: { head: '关㛃柔' },
      households: [{ code: H, head: `户主${H}` }],
    });
    const taken = desk.record('case.decide', { case: ref, decision: 'to', choice: B }, 'office');
    const to = desk.record('case.decide', { case: ref, decision: 'to', choice: 'XW-0790' }, 'office');
    const both = desk.record('case.decide', { case: deed, decision: 'to', choice: 'XW-0790' }, 'office');
    await desk.syncAll();
    expect(desk.verdict(taken)).toMatchObject({ code: 'already_registered', params: { household: B } });
    expect(desk.verdict(to)).toEqual({ outcome: 'applied', code: 'ok' });
    expect(desk.verdict(both)).toEqual({ outcome: 'applied', code: 'ok' });
    await a.syncAll();
    expect(profileOf(a.file(H)).head).toBe(`户主${H}`);
    expect(a.file(H).entries).toEqual([]);
    expect(a.file('XW-0790')).toMatchObject({ registered: { ref }, base: { head: '关㛃柔' }, entries: [{ id: deed }] });
  });

  test('what comes in a later sync for a code that waits, waits too; the office may also say that it is of the first one', async () => {
    const { a, office: desk } = cast;
    const body = twice({ household: H, head: '关㛃柔', phone: '13911112222' });
    const ref = desk.record('household.register', body, 'office');
    await desk.syncAll();
    const deed = desk.score(H, 'FX-01', 'office');
    await desk.syncAll();
    expect(desk.verdict(deed)).toEqual({ outcome: 'held', code: 'same_code', params: { household: H, register: ref } });
    const to = (id: string, choice?: string) =>
      desk.record('case.decide', { case: id, decision: 'to', ...(choice ? { choice } : {}) }, 'office');
    const open = [to(ref), to(deed), to(deed, 'DL-0001'), to(deed, 'XW-9999')];
    const own = to(deed, H);
    await desk.syncAll();
    for (const bad of open) expect(desk.verdict(bad)).toMatchObject({ code: 'decision_not_offered' });
    expect(desk.verdict(own)).toEqual({ outcome: 'applied', code: 'ok' });
    await a.syncAll();
    expect(a.file(H).entries.map((e) => e.id)).toEqual([deed]);
  });

  test('a code of this village that the town used for another one: this office cannot register over there', async () => {
    const { office: desk } = cast;
    const admin = await officeBrowser(stage.app, stage.db, PEOPLE.admin);
    const there = twice({ household: H, village: 'DL', grid: 'DL-G1', head: '关㛃柔' });
    const ref = admin.record('household.register', there, 'admin');
    await admin.syncAll();
    const to = { case: ref, decision: 'to', choice: 'DL-0790' } as const;
    const here = desk.record('case.decide', to, 'office');
    await desk.syncAll();
    expect(desk.verdict(here)).toMatchObject({ code: 'still_held', params: { code: 'not_allowed' } });
    const allowed = admin.record('case.decide', to, 'admin');
    await admin.syncAll();
    expect(admin.verdict(allowed)).toEqual({ outcome: 'applied', code: 'ok' });
    expect(await fileOf('DL-0790')).toMatchObject({ village: 'DL', base: { head: '关㛃柔' } });
  });

  test('what the new one became meanwhile stands: the two are not made one any more', async () => {
    const { office: desk } = cast;
    const ref = await register();
    await office('household.merge', B, NEW);
    const merge = desk.record('case.decide', { case: ref, decision: 'merge', choice: H }, 'office');
    await desk.syncAll();
    expect(desk.verdict(merge)).toMatchObject({ outcome: 'refused' });
    expect(await caseRow(ref)).toMatchObject({ decision: null });
    expect((await fileOf(NEW))?.merged).toMatchObject({ into: B });
  });

  test('word for word the same registration is not taken twice', async () => {
    const { office: desk } = cast;
    const again = desk.record('household.register', registration(H, 'XW', 'XW-G1'), 'office');
    await desk.syncAll();
    expect(desk.verdict(again)).toEqual({ outcome: 'refused', code: 'already_registered', params: { household: H } });
  });
});

describe('[CF-09] what the office counts', () => {
  test('a merged household is none more; earned and redeemable go with it, also to another village', async () => {
    await asConsole(stage.db, [
      carried(H, 20),
      { kind: 'household.merge', body: { household: H, into: 'DL-0001', reason: '并户' } },
      { kind: 'household.close', body: { household: B, reason: '迁走' } },
    ]);
    const totals = await villageTotals(stage.db, TOWN, null);
    expect(totals).toMatchObject([
      { village: 'DL', households: 4, earned: 20, redeemable: 20 },
      { village: 'XW', households: 6, earned: 0, redeemable: 0 },
    ]);
  });

  test('cards are printed for households that are some', async () => {
    const all = { village: 'XW', grid: null, codes: [], after: null };
    const before = await cardsToPrint(stage.db, TOWN, all);
    await office('household.merge');
    const after = await cardsToPrint(stage.db, TOWN, all);
    expect(after.total).toBe(before.total - 1);
    expect(after.cards.map((card) => card.household)).not.toContain(H);
  });
});
