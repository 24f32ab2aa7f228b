/** Role × device × kind of op, every cell through the real endpoint: what is forbidden is refused and changes nothing. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayOf } from '../../src/domain/calendar.ts';
import { OP_KINDS, type OpBodies, type OpKind } from '../../src/domain/op.ts';
import { profileOf } from '../../src/domain/profile.ts';
import { DEVICE_KINDS, type DeviceKind, MAY_RECORD, mayRecord, ROLES, type Role } from '../../src/domain/role.ts';
import type { App } from '../../src/server/http/base-app.ts';
import { auditTown } from './support/auditTown.ts';
import { type FreshDatabase, freshDatabase } from './support/postgres.ts';
import {
  asConsole,
  carried,
  device,
  makeTown,
  officeBrowser,
  PEOPLE,
  RULES,
  registration,
  TOWN,
} from './support/smallTown.ts';
import { syncServer } from './support/syncServer.ts';
import type { TestDevice } from './support/testDevice.ts';

const H = 'XW-0001';
let fresh: FreshDatabase;
let app: App;
beforeAll(async () => {
  fresh = await freshDatabase();
  app = await syncServer(fresh.db);
  await makeTown(fresh.db);
  await asConsole(fresh.db, [carried(H, 5_000)]);
  // What is reserved is handed over at a counter.
  await device(app, fresh.db, 'counter', 'XW', ['clerk']);
});
afterAll(async () => {
  await auditTown(fresh.db, TOWN);
  await app.close();
  await fresh.drop();
});

const PERSON: Readonly<Record<Role, keyof typeof PEOPLE>> = {
  grid_worker: 'w1',
  store_clerk: 'clerk',
  village_office: 'office',
  committee: 'committee',
  town_admin: 'admin',
};

/** The table of product.md in words of its own, so that a slip in the table of the code shows: who may, on which devices. */
const ALLOWED: Readonly<Record<OpKind, readonly [roles: string, devices: string]>> = {
  'entry.record': ['grid_worker village_office town_admin', 'tablet counter office'],
  'entry.reverse': ['grid_worker village_office town_admin', 'tablet counter office'],
  'household.edit': ['grid_worker village_office town_admin', 'tablet counter office'],
  'card.replace': ['grid_worker village_office town_admin', 'tablet counter office'],
  'redemption.record': ['grid_worker store_clerk village_office town_admin', 'tablet counter office'],
  'redemption.void': ['grid_worker store_clerk village_office town_admin', 'tablet counter office'],
  'reservation.record': ['grid_worker store_clerk village_office town_admin', 'tablet counter office'],
  'reservation.cancel': ['grid_worker store_clerk village_office town_admin', 'tablet counter office'],
  'entry.review': ['village_office committee town_admin', 'office'],
  'case.decide': ['village_office committee town_admin', 'office'],
  'committee.session': ['village_office committee town_admin', 'office'],
  'committee.close': ['village_office committee town_admin', 'office'],
  'allowance.writeoff': ['village_office town_admin', 'office'],
  'stock.move': ['store_clerk village_office town_admin', 'counter office'],
  'stock.count': ['store_clerk village_office town_admin', 'counter office'],
  'household.register': ['village_office town_admin', 'office'],
  'household.merge': ['village_office town_admin', 'office'],
  'household.split': ['village_office town_admin', 'office'],
  'household.move': ['village_office town_admin', 'office'],
  'household.close': ['village_office town_admin', 'office'],
  'month.publish': ['village_office town_admin', 'office'],
  // The server says it by itself.
  'publicity.final': ['', ''],
  'quarter.settle': ['village_office town_admin', 'office'],
  'objection.record': ['village_office committee town_admin', 'office'],
  'objection.answer': ['village_office committee town_admin', 'office'],
  'year.rank': ['village_office town_admin', 'office'],
  'ranking.exclude': ['village_office town_admin', 'office'],
  'town.arrange': ['town_admin', 'office'],
  'rules.publish': ['village_office town_admin', 'office'],
  'goods.publish': ['town_admin', 'office'],
  'policy.publish': ['town_admin', 'office'],
  'notice.publish': ['village_office town_admin', 'office'],
  'notice.withdraw': ['village_office town_admin', 'office'],
  'carryover.entry': ['town_admin', 'office'],
  'carryover.redemption': ['town_admin', 'office'],
  'allowance.return': [ROLES.join(' '), 'tablet counter'],
  // Only what came out of a fork hands these over (SY-13); none of these devices did.
  'op.adopt': ['', ''],
};

const lines = [{ sku: 's', quantity: 1, price: 2 }];
/** Of these the store keeps no books: none of the acts on the stock here runs out of them. */
const kept = [{ sku: 'k', quantity: 1, price: 2 }];
let made = 0;
/** The last year that was ranked, and the last one of which a quarter was settled. */
let rankedYear = 2000;
let settledYear = 2000;

