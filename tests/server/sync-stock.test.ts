/** AL-6: the stock of a village's store, through the real endpoint on a real database. */
import { PassThrough } from 'node:stream';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dayOf, periodKey } from '../../src/domain/calendar.ts';
import type { OpBodies } from '../../src/domain/op.ts';
import type { OfficeCases } from '../../src/protocol/officeCases.ts';
import { backupTown } from '../../src/server/backup/backupTown.ts';
import { sourceOf } from '../../src/server/backup/readBackup.ts';
import { restoreTown } from '../../src/server/backup/restoreTown.ts';
import { verifyTown } from '../../src/server/backup/verifyTown.ts';
import { revokeDevice } from '../../src/server/office/devices.ts';
import { settlePreview } from '../../src/server/office/quarter/settlePreview.ts';
import { auditTown } from './support/auditTown.ts';
import { ask } from './support/officeScreen.tsx';
import { asConsole, device, officeBrowser, PEOPLE, TOWN } from './support/smallTown.ts';
import { townWithPoints } from './support/spending.ts';
import { H, openStage, type Stage } from './support/stage.ts';
import type { TestDevice } from './support/testDevice.ts';

let stage: Stage;
let shop: TestDevice;
let tablet: TestDevice;
let office: TestDevice;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  await townWithPoints(stage.db);
  shop = await device(stage.app, stage.db, 'counter', 'XW', ['clerk']);
  tablet = await device(stage.app, stage.db, 'tablet', 'XW', ['w1']);
  office = await officeBrowser(stage.app, stage.db, PEOPLE.office);
  await shop.syncAll();
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

type Line = OpBodies['redemption.record']['lines'][number];

const line = (sku: string, quantity: number, hand?: number): Line => ({
  ...{ sku, quantity, price: 1 },
  ...(hand === undefined ? {} : { hand }),
});

function move(
  one: TestDevice,
  kind: OpBodies['stock.move']['kind'],
  pieces: Readonly<Record<string, number>>,
  how: { readonly with?: string; readonly by?: string; readonly at?: number } = {},
): string {
  const lines = Object.entries(pieces).map(([sku, quantity]) => ({ sku, quantity }));
  const body = { store: 'XW', kind, lines, ...(how.with === undefined ? {} : { with: how.with }) };
  return one.record('stock.move', body, how.by ?? 'clerk', how.at === undefined ? {} : { at: how.at });
}

function count(one: TestDevice, found: Readonly<Record<string, number>>, at = Date.now(), by = 'clerk'): string {
  const lines = Object.entries(found).map(([sku, counted]) => ({ sku, counted }));
  return one.record('stock.count', { store: 'XW', lines }, by, { at });
}

function redeem(
  one: TestDevice,
  lines: readonly Line[],
  by = 'clerk',
  mode: 'allowance' | 'online' = 'online',
  at = Date.now(),
): string {
  const points = lines.reduce((sum, l) => sum + l.quantity * l.price, 0);
  return one.record('redemption.record', { household: H, lines, points, mode }, by, { at });
}

/** What lies where, as the table has it. */
async function lies(): Promise<Readonly<Record<string, number>>> {
  const rows = await stage.db.selectFrom('stock').selectAll().where('town', '=', TOWN).execute();
  return Object.fromEntries(rows.map((r) => [`${r.store} ${r.place} ${r.sku}`, r.quantity]));
}

/** The numbers that a device heard last. */
function heard(one: TestDevice): Readonly<Record<string, number>> {
  const sets = one.events.filter((e) => e.type === 'stock.set');
  return Object.fromEntries(sets.flatMap((e) => e.lines.map(([place, sku, n]) => [`${e.store} ${place} ${sku}`, n])));
}

const belowZero = () =>
  stage.db.selectFrom('cases').selectAll().where('code', '=', 'stock_below_zero').orderBy('id').execute();

