/** Who of a device's people opened which notice, and what the server has heard of it. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { JournalDb } from '../../../src/client/journal/journalDb.ts';
import { noteRead, noteSaid, readsToSay } from '../../../src/client/journal/noticeReads.ts';

let db: JournalDb;
beforeEach(async () => {
  db = new JournalDb('reads', new IDBFactory(), IDBKeyRange);
  await db.meta.put('e1', 'epoch');
});
afterEach(() => db.close());

test('a person opens a notice once, however often; each of several people counts', async () => {
  expect(await readsToSay(db)).toEqual([]);
  expect(await noteRead(db, 'K7Q2-000001', 'anne')).toBe(true);
  expect(await noteRead(db, 'K7Q2-000001', 'anne')).toBe(false);
  expect(await noteRead(db, 'K7Q2-000001', 'bob')).toBe(true);
  expect(await noteRead(db, 'K7Q2-000002', 'bob')).toBe(true);
  expect(await readsToSay(db)).toEqual([
    ['K7Q2-000001', 2],
    ['K7Q2-000002', 1],
  ]);
});

test('what the server has heard is not said again, one more person is', async () => {
  await noteRead(db, 'K7Q2-000001', 'anne');
  await noteRead(db, 'K7Q2-000002', 'anne');
  await noteSaid(db, [['K7Q2-000001', 1]], 'e1');
  expect(await readsToSay(db)).toEqual([['K7Q2-000002', 1]]);
  await noteSaid(db, [['K7Q2-000002', 1]], 'e1');
  expect(await readsToSay(db)).toEqual([]);
  await noteRead(db, 'K7Q2-000001', 'bob');
  expect(await readsToSay(db)).toEqual([['K7Q2-000001', 2]]);
});

test('[SY-14] a restored server has heard nothing: all is said again, and what the other history had heard does not count', async () => {
  await noteRead(db, 'K7Q2-000001', 'anne');
  await noteRead(db, 'K7Q2-000002', 'anne');
  await noteSaid(db, [['K7Q2-000001', 1]], 'e1');
  await db.meta.put('e2', 'epoch');
  expect(await readsToSay(db)).toEqual([
    ['K7Q2-000001', 1],
    ['K7Q2-000002', 1],
  ]);
  await noteSaid(db, [['K7Q2-000002', 1]], 'e2');
  expect(await readsToSay(db)).toEqual([['K7Q2-000001', 1]]);
});

test('a notice that nobody opened is no news, and is not kept as heard', async () => {
  await noteSaid(db, [['K7Q2-000009', 3]], 'e1');
  expect(await readsToSay(db)).toEqual([]);
  await noteRead(db, 'K7Q2-000001', 'anne');
  await noteSaid(db, [['K7Q2-000009', 3]], 'e1');
  expect((await db.getMeta('reads'))?.said).toEqual({ epoch: 'e1', readers: {} });
});

test('a hundred notices are kept; the one opened longest ago is forgotten first', async () => {
  for (let i = 0; i < 101; i++) await noteRead(db, `K7Q2-${String(i).padStart(6, '0')}`, 'anne');
  const kept = (await readsToSay(db)).map(([id]) => id);
  expect(kept).toHaveLength(100);
  expect(kept).not.toContain('K7Q2-000000');
  expect(kept).toContain('K7Q2-000001');
  // Opened again by somebody else, it is the newest.
  await noteRead(db, 'K7Q2-000001', 'bob');
  await noteRead(db, 'K7Q2-000200', 'anne');
  const later = (await readsToSay(db)).map(([id]) => id);
  expect(later).toContain('K7Q2-000001');
  expect(later).not.toContain('K7Q2-000002');
});
