/** [AL-9] What nobody redeemed of a quarter lapses where the policy says so: once, seen by everybody, and never what is promised. */
import { PassThrough } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { addDays, dayOf, periodKey } from '../../src/domain/calendar.ts';
import type { OpBodies } from '../../src/domain/op.ts';
import { quarterAfter } from '../../src/domain/quarter.ts';
import type { SettlePreview } from '../../src/protocol/officeQuarter.ts';
import { backupTown } from '../../src/server/backup/backupTown.ts';
import { sourceOf } from '../../src/server/backup/readBackup.ts';
import { restoreTown } from '../../src/server/backup/restoreTown.ts';
import { verifyTown } from '../../src/server/backup/verifyTown.ts';
import { loadMerged } from '../../src/server/office/quarter/families.ts';
import { officeQuarter } from '../../src/server/office/quarter/quarter.ts';
import { quarterFigures } from '../../src/server/office/quarter/quarterFigures.ts';
import { settlePreview } from '../../src/server/office/quarter/settlePreview.ts';
import { villageTotals } from '../../src/server/office/totals.ts';
import { auditTown } from './support/auditTown.ts';
import { asConsole, carried, device, TOWN } from './support/smallTown.ts';
import { countersOf, spend } from './support/spending.ts';
import { type Cast, H, newCast, openStage, type Stage, settled } from './support/stage.ts';
import type { TestDevice } from './support/testDevice.ts';

const today = dayOf(Date.now());
const quarter = quarterAfter(periodKey('quarter', today), -1);

let stage: Stage;
let cast: Cast;
let counter: TestDevice;

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  cast = await newCast(stage);
  counter = await device(stage.app, stage.db, 'counter', 'XW', ['clerk']);
  const recent = carried(H, 7);
  await asConsole(stage.db, [
    { kind: 'policy.publish', body: { village: 'XW', policy: { leftoverLapses: true } } },
    carried(H, 100),
    carried('XW-0002', 10),
    { ...recent, body: { ...recent.body, date: today } as OpBodies['carryover.entry'] },
  ] as Parameters<typeof asConsole>[1]);
  for (const one of [counter, cast.a, cast.b, cast.office]) await one.syncAll();
});
afterEach(() => auditTown(stage.db, TOWN));
afterAll(() => stage.close());

const preview = (which = quarter): Promise<SettlePreview> =>
  settlePreview(stage.db, TOWN, { village: 'XW', quarter: which }, Date.now());

async function settle(lines?: OpBodies['quarter.settle']['lines'], which = quarter, village = 'XW') {
  const shown = lines ?? (await preview(which)).lines.map(({ household, points }) => [household, points] as const);
  const ref = cast.office.record('quarter.settle', { village, quarter: which, lines: shown }, 'office');
  await cast.office.syncAll();
  return { ref, verdict: cast.office.verdict(ref) };
}

test('what is free of old points lapses; what devices hold, newer points and earned points stay', async () => {
  const before = await countersOf(stage.db);
  expect(before).toMatchObject({ final: 107, redeemed: 0, allotted: 64 });
  const shown = await preview();
  expect(shown).toMatchObject({ refusal: null, waiting: 0, settled: null });
  // 107 less what the counter holds is 43 free; 7 of the points are newer than the quarter.
  expect(shown.lines.find((line) => line.household === H)?.points).toBe(36);
  const { ref, verdict } = await settle();
  expect(verdict).toMatchObject({ outcome: 'applied', params: { households: 2, points: shown.points } });
  expect(await countersOf(stage.db)).toEqual({ final: 71, redeemed: 0, allotted: 64, debt: 0 });
  const { earned } = await stage.db
    .selectFrom('households')
    .select('earned')
    .where('code', '=', H)
    .executeTakeFirstOrThrow();
  expect(earned).toBe(107);
  await everySum(shown.points);
  await settled(stage, cast);
  expect(cast.a.file(H)?.lapses).toMatchObject([{ id: ref, quarter, points: 36, by: 'office' }]);
  expect(await verifyTown(stage.db, TOWN)).toMatchObject({ ok: true, difference: null });
  expect(await preview()).toMatchObject({
    refusal: 'quarter_settled',
    settled: { households: 2, points: shown.points },
  });
  expect((await settle([[H, 1]])).verdict).toMatchObject({ outcome: 'refused', code: 'quarter_settled' });
  // The counter's right is as good as before.
  const sold = spend(counter, 60, 'allowance', 'clerk');
  await counter.syncAll();
  expect(counter.verdict(sold)).toMatchObject({ outcome: 'applied' });
});

