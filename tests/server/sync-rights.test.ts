/** CF-16: people move, leave, change their role or come off a device's list while their ops are under way. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { changeUser } from '../../src/server/cli/users.ts';
import { changeRights, removeFromDevice } from '../../src/server/office/personRights.ts';
import { auditTown } from './support/auditTown.ts';
import { device, emptyTown, makeTown, officeBrowser, PEOPLE, TOWN } from './support/smallTown.ts';
import { openStage, type Stage } from './support/stage.ts';
import type { TestDevice } from './support/testDevice.ts';

const HOUR_MS = 3_600_000;
const A = 'XW-0001';
const B = 'XW-1001';
const NOBODY = { role: undefined, village: undefined, grids: undefined, active: undefined };

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

const place = { town: TOWN, village: null };
/** A tablet of the worker of grid 1, and of one for the whole village, so that it has files of both grids. */
const tablet = () => device(stage.app, stage.db, 'tablet', 'XW', ['g1', 'w2']);
/** Syncs as an app does, which says how many ops it has. */
const sync = async (one: TestDevice) => {
  await one.sync({ change: { status: { unsent: one.log.ops.length - one.ack } } });
};
const codes = (one: TestDevice, refs: readonly string[]) =>
  refs.map((ref) => `${one.verdict(ref).outcome} ${one.verdict(ref).code}`);

/** Puts the last change of a person's rights back in time. */
async function changedBefore(user: string, ms: number): Promise<void> {
  await stage.db
    .updateTable('user_rights')
    .set((e) => ({ from_ms: e('from_ms', '-', ms) }))
    .where('user_id', '=', user)
    .where('from_ms', '>', 0)
    .execute();
}

describe('[CF-16] a worker who moved to another grid', () => {
  test('[CF-16] recorded before: counts; recorded after: held; the new grid counts', async () => {
    const one = await tablet();
    await changeRights(stage.db, place, 'g1', { grids: ['XW-G2'] });
    await changedBefore('g1', 2 * HOUR_MS);
    const before = one.score(A, 'FX-01', 'g1', { at: Date.now() - 3 * HOUR_MS });
    const after = one.score(A, 'FX-01', 'g1', { at: Date.now() - HOUR_MS });
    const there = one.score(B, 'FX-01', 'g1', { at: Date.now() - HOUR_MS });
    await sync(one);
    expect(codes(one, [before, after, there])).toEqual(['applied ok', 'held no_right', 'applied ok']);
    const office = await officeBrowser(stage.app, stage.db, PEOPLE.office);
    const accept = office.record('case.decide', { case: after, decision: 'accept' }, 'office');
    await office.syncAll();
    expect(office.verdict(accept)).toMatchObject({ outcome: 'applied' });
  });

  test('[CF-16] [SY-7] a wrong clock does not move an op to before the change, in either direction', async () => {
    const one = await tablet();
    await changeRights(stage.db, place, 'g1', { grids: ['XW-G2'] });
    await changedBefore('g1', 2 * HOUR_MS);
    // The tablet's clock is five days behind: recorded one hour ago, stamped five days ago.
    const behind = 5 * 24 * HOUR_MS;
    one.clock = () => Date.now() - behind;
    const after = one.score(A, 'FX-01', 'g1', { at: Date.now() - behind - HOUR_MS });
    const before = one.score(A, 'FX-01', 'g1', { at: Date.now() - behind - 3 * HOUR_MS });
    await sync(one);
    expect(codes(one, [after, before])).toEqual(['held no_right', 'applied ok']);
  });

  test('[CF-16] what was recorded after the last sync cannot claim to be older than it', async () => {
    const one = await tablet();
    const honest = one.score(A, 'FX-01', 'g1', { at: Date.now() - 3 * HOUR_MS });
    const kept = one.score('XW-0002', 'FX-01', 'g1', { at: Date.now() - 3 * HOUR_MS });
    await one.sync({ opsMax: 1, change: { status: { unsent: 2 } } });
    await changeRights(stage.db, place, 'g1', { grids: ['XW-G2'] });
    await changedBefore('g1', HOUR_MS);
    // The clock was put back for the recording and is right again at the sync: no offset tells.
    const sneaked = one.score('XW-0003', 'FX-01', 'g1', { at: Date.now() - 3 * HOUR_MS });
    await one.sync({ change: { status: { unsent: 2 } } });
    expect(codes(one, [honest, kept, sneaked])).toEqual(['applied ok', 'applied ok', 'held no_right']);
  });

  test('[CF-16] [SY-9] the tablet loads afresh when what it may see changes: other files, and those of before are gone', async () => {
    const one = await device(stage.app, stage.db, 'tablet', 'XW', ['g1']);
    expect([one.files.has(A), one.files.has(B)]).toEqual([true, false]);
    const version = one.catalogue?.version ?? 0;
    await changeRights(stage.db, place, 'g1', { grids: ['XW-G2'] });
    const answer = await one.sync();
    expect(answer.directive).toBe('reload');
    expect(answer.changes).toBeUndefined();
    // The answer may be lost: it is said again until the device has loaded.
    expect((await one.sync()).directive).toBe('reload');
    await one.load();
    expect([one.files.has(A), one.files.has(B)]).toEqual([false, true]);
    expect(one.catalogue?.version).toBeGreaterThan(version);
    expect(one.catalogue?.users).toMatchObject([{ id: 'g1', grids: ['XW-G2'], grid: 'XW-G2' }]);
    expect((await one.sync()).directive).toBeUndefined();
  });

  test('[CF-16] a change that changes nothing leaves no trace, and nobody else’s tablet is touched', async () => {
    const other = await device(stage.app, stage.db, 'tablet', 'XW', ['w1']);
    await changeRights(stage.db, place, 'g1', { grids: ['XW-G1'] });
    expect(await stage.db.selectFrom('user_rights').selectAll().execute()).toEqual([]);
    await changeRights(stage.db, place, 'g1', { grids: ['XW-G2'] });
    expect((await other.sync()).directive).toBeUndefined();
  });
});

