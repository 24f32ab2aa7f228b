/** Notices: who may write to whom, what reaches which device and when, and what the office hears of it. */
import { PassThrough } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { OpBodies } from '../../src/domain/op.ts';
import type { NoticesResponse } from '../../src/protocol/officeNotices.ts';
import { backupTown } from '../../src/server/backup/backupTown.ts';
import { sourceOf } from '../../src/server/backup/readBackup.ts';
import { restoreTown } from '../../src/server/backup/restoreTown.ts';
import { noticesInForce } from '../../src/server/feed/notices.ts';
import { auditTown } from './support/auditTown.ts';
import { ask } from './support/officeScreen.tsx';
import { device, emptyTown, makeTown, officeBrowser, PEOPLE, TOWN } from './support/smallTown.ts';
import { openStage, type Stage } from './support/stage.ts';
import type { TestDevice } from './support/testDevice.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  await emptyTown(stage.db);
  await makeTown(stage.db);
});
afterEach(() => auditTown(stage.db, TOWN));
afterAll(() => stage.close());

async function backup(): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  await backupTown(
    stage.db,
    TOWN,
    new PassThrough().on('data', (part: Buffer) => parts.push(part)),
  );
  return Buffer.concat(parts);
}

type Draft = OpBodies['notice.publish'];
const HOUR_MS = 3_600_000;
const draft = (change: Partial<Draft> = {}): Draft => ({
  kind: 'affairs',
  title: '兑换安排',
  text: '六月十八日上午九点到下午五点。',
  villages: ['XW'],
  ...change,
});
const browser = (who: keyof typeof PEOPLE) => officeBrowser(stage.app, stage.db, PEOPLE[who]);
const tablet = (village: 'XW' | 'DL', worker: string) => device(stage.app, stage.db, 'tablet', village, [worker]);
async function post(one: TestDevice, by: string, change: Partial<Draft> = {}) {
  const ref = one.record('notice.publish', draft(change), by);
  await one.syncAll();
  return ref;
}
async function withdraw(one: TestDevice, by: string, notice: string) {
  const ref = one.record('notice.withdraw', { notice, reason: '写错了' }, by);
  await one.syncAll();
  return ref;
}
const titles = (one: TestDevice) => (one.catalogue?.notices ?? []).map((notice) => notice.title);
const list = (one: TestDevice, state: string, cursor: string | null = null) =>
  ask<NoticesResponse>(stage.app, one, '/api/office/notices/search', { state, cursor });

describe('who reads a notice', () => {
  test('[SY-9] it reaches the devices of its villages and grids with the next sync, and no others', async () => {
    const town = await browser('admin');
    const [xw, g1, dl] = await Promise.all([tablet('XW', 'w1'), tablet('XW', 'g1'), tablet('DL', 'd1')]);
    await post(town, 'admin', { title: '全镇', villages: [] });
    await post(town, 'admin', { title: '下湾', villages: ['XW'] });
    await post(town, 'admin', { title: '两村', villages: ['XW', 'DL'] });
    await post(town, 'admin', { title: '一格', villages: ['XW'], grids: ['XW-G1'] });
    await post(town, 'admin', { title: '二格', villages: ['XW'], grids: ['XW-G2'] });
    for (const one of [xw, g1, dl]) await one.syncAll();
    expect(titles(xw).sort()).toEqual(['一格', '下湾', '两村', '二格', '全镇'].sort());
    expect(titles(g1).sort()).toEqual(['一格', '下湾', '两村', '全镇'].sort());
    expect(titles(dl).sort()).toEqual(['两村', '全镇'].sort());
    // A device that comes new has them with its first load, and villagers are told the same.
    const fresh = await tablet('DL', 'd1');
    expect(titles(fresh).sort()).toEqual(['两村', '全镇'].sort());
    const told = await noticesInForce(stage.db, TOWN, { village: 'DL', grids: [] }, Date.now());
    expect(told.map((one) => one.title).sort()).toEqual(['两村', '全镇'].sort());
  });

  test('a later text takes the place of an earlier one; what is withdrawn or over is gone', async () => {
    const office = await browser('office');
    const xw = await tablet('XW', 'w1');
    const first = await post(office, 'office', { title: '旧' });
    const past = await post(office, 'office', { title: '过期', until: Date.now() - 1 });
    expect(office.verdict(past)).toMatchObject({ outcome: 'applied' });
    await xw.syncAll();
    expect(xw.catalogue?.notices).toMatchObject([{ id: first, title: '旧', villages: ['XW'] }]);
    const [{ from } = { from: 0 }] = xw.catalogue?.notices ?? [];
    await post(office, 'office', { notice: first, title: '新', photos: ['a'.repeat(64)] });
    await xw.syncAll();
    expect(xw.catalogue?.notices).toMatchObject([{ id: first, title: '新', photos: ['a'.repeat(64)], from }]);
    await withdraw(office, 'office', first);
    await xw.syncAll();
    expect(xw.catalogue?.notices).toBeUndefined();
  });

  test('one to come is on the devices before its time; the villagers see it then', async () => {
    const office = await browser('office');
    const xw = await tablet('XW', 'w1');
    const from = Date.now() + HOUR_MS;
    await post(office, 'office', { title: '明天', from, until: from + HOUR_MS });
    await xw.syncAll();
    expect(xw.catalogue?.notices).toMatchObject([{ title: '明天', from, until: from + HOUR_MS }]);
    const at = async (now: number) =>
      (await noticesInForce(stage.db, TOWN, { village: 'XW', grids: [] }, now)).map((one) => one.title);
    expect([await at(from - 1), await at(from), await at(from + HOUR_MS)]).toEqual([[], ['明天'], []]);
  });

  test('a device gets the newest thirty in force', async () => {
    const office = await browser('office');
    for (let i = 1; i <= 33; i++)
      office.record('notice.publish', draft({ title: `第${i}条`, from: i * 1_000 }), 'office');
    await office.syncAll();
    const xw = await tablet('XW', 'w1');
    expect(titles(xw)).toHaveLength(30);
    expect(titles(xw)[0]).toBe('第33条');
    const page = await list(office, 'inForce');
    expect(page.counts).toEqual({ inForce: 33, planned: 0, over: 0, withdrawn: 0 });
    const more = page.cursor === null ? undefined : await list(office, 'inForce', page.cursor);
    const all = [...page.notices, ...(more?.notices ?? [])].map((one) => one.title);
    expect(all).toEqual(Array.from({ length: 33 }, (_, i) => `第${33 - i}条`));
  });
});

