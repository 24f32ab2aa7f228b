/** The device and a server that has another history: put back, not enrolled here, or of another branch. */
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { openJournal } from '../../../src/client/journal/journal.ts';
import { JournalDb } from '../../../src/client/journal/journalDb.ts';
import { OwnOps } from '../../../src/client/journal/ownOps.ts';
import { rewind } from '../../../src/client/journal/rewind.ts';
import { settle } from '../../../src/client/journal/settle.ts';
import { must } from '../../../src/domain/must.ts';
import { Bench, type Fault, readyScene, scene, settled, until } from './support/bench.ts';
import { ANNE, MONDAY, PINS } from './support/village.ts';

const benches: Bench[] = [];
const open: JournalDb[] = [];
afterEach(() => {
  for (const db of open.splice(0)) db.close();
  for (const bench of benches.splice(0)) bench.powerOff();
});

const deed = { household: 'XW-0001', rule: 'GY-01', date: MONDAY, quantity: 1, points: 2 };
const rice = {
  household: 'XW-0001',
  lines: [{ sku: 'SP-001', quantity: 1, price: 8 }],
  points: 8,
  mode: 'allowance' as const,
};
const problem = (code: string, status = 400): Fault => ({
  answer: Response.json({ type: `urn:village-points:problem:${code}`, status }, { status }),
});

async function ready() {
  const made = await readyScene();
  benches.push(made.bench);
  return made;
}

async function journalOf(bench: Bench) {
  const { indexedDB, IDBKeyRange, dbPrefix } = bench.deps();
  const db = new JournalDb(dbPrefix, indexedDB, IDBKeyRange);
  open.push(db);
  return must(await openJournal(db, crypto), 'a journal');
}

const idle = (tablet: { state: { getState(): { sync: { phase: string } } } }) =>
  until(() => tablet.state.getState().sync.phase !== 'syncing');