/** A body that the server applies when the person may, prepared by whoever may prepare it. */
async function bodyOf(kind: OpKind): Promise<OpBodies[OpKind]> {
  made += 1;
  const helper = await device(app, fresh.db, 'tablet', 'XW', ['w2']);
  const prepared = async (rule: string, points: number) => {
    const ref = helper.score(H, rule, 'w2', { points });
    await helper.syncAll();
    return ref;
  };
  const another = async () => {
    await asConsole(fresh.db, [{ kind: 'household.register', body: registration(`XW-A${made}`, 'XW', 'XW-G1') }]);
    return `XW-A${made}`;
  };
  const bodies: { readonly [K in OpKind]: () => Promise<OpBodies[K]> | OpBodies[K] } = {
    'entry.record': () => ({
      household: H,
      rule: 'FX-01',
      date: new Date().toISOString().slice(0, 10),
      quantity: 1,
      points: 2,
    }),
    'entry.reverse': async () => ({ household: H, entry: await prepared('FX-01', 2), reason: 'r' }),
    'entry.review': async () => ({ household: H, entry: await prepared('FX-03', 5), decision: 'approve' }),
    'committee.session': () => ({ village: 'XW', date: '2026-11-23', present: ['committee'] }),
    'committee.close': async () => {
      const office = await officeBrowser(app, fresh.db, PEOPLE.office);
      const session = office.record(
        'committee.session',
        { village: 'XW', date: '2026-11-23', present: ['p'] },
        'office',
      );
      await office.syncAll();
      return { village: 'XW', session };
    },
    'household.edit': () => ({ household: H, set: [{ field: 'phone', value: `138${made}`, was: '' }] }),
    'household.register': () => registration(`XW-R${made}`, 'XW', 'XW-G1'),
    'household.merge': async () => ({ household: await another(), into: H, reason: 'r' }),
    'household.split': async () => ({
      household: await another(),
      to: `XW-S${made}`,
      head: 'h',
      phone: '',
      doorPlate: '',
      members: ['m2'],
      points: 0,
      reason: 'r',
    }),
    'household.move': async () => ({
      household: await another(),
      village: 'XW',
      grid: 'XW-G2',
      naturalVillage: '塘边',
      doorPlate: '9号',
      reason: 'r',
    }),
    'household.close': async () => ({ household: await another(), reason: 'r' }),
    'card.replace': () => ({ household: H, n: made + 1, reason: 'r' }),
    'redemption.record': () => ({ household: H, lines, points: 2, mode: 'online' }),
    'redemption.void': async () => {
      const redemption = helper.record('redemption.record', { household: H, lines, points: 2, mode: 'online' }, 'w2');
      await helper.syncAll();
      return { household: H, redemption, reason: 'r' };
    },
    'reservation.record': () => ({ household: H, lines: kept, points: 2, handOver: 'store' }),
    'reservation.cancel': async () => {
      const body = { household: H, lines: kept, points: 2, handOver: 'store' as const };
      const reservation = helper.record('reservation.record', body, 'w2');
      await helper.syncAll();
      return { household: H, reservation, reason: 'r' };
    },
    'allowance.return': () => ({ lines: [[H, 0]] }),
    'allowance.writeoff': () => ({ device: helper.id, reason: 'r' }),
    'stock.move': () => ({ store: 'XW', kind: 'received', lines: [{ sku: 's', quantity: 1 }] }),
    'stock.count': () => ({ store: 'XW', lines: [{ sku: 's', counted: 3 }] }),
    'case.decide': async () => ({ case: await prepared('OFF-01', 1), decision: 'reject' }),
    'month.publish': () => ({ village: 'XW', month: '2019-01' }),
    'publicity.final': () => ({ village: 'XW', month: '2019-01' }),
    'quarter.settle': async () => {
      await asConsole(fresh.db, [
        { kind: 'policy.publish', body: { village: 'XW', policy: { leftoverLapses: true } } },
      ]);
      // Quarters long ago, one for each time that somebody tries.
      settledYear += 1;
      return { village: 'XW', quarter: `${settledYear}Q1`, lines: [] };
    },
    'objection.record': async () => {
      await asConsole(fresh.db, [{ kind: 'month.publish', body: { village: 'XW', month: '2019-02' } }]);
      return { village: 'XW', month: '2019-02', text: 't', how: 'phone' };
    },
    'objection.answer': async () => {
      const body = { village: 'XW', month: '2019-02', text: `${made}`, how: 'page' } as const;
      await asConsole(fresh.db, [
        { kind: 'month.publish', body: { village: 'XW', month: '2019-02' } },
        { kind: 'objection.record', body },
      ]);
      const { id } = await fresh.db
        .selectFrom('objections')
        .select('id')
        .where('text', '=', body.text)
        .executeTakeFirstOrThrow();
      return { objection: id, outcome: 'dismissed', answer: 'a' };
    },
    'year.rank': async () => {
      // Each time a year that no list has had, with a deed in it.
      rankedYear += 1;
      const year = rankedYear;
      const deed = { household: H, rule: 'FX-01', date: `${year}-05-01`, quantity: 1, points: 2 };
      const carried = { ...deed, status: 'approved' as const, recordedBy: 'w1' };
      await asConsole(fresh.db, [{ kind: 'carryover.entry', body: carried }]);
      return { village: 'XW', year };
    },
    'ranking.exclude': () => ({ household: H, year: 2999, excluded: true, reason: 'r' }),
    'town.arrange': () => ({ villages: [{ code: 'NV', name: '新村' }], grids: [] }),
    'rules.publish': () => ({
      village: 'XW',
      version: made,
      effectiveFrom: dayOf(Date.now()),
      rules: RULES.slice(0, 1),
    }),
    'goods.publish': () => ({
      goods: [{ sku: 'g', barcode: '', name: 'n', spec: '', category: '', price: 1, active: true }],
    }),
    'policy.publish': () => ({ village: 'XW', policy: { maskNames: true } }),
    'notice.publish': () => ({ kind: 'news', title: '天', text: '文', villages: ['XW'] }),
    'notice.withdraw': async () => {
      const browser = await officeBrowser(app, fresh.db, PEOPLE.office);
      const body = { kind: 'news' as const, title: '天', text: '文', villages: ['XW'] };
      const notice = browser.record('notice.publish', body, 'office');
      await browser.syncAll();
      return { notice, reason: 'r' };
    },
    'carryover.entry': () => ({
      household: H,
      rule: 'FX-01',
      date: '2024-01-01',
      quantity: 1,
      points: 1,
      status: 'approved',
      recordedBy: 'p',
    }),
    'carryover.redemption': () => ({ household: H, date: '2024-01-01', lines, points: 2, recordedBy: 'p' }),
    'op.adopt': () => ({
      was: 'K7Q2-000001',
      op: { kind: 'card.replace', body: { household: H, n: 9, reason: 'r' }, by: 'w1', at: 1, schema: 1 },
    }),
  };
  return bodies[kind]();
}