describe('movements', () => {
  test('[AL-6] what is received lies on the shelf, a redemption takes it, a void gives the same back; everyone of the village hears the numbers', async () => {
    move(shop, 'received', { rice: 10, oil: 4 });
    const sale = redeem(shop, [line('rice', 3), line('oil', 1)]);
    await shop.syncAll();
    expect(shop.verdict(sale)).toMatchObject({ outcome: 'applied' });
    expect(await lies()).toEqual({ 'XW shelf rice': 7, 'XW shelf oil': 3 });
    await tablet.syncAll();
    for (const one of [shop, tablet]) expect(heard(one)).toEqual({ 'XW shelf rice': 7, 'XW shelf oil': 3 });
    shop.record('redemption.void', { household: H, redemption: sale, reason: '拿错' }, 'clerk');
    move(shop, 'written_off', { oil: 1 });
    await shop.syncAll();
    expect(heard(shop)).toEqual({ 'XW shelf rice': 10, 'XW shelf oil': 3 });
    expect(await lies()).toEqual(heard(shop));
    const moves = await stage.db.selectFrom('stock_moves').select(['kind', 'sku', 'quantity']).execute();
    expect(moves.map((m) => `${m.kind} ${m.sku} ${m.quantity}`).sort()).toEqual(
      [
        'received rice 10',
        'received oil 4',
        'redeemed rice -3',
        'redeemed oil -1',
        'returned rice 3',
        'returned oil 1',
        'written_off oil -1',
      ].sort(),
    );
  });

  test('[AL-6] [SY-9] one event a store and batch; another village hears nothing of it', async () => {
    const there = await device(stage.app, stage.db, 'counter', 'DL', ['d1']);
    move(shop, 'received', { rice: 10 });
    redeem(shop, [line('rice', 1)]);
    redeem(shop, [line('rice', 1)]);
    await shop.syncAll();
    await there.syncAll();
    expect(shop.events.filter((e) => e.type === 'stock.set')).toEqual([
      { type: 'stock.set', store: 'XW', lines: [['shelf', 'rice', 8]], device: shop.id, seq: 3 },
    ]);
    expect(heard(there)).toEqual({});
  });

  test('[AL-6] door delivery: handed out, redeemed out of the hands, voided into them, handed back', async () => {
    move(shop, 'received', { rice: 10 });
    move(shop, 'handed_out', { rice: 4 }, { with: tablet.id });
    await shop.syncAll();
    const sale = redeem(tablet, [line('rice', 5, 4)], 'w1');
    await tablet.syncAll();
    expect(await lies()).toEqual({ 'XW shelf rice': 5, [`XW ${tablet.id} rice`]: 0 });
    // Whoever voids it: the pieces go back to where they came from.
    office.record('redemption.void', { household: H, redemption: sale, reason: '退' }, 'office');
    await office.syncAll();
    expect(await lies()).toEqual({ 'XW shelf rice': 6, [`XW ${tablet.id} rice`]: 4 });
    move(shop, 'handed_back', { rice: 3 }, { with: tablet.id });
    await shop.syncAll();
    expect(await lies()).toEqual({ 'XW shelf rice': 9, [`XW ${tablet.id} rice`]: 1 });
    await tablet.syncAll();
    expect(heard(tablet)).toMatchObject({ [`XW ${tablet.id} rice`]: 1, 'XW shelf rice': 9 });
  });

  test('[AL-6] a redemption that is held takes nothing until a person lets it count', async () => {
    move(shop, 'received', { rice: 200 });
    redeem(shop, [line('rice', 50)], 'clerk', 'allowance');
    const beyond = redeem(shop, [line('rice', 20)], 'clerk', 'allowance');
    await shop.sync({ pull: false });
    expect(shop.verdict(beyond)).toMatchObject({ outcome: 'held', code: 'over_allowance' });
    expect(await lies()).toEqual({ 'XW shelf rice': 150 });
    office.record('case.decide', { case: beyond, decision: 'accept' }, 'office');
    await office.syncAll();
    expect(await lies()).toEqual({ 'XW shelf rice': 130 });
  });

  test('[AL-6] the store of another village and a tablet that nobody knows are refused, and nothing moves', async () => {
    const other = shop.record(
      'stock.move',
      { store: 'DL', kind: 'received', lines: [{ sku: 'rice', quantity: 1 }] },
      'clerk',
    );
    const nowhere = office.record('stock.count', { store: 'DL', lines: [{ sku: 'rice', counted: 1 }] }, 'office');
    const unknown = move(shop, 'handed_out', { rice: 1 }, { with: '9999' });
    const there = await device(stage.app, stage.db, 'tablet', 'DL', ['d1']);
    const foreign = move(shop, 'handed_out', { rice: 1 }, { with: there.id });
    await shop.syncAll();
    await office.syncAll();
    expect(shop.verdict(other)).toMatchObject({ outcome: 'refused', code: 'not_allowed' });
    expect(office.verdict(nowhere)).toMatchObject({ outcome: 'refused', code: 'not_allowed' });
    for (const ref of [unknown, foreign])
      expect(shop.verdict(ref)).toMatchObject({ outcome: 'refused', code: 'unknown_device' });
    // Who may book in every village books in none that is not there.
    const admin = await officeBrowser(stage.app, stage.db, PEOPLE.admin);
    const nobody = admin.record('stock.count', { store: 'ZZ', lines: [{ sku: 'rice', counted: 1 }] }, 'admin');
    await admin.syncAll();
    expect(admin.verdict(nobody)).toMatchObject({ outcome: 'refused', code: 'malformed', params: { field: 'store' } });
    expect(await lies()).toEqual({});
  });

  test('[AL-6] goods of a redemption from before there was a stock come back all the same, to the store that gave them', async () => {
    const admin = await officeBrowser(stage.app, stage.db, PEOPLE.admin);
    const atCounter = redeem(shop, [line('rice', 3)]);
    await shop.syncAll();
    const atTown = redeem(admin, [line('rice', 2)], 'admin');
    await admin.syncAll();
    await stage.db.deleteFrom('stock_moves').execute();
    await stage.db.deleteFrom('stock').execute();
    count(shop, { rice: 10 });
    await shop.syncAll();
    for (const redemption of [atCounter, atTown])
      office.record('redemption.void', { household: H, redemption, reason: '退' }, 'office');
    await office.syncAll();
    expect(await lies()).toEqual({ 'XW shelf rice': 15 });
  });

  test('[AL-6] [CF-16] goods that somebody booked who no longer could wait for a person, and count when the office says so', async () => {
    const stranger = move(shop, 'received', { rice: 5 }, { by: 'w2' });
    await shop.syncAll();
    expect(shop.verdict(stranger)).toMatchObject({ outcome: 'held', code: 'no_right' });
    expect(await lies()).toEqual({});
    const accept = office.record('case.decide', { case: stranger, decision: 'accept' }, 'office');
    await office.syncAll();
    expect(office.verdict(accept)).toMatchObject({ outcome: 'applied' });
    expect(await lies()).toEqual({ 'XW shelf rice': 5 });
  });

  test('[AL-6] [SY-14] goods for a tablet that is not the village’s cannot be let count, and are not by a decision that was refused before a restore', async () => {
    const there = await device(stage.app, stage.db, 'tablet', 'DL', ['d1']);
    const stranger = move(shop, 'handed_out', { rice: 1 }, { by: 'w2', with: there.id });
    await shop.syncAll();
    const bytes = await backup();
    const accept = office.record('case.decide', { case: stranger, decision: 'accept' }, 'office');
    await office.syncAll();
    const refused = { outcome: 'refused', code: 'still_held', params: { code: 'unknown_device' } };
    expect(office.verdict(accept)).toEqual(refused);
    await restoreTown(stage.db, sourceOf(bytes), { replace: true });
    await stage.db.updateTable('devices').set({ village: 'XW' }).where('id', '=', there.id).execute();
    await office.syncAll();
    expect(office.verdict(accept)).toEqual(refused);
    expect(await lies()).toEqual({});
    const again = office.record('case.decide', { case: stranger, decision: 'accept' }, 'office');
    await office.syncAll();
    expect(office.verdict(again)).toMatchObject({ outcome: 'applied' });
    expect(await lies()).toEqual({ 'XW shelf rice': -1, [`XW ${there.id} rice`]: 1 });
  });
});