describe('[SY-14] [AL-1] a void that the server lost', () => {
  async function voided() {
    const made = await ready();
    const { tablet } = made;
    await tablet.setCarrying(true);
    await settled(tablet);
    await tablet.record('redemption.record', rice);
    await settled(tablet);
    const undo = { household: 'XW-0001', redemption: 'K7Q2-000001', reason: '退' };
    await tablet.record('redemption.void', undo);
    await settled(tablet);
    return made;
  }
  const spent = async (journal: Awaited<ReturnType<typeof journalOf>>) =>
    (await journal.db.allowances.get('XW-0001'))?.spent;

  test('spends again what it had given back, until it is judged again; what stands is left alone', async () => {
    const { bench } = await voided();
    bench.powerOff();
    const journal = await journalOf(bench);
    expect(await spent(journal)).toBe(0);
    expect(await rewind(journal, new OwnOps(journal), 2)).toBe('ok');
    expect(await spent(journal)).toBe(0);
    expect(await rewind(journal, new OwnOps(journal), 1)).toBe('ok');
    expect(await spent(journal)).toBe(8);
    expect((await journal.db.getMeta('acked'))?.seq).toBe(1);
    // The same again changes nothing more.
    expect(await rewind(journal, new OwnOps(journal), 1)).toBe('ok');
    expect(await spent(journal)).toBe(8);
  });
  test('stays given back when a first load of the new history has said so before', async () => {
    const { bench } = await voided();
    bench.powerOff();
    const journal = await journalOf(bench);
    const ownOps = new OwnOps(journal);
    // Somebody else's void: the own one will be refused, and gives nothing back then.
    const loaded = { verdicts: [], events: [], epoch: 'put back', voided: ['K7Q2-000001'] };
    await settle(journal, ownOps, loaded, Date.parse(MONDAY));
    expect(await rewind(journal, ownOps, 1)).toBe('ok');
    expect(await spent(journal)).toBe(0);
  });
  test('of goods that another device gave out, or that were paid online, spends nothing here', async () => {
    const { bench, server, tablet } = await ready();
    await tablet.setCarrying(true);
    await settled(tablet);
    await tablet.record('redemption.record', rice);
    // Voided by the office for good; another device's redemption has the same number in its own log.
    const said = { type: 'redemption.voided' as const, household: 'XW-0001', ref: '0FFC-000001', reason: '退' };
    const { household: _, ...paid } = rice;
    const redemption = { id: 'AAAA-000001', ...paid, by: 'u-bo', at: 1, date: MONDAY };
    await settled(tablet);
    server.publish({ type: 'redemption.recorded', household: 'XW-0001', redemption });
    server.publish({ ...said, redemption: 'K7Q2-000001' });
    await settled(tablet);
    await tablet.record('redemption.void', { household: 'XW-0001', redemption: 'AAAA-000001', reason: '退' });
    await tablet.record('redemption.record', { ...rice, household: 'XW-0002', mode: 'online' });
    await settled(tablet);
    await tablet.record('redemption.void', { household: 'XW-0002', redemption: 'K7Q2-000003', reason: '退' });
    await settled(tablet);
    const log = server.devices.get('K7Q2')?.log ?? [];
    expect(log.map((l) => l.verdict.outcome)).toEqual(['applied', 'applied', 'applied', 'applied']);
    bench.powerOff();
    const journal = await journalOf(bench);
    expect(await spent(journal)).toBe(0);
    expect(await rewind(journal, new OwnOps(journal), 1)).toBe('ok');
    expect(await spent(journal)).toBe(0);
  });
  test('with the redemption before it, both are judged again and the right is whole', async () => {
    const { bench, server, tablet } = await voided();
    const right = (await tablet.openFile('XW-0001'))?.remaining;
    const device = must(server.devices.get('K7Q2'), 'the device');
    expect(device.log.map((l) => l.verdict.outcome)).toEqual(['applied', 'applied']);
    bench.powerOff();
    const journal = await journalOf(bench);
    expect(await rewind(journal, new OwnOps(journal), 0)).toBe('ok');
    expect((await journal.db.getMeta('acked'))?.hash).toBe(journal.identity.genesis);
    const again = await bench.unlockedTab();
    await settled(again);
    expect((await again.openFile('XW-0001'))?.remaining).toBe(right);
    expect(server.overspent()).toEqual([]);
  });
  test('[SY-13] ops that this device never wrote are not its history', async () => {
    const { bench } = await voided();
    bench.powerOff();
    const journal = await journalOf(bench);
    expect(await rewind(journal, new OwnOps(journal), 7)).toBe('unknown');
    expect((await journal.db.getMeta('acked'))?.seq).toBe(2);
  });
});

test('[SY-14] [AL-1] a redemption that the server had refused and then lost spends again, until it is judged again', async () => {
  const { bench, server, tablet } = await ready();
  await tablet.setCarrying(true);
  await settled(tablet);
  server.refuses.add('K7Q2-000001');
  await tablet.record('redemption.record', rice);
  await settled(tablet);
  bench.powerOff();
  const journal = await journalOf(bench);
  const spent = async () => (await journal.db.allowances.get('XW-0001'))?.spent;
  expect(await spent()).toBe(0);
  for (const _ of [1, 2]) {
    expect(await rewind(journal, new OwnOps(journal), 0)).toBe('ok');
    expect(await spent()).toBe(8);
  }
});

describe('[SY-14] a server put back to before the enrolment', () => {
  async function certified() {
    const { server, clock } = await scene();
    const bench = new Bench(server, clock);
    benches.push(bench);
    bench.faults = [{ changed: (body) => ({ ...body, certificate: 'signed by the town' }) }];
    const tablet = await bench.tab();
    expect(await tablet.enrol('CODE-12345')).toEqual({ ok: true });
    expect(await tablet.unlock(ANNE.id, PINS[ANNE.id] ?? '')).toBe('ok');
    await settled(tablet);
    await idle(tablet);
    return { bench, tablet, server };
  }
  test('takes the device in again by its certificate, and the sync goes on', async () => {
    const { bench, tablet } = await certified();
    bench.faults = [problem('device-unknown', 401), { answer: Response.json({ ok: true }) }];
    await tablet.syncNow();
    expect(bench.faults).toEqual([]);
    expect(tablet.state.getState().sync).toMatchObject({ phase: 'idle' });
  });
  test('is asked once in a run: one that does not know the device afterwards either is believed', async () => {
    const { bench, tablet } = await certified();
    const unknown = () => problem('device-unknown', 401);
    bench.faults = [unknown(), { answer: Response.json({ ok: true }) }, unknown()];
    await tablet.syncNow();
    expect(tablet.state.getState().sync).toMatchObject({ phase: 'failing', problem: 'device-unknown' });
    await tablet.syncNow();
    expect(tablet.state.getState().sync).toMatchObject({ phase: 'idle' });
  });
});

