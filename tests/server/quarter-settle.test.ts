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
import { settlePreview } from '../../src/server/office/quarter/settlePreview.ts';
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