describe('[CF-16] leaving, another role, another village, off the list', () => {
  test.each([
    ['left', () => changeUser(stage.db, TOWN, 'w2', { ...NOBODY, active: false })],
    ['is a clerk now', () => changeUser(stage.db, TOWN, 'w2', { ...NOBODY, role: '店员' })],
    ['went to the other village', () => changeUser(stage.db, TOWN, 'w2', { ...NOBODY, village: '大罗村' })],
  ])('[CF-16] a worker who %s', async (_what, change) => {
    // The command line writes ids in capitals.
    await stage.db.updateTable('users').set({ id: 'W2' }).where('id', '=', 'w2').execute();
    const one = await device(stage.app, stage.db, 'tablet', 'XW', ['g1', 'W2']);
    await change();
    await changedBefore('W2', 2 * HOUR_MS);
    const before = one.score(A, 'FX-01', 'W2', { at: Date.now() - 3 * HOUR_MS });
    const after = one.score(A, 'FX-01', 'W2', { at: Date.now() - HOUR_MS });
    await sync(one);
    expect(codes(one, [before, after])).toEqual(['applied ok', 'held no_right']);
  });

  test('[CF-16] someone taken off the tablet’s list; a colleague is not touched', async () => {
    const one = await tablet();
    await removeFromDevice(stage.db, place, one.id, 'w2');
    await stage.db
      .updateTable('device_users')
      .set({ removed_ms: Date.now() - 2 * HOUR_MS })
      .where('user_id', '=', 'w2')
      .execute();
    const before = one.score(A, 'FX-01', 'w2', { at: Date.now() - 3 * HOUR_MS });
    const after = one.score(A, 'FX-01', 'w2', { at: Date.now() - HOUR_MS });
    const colleague = one.score(A, 'FX-01', 'g1');
    await sync(one);
    expect(codes(one, [before, after, colleague])).toEqual(['applied ok', 'held no_right', 'applied ok']);
    await expect(removeFromDevice(stage.db, place, one.id, 'w2')).rejects.toMatchObject({ code: 'not-found' });
  });

  test('[CF-16] someone who comes back is as good as before', async () => {
    const one = await tablet();
    await changeRights(stage.db, place, 'w2', { active: false });
    await changeRights(stage.db, place, 'w2', { active: true });
    const during = one.score(A, 'FX-01', 'w2');
    await sync(one);
    expect(one.verdict(during).code).toBe('ok');
  });

  test('[CF-16] a role that never had the right is refused, as ever', async () => {
    const one = await device(stage.app, stage.db, 'counter', 'XW', ['clerk']);
    await changeRights(stage.db, place, 'clerk', { active: false });
    const deed = one.score(A, 'FX-01', 'clerk');
    await sync(one);
    expect(one.verdict(deed)).toMatchObject({ outcome: 'held', code: 'no_right' });
  });

  test('[CF-16] an office person’s review before they left counts, one after it is held', async () => {
    const one = await tablet();
    const entries = [one.score(A, 'FX-03', 'g1', { points: 5 }), one.score(A, 'FX-03', 'g1', { points: 5 })];
    await one.syncAll();
    const browser = await officeBrowser(stage.app, stage.db, PEOPLE.office);
    await browser.syncAll();
    await changeRights(stage.db, place, 'office', { active: false });
    await changedBefore('office', 2 * HOUR_MS);
    const reviews = entries.map((entry, i) =>
      browser.record('entry.review', { household: A, entry, decision: 'approve' }, 'office', {
        at: Date.now() - (i === 0 ? 3 : 1) * HOUR_MS,
      }),
    );
    // Whoever left cannot sign in; a colleague's session sends what is in the browser.
    const colleague = await officeBrowser(stage.app, stage.db, PEOPLE.admin2);
    browser.headers = colleague.headers;
    await stage.db
      .insertInto('device_users')
      .values({ town: TOWN, device: browser.id, user_id: 'admin2', removed_ms: null })
      .execute();
    await sync(browser);
    expect(codes(browser, reviews)).toEqual(['applied ok', 'held no_right']);
  });

  test('[CF-16] only the town and the village itself may change a person', async () => {
    await expect(changeRights(stage.db, { town: TOWN, village: 'DL' }, 'w2', { active: false })).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(changeRights(stage.db, place, 'CONSOLE', { active: false })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