describe('[SY-13] a server that speaks of another branch', () => {
  const beyond: Fault = { changed: (body) => ({ ...body, high: 99 }) };
  async function two() {
    const made = await ready();
    for (let n = 0; n < 2; n++) await made.tablet.record('entry.record', deed);
    await settled(made.tablet);
    await idle(made.tablet);
    return made;
  }
  test.each<[string, Fault[]]>([
    ['but cannot say where it parted', [{ answer: Response.json({ common: 2 }) }]],
    [
      'and goes back further than this device can follow',
      [{ answer: Response.json({ common: 1 }) }, { answer: Response.json({ common: 0 }) }],
    ],
    ['and finds none after all', [problem('conflict', 409)]],
    ['and is cut off', ['lost-answer']],
  ])('%s: the device stays what it was and goes on when that was an error', async (_what, answers) => {
    const { bench, tablet, server } = await two();
    bench.faults = [beyond, ...answers];
    await tablet.syncNow();
    await idle(tablet);
    expect(tablet.state.getState().sync.phase).not.toBe('idle');
    expect(tablet.state.getState().device?.id).toBe('K7Q2');
    bench.faults = [];
    await tablet.record('entry.record', deed);
    await settled(tablet);
    expect(tablet.state.getState().sync).toMatchObject({ phase: 'idle', unsent: 0 });
    expect(server.devices.get('K7Q2')?.log).toHaveLength(3);
  });
  test('also when it says so by a gap: where the histories part is asked, and nothing is taken back', async () => {
    const { bench, tablet, server } = await two();
    const gap = Response.json({ type: 'urn:village-points:problem:seq-gap', status: 409, high: 9 }, { status: 409 });
    bench.faults = [{ answer: gap }];
    await tablet.record('entry.record', deed);
    await tablet.syncNow();
    await until(() => server.requests.includes('/api/device/fork'));
    await idle(tablet);
    // They do not part: the server knows it by the hashes.
    expect(tablet.state.getState()).toMatchObject({ device: { id: 'K7Q2' }, sync: { phase: 'failing', unsent: 1 } });
    await settled(tablet);
    expect(tablet.state.getState().sync).toMatchObject({ phase: 'idle', unsent: 0 });
    expect(server.devices.get('K7Q2')?.log).toHaveLength(3);
  });
  test('a question that was cut off is put again about the log as it is by then', async () => {
    const { bench, tablet, server } = await two();
    bench.faults = [beyond, 'lost-request'];
    await tablet.syncNow();
    await idle(tablet);
    await tablet.record('entry.record', deed);
    await settled(tablet);
    expect(server.devices.get('K7Q2')?.log).toHaveLength(3);
    bench.faults = [beyond];
    const heads: unknown[] = [];
    const { fetch } = server;
    Object.assign(server, {
      fetch: async (...args: Parameters<typeof fetch>) => {
        const { body } = args[1] ?? {};
        if (String(args[0]).includes('/api/device/fork')) {
          const packed = await new Response(body).arrayBuffer();
          heads.push(JSON.parse(gunzipSync(packed).toString()).head);
        }
        return fetch(...args);
      },
    });
    await tablet.syncNow();
    await idle(tablet);
    expect(heads).toEqual([{ seq: 3, hash: server.devices.get('K7Q2')?.log[2]?.hash }]);
  });
});