describe('counts', () => {
  test('[AL-6] a count says what lay there; what comes later and belongs before it changes nothing in what was found', async () => {
    const morning = Date.now() - 3_600_000;
    await tablet.syncAll();
    move(shop, 'received', { rice: 20 }, { at: morning });
    await shop.syncAll();
    // The shelf was counted after the tablet's offline redemption, which the books did not know yet.
    count(shop, { rice: 15 }, morning + 1_200_000);
    await shop.syncAll();
    expect(await lies()).toEqual({ 'XW shelf rice': 15 });
    redeem(tablet, [line('rice', 4)], 'w1', 'online', morning + 600_000);
    await tablet.syncAll();
    expect(await lies()).toEqual({ 'XW shelf rice': 15 });
    const [counted] = await stage.db
      .selectFrom('stock_moves')
      .select('quantity')
      .where('kind', '=', 'counted')
      .execute();
    expect(counted?.quantity).toBe(-1);
    redeem(tablet, [line('rice', 2)], 'w1', 'online', morning + 1_800_000);
    await tablet.syncAll();
    expect(await lies()).toEqual({ 'XW shelf rice': 13 });
  });

  test('[AL-6] whoever syncs first, the stock ends the same', async () => {
    const start = Date.now() - 7_200_000;
    const at = (minute: number) => start + minute * 60_000;
    const play = async (order: readonly ('shop' | 'tablet' | 'office')[]) => {
      await townWithPoints(stage.db);
      shop = await device(stage.app, stage.db, 'counter', 'XW', ['clerk']);
      tablet = await device(stage.app, stage.db, 'tablet', 'XW', ['w1']);
      office = await officeBrowser(stage.app, stage.db, PEOPLE.office);
      const all = { shop, tablet, office };
      move(shop, 'received', { rice: 30 }, { at: at(0) });
      count(office, { rice: 28 }, at(10), 'office');
      redeem(tablet, [line('rice', 2)], 'w1', 'online', at(5));
      redeem(tablet, [line('rice', 3)], 'w1', 'online', at(15));
      count(shop, { rice: 20 }, at(20));
      move(office, 'received', { rice: 7 }, { by: 'office', at: at(18) });
      move(office, 'written_off', { rice: 1 }, { by: 'office', at: at(30) });
      for (const name of order) await all[name].syncAll();
      await auditTown(stage.db, TOWN);
      return lies();
    };
    const expected = { 'XW shelf rice': 19 };
    expect(await play(['shop', 'tablet', 'office'])).toEqual(expected);
    expect(await play(['tablet', 'office', 'shop'])).toEqual(expected);
    expect(await play(['office', 'shop', 'tablet'])).toEqual(expected);
    expect(await play(['office', 'tablet', 'shop'])).toEqual(expected);
  });
});

