/** Sums of deeds that are kept between questions say at any time what a fresh sum of all deeds says. */
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addDays, dayOf, monthOf } from '../../src/domain/calendar.ts';
import { addMonths } from '../../src/domain/statistics/months.ts';
import { backupTown } from '../../src/server/backup/backupTown.ts';
import { sourceOf } from '../../src/server/backup/readBackup.ts';
import { restoreTown } from '../../src/server/backup/restoreTown.ts';
import { DeedBook } from '../../src/server/office/statistics/deedBook.ts';
import { asConsole, carried, TOWN } from './support/smallTown.ts';
import { type Cast, H, newCast, openStage, type Stage } from './support/stage.ts';

const today = dayOf(Date.now());
const present = monthOf(today);
const lastMonth = addMonths(present, -1);
const lastDay = addDays(`${present}-01`, -1);
const O = 'XW-1001';

let stage: Stage;
let cast: Cast;
let kept: DeedBook;

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  cast = await newCast(stage);
  await asConsole(stage.db, [{ kind: 'policy.publish', body: { village: null, policy: { deedDaysBack: 90 } } }]);
  for (const one of [cast.a, cast.office]) await one.syncAll();
  kept = new DeedBook(stage.db);
  await same();
});
afterAll(() => stage.close());

/** Asks the kept book and one that knows nothing yet; their answer, with sums in an order of their own. */
async function same(first = addMonths(present, -30)) {
  const ask = async (book: DeedBook) => {
    const { sums, active } = await book.of(TOWN, first, lastMonth, present);
    const lines = sums.map((s) => `${s.month} ${s.village} ${s.rule} ${s.points} ${s.entries}`);
    return { sums: lines.sort(), active: [...active].sort(([a], [b]) => (a < b ? -1 : 1)) };
  };
  const answer = await ask(kept);
  expect(answer).toEqual(await ask(new DeedBook(stage.db)));
  return answer;
}

test('a deed that is recorded, approved, rejected, taken back or changed on review moves its own month', async () => {
  const { a, office } = cast;
  const old = a.score(H, 'FX-01', 'w1', { date: lastDay });
  const waits = a.score(O, 'FX-03', 'w1', { date: lastDay, points: 5 });
  const refused = a.score(O, 'FX-03', 'w1', { date: today, points: 5 });
  await a.syncAll();
  expect(await same()).toEqual({ sums: [`${lastMonth} XW FX-01 2 1`], active: [[H, 1n]] });

  office.record('entry.review', { household: O, entry: waits, decision: 'approve' }, 'office');
  office.record('entry.review', { household: O, entry: refused, decision: 'reject', reason: '没有' }, 'office');
  await office.syncAll();
  expect(await same()).toEqual({
    sums: [`${lastMonth} XW FX-01 2 1`, `${lastMonth} XW FX-03 5 1`],
    active: [
      [H, 1n],
      [O, 1n],
    ],
  });

  a.score(O, 'FX-01', 'w1', { date: today });
  await a.syncAll();
  expect((await same()).active).toEqual([
    [H, 1n],
    [O, 3n],
  ]);

  // The reversal is of today, the deed that it takes back is of the month before.
  office.record('entry.reverse', { household: H, entry: old, reason: '记错' }, 'office');
  await office.syncAll();
  expect(await same()).toEqual({
    sums: [`${lastMonth} XW FX-03 5 1`, `${present} XW FX-01 2 1`],
    active: [[O, 3n]],
  });
});

test('a household that moves takes what it did along', async () => {
  const { a } = cast;
  a.score(H, 'FX-01', 'w1', { date: lastDay });
  await a.syncAll();
  expect((await same()).sums).toEqual([`${lastMonth} XW FX-01 2 1`]);
  const body = { household: H, village: 'DL', grid: 'DL-G1', naturalVillage: '', doorPlate: '', reason: '搬家' };
  await asConsole(stage.db, [{ kind: 'household.move', body }]);
  expect((await same()).sums).toEqual([`${lastMonth} DL FX-01 2 1`]);
});

test('months that were not asked for before are summed up when they are, those between others too', async () => {
  const { a } = cast;
  a.score(H, 'FX-01', 'w1', { date: lastDay });
  a.score(H, 'FX-01', 'w1', { date: today });
  await a.syncAll();
  await kept.of(TOWN, present, present, present);
  await kept.of(TOWN, addMonths(present, -3), addMonths(present, -2), addMonths(present, -2));
  expect((await same(addMonths(present, -4))).active).toEqual([[H, 3n]]);
  expect((await same(addMonths(present, -100))).sums).toHaveLength(2);
});

test('whoever asks while another asks gets the same', async () => {
  const { a } = cast;
  a.score(H, 'FX-01', 'w1', { date: lastDay });
  await a.syncAll();
  const answers = await Promise.all([1, 2, 3].map(() => kept.of(TOWN, lastMonth, lastMonth, present)));
  expect(answers.map(({ sums }) => sums.length)).toEqual([1, 1, 1]);
});

test('[SY-14] a restored ledger is another one', async () => {
  const { a } = cast;
  a.score(H, 'FX-01', 'w1', { date: lastDay });
  await a.syncAll();
  const parts: Buffer[] = [];
  await backupTown(
    stage.db,
    TOWN,
    new PassThrough().on('data', (part: Buffer) => parts.push(part)),
  );
  a.score(H, 'FX-01', 'w1', { date: lastDay });
  await a.syncAll();
  expect((await same()).sums).toEqual([`${lastMonth} XW FX-01 4 2`]);
  await restoreTown(stage.db, sourceOf(Buffer.concat(parts)), { replace: true });
  // As many facts as before, but other ones.
  await asConsole(stage.db, [carried(H, 7)]);
  expect((await same()).sums).toContain(`${lastMonth} XW FX-01 2 1`);
});
