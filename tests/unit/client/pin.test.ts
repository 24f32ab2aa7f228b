import { afterEach, expect, test } from 'vitest';
import { JournalDb } from '../../../src/client/journal/journalDb.ts';
import { leftAtStart, PinWaits, waitAfter } from '../../../src/client/seal/pinWait.ts';
import { PIN_ROUNDS, unwrapDataKey, wrapDataKey } from '../../../src/client/seal/pinWrap.ts';
import { type Bench, readyScene, scene, settled } from './support/bench.ts';
import { ANNE, BO, MONDAY } from './support/village.ts';

const opened: Bench[] = [];
afterEach(() => {
  for (const bench of opened.splice(0)) bench.powerOff();
});

async function offline() {
  const made = await readyScene();
  opened.push(made.bench);
  made.bench.online = false;
  made.tablet.lock();
  return made;
}

const RIGHT = '135790';
const WRONG = '999999';

test('the first use of a device by a person needs a connection; afterwards the PIN opens it offline', async () => {
  const { bench } = await scene();
  opened.push(bench);
  bench.online = false;
  const tablet = await bench.tab();
  expect(tablet.state.getState()).toMatchObject({
    phase: 'locked',
    users: [{ activated: false }, { activated: false }],
  });
  expect(await tablet.unlock(ANNE.id, RIGHT)).toBe('offline');
  bench.online = true;
  expect(await tablet.unlock(ANNE.id, WRONG)).toBe('wrong_pin');
  expect(await tablet.unlock('u-nobody', RIGHT)).toBe('not_here');
  expect(await tablet.unlock(ANNE.id, RIGHT)).toBe('ok');
  await settled(tablet);
  bench.powerOff();
  bench.online = false;
  const again = await bench.tab();
  expect(again.state.getState().users.map((u) => u.activated)).toEqual([true, false]);
  expect(await again.unlock(ANNE.id, WRONG)).toBe('wrong_pin');
  expect(await again.unlock(ANNE.id, RIGHT)).toBe('ok');
  expect(again.directory()).toHaveLength(5);
  expect(await again.unlock(BO.id, '246800')).toBe('offline');
});

test('waits grow with wrong PINs, survive the end of the app, and end with the office', async () => {
  const { bench, clock, server, tablet } = await offline();
  for (let i = 0; i < 5; i++) expect(await tablet.unlock(ANNE.id, WRONG)).toBe('wrong_pin');
  expect(await tablet.unlock(ANNE.id, RIGHT)).toBe('wait');
  expect(tablet.state.getState().pinWaits[ANNE.id]).toEqual({ untilMs: clock.wall + 30_000 });
  bench.powerOff();
  const again = await bench.tab();
  expect(again.state.getState().pinWaits[ANNE.id]).toEqual({ untilMs: clock.wall + 30_000 });
  expect(await again.unlock(ANNE.id, RIGHT)).toBe('wait');
  clock.pass(30_000);
  expect(await again.unlock(ANNE.id, WRONG)).toBe('wrong_pin');
  clock.pass(119_000);
  expect(await again.unlock(ANNE.id, RIGHT)).toBe('wait');
  clock.pass(1_000);
  expect(await again.unlock(ANNE.id, WRONG)).toBe('wrong_pin');
  clock.pass(600_000);
  expect(await again.unlock(ANNE.id, WRONG)).toBe('office');
  clock.pass(86_400_000);
  expect(await again.unlock(ANNE.id, RIGHT)).toBe('office');
  expect(again.state.getState().pinWaits[ANNE.id]).toBe('office');

  // The office resets the PIN; online, the new one opens the tablet again.
  server.pins[ANNE.id] = '424242';
  bench.online = true;
  expect(await again.unlock(ANNE.id, RIGHT)).toBe('office');
  expect(await again.unlock(ANNE.id, '424242')).toBe('ok');
  expect(again.state.getState().pinWaits).toEqual({});
  again.lock();
  bench.online = false;
  expect(await again.unlock(ANNE.id, '424242')).toBe('ok');
});

test('a clock set forward buys no tries: after ten wrong ones it is the office in any case', async () => {
  const { bench, clock, tablet } = await offline();
  let app = tablet;
  const answers: string[] = [];
  for (let i = 0; i < 10; i++) {
    answers.push(await app.unlock(ANNE.id, WRONG));
    clock.wall += 365 * 86_400_000;
    bench.powerOff();
    app = await bench.tab();
  }
  expect(answers.slice(-3)).toEqual(['office', 'office', 'office']);
});