/** What lapsed is a sum of its own, and with it everything earned is somewhere. */
async function everySum(lapsed: number): Promise<void> {
  const [xw] = (await villageTotals(stage.db, TOWN, 'XW')).map(
    ({ earned, redeemable, redeemed, allotted, lapsed: gone }) => ({
      ...{ earned, lapsed: gone, all: redeemable + redeemed + allotted + gone },
    }),
  );
  expect(xw).toEqual({ earned: 117, lapsed, all: 117 });
  const { villages } = await officeQuarter(stage.db, TOWN, { village: 'XW', quarter }, Date.now());
  expect(villages).toMatchObject([{ lapsed }]);
  const asked = { village: 'XW', quarter, codes: [H] };
  const [home] = await quarterFigures(stage.db, TOWN, asked, await loadMerged(stage.db, TOWN));
  // What devices hold of the old points is still there.
  expect(home).toMatchObject({ lapsed: 36, redeemable: 71, onDevices: 64, leftOver: 64 });
  const next = { ...asked, quarter: quarterAfter(quarter, 1) };
  expect(await quarterFigures(stage.db, TOWN, next, await loadMerged(stage.db, TOWN))).toMatchObject([{ lapsed: 0 }]);
}

test('what the very same push takes back is not lost a second time out of newer points', async () => {
  await asConsole(stage.db, [carried(H, 10)]);
  await counter.syncAll();
  const before = await countersOf(stage.db);
  expect(before).toEqual({ final: 117, redeemed: 0, allotted: 70, debt: 0 });
  const { id: entry } = await stage.db
    .selectFrom('entries')
    .select('id')
    .where('household', '=', H)
    .where('points', '=', 10)
    .executeTakeFirstOrThrow();
  cast.office.record('entry.reverse', { household: H, entry, reason: '记错' }, 'office');
  expect((await settle([[H, 900]])).verdict).toMatchObject({
    outcome: 'applied',
    params: { households: 1, points: 30 },
  });
  expect(await countersOf(stage.db)).toMatchObject({ final: 77, allotted: 70 });
});

test('nor does it take newer points that the very same push let count', async () => {
  const entry = cast.a.score(H, 'BIG-01', 'w1', { points: 20 });
  await cast.a.syncAll();
  await cast.office.syncAll();
  cast.office.record('entry.review', { household: H, entry, decision: 'approve' }, 'office');
  expect((await settle([[H, 900]])).verdict).toMatchObject({
    outcome: 'applied',
    params: { households: 1, points: 36 },
  });
  expect(await countersOf(stage.db)).toMatchObject({ final: 127 - 36 });
});

test('a household carries on as many points as the policy keeps, what devices hold for it among them', async () => {
  const policy = { leftoverLapses: true, leftoverKeepPoints: 90 };
  await asConsole(stage.db, [{ kind: 'policy.publish', body: { village: 'XW', policy } }]);
  expect(await preview()).toMatchObject({ keeps: 90, lines: [{ household: H, points: 10 }], points: 10 });
  // The lines may say more; the policy stands.
  await settle([
    [H, 36],
    ['XW-0002', 4],
  ]);
  expect(await stage.db.selectFrom('point_lapses').select(['household', 'points']).execute()).toEqual([
    { household: H, points: 10 },
  ]);
});