describe('below zero', () => {
  test('[AL-6] goods whose stock nobody keeps are no matter for the office, until somebody books the first of them', async () => {
    redeem(shop, [line('salt', 2)]);
    await shop.syncAll();
    expect(await lies()).toEqual({ 'XW shelf salt': -2 });
    expect(await belowZero()).toEqual([]);
    expect(heard(shop)).toEqual({});
    expect((await shop.load()).head.stock).toBeUndefined();
    count(shop, { salt: 5 });
    await shop.syncAll();
    expect(heard(shop)).toEqual({ 'XW shelf salt': 5 });
  });

  test('[AL-6] the redemption counts; one Case is opened, and no second while it is open', async () => {
    move(shop, 'received', { rice: 1, oil: 1 });
    const first = redeem(shop, [line('rice', 3), line('oil', 2)]);
    await shop.syncAll();
    expect(shop.verdict(first)).toMatchObject({ outcome: 'applied', code: 'ok' });
    redeem(shop, [line('rice', 1)]);
    await shop.syncAll();
    expect(await lies()).toEqual({ 'XW shelf rice': -3, 'XW shelf oil': -1 });
    const cases = await belowZero();
    expect(cases).toMatchObject([
      { id: `${first}-S1`, village: 'XW', household: null, decision: null, device: shop.id },
      { id: `${first}-S2`, village: 'XW', household: null, decision: null, device: shop.id },
    ]);
    expect(cases.map(({ params }) => [params?.sku, params?.quantity]).sort()).toEqual([
      ['oil', -1],
      ['rice', -2],
    ]);
    // It waits for nobody on a device.
    expect(shop.events.filter((e) => e.type === 'case.opened')).toEqual([]);
  });

  test('[AL-9] a Case about the shelf is no redemption that a quarter waits for', async () => {
    move(shop, 'received', { rice: 1 });
    redeem(shop, [line('rice', 2)]);
    await shop.syncAll();
    expect(await belowZero()).toHaveLength(1);
    const asked = { village: 'XW', quarter: periodKey('quarter', dayOf(Date.now())) };
    expect(await settlePreview(stage.db, TOWN, asked, Date.now())).toMatchObject({ waiting: 0 });
  });

  test('[AL-6] the office sees each of the Cases that one op opened, in words, and what can be decided', async () => {
    move(shop, 'received', { rice: 1, oil: 1 });
    const sale = redeem(shop, [line('rice', 2), line('oil', 2)]);
    await shop.syncAll();
    const { cases } = await ask<OfficeCases>(stage.app, office, '/api/office/cases/search', {
      state: 'open',
      village: 'XW',
      cursor: null,
    });
    expect(cases.map((one) => [one.id, one.code, one.kind, one.decisions])).toEqual([
      [`${sale}-S1`, 'stock_below_zero', 'redemption.record', ['noted']],
      [`${sale}-S2`, 'stock_below_zero', 'redemption.record', ['noted']],
    ]);
  });

  test('[AL-6] the office notes it; if it falls further a new one is opened; a count settles it', async () => {
    count(shop, { rice: 0 });
    const first = redeem(shop, [line('rice', 2)]);
    await shop.syncAll();
    const noted = office.record('case.decide', { case: `${first}-S1`, decision: 'noted' }, 'office');
    const not = office.record('case.decide', { case: `${first}-S1`, decision: 'accept' }, 'office');
    await office.syncAll();
    expect(office.verdict(noted)).toMatchObject({ outcome: 'applied' });
    expect(office.verdict(not)).toMatchObject({ outcome: 'refused', code: 'already_decided' });
    // More on the shelf, though still fewer than none, is no news.
    move(shop, 'received', { rice: 1 });
    await shop.syncAll();
    expect((await belowZero()).map((c) => c.decision)).toEqual(['noted']);
    const second = redeem(shop, [line('rice', 1)]);
    await shop.syncAll();
    expect((await belowZero()).map((c) => [c.id, c.decision])).toEqual([
      [`${first}-S1`, 'noted'],
      [`${second}-S1`, null],
    ]);
    count(shop, { rice: 0 });
    await shop.syncAll();
    expect((await belowZero()).map((c) => [c.id, c.decision, c.decided_by])).toEqual([
      [`${first}-S1`, 'noted', 'office'],
      [`${second}-S1`, 'noted', 'clerk'],
    ]);
  });

  test('[AL-6] a count settles what it counted and nothing else; what the office noted in the same breath is noted once', async () => {
    const goods = [{ sku: 'oil', barcode: '', name: '花生油', spec: '', category: '', price: 1, active: true }];
    const rice = { ...{ sku: 'rice', barcode: '', name: '大米', spec: '5千克' }, category: '', price: 1, active: true };
    await asConsole(stage.db, [{ kind: 'goods.publish', body: { goods: [...goods, rice] } }]);
    count(shop, { rice: 0, oil: 0 });
    const sale = redeem(shop, [line('rice', 1), line('oil', 1)]);
    await shop.syncAll();
    const opened = await belowZero();
    expect(opened.map(({ params }) => params?.name).sort()).toEqual(['大米 5千克', '花生油']);
    const ofRice = opened.find(({ params }) => params?.sku === 'rice')?.id ?? '';
    office.record('case.decide', { case: ofRice, decision: 'noted', reason: '看过' }, 'office');
    count(office, { rice: 4 }, Date.now(), 'office');
    await office.syncAll();
    const settled = (await belowZero()).map((c) => [c.params?.sku, c.decision, c.reason]);
    expect(settled.sort()).toEqual([
      ['oil', null, null],
      ['rice', 'noted', '看过'],
    ]);
    const { rows } = await sql`select 1 from ledger where body::json->>'type' = 'case.decided'`.execute(stage.db);
    expect([rows.length, sale]).toEqual([1, ofRice.slice(0, -3)]);
  });

  test('[AL-6] an old count that does not reach what left since settles nothing', async () => {
    const long = Date.now() - 7_200_000;
    count(shop, { rice: 0 }, long - 1);
    redeem(shop, [line('rice', 5)]);
    await shop.syncAll();
    count(office, { rice: 3 }, long, 'office');
    await office.syncAll();
    expect(await lies()).toEqual({ 'XW shelf rice': -2 });
    expect((await belowZero()).map((c) => c.decision)).toEqual([null]);
    const [first] = await belowZero();
    office.record('case.decide', { case: first?.id ?? '', decision: 'noted' }, 'office');
    await office.syncAll();
  });
});