describe('who may write', () => {
  test('a village office writes to its village alone; the town to all', async () => {
    const office = await browser('office');
    for (const villages of [[], ['DL'], ['XW', 'DL']]) {
      const ref = await post(office, 'office', { villages });
      expect(office.verdict(ref)).toMatchObject({ outcome: 'refused', code: 'not_allowed' });
    }
    const unknown = await post(await browser('admin'), 'admin', { villages: ['XX'] });
    expect(await stage.db.selectFrom('notices').select('id').execute()).toEqual([]);
    expect(unknown).toBeTruthy();
  });

  test('nobody changes what is not theirs, is not there or was withdrawn', async () => {
    const [office, town] = await Promise.all([browser('office'), browser('admin')]);
    const towns = await post(town, 'admin', { villages: [] });
    for (const made of [
      await post(office, 'office', { notice: towns }),
      await withdraw(office, 'office', towns),
      await post(office, 'office', { notice: 'ZZZZ-000001' }),
    ])
      expect(office.verdict(made)).toMatchObject({ outcome: 'refused', code: 'unknown_notice' });
    const own = await post(office, 'office');
    await withdraw(office, 'office', own);
    for (const made of [await post(office, 'office', { notice: own }), await withdraw(office, 'office', own)])
      expect(office.verdict(made)).toMatchObject({
        outcome: 'refused',
        code: 'notice_withdrawn',
        params: { notice: own, by: 'office' },
      });
    const shown = await list(office, 'inForce');
    expect(shown.notices).toMatchObject([{ id: towns, own: false }]);
    expect((await list(office, 'withdrawn')).notices).toMatchObject([
      { id: own, own: true, withdrawn: { reason: '写错了' } },
    ]);
  });

  test('[SY-14] after a restore what was posted, changed and withdrawn is so again, whoever comes first', async () => {
    const [office, other] = await Promise.all([browser('office'), browser('admin2')]);
    const xw = await tablet('XW', 'w1');
    const bytes = await backup();
    const first = await post(office, 'office', { title: '一' });
    const second = await post(office, 'office', { title: '二' });
    for (const one of [other, xw]) await one.syncAll();
    await post(other, 'admin2', { notice: first, title: '一改' });
    await withdraw(other, 'admin2', second);
    const before = await rows();
    await restoreTown(stage.db, sourceOf(bytes), { replace: true });
    // Who only spoke of the notices comes first.
    for (const one of [other, office, xw, other, office, xw]) await one.syncAll();
    expect(await rows()).toEqual(before);
    expect(xw.catalogue?.notices).toMatchObject([{ id: first, title: '一改' }]);
  });
});

const rows = () =>
  stage.db.selectFrom('notices').select(['id', 'title', 'withdrawn_by', 'from_ms', 'ref']).orderBy('id').execute();

describe('how many people opened it', () => {
  test('devices say a number, which only grows; the office sees the sum and nobody', async () => {
    const office = await browser('office');
    const notice = await post(office, 'office');
    const [a, b] = await Promise.all([tablet('XW', 'w1'), tablet('XW', 'w2')]);
    const say = (one: TestDevice, reads: readonly (readonly [string, number])[]) =>
      one.sync({ change: { status: { unsent: 0, reads } } });
    await say(a, [[notice, 2]]);
    await say(a, [[notice, 1]]);
    await say(b, [
      [notice, 1],
      ['ZZZZ-000009', 5],
    ]);
    const { notices, devices } = await list(office, 'inForce');
    expect(notices).toMatchObject([{ id: notice, readers: 3, devices: 2 }]);
    expect(devices).toBe(2);
    const kept = await stage.db.selectFrom('notice_reads').selectAll().orderBy('device').execute();
    expect(Object.keys(kept[0] ?? {}).sort()).toEqual(['device', 'notice', 'readers', 'town']);
  });
});