const facts = async () => {
  const count = async (table: 'ledger' | 'entries' | 'redemptions' | 'households' | 'cases' | 'rule_versions') =>
    Number(
      (
        await fresh.db
          .selectFrom(table)
          .select((e) => e.fn.countAll().as('n'))
          .executeTakeFirstOrThrow()
      ).n,
    );
  return {
    ledger: await count('ledger'),
    entries: await count('entries'),
    redemptions: await count('redemptions'),
    households: await count('households'),
    cases: await count('cases'),
    rules: await count('rule_versions'),
  };
};

test('the table in the code is the table written here', () => {
  for (const role of ROLES)
    for (const kind of OP_KINDS)
      for (const on of DEVICE_KINDS) {
        if (on === 'console') continue;
        const [roles, devices] = ALLOWED[kind];
        const may = roles.split(' ').includes(role) && devices.split(' ').includes(on);
        expect(mayRecord(role, on, kind), `${role} ${on} ${kind}`).toBe(may);
      }
  expect(Object.keys(MAY_RECORD).sort()).toEqual([...ROLES].sort());
});

describe.each(['tablet', 'counter', 'office'] as const)('on a device of kind %s', (on) => {
  describe.each(ROLES)('%s', (role) => {
    const who = PERSON[role];
    let one: TestDevice;
    beforeAll(async () => {
      if (on === 'office') one = await officeBrowser(app, fresh.db, PEOPLE[who]);
      else one = await device(app, fresh.db, on satisfies DeviceKind, 'XW', [who]);
    });

    const mayBeHere = on !== 'office' || (role !== 'grid_worker' && role !== 'store_clerk');
    test.each(OP_KINDS)('%s', async (kind) => {
      if (!mayBeHere) {
        one.log.appendRaw(kind, {}, { by: who, at: Date.now() });
        await expect(one.sync({ pull: false })).rejects.toMatchObject({ code: 'forbidden', status: 403 });
        return;
      }
      const body = await bodyOf(kind);
      const [roles, devices] = ALLOWED[kind];
      const may = roles.split(' ').includes(role) && devices.split(' ').includes(on);
      if (kind === 'rules.publish' && may) Object.assign(body, { version: 1 + (await versions('XW')) });
      const before = await facts();
      const ref = one.log.appendRaw(kind, body, { by: who, at: Date.now() });
      await one.sync({ pull: false });
      if (may) expect(one.verdict(ref), JSON.stringify(one.verdict(ref))).toMatchObject({ outcome: 'applied' });
      else {
        expect(one.verdict(ref)).toEqual({ outcome: 'refused', code: 'not_allowed', params: { kind } });
        expect(await facts()).toEqual(before);
      }
    });
  });
});

