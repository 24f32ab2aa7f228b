import { IDBDatabase, IDBObjectStore } from 'fake-indexeddb';
import { afterEach, expect, test, vi } from 'vitest';
import { openJournal } from '../../../src/client/journal/journal.ts';
import { JournalDb } from '../../../src/client/journal/journalDb.ts';
import { OwnOps } from '../../../src/client/journal/ownOps.ts';
import type { Bench } from './support/bench.ts';
import { readyScene, settled } from './support/bench.ts';
import { MONDAY } from './support/village.ts';

let opened: Bench | undefined;
afterEach(() => {
  opened?.powerOff();
  opened = undefined;
});

async function ready() {
  const made = await readyScene();
  opened = made.bench;
  return made;
}

const tidy = { household: 'XW-0001', rule: 'RJ-01', date: MONDAY, quantity: 1, points: 2 };
const help = { household: 'XW-0001', rule: 'GY-01', date: MONDAY, quantity: 1, points: 2 };

async function ownOps(bench: Bench) {
  const deps = bench.deps();
  const db = new JournalDb(deps.dbPrefix, deps.indexedDB, deps.IDBKeyRange);
  const journal = await openJournal(db, deps.crypto);
  const ops = journal ? await new OwnOps(journal).range(0, Infinity) : [];
  db.close();
  return ops;
}

test('[SY-3] a save asks for the disk: its transaction is strict', async () => {
  const begun = vi.spyOn(IDBDatabase.prototype, 'transaction');
  const { tablet } = await ready();
  begun.mockClear();
  expect((await tablet.record('entry.record', tidy)).ok).toBe(true);
  const saves = begun.mock.calls.filter(([stores, mode]) => mode === 'readwrite' && [stores].flat().includes('ops'));
  begun.mockRestore();
  expect(saves.map(([, , options]) => options?.durability)).toEqual(['strict']);
});

test('[SY-3] what was saved offline is there, on screen and in the log, after the app was ended', async () => {
  const { bench, tablet } = await ready();
  bench.online = false;
  const saved = await tablet.record('entry.record', tidy);
  expect(saved).toEqual({
    ok: true,
    ref: 'K7Q2-000001',
    preview: { outcome: 'applied', code: 'ok', params: { status: 'approved' } },
  });
  bench.powerOff();

  const again = await bench.unlockedTab();
  const view = await again.openFile('XW-0001');
  expect(view?.file.entries.map((e) => [e.id, e.points])).toContainEqual(['K7Q2-000001', 2]);
  expect(view?.points.earned).toBe(22);
  expect([...(view?.pending ?? [])]).toEqual(['K7Q2-000001']);
  expect(again.state.getState().sync.unsent).toBe(1);
  expect((await again.tray(10)).map((i) => [i.ref, i.verdict])).toEqual([['K7Q2-000001', undefined]]);
  expect(again.directory().find((r) => r.code === 'XW-0001')).toMatchObject({ earned: 22, lastEntry: MONDAY });
});

