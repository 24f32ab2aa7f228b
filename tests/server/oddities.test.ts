/** What strikes a reviewer: found by the server, with its figures, in the order that is asked. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, mondayOf } from '../../src/domain/calendar.ts';
import type { OfficeEntry } from '../../src/protocol/officeEntries.ts';
import { type EntryFilter, searchEntries } from '../../src/server/office/entrySearch.ts';
import { addEntries, addHousehold, createOfficeTown, type TestEntry, TOWN } from './support/officeTown.ts';
import { type FreshDatabase, freshDatabase } from './support/postgres.ts';

const FILTER: EntryFilter = {
  ...{ status: 'submitted', village: null, grid: null, rule: null, worker: null, from: null, to: null, q: '' },
  ...{ household: null, odd: null, sort: 'newest', level: null, cursor: null },
};
const MONDAY = mondayOf('2026-11-20');
const id = (n: number) => `T111-${String(n).padStart(6, '0')}`;
let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  const { db } = database;
  await createOfficeTown(db);
  await addHousehold(db, { code: 'XW-0001', village: 'XW', head: '谢关明' });
  await addHousehold(db, { code: 'XW-0002', village: 'XW', head: '吴锦权', tags: ['亲属:WORKER-XW'] });
  await addHousehold(db, { code: 'DL-0001', village: 'DL', head: '谢小燕' });
  const entries: TestEntry[] = [];
  const add = (change: Partial<TestEntry>) =>
    entries.push({
      household: 'XW-0001',
      id: id(entries.length + 1),
      points: 2,
      at: 1_700_000_000_000 + entries.length,
      ...change,
    });
  // Eight weeks with one deed each, then a week of six by one worker: six times the mean.
  for (let week = 1; week <= 8; week++) add({ date: addDays(MONDAY, -7 * week), status: 'approved' });
  for (let i = 0; i < 6; i++) add({ date: addDays(MONDAY, i) });
  // Another worker's quiet week, with everything else that strikes.
  add({ by: 'OFFICE-XW', household: 'XW-0002', photos: ['aa'], late: '2026-10' });
  add({ by: 'OFFICE-XW', household: 'DL-0001', photos: ['aa', 'bb'] });
  add({ by: 'OFFICE-XW', household: 'XW-0001', photos: ['cc'] });
  add({ by: 'WORKER-XW', household: 'XW-0002', date: addDays(MONDAY, -70) });
  await addEntries(db, entries);
});
afterAll(() => database.drop());

const search = (change: Partial<EntryFilter>) => searchEntries(database.db, TOWN, { ...FILTER, ...change });
const kinds = (entry: OfficeEntry | undefined) => entry?.oddities.map((one) => one.kind);

test('each says its figures: the week and the mean, the other entry with the same picture, the month', async () => {
  const { entries } = await search({});
  const of = (n: number) => entries.find((entry) => entry.id === id(n));
  expect(of(9)?.oddities).toEqual([
    { kind: 'usual', measure: 'count', now: 6, mean: 1 },
    { kind: 'cap', how: 'times', figures: [7, 1] },
  ]);
  expect(of(15)?.oddities).toEqual([
    // The other household is another village's: its code, and nobody's name.
    { kind: 'photo', entries: [{ id: id(16), household: 'DL-0001', head: null, date: '2026-11-20' }] },
    { kind: 'late', month: '2026-10' },
  ]);
  expect(kinds(of(17))).toEqual(['cap']);
  expect(kinds(of(16))).toEqual(['photo']);
  // Marked as a relative's of the worker, not of who else records there.
  expect(kinds(of(18))).toEqual(['relative']);
});

test('the list by what strikes has every entry once, the most striking first, page by page', async () => {
  const { entries, counts, lookedAt } = await search({ sort: 'odd' });
  expect(entries[0]?.id).toBe(id(15));
  expect(entries.map((entry) => entry.oddities.length)).toEqual(
    entries.map((entry) => entry.oddities.length).sort((a, b) => b - a),
  );
  expect(entries.map((entry) => entry.id).sort()).toEqual((await search({})).entries.map((entry) => entry.id).sort());
  expect(counts).toEqual({ submitted: 10, approved: 8, rejected: 0 });
  expect(lookedAt).toBeNull();
});

test('only what strikes, or strikes in one way, within the other filters', async () => {
  const ids = async (change: Partial<EntryFilter>) => (await search(change)).entries.map((entry) => entry.id).sort();
  expect(await ids({ odd: 'any' })).toEqual([9, 10, 11, 12, 13, 14, 15, 16, 17, 18].map(id));
  expect(await ids({ odd: 'photo' })).toEqual([15, 16].map(id));
  expect(await ids({ odd: 'photo', village: 'DL' })).toEqual([id(16)]);
  expect(await ids({ odd: 'relative' })).toEqual([id(18)]);
  expect(await ids({ odd: 'clock' })).toEqual([]);
  expect(await ids({ level: 'committee' })).toEqual([]);
  expect(await ids({ level: 'village', odd: 'late' })).toEqual([id(15)]);
});

test('is refused where nothing waits, and for a place that is none', async () => {
  await expect(search({ odd: 'any', status: 'approved' })).rejects.toMatchObject({ code: 'invalid' });
  await expect(search({ odd: 'any', cursor: 'x' })).rejects.toMatchObject({ code: 'invalid' });
});