describe('a device that comes afresh', () => {
  test('[AL-6] a counter knows to whom goods may be handed, also of a tablet that came or went since; a tablet need not', async () => {
    const carriers = () => shop.catalogue?.carriers?.map(({ id }) => id).sort();
    await shop.syncAll();
    expect(carriers()).toEqual([tablet.id]);
    const another = await device(stage.app, stage.db, 'tablet', 'XW', ['w2']);
    await device(stage.app, stage.db, 'tablet', 'DL', ['d1']);
    await shop.syncAll();
    expect(carriers()).toEqual([tablet.id, another.id].sort());
    await revokeDevice(stage.db, TOWN, 'XW', another.id);
    await shop.syncAll();
    expect(carriers()).toEqual([tablet.id]);
    await tablet.syncAll();
    expect(tablet.catalogue?.carriers).toBeUndefined();
  });

  test('[AL-6] [SY-10] a first load brings the stock, and says up to which own op it counts', async () => {
    move(shop, 'received', { rice: 10 });
    redeem(shop, [line('rice', 1)]);
    await shop.syncAll();
    const { head } = await shop.load();
    expect(head.stock).toEqual({ counted: 2, lines: [['XW', 'shelf', 'rice', 9]] });
    const there = await device(stage.app, stage.db, 'counter', 'DL', ['d1']);
    expect((await there.load()).head.stock).toBeUndefined();
    const admin = await officeBrowser(stage.app, stage.db, PEOPLE.admin);
    expect((await admin.load()).head.stock?.lines).toEqual([['XW', 'shelf', 'rice', 9]]);
  });

  test('[AL-6] [SY-14] after a restore everything that was booked is booked again, whoever comes first', async () => {
    move(shop, 'received', { rice: 10 });
    const kept = redeem(shop, [line('rice', 1)]);
    await shop.syncAll();
    const bytes = await backup();
    move(shop, 'handed_out', { rice: 4 }, { with: tablet.id });
    await shop.syncAll();
    await tablet.syncAll();
    redeem(tablet, [line('rice', 3, 3)], 'w1');
    await tablet.syncAll();
    shop.record('redemption.void', { household: H, redemption: kept, reason: '退' }, 'clerk');
    move(shop, 'received', { oil: 1 });
    const fell = redeem(shop, [line('oil', 2)]);
    await shop.syncAll();
    const noted = office.record('case.decide', { case: `${fell}-S1`, decision: 'noted' }, 'office');
    await office.syncAll();
    const before = await lies();
    await restoreTown(stage.db, sourceOf(bytes), { replace: true });
    // The decision comes before what it is about.
    for (const one of [office, tablet, shop, office, tablet]) await one.syncAll();
    expect(await lies()).toEqual(before);
    const ofOil = (await belowZero()).filter(({ params }) => params?.sku === 'oil');
    expect(ofOil.map((c) => [c.id, c.decision])).toEqual([[`${fell}-S1`, 'noted']]);
    expect(['applied', 'held']).toContain(office.verdict(noted).outcome);
    const { head } = await shop.load();
    expect(head.stock?.counted).toBe(shop.ack);
  });

  test('[AL-6] [SY-14] what the office had looked into stays so, also when another op took the last piece in the new order', async () => {
    const { a, b } = { a: shop, b: await device(stage.app, stage.db, 'counter', 'XW', ['clerk']) };
    move(a, 'received', { rice: 1 });
    await a.syncAll();
    const bytes = await backup();
    redeem(a, [line('rice', 1)]);
    await a.syncAll();
    const second = redeem(b, [line('rice', 1)]);
    await b.syncAll();
    const noted = office.record('case.decide', { case: `${second}-S1`, decision: 'noted' }, 'office');
    await office.syncAll();
    expect(office.verdict(noted).outcome).toBe('applied');
    await restoreTown(stage.db, sourceOf(bytes), { replace: true });
    for (const one of [b, a, office]) await one.syncAll();
    expect(office.verdict(noted)).toMatchObject({ outcome: 'applied' });
    expect(await lies()).toEqual({ 'XW shelf rice': -1 });
    expect((await belowZero()).map((c) => c.decision)).toEqual([null]);
  });

  test.each([
    ['a total', sql`update stock set quantity = quantity + 1`],
    ['a movement', sql`update stock_moves set quantity = quantity + 1 where kind = 'received'`],
    ['what a count found', sql`update stock_moves set counted = 3 where kind = 'counted'`],
    [
      'what a void gave back',
      sql`with off as (update stock_moves set quantity = quantity - 1 where kind = 'returned')
      update stock_moves set quantity = quantity + 1 where kind = 'received'`,
    ],
    ['whether it is kept', sql`update stock set kept = false`],
    ['a movement that is gone', sql`delete from stock_moves where kind = 'redeemed'`],
  ])('[AL-6] [SY-14] verifying a town names %s that is not what the ledger says', async (_what, change) => {
    move(shop, 'received', { rice: 10 });
    const sale = redeem(shop, [line('rice', 2)]);
    await shop.syncAll();
    shop.record('redemption.void', { household: H, redemption: sale, reason: '退' }, 'clerk');
    await shop.syncAll();
    count(shop, { rice: 9 });
    await shop.syncAll();
    await change.execute(stage.db);
    const { ok, difference } = await verifyTown(stage.db, TOWN);
    expect(ok).toBe(false);
    expect(difference?.place).toMatch(/^stock/);
    expect(difference?.zh).toMatch(/库存/);
    expect(difference?.en).not.toMatch(/[一-龥]/);
    await townWithPoints(stage.db);
  });
});