test('a clock set forward does not end a wait while the app runs; one set back does not prolong it', () => {
  const clock = { wall: 1_000_000, mono: 0, now: () => clock.wall, monotonic: () => clock.mono };
  const waits = new PinWaits(clock);
  const tries = { wrong: 5, lastAt: 1_000_000 };
  expect(waits.left('u', tries)).toBe(30_000);
  clock.wall += 86_400_000;
  expect(waits.left('u', tries)).toBe(30_000);
  clock.mono += 29_000;
  expect(waits.left('u', tries)).toBe(1_000);
  clock.mono += 1_000;
  expect(waits.left('u', tries)).toBe(0);
  expect(leftAtStart(tries, 1_000_000 - 86_400_000)).toBe(30_000);
  expect([1, 4, 5, 6, 7, 8, 20].map((wrong) => waitAfter({ wrong, lastAt: 0 }))).toEqual([
    0,
    0,
    30_000,
    120_000,
    600_000,
    'office',
    'office',
  ]);
});

test('a right PIN forgives the wrong ones before it', async () => {
  const { tablet } = await offline();
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 4; i++) expect(await tablet.unlock(ANNE.id, WRONG)).toBe('wrong_pin');
    expect(await tablet.unlock(ANNE.id, RIGHT)).toBe('ok');
    tablet.lock();
  }
});

test('a try is counted before it is made: ending the app in between does not give it back', async () => {
  const { bench, tablet } = await offline();
  void tablet.unlock(ANNE.id, WRONG).catch(() => undefined);
  const deps = bench.deps();
  const db = new JournalDb(deps.dbPrefix, deps.indexedDB, deps.IDBKeyRange);
  await expect.poll(async () => (await db.pins.get(ANNE.id))?.tries?.wrong).toBe(1);
  db.close();
});

test('tries side by side are made one after the other', async () => {
  const { tablet } = await offline();
  const answers = await Promise.all(Array.from({ length: 7 }, () => tablet.unlock(ANNE.id, WRONG)));
  expect(answers).toEqual([...Array(5).fill('wrong_pin'), 'wait', 'wait']);
});

test('a forgotten PIN loses no unsent op: they leave without it', async () => {
  const made = await readyScene();
  opened.push(made.bench);
  const { bench, server, tablet } = made;
  bench.online = false;
  await tablet.record('entry.record', {
    household: 'XW-0001',
    rule: 'GY-01',
    date: MONDAY,
    quantity: 1,
    points: 2,
  });
  tablet.lock();
  bench.online = true;
  await tablet.syncNow();
  expect(server.devices.get('K7Q2')?.log).toHaveLength(1);
});

test('the screen locks itself after ten minutes without a touch', async () => {
  const { bench, clock, tablet } = await readyScene();
  opened.push(bench);
  clock.pass(599_000);
  tablet.touch();
  clock.pass(599_000);
  expect(tablet.state.getState().phase).toBe('ready');
  clock.pass(1_000);
  expect(tablet.state.getState()).toMatchObject({ phase: 'locked' });
  expect(tablet.state.getState().user).toBeUndefined();
  expect(tablet.search('zsl', 5)).toEqual([]);
});

test('the data key opens with the right PIN on the right device only, at 600,000 rounds', async () => {
  const key = () => crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const [device, thief] = await Promise.all([key(), key()]);
  const dataKey = crypto.getRandomValues(new Uint8Array(32));
  expect(PIN_ROUNDS).toBeGreaterThanOrEqual(600_000);
  const wrapped = await wrapDataKey(crypto, device, RIGHT, dataKey, PIN_ROUNDS);
  expect(await unwrapDataKey(crypto, device, RIGHT, wrapped)).toEqual(dataKey);
  expect(await unwrapDataKey(crypto, device, WRONG, wrapped)).toBeUndefined();
  expect(await unwrapDataKey(crypto, thief, RIGHT, wrapped)).toBeUndefined();
});

test('nothing personal is readable in either database', async () => {
  const { bench, tablet } = await readyScene();
  opened.push(bench);
  bench.online = false;
  await tablet.record('entry.record', {
    household: 'XW-0001',
    rule: 'GY-01',
    date: MONDAY,
    quantity: 1,
    points: 2,
    note: '帮邻居收稻谷',
  });
  const deps = bench.deps();
  const stored: string[] = [];
  for (const name of ['test-journal', 'test-cache']) {
    const db = await new Promise<IDBDatabase>((resolve) => {
      const request = deps.indexedDB.open(name);
      request.onsuccess = () => resolve(request.result);
    });
    for (const table of db.objectStoreNames) {
      const rows = await new Promise<unknown[]>((resolve) => {
        const request = db.transaction(table).objectStore(table).getAll();
        request.onsuccess = () => resolve(request.result);
      });
      stored.push(
        JSON.stringify(rows, (_, value) => (value instanceof Uint8Array ? new TextDecoder().decode(value) : value)),
      );
    }
    db.close();
  }
  const text = stored.join('\n');
  expect(text.length).toBeGreaterThan(1_000);
  for (const secret of ['帮邻居收稻谷', '单雄信', '13800008', '东兴里', '陈网格', 'token-K7Q2']) {
    expect({ secret, found: text.includes(secret) }).toEqual({ secret, found: false });
  }
});