async function versions(village: string): Promise<number> {
  return (await fresh.db.selectFrom('rule_versions').select('version').where('village', '=', village).execute()).length;
}

test('a person whom the device does not list has no right; the op waits for the office', async () => {
  const one = await device(app, fresh.db, 'tablet', 'XW', ['w1']);
  const ref = one.score(H, 'FX-01', 'w2');
  await one.sync({ pull: false });
  expect(one.verdict(ref)).toEqual({ outcome: 'held', code: 'no_right', params: { by: 'w2' } });
});

test('what concerns the whole town is for people of the whole town', async () => {
  const village = await officeBrowser(app, fresh.db, PEOPLE.admin2);
  const ref = village.record('policy.publish', { village: null, policy: { maskNames: false } }, 'admin2');
  const other = village.record('policy.publish', { village: 'DL', policy: { maskNames: false } }, 'admin2');
  const own = village.record('policy.publish', { village: 'XW', policy: { maskNames: true } }, 'admin2');
  await village.sync({ pull: false });
  for (const refused of [ref, other]) expect(village.verdict(refused)).toMatchObject({ code: 'not_allowed' });
  expect(village.verdict(own).outcome).toBe('applied');
});

describe('the family PIN', () => {
  const pin = `200000:${'A'.repeat(22)}:${'b'.repeat(43)}`;
  const CODE = 'XW-0002';
  const facts = async () => (await fresh.db.selectFrom('ledger').select('seq').execute()).length;

  test('a clerk at the counter sets it and no field beside it, and does not take it off', async () => {
    const counter = await device(app, fresh.db, 'counter', 'XW', ['clerk']);
    const tablet = await device(app, fresh.db, 'tablet', 'XW', ['clerk', 'w1']);
    const set = { field: 'pin', value: pin, was: null } as const;
    const off = { field: 'pin', value: null, was: pin } as const;
    const phone = { field: 'phone', value: '13800009999', was: '' } as const;
    const before = await facts();
    const refused = [
      [counter, counter.record('household.edit', { household: CODE, set: [phone] }, 'clerk')],
      [counter, counter.record('household.edit', { household: CODE, set: [set, phone] }, 'clerk')],
      [counter, counter.record('household.edit', { household: CODE, set: [off] }, 'clerk')],
      [tablet, tablet.record('household.edit', { household: CODE, set: [set] }, 'clerk')],
    ] as const;
    for (const one of [counter, tablet]) await one.sync({ pull: false });
    for (const [one, ref] of refused)
      expect(one.verdict(ref)).toEqual({
        outcome: 'refused',
        code: 'not_allowed',
        params: { kind: 'household.edit' },
      });
    expect(await facts()).toBe(before);
    const sets = counter.record('household.edit', { household: CODE, set: [set] }, 'clerk');
    await counter.syncAll();
    expect(counter.verdict(sets)).toEqual({ outcome: 'applied', code: 'ok' });
    await tablet.syncAll();
    expect(profileOf(tablet.file(CODE)).pin).toBe(pin);
  });

  test('its hash comes to the devices of the own village, by feed and by first load, and to no other', async () => {
    const near = await device(app, fresh.db, 'counter', 'XW', ['clerk']);
    const far = await device(app, fresh.db, 'tablet', 'DL', ['d1']);
    for (const one of [near, far]) await one.syncAll();
    const worker = await device(app, fresh.db, 'tablet', 'XW', ['w1']);
    const other = pin.replaceAll('b', 'c');
    const ref = worker.record(
      'household.edit',
      { household: CODE, set: [{ field: 'pin', value: other, was: pin }] },
      'w1',
    );
    await worker.syncAll();
    expect(worker.verdict(ref)).toMatchObject({ outcome: 'applied' });
    const later = await device(app, fresh.db, 'counter', 'XW', ['clerk']);
    const farLater = await device(app, fresh.db, 'tablet', 'DL', ['d1']);
    for (const one of [near, far, later, farLater]) await one.syncAll();
    for (const one of [near, later]) expect(profileOf(one.file(CODE)).pin).toBe(other);
    for (const one of [far, farLater]) {
      expect(one.files.size).toBeGreaterThan(0);
      expect(JSON.stringify([one.events, [...one.files.values()], one.cases])).not.toContain('c'.repeat(43));
    }
  });
});