test('[SY-1] two tabs that record at the same time share one log without gaps or doubles', async () => {
  const { bench, server, tablet } = await ready();
  const other = await bench.unlockedTab('u-bo');
  bench.online = false;
  const results = await Promise.all(
    Array.from({ length: 40 }, (_, i) => (i % 2 ? tablet : other).record('entry.record', help)),
  );
  const refs = results.map((r) => (r.ok ? r.ref : ''));
  expect(new Set(refs).size).toBe(40);
  const ops = await ownOps(bench);
  expect(ops.map((o) => o.seq)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
  bench.online = true;
  await settled(tablet);
  expect(server.devices.get('K7Q2')?.log).toHaveLength(40);
});

test('what one tab records, the other tab shows', async () => {
  const { bench, tablet } = await ready();
  const other = await bench.unlockedTab('u-bo');
  await settled(other);
  bench.online = false;
  const before = other.state.getState().revision;
  await tablet.record('entry.record', tidy);
  await expect.poll(() => other.state.getState().revision).toBeGreaterThan(before);
  expect((await other.openFile('XW-0001'))?.points.earned).toBe(22);
  await expect.poll(() => other.state.getState().sync.unsent).toBe(1);
});

test('what cannot be is not recorded: malformed bodies, unknown entries, redemptions beyond the allowance', async () => {
  const { bench, tablet } = await ready();
  expect(await tablet.record('entry.record', { ...tidy, date: '2026-02-30' })).toMatchObject({
    ok: false,
    verdict: { outcome: 'refused', code: 'malformed', params: { field: 'date' } },
  });
  expect(
    await tablet.record('entry.reverse', { household: 'XW-0001', entry: 'K7Q9-000001', reason: '记错' }),
  ).toMatchObject({
    ok: false,
    verdict: { code: 'unknown_entry' },
  });
  const lines = [{ sku: 'SP-001', quantity: 1, price: 5 }];
  const redemption = { household: 'XW-0001', lines, points: 5, mode: 'allowance' as const };
  expect(await tablet.record('redemption.record', redemption)).toMatchObject({
    ok: false,
    verdict: { code: 'over_allowance', params: { remaining: 0, points: 5 } },
  });
  expect(await ownOps(bench)).toEqual([]);
});

test('[CF-02] a deed beyond the cap is recorded all the same, with what is expected of it, and does not count', async () => {
  const { bench, tablet } = await ready();
  bench.online = false;
  await tablet.record('entry.record', tidy);
  const second = await tablet.record('entry.record', tidy);
  expect(second).toMatchObject({ ok: true, preview: { outcome: 'held', code: 'over_cap' } });
  const view = await tablet.openFile('XW-0001');
  expect(view?.points.earned).toBe(22);
  expect(view?.pending.size).toBe(2);
});

test('[SY-6] an own deed that is expected to be held can be taken back before anyone saw it', async () => {
  const { bench, server, tablet } = await ready();
  bench.online = false;
  await tablet.record('entry.record', tidy);
  const second = await tablet.record('entry.record', tidy);
  const entry = second.ok ? second.ref : '';
  const undo = await tablet.record('entry.reverse', { household: 'XW-0001', entry, reason: '点错', undo: true });
  expect(undo).toMatchObject({ ok: true, preview: { outcome: 'applied', params: { withdrawn: entry } } });
  bench.online = true;
  await settled(tablet);
  expect(server.cases.get(entry)?.decided?.decision).toBe('reject');
  expect(tablet.state.getState().sync.waiting).toBe(0);
  expect((await tablet.openFile('XW-0001'))?.points.earned).toBe(22);
});

test('undo takes the entry back at once and counts nothing', async () => {
  const { bench, tablet } = await ready();
  bench.online = false;
  const saved = await tablet.record('entry.record', tidy);
  const entry = saved.ok ? saved.ref : '';
  await tablet.record('entry.reverse', { household: 'XW-0001', entry, reason: '撤销', undo: true });
  expect((await tablet.openFile('XW-0001'))?.points.earned).toBe(20);
  expect(await tablet.preview('entry.record', tidy)).toMatchObject({ outcome: 'applied' });
});

test('[SY-3] a full disk is said, and nothing is recorded', async () => {
  const { bench, tablet } = await ready();
  bench.online = false;
  const add = IDBObjectStore.prototype.add;
  IDBObjectStore.prototype.add = () => {
    throw new DOMException('no room', 'QuotaExceededError');
  };
  try {
    expect(await tablet.record('entry.record', tidy)).toEqual({ ok: false, storage: 'quota' });
  } finally {
    IDBObjectStore.prototype.add = add;
  }
  expect(await ownOps(bench)).toEqual([]);
  expect((await tablet.openFile('XW-0001'))?.points.earned).toBe(20);
  expect(await tablet.record('entry.record', tidy)).toMatchObject({ ok: true, ref: 'K7Q2-000001' });
});

test('nobody records while the screen is locked', async () => {
  const { bench, tablet } = await ready();
  tablet.lock();
  expect(await tablet.record('entry.record', tidy)).toMatchObject({ ok: false, verdict: { code: 'not_allowed' } });
  expect(tablet.directory()).toEqual([]);
  expect(await tablet.openFile('XW-0001')).toBeUndefined();
  expect(tablet.state.getState()).toMatchObject({ phase: 'locked' });
  expect(tablet.state.getState().catalogue).toBeUndefined();
  expect(await ownOps(bench)).toEqual([]);
});