test('nobody loses more than the lines say, nor more than there is', async () => {
  await settle([
    [H, 5],
    ['XW-0002', 900],
    ['DL-0001', 50],
  ]);
  const rows = await stage.db.selectFrom('point_lapses').select(['household', 'points']).orderBy('household').execute();
  expect(rows).toEqual([
    { household: H, points: 5 },
    { household: 'XW-0002', points: 4 },
  ]);
});

test('it waits for the end of the quarter, for the window, for the policy and for redemptions that wait', async () => {
  expect((await settle([], periodKey('quarter', today))).verdict).toMatchObject({ code: 'quarter_open' });
  expect((await settle([], quarter, 'DL')).verdict).toMatchObject({ code: 'not_allowed' });
  const windows = (from: string, to: string) =>
    asConsole(stage.db, [
      { kind: 'policy.publish', body: { village: 'XW', policy: { redemptionWindows: [{ from, to }] } } },
    ]);
  await windows(addDays(today, -1), addDays(today, 1));
  expect((await settle([])).verdict).toMatchObject({ code: 'quarter_open' });
  await windows('2020-01-01', '2020-01-02');
  const quarterEnd = Date.parse(`${today.slice(0, 4)}-01-01T00:00:00Z`);
  const held = spend(counter, 1, 'allowance', 'clerk', quarterEnd);
  await counter.syncAll();
  expect(counter.verdict(held)).toMatchObject({ outcome: 'held', code: 'outside_window' });
  expect(await preview()).toMatchObject({ refusal: 'redemptions_wait', waiting: 1 });
  expect((await settle([])).verdict).toMatchObject({ code: 'redemptions_wait', params: { count: 1 } });
  await asConsole(stage.db, [{ kind: 'policy.publish', body: { village: 'XW', policy: { leftoverLapses: false } } }]);
  expect((await settle([])).verdict).toMatchObject({ code: 'leftover_stays' });
});

test('[SY-14] after a restore the same lapses again, once everybody is back', async () => {
  const parts: Buffer[] = [];
  await backupTown(
    stage.db,
    TOWN,
    new PassThrough().on('data', (part: Buffer) => parts.push(part)),
  );
  await settle();
  const lapses = () =>
    stage.db.selectFrom('point_lapses').select(['household', 'points']).orderBy('household').execute();
  const before = await lapses();
  const counters = await countersOf(stage.db);
  await restoreTown(stage.db, sourceOf(Buffer.concat(parts)), { replace: true });
  expect(await lapses()).toEqual([]);
  for (let round = 0; round < 3; round++) for (const one of [cast.office, counter, cast.a, cast.b]) await one.syncAll();
  expect(await lapses()).toEqual(before);
  expect(await countersOf(stage.db)).toEqual(counters);
  await settled(stage, cast);
});

test('[SY-14] what somebody else settled after the restore is not settled a second time', async () => {
  const parts: Buffer[] = [];
  await backupTown(
    stage.db,
    TOWN,
    new PassThrough().on('data', (part: Buffer) => parts.push(part)),
  );
  const { ref } = await settle();
  await restoreTown(stage.db, sourceOf(Buffer.concat(parts)), { replace: true });
  for (const one of [counter, cast.a, cast.b]) await one.syncAll();
  await asConsole(stage.db, [{ kind: 'quarter.settle', body: { village: 'XW', quarter, lines: [[H, 5]] } }]);
  for (let round = 0; round < 2; round++) for (const one of [cast.office, counter, cast.a, cast.b]) await one.syncAll();
  expect(cast.office.verdict(ref)).toMatchObject({ outcome: 'applied' });
  expect(await stage.db.selectFrom('point_lapses').select(['household', 'points']).execute()).toEqual([
    { household: H, points: 5 },
  ]);
  await settled(stage, cast);
});
