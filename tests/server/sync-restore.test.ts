/** SY-14: a server restored from a backup heals from its devices, whoever comes first. */
import { PassThrough } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays, dayOf } from '../../src/domain/calendar.ts';
import { groupCaseId } from '../../src/domain/ref.ts';
import type { SyncResponse } from '../../src/protocol/sync.ts';
import { backupTown } from '../../src/server/backup/backupTown.ts';
import { confirmBackup } from '../../src/server/backup/confirmBackup.ts';
import { sourceOf } from '../../src/server/backup/readBackup.ts';
import { restoreTown } from '../../src/server/backup/restoreTown.ts';
import { rejudgeUnknown } from '../../src/server/ingest/rejudge.ts';
import { revokeDevice } from '../../src/server/office/devices.ts';
import { auditTown } from './support/auditTown.ts';
import { refusedBy } from './support/refused.ts';
import { asConsole, carried, device, officeBrowser, PEOPLE, registration, TOWN } from './support/smallTown.ts';
import { countersOf, spend } from './support/spending.ts';
import { type Cast, casesOn, H, newCast, openStage, type Stage, settled } from './support/stage.ts';
import { jsonOf, type TestDevice } from './support/testDevice.ts';

let stage: Stage;
let cast: Cast;
let counter: TestDevice;

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  cast = await newCast(stage);
  await asConsole(stage.db, [carried(H, 100)]);
  counter = await device(stage.app, stage.db, 'counter', 'XW', ['clerk']);
  cast.a.carry = ['XW-G1'];
  for (const one of [cast.a, cast.b, cast.office]) await one.syncAll();
});
afterEach(() => auditTown(stage.db, TOWN));
afterAll(() => stage.close());

async function backup(): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  const sink = new PassThrough().on('data', (part: Buffer) => parts.push(part));
  await backupTown(stage.db, TOWN, sink);
  return Buffer.concat(parts);
}

const restore = (bytes: Uint8Array) => restoreTown(stage.db, sourceOf(bytes), { replace: true });
const all = () => [cast.a, cast.b, cast.office, counter];

/** Everybody syncs, and then sees what a fresh device sees. */
async function healed(): Promise<void> {
  for (const one of all()) await one.syncAll();
  await settled(stage, cast);
}

const awaiting = async () =>
  (await stage.db.selectFrom('devices').select('id').where('awaited', '=', true).execute()).map((d) => d.id).sort();

describe('ops that the server lost', () => {
  test('[SY-14] come back in order with the verdicts they had, also when the restored server went on before', async () => {
    const { a, b } = cast;
    a.score(H, 'FX-01', 'w1');
    await a.syncAll();
    const bytes = await backup();
    const before = [a.score(H, 'FX-01', 'w1'), a.score(H, 'OFF-01', 'w1'), a.score(H, 'MN-01', 'w1', { points: 4 })];
    await a.syncAll();
    const verdicts = before.map((ref) => a.verdict(ref));
    await restore(bytes);
    for (let i = 0; i < 5; i++) b.score(H, 'FX-01', 'w2');
    await b.syncAll();
    const after = a.score(H, 'FX-01', 'w1');
    await a.syncAll();
    expect(before.map((ref) => a.verdict(ref))).toEqual(verdicts);
    expect(a.verdict(after).outcome).toBe('applied');
    await healed();
  });

  test('[SY-14] a locked tablet notices by the numbers alone, and pushes again', async () => {
    const { a } = cast;
    const bytes = await backup();
    const ref = a.score(H, 'FX-01', 'w1');
    await a.syncAll();
    await restore(bytes);
    for (let i = 0; i < 3; i++) await a.heal(await a.sync({ pull: false }));
    expect(a.verdict(ref).outcome).toBe('applied');
    expect(a.ack).toBe(1);
    await healed();
  });

  test('[SY-14] [CF-02] who was first before the restore is first again', async () => {
    const { a, b } = cast;
    const bytes = await backup();
    const first = a.score(H, 'FX-02', 'w1', { points: 3 });
    await a.syncAll();
    const second = b.score(H, 'FX-02', 'w2', { points: 3 });
    await b.syncAll();
    await restore(bytes);
    await b.syncAll();
    await a.syncAll();
    expect(a.verdict(first).outcome).toBe('applied');
    expect(b.verdict(second)).toMatchObject({ outcome: 'held', code: 'over_cap', params: { competing: [first] } });
    await healed();
  });

  test('[SY-14] [AL-8] what was reserved is kept again by the same device and as long; a hand-over and a cancel stand, whoever comes first', async () => {
    const { a, b } = cast;
    const second = await device(stage.app, stage.db, 'counter', 'XW', ['clerk']);
    await counter.syncAll();
    const bytes = await backup();
    const lines = [{ sku: 'rice', quantity: 1, price: 30 }];
    const body = { household: H, lines, points: 30, handOver: 'store' } as const;
    const kept = a.record('reservation.record', body, 'w1');
    const dropped = b.record(
      'reservation.record',
      { ...body, points: 5, lines: [{ ...lines[0], sku: 'oil', price: 5, quantity: 1 }] },
      'w2',
    );
    await a.syncAll();
    await b.syncAll();
    const made = [a.verdict(kept), b.verdict(dropped)];
    expect(made).toMatchObject([{ params: { device: counter.id } }, { params: { device: counter.id } }]);
    const cancel = a.record('reservation.cancel', { household: H, reservation: dropped, reason: '不要了' }, 'w1');
    await a.syncAll();
    await counter.syncAll();
    const sale = counter.record(
      'redemption.record',
      { household: H, lines, points: 30, mode: 'allowance', reservation: kept },
      'clerk',
    );
    await counter.syncAll();
    await restore(bytes);
    // Another counter is heard of first now, and the hand-over comes before what it hands over.
    await second.syncAll();
    await counter.syncAll();
    await a.syncAll();
    await b.syncAll();
    await healed();
    expect([a.verdict(kept), b.verdict(dropped)]).toEqual(made);
    expect(counter.verdict(sale).outcome).toBe('applied');
    await a.syncAll();
    expect(a.file(H).reservations?.map((r) => [r.id, r.ended?.how])).toEqual(
      [[kept, undefined] as const, [dropped, 'cancelled'] as const].sort(([x], [y]) => (x < y ? -1 : 1)),
    );
    expect(await stage.db.selectFrom('reservations').select('id').where('open', '=', true).execute()).toEqual([]);
    expect(await countersOf(stage.db)).toMatchObject({ redeemed: 30, debt: 0 });
    expect(a.verdict(cancel).code === 'ok' || a.verdict(cancel).code === 'after_restore').toBe(true);
  });

  test('[SY-14] [CF-09] a deed that counted before its household was split counts again, and nobody has to choose', async () => {
    const { a, office } = cast;
    const bytes = await backup();
    const deed = a.score(H, 'FX-01', 'w1');
    await a.syncAll();
    const body = { household: H, to: 'XW-0901', head: '李𬭎珈', phone: '', doorPlate: '', members: ['m2'], points: 0 };
    const split = office.record('household.split', { ...body, reason: '分家' }, 'office');
    await office.syncAll();
    await restore(bytes);
    await office.syncAll();
    await a.syncAll();
    expect(office.verdict(split).outcome).toBe('applied');
    expect(a.verdict(deed)).toMatchObject({ outcome: 'applied', code: 'ok' });
    await healed();
    expect(a.file(H).entries.map((e) => e.id)).toContain(deed);
  });

  const splitOff = (members: readonly string[], points: number) =>
    cast.office.record(
      'household.split',
      {
        household: H,
        to: 'XW-0901',
        head: '李𬭎珈',
        phone: '',
        doorPlate: '',
        members: [...members],
        points,
        reason: '分家',
      },
      'office',
    );

  test('[SY-14] [CF-09] points that a split had given away are given away again before the deeds that earned them are back', async () => {
    const { a, b, office } = cast;
    const bytes = await backup();
    const deed = a.score(H, 'BIG-01', 'w1', { points: 80 });
    await a.syncAll();
    const { final, allotted } = await countersOf(stage.db);
    const split = splitOff(['m2'], final - allotted);
    await office.syncAll();
    expect(office.verdict(split).outcome).toBe('applied');
    await restore(bytes);
    await office.syncAll();
    expect(office.verdict(split)).toMatchObject({ outcome: 'applied', code: 'ok' });
    expect((await countersOf(stage.db)).debt).toBeGreaterThan(0);
    await a.syncAll();
    expect(a.verdict(deed).outcome).toBe('applied');
    await healed();
    expect(await countersOf(stage.db)).toMatchObject({ final: allotted, debt: 0 });
    expect(await countersOf(stage.db, 'XW-0901')).toMatchObject({ final: final - allotted, debt: 0 });
    expect(b.file('XW-0901').moves).toHaveLength(1);
  });

  test('[SY-14] [CF-09] a split that names a member whom a tablet added waits for the tablet', async () => {
    const { a, b, office } = cast;
    const bytes = await backup();
    const id = `${a.id}-000001-1`;
    const added = { name: '李四', relation: '子', tags: [] };
    a.record('household.edit', { household: H, set: [{ field: `members.${id}`, value: added, was: null }] }, 'w1');
    for (const one of [a, office]) await one.syncAll();
    const split = splitOff([id], 0);
    await office.syncAll();
    expect(office.verdict(split).outcome).toBe('applied');
    await restore(bytes);
    await office.syncAll();
    expect(office.verdict(split)).toMatchObject({ outcome: 'held', code: 'after_restore', params: { device: a.id } });
    await a.syncAll();
    await healed();
    expect(casesOn(office, split).at(-1)).toMatchObject({ type: 'case.decided', decision: 'accept' });
    expect(b.file('XW-0901').base.members.m1?.name).toBe('李四');
  });

  test('[SY-14] [CF-09] a merge into a household that another office registered waits for it', async () => {
    const { b, office } = cast;
    const bytes = await backup();
    const other = await officeBrowser(stage.app, stage.db, PEOPLE.office);
    other.record('household.register', registration('XW-0900', 'XW', 'XW-G1'), 'office');
    for (const one of [other, office]) await one.syncAll();
    const merge = office.record('household.merge', { household: H, into: 'XW-0900', reason: '合户' }, 'office');
    await office.syncAll();
    expect(office.verdict(merge).outcome).toBe('applied');
    await restore(bytes);
    await office.syncAll();
    const waits = { outcome: 'held', code: 'after_restore', params: { household: 'XW-0900' } };
    expect(office.verdict(merge)).toMatchObject(waits);
    await other.readmit();
    await other.syncAll();
    await healed();
    expect(casesOn(office, merge).at(-1)).toMatchObject({ type: 'case.decided', decision: 'accept' });
    expect(b.file(H).merged).toMatchObject({ into: 'XW-0900' });
  });

  test('[SY-14] [CF-09] a decision that counted counts again, also when the household became another before it came', async () => {
    const { a, b, office } = cast;
    const other = await officeBrowser(stage.app, stage.db, PEOPLE.office);
    const bytes = await backup();
    a.score('XW-0002', 'FX-02', 'w1', { points: 3 });
    const first = a.score(H, 'FX-02', 'w1', { points: 3 });
    const second = a.score(H, 'FX-02', 'w1', { points: 3 });
    for (const one of [a, other, office]) await one.syncAll();
    const decision = other.record('case.decide', { case: second, decision: 'swap', replace: first }, 'office');
    await other.syncAll();
    office.record('household.merge', { household: H, into: 'XW-0002', reason: '合户' }, 'office');
    await office.syncAll();
    await restore(bytes);
    for (const one of [office, a, other]) await one.syncAll();
    expect(other.verdict(decision)).toMatchObject({ outcome: 'applied', code: 'ok' });
    await healed();
    const counted = [...b.file(H).entries, ...b.file('XW-0002').entries].map((entry) => entry.id);
    expect(counted).toContain(second);
    expect(await stage.db.selectFrom('cases').select('id').where('decision', 'is', null).execute()).toEqual([]);
  });

  test('[SY-14] [CF-09] a decision that counted counts again, also when the household was split before it came', async () => {
    const { a, b, office } = cast;
    const first = a.score(H, 'FX-02', 'w1', { points: 3 });
    const second = a.score(H, 'FX-02', 'w1', { points: 3 });
    const other = await officeBrowser(stage.app, stage.db, PEOPLE.office);
    for (const one of [a, other, office]) await one.syncAll();
    const bytes = await backup();
    const decision = other.record('case.decide', { case: second, decision: 'swap', replace: first }, 'office');
    await other.syncAll();
    await restore(bytes);
    const split = splitOff(['m2'], 0);
    for (const one of [office, other]) await one.syncAll();
    expect(office.verdict(split).outcome).toBe('applied');
    expect(other.verdict(decision)).toMatchObject({ outcome: 'applied', code: 'ok' });
    await healed();
    expect(b.file(H).entries.filter(({ id, reverses }) => id === second || reverses === first)).toHaveLength(2);
  });

  test.each([
    ['a reservation is kept again by the same device', 'reservation.record', { handOver: 'door' }],
    ['goods that left at a connected tablet are paid again', 'redemption.record', { mode: 'online' }],
  ] as const)(
    '[SY-14] [AL-8] what a decision had let count counts again, while others may still bring promises: %s',
    async (_, kind, how) => {
      const { a, b, office } = cast;
      const bytes = await backup();
      const ref = a.record(
        kind,
        { household: H, lines: [{ sku: 'rice', quantity: 1, price: 20 }], points: 20, ...how },
        'w2',
      );
      for (const one of [a, office]) await one.syncAll();
      expect(a.verdict(ref)).toMatchObject({ outcome: 'held', code: 'no_right' });
      const decision = office.record('case.decide', { case: ref, decision: 'accept' }, 'office');
      for (const one of [office, a]) await one.syncAll();
      expect(office.verdict(decision)).toMatchObject({ outcome: 'applied', code: 'ok' });
      await restore(bytes);
      for (const one of [a, office]) await one.syncAll();
      expect(await awaiting()).toContain(b.id);
      expect(office.verdict(decision)).toMatchObject({ outcome: 'applied', code: 'ok' });
      await healed();
      const { reservations = [], redemptions } = b.file(H);
      const [made] = kind === 'reservation.record' ? reservations : redemptions;
      expect(made).toMatchObject({ id: ref, points: 20 });
      const { allotted, redeemed, final } = await countersOf(stage.db);
      expect(final - redeemed - allotted).toBeGreaterThanOrEqual(0);
      expect(await stage.db.selectFrom('cases').select('id').where('decision', 'is', null).execute()).toEqual([]);
    },
  );

  test('[SY-14] [CF-02] a swap that counted counts again, also when what it put out was taken back before it came', async () => {
    const { a, b, office } = cast;
    const first = a.score(H, 'FX-02', 'w1', { points: 3 });
    const second = a.score(H, 'FX-02', 'w1', { points: 3 });
    for (const one of [a, office]) await one.syncAll();
    const bytes = await backup();
    const decision = office.record('case.decide', { case: second, decision: 'swap', replace: first }, 'office');
    await office.syncAll();
    expect(office.verdict(decision).outcome).toBe('applied');
    await restore(bytes);
    await a.syncAll();
    const undo = a.record('entry.reverse', { household: H, entry: first, reason: '重复' }, 'w1');
    for (const one of [a, office]) await one.syncAll();
    expect(a.verdict(undo).outcome).toBe('applied');
    expect(office.verdict(decision)).toEqual({ outcome: 'applied', code: 'ok' });
    await healed();
    const { entries } = b.file(H);
    expect(entries.filter(({ reverses }) => reverses === first).map(({ id }) => id)).toEqual([undo]);
    expect(entries.map(({ id }) => id)).toContain(second);
    expect(await stage.db.selectFrom('cases').select('id').where('decision', 'is', null).execute()).toEqual([]);
  });

  describe('a decision about the reason that remained when another one was overruled', () => {
    /** A deed out of its time, in the year of the cap. */
    const [today, reason] = [dayOf(Date.now()), dayOf(Date.now()).slice(5) < '07' ? 'date_future' : 'date_too_old'];
    const date = addDays(today, reason === 'date_future' ? 2 : -40);

    /** It is above the cap too: the accept finds that, and is refused. */
    async function overruled(first: 'a' | 'b' = 'a') {
      const { a, b, office } = cast;
      const desk = await officeBrowser(stage.app, stage.db, PEOPLE.office);
      const bytes = await backup();
      const earlier = cast[first].score(H, 'RG-01', first === 'a' ? 'w1' : 'w2', { points: 9 });
      await cast[first].syncAll();
      const deed = a.score(H, 'RG-01', 'w1', { points: 8, date });
      await a.syncAll();
      expect(a.verdict(deed)).toMatchObject({ outcome: 'held', code: reason });
      const accept = office.record('case.decide', { case: deed, decision: 'accept' }, 'office');
      await office.syncAll();
      const refused = { outcome: 'refused', code: 'still_held', params: { code: 'over_cap_part' } };
      expect(office.verdict(accept)).toEqual(refused);
      return { a, b, office, desk, bytes, accept, refused, earlier, deed };
    }

    const caseOf = (id: string) =>
      stage.db
        .selectFrom('cases')
        .select(['code', 'params', 'decision'])
        .where('id', '=', id)
        .executeTakeFirstOrThrow();

    test('[SY-14] [CF-03] its Case takes that reason again, though the decision that found it is refused again', async () => {
      const { a, office, desk, bytes, accept, refused, deed } = await overruled();
      const before = await caseOf(deed);
      expect(before).toMatchObject({
        code: 'over_cap_part',
        params: { allowed: 1, overruled: [reason] },
      });
      await restore(bytes);
      for (const one of [a, office]) await one.syncAll();
      expect(office.verdict(accept)).toEqual(refused);
      expect(await caseOf(deed)).toEqual(before);
      // What a person saw offered and decides only now is taken.
      const cut = desk.record('case.decide', { case: deed, decision: 'cut' }, 'office');
      await desk.syncAll();
      expect(desk.verdict(cut).outcome).toBe('applied');
      await healed();
      expect(a.file(H).entries.find(({ id }) => id === deed)).toMatchObject({ points: 1 });
    });

    test.each([
      ['after', ['a', 'office', 'desk']],
      ['before', ['a', 'desk', 'office']],
      ['before the deed and', ['desk', 'office', 'a']],
    ] as const)('[SY-14] [CF-03] counts again when it comes %s the one that found it', async (_, order) => {
      const made = await overruled();
      const { a, b, desk, office, bytes, accept, refused, deed, earlier } = made;
      const cut = desk.record('case.decide', { case: deed, decision: 'cut' }, 'office');
      await desk.syncAll();
      expect(desk.verdict(cut).outcome).toBe('applied');
      await restore(bytes);
      for (const one of order) await made[one].syncAll();
      await desk.syncAll();
      expect(office.verdict(accept)).toEqual(refused);
      expect(await caseOf(deed)).toMatchObject({ code: 'over_cap_part', decision: 'cut' });
      if (order[0] === 'a') expect(desk.verdict(cut)).toEqual({ outcome: 'applied', code: 'ok' });
      else expect(casesOn(desk, cut).at(-1)).toMatchObject({ type: 'case.decided', decision: 'accept' });
      await healed();
      expect(b.file(H).entries.flatMap((e) => (e.id === deed || e.id === earlier ? [e.points] : []))).toEqual([9, 1]);
      expect(a.file(H).entries).toHaveLength(b.file(H).entries.length);
    });

    test('[SY-14] [CF-03] counts again before what else held the deed is back; what was refused stays refused', async () => {
      const { a, b, office, desk, bytes, accept, refused, deed, earlier } = await overruled('b');
      const cut = desk.record('case.decide', { case: deed, decision: 'cut' }, 'office');
      await desk.syncAll();
      await restore(bytes);
      for (const one of [a, office]) await one.syncAll();
      expect(office.verdict(accept)).toEqual(refused);
      expect(await caseOf(deed)).toMatchObject({ code: reason, decision: null });
      await desk.syncAll();
      expect(desk.verdict(cut)).toEqual({ outcome: 'applied', code: 'ok' });
      await healed();
      expect(b.file(H).entries.map(({ id }) => id)).toEqual(expect.arrayContaining([earlier, deed]));
    });
  });

  test('[SY-14] what was decided about ops of others waits for them: reviews, reversals, decisions of Cases', async () => {
    const { a, b, office } = cast;
    const bytes = await backup();
    const reviewed = a.score(H, 'FX-03', 'w1', { points: 5 });
    const reversed = a.score(H, 'FX-01', 'w1');
    const held = b.score(H, 'OFF-01', 'w2', { points: 1 });
    for (const one of [a, b, office]) await one.syncAll();
    office.record('entry.review', { household: H, entry: reviewed, decision: 'approve' }, 'office');
    office.record('entry.reverse', { household: H, entry: reversed, reason: '重复' }, 'office');
    const decision = office.record('case.decide', { case: held, decision: 'accept' }, 'office');
    for (const one of [office, a, b]) await one.syncAll();
    const { final } = await countersOf(stage.db);
    await restore(bytes);
    await office.syncAll();
    expect(office.verdict(decision)).toMatchObject({
      outcome: 'held',
      code: 'after_restore',
      params: { device: b.id },
    });
    await b.syncAll();
    await a.syncAll();
    await office.syncAll();
    expect(casesOn(office, decision).at(-1)).toMatchObject({ type: 'case.decided', decision: 'accept' });
    await healed();
    expect(await countersOf(stage.db)).toMatchObject({ final, redeemed: 0, debt: 0 });
    const open = await stage.db.selectFrom('cases').selectAll().where('decision', 'is', null).execute();
    expect(open).toEqual([]);
  });

  test.each(['of its own', 'of a revoked device'])(
    '[SY-14] what speaks of an op that waits in a Case %s again waits for the decision, and then counts again',
    async (which) => {
      const { a, b, office } = cast;
      const bytes = await backup();
      const group = which === 'of a revoked device';
      const entry = group ? b.score(H, 'FX-01', 'w2') : b.score(H, 'OFF-01', 'w2', { points: 1 });
      if (group) await revokeDevice(stage.db, TOWN, 'XW', b.id);
      await b.sync();
      const waits = group ? groupCaseId(entry) : entry;
      const decision = office.record('case.decide', { case: waits, decision: 'accept' }, 'office');
      await office.syncAll();
      const undo = a.record('entry.reverse', { household: H, entry, reason: '重复' }, 'w1');
      await a.syncAll();
      expect([office.verdict(decision).outcome, a.verdict(undo).outcome]).toEqual(['applied', 'applied']);
      await restore(bytes);
      if (group) await revokeDevice(stage.db, TOWN, 'XW', b.id);
      await b.syncAll();
      await a.syncAll();
      const waiting = { outcome: 'held', code: 'after_restore', params: { device: b.id, was: 'applied' } };
      expect(a.verdict(undo)).toEqual(waiting);
      await office.syncAll();
      expect(office.verdict(decision).outcome).toBe('applied');
      await a.syncAll();
      expect(casesOn(a, undo).at(-1)).toMatchObject({ type: 'case.decided', decision: 'accept' });
      const open = await stage.db.selectFrom('cases').select('id').where('decision', 'is', null).execute();
      expect(open).toEqual([]);
      // A revoked device hears of nothing any more.
      if (!group) await healed();
      expect(a.file(H).entries.find((e) => e.reverses === entry)).toMatchObject({ id: undo });
    },
  );

  test('[SY-14] [CF-17] a decision on what came out of a Case of several ops waits until that Case is decided again', async () => {
    const { b, office } = cast;
    const desk = await officeBrowser(stage.app, stage.db, PEOPLE.office);
    const bytes = await backup();
    const entry = b.score(H, 'OFF-01', 'w2', { points: 1 });
    await revokeDevice(stage.db, TOWN, 'XW', b.id);
    await b.sync();
    office.record('case.decide', { case: groupCaseId(entry), decision: 'accept' }, 'office');
    await office.syncAll();
    const decision = desk.record('case.decide', { case: entry, decision: 'accept' }, 'office');
    await desk.syncAll();
    expect(desk.verdict(decision).outcome).toBe('applied');
    await restore(bytes);
    await revokeDevice(stage.db, TOWN, 'XW', b.id);
    await b.syncAll();
    await desk.syncAll();
    expect(desk.verdict(decision)).toMatchObject({ outcome: 'held', code: 'after_restore' });
    await office.syncAll();
    const open = await stage.db.selectFrom('cases').select('id').where('decision', 'is', null).execute();
    expect(open).toEqual([]);
    expect(cast.a.file(H)).toBeDefined();
    await cast.a.syncAll();
    expect(cast.a.file(H).entries.find((e) => e.id === entry)).toBeDefined();
  });

  test.each(['office', 'device'])(
    '[SY-14] [CF-17] what a revoked device handed over waits in one Case again, also when the revoking is forgotten; the decision comes back (%s first)',
    async (first) => {
      const { a, office } = cast;
      const bytes = await backup();
      // A refused op of the office under the number that the first deed has: what it was says nothing of the deed.
      office.record('entry.review', { household: H, entry: `${a.id}-000900`, decision: 'approve' }, 'office');
      await office.syncAll();
      const deeds = [a.score(H, 'FX-01', 'w1'), a.score(H, 'FX-03', 'w1', { points: 5 })];
      await revokeDevice(stage.db, TOWN, 'XW', a.id);
      await a.sync();
      const group = groupCaseId(deeds[0] ?? '');
      const held = { outcome: 'held', code: 'device_revoked', params: { case: group } };
      expect(deeds.map((ref) => a.verdict(ref))).toEqual([held, held]);
      const decision = office.record('case.decide', { case: group, decision: 'accept' }, 'office');
      await office.syncAll();
      expect(office.verdict(decision).outcome).toBe('applied');

      await restore(bytes);
      if (first === 'office') {
        await office.syncAll();
        expect(office.verdict(decision)).toMatchObject({ code: 'after_restore', params: { device: a.id } });
      }
      await a.syncAll();
      expect(deeds.map((ref) => a.verdict(ref))).toEqual([held, held]);
      await office.syncAll();
      const rows = await stage.db.selectFrom('cases').select(['id', 'code', 'decision']).execute();
      expect(rows).toContainEqual({ id: group, code: 'device_revoked', decision: 'accept' });
      expect(rows.filter((row) => row.decision === null)).toEqual([]);
      await office.syncAll();
      if (first === 'office') expect(casesOn(office, decision).at(-1)).toMatchObject({ decision: 'accept' });
      else expect(office.verdict(decision).outcome).toBe('applied');
      await healed();
      expect(cast.b.file(H).entries.map((e) => e.id)).toEqual(expect.arrayContaining(deeds));
    },
  );

  test('[SY-14] [CF-02] a deed that counted counts again, also when another was faster at the restored server', async () => {
    const { a, b } = cast;
    const bytes = await backup();
    const lost = a.score(H, 'FX-02', 'w1', { points: 3 });
    await a.syncAll();
    await restore(bytes);
    const faster = b.score(H, 'FX-02', 'w2', { points: 3 });
    await b.syncAll();
    expect(b.verdict(faster).outcome).toBe('applied');
    await a.syncAll();
    expect(a.verdict(lost).outcome).toBe('applied');
    await healed();
    expect(a.file(H).entries.map((e) => e.id)).toEqual(expect.arrayContaining([lost, faster]));
  });

  test('[SY-14] [CF-09] a deed that had followed a merge is where it was, whatever was split since', async () => {
    const { a, office } = cast;
    await asConsole(stage.db, [{ kind: 'household.merge', body: { household: H, into: 'XW-0002', reason: '并户' } }]);
    const bytes = await backup();
    const deed = a.score(H, 'FX-01', 'w1');
    await a.syncAll();
    const { verdict } = a.verdicts.get(deed) ?? {};
    expect(verdict).toMatchObject({ outcome: 'applied', params: { to: 'XW-0002' } });
    await restore(bytes);
    const body = { household: 'XW-0002', to: 'XW-0901', head: '李𬭎珈', phone: '', doorPlate: '', members: ['m2'] };
    const split = office.record('household.split', { ...body, points: 0, reason: '分家' }, 'office');
    await office.syncAll();
    expect(office.verdict(split).outcome).toBe('applied');
    await a.syncAll();
    expect(a.verdict(deed)).toEqual(verdict);
    await healed();
    expect(a.file('XW-0002').entries.map((e) => e.id)).toContain(deed);
  });

  describe('[SY-14] [CF-09] a deed that had followed a merge', () => {
    const merge = { household: H, into: 'XW-0002', reason: '并户' } as const;

    test('waits for the merge, and what took it back there waits with it', async () => {
      const { a, office } = cast;
      const other = await officeBrowser(stage.app, stage.db, PEOPLE.office);
      await other.syncAll();
      const bytes = await backup();
      office.record('household.merge', merge, 'office');
      await office.syncAll();
      const deed = a.score(H, 'FX-02', 'w1', { points: 3 });
      await a.syncAll();
      expect(a.verdict(deed)).toMatchObject({ code: 'followed', params: { to: 'XW-0002' } });
      await other.syncAll();
      const back = other.record('entry.reverse', { household: 'XW-0002', entry: deed, reason: '记错了' }, 'office');
      await other.syncAll();
      expect(other.verdict(back).outcome).toBe('applied');
      await restore(bytes);
      await a.syncAll();
      await other.syncAll();
      expect(a.verdict(deed)).toMatchObject({ code: 'after_restore', params: { household: 'XW-0002' } });
      expect(other.verdict(back)).toMatchObject({ code: 'after_restore' });
      await office.syncAll();
      await healed();
      expect(await stage.db.selectFrom('cases').select('id').where('decision', 'is', null).execute()).toEqual([]);
      const file = a.file('XW-0002');
      expect(file.entries.map((e) => e.reverses ?? e.id)).toEqual([deed, deed]);
    });

    test('counts for its own household when no office brings the merge any more', async () => {
      const { a, office } = cast;
      const bytes = await backup();
      await asConsole(stage.db, [{ kind: 'household.merge', body: merge }]);
      const deed = a.score(H, 'FX-02', 'w1', { points: 3 });
      await a.syncAll();
      expect(a.verdict(deed)).toMatchObject({ code: 'followed', params: { to: 'XW-0002' } });
      await restore(bytes);
      await a.syncAll();
      expect(a.verdict(deed).code).toBe('after_restore');
      await office.syncAll();
      await healed();
      expect(a.file(H).entries.map((e) => e.id)).toContain(deed);
    });
  });

  test('[SY-14] [CF-09] a deed that counted before its household was merged, and the successor split, counts again without a choice', async () => {
    const { a, office } = cast;
    const bytes = await backup();
    const deed = a.score(H, 'FX-01', 'w1');
    await a.syncAll();
    office.record('household.merge', { household: H, into: 'XW-0002', reason: '并户' }, 'office');
    const body = { household: 'XW-0002', to: 'XW-0901', head: '李𬭎珈', phone: '', doorPlate: '', members: ['m2'] };
    const split = office.record('household.split', { ...body, points: 0, reason: '分家' }, 'office');
    await office.syncAll();
    await restore(bytes);
    await office.syncAll();
    await a.syncAll();
    expect(office.verdict(split).outcome).toBe('applied');
    expect(a.verdict(deed)).toMatchObject({ outcome: 'applied', code: 'followed', params: { to: 'XW-0002' } });
    await healed();
    expect(a.file('XW-0002').entries.map((e) => e.id)).toContain(deed);
  });

  test('[SY-14] what is new and speaks of something lost waits for it; of what never was, it does not', async () => {
    const { a, office } = cast;
    const elsewhere = a.score('XW-1001', 'FX-01', 'w1');
    await a.syncAll();
    const bytes = await backup();
    const lost = a.score(H, 'FX-03', 'w1', { points: 5 });
    await a.syncAll();
    await restore(bytes);
    await office.syncAll();
    const about = (entry: string) =>
      office.record('entry.review', { household: H, entry, decision: 'approve' }, 'office');
    const [review, never, stranger] = [about(lost), about(elsewhere), about('ZZZZ-000001')];
    await office.syncAll();
    const waits = (device: string) => ({ outcome: 'held', code: 'after_restore', params: { device } });
    expect(office.verdict(review)).toMatchObject(waits(a.id));
    expect(office.verdict(never)).toMatchObject({ outcome: 'refused', code: 'unknown_entry' });
    // A device that was enrolled after the backup may still come.
    expect(office.verdict(stranger)).toMatchObject(waits('ZZZZ'));
    // A start of the server finds nothing new.
    expect(await rejudgeUnknown(stage.db)).toBe(0);
    await a.syncAll();
    await healed();
    expect(office.file(H).entries.find((e) => e.id === lost)?.status).toBe('approved');
    expect(casesOn(office, review).at(-1)).toMatchObject({ type: 'case.decided', decision: 'accept' });
  });

  test('[SY-14] deeds at a household that the office registered after the backup wait for it', async () => {
    const { a, office } = cast;
    const bytes = await backup();
    office.record('household.register', registration('XW-0900', 'XW', 'XW-G1'), 'office');
    await office.syncAll();
    await asConsole(stage.db, [carried('XW-0900', 50)]);
    await a.syncAll();
    expect(a.remaining('XW-0900')).toBeGreaterThan(0);
    const ref = a.score('XW-0900', 'FX-01', 'w1');
    await a.syncAll();
    await restore(bytes);
    const lines = [{ sku: 'rice', quantity: 1, price: 3 }];
    a.record('redemption.record', { household: 'XW-0900', lines, points: 3, mode: 'allowance' }, 'w1');
    await a.syncAll();
    expect(a.verdict(ref)).toMatchObject({ outcome: 'held', code: 'after_restore', params: { household: 'XW-0900' } });
    await office.syncAll();
    await asConsole(stage.db, [carried('XW-0900', 50)]);
    await healed();
    const file = a.file('XW-0900');
    expect(file.entries.map((e) => e.id)).toContain(ref);
    expect(file.redemptions).toHaveLength(1);
    expect(await countersOf(stage.db, 'XW-0900')).toMatchObject({ final: 52, redeemed: 3, debt: 0 });
  });

  test('[SY-14] what a server never had is still refused, and who lies about the past gains nothing', async () => {
    const { a } = cast;
    const bytes = await backup();
    await restore(bytes);
    await a.syncAll();
    const nowhere = a.record('entry.reverse', { household: H, entry: `${a.id}-000900`, reason: 'x' }, 'w1');
    const ref = spend(a, 90, 'online', 'w1');
    const was = { n: 1, c: { seq: { v: 2 }, o: { v: 'a' } } };
    const push = { ...(await a.pushOf({})), was };
    await a.sync({ change: { push } });
    expect(a.verdict(nowhere)).toMatchObject({ outcome: 'refused', code: 'unknown_entry' });
    expect(a.verdict(ref).outcome).toBe('refused');
  });
});

describe('promises', () => {
  test('[AL-1] [SY-14] a grant that the server forgot is honoured, and what was spent on it counts', async () => {
    const { b } = cast;
    await asConsole(stage.db, [
      { kind: 'policy.publish', body: { village: 'XW', policy: { counterSharePercent: 0 } } },
    ]);
    await counter.syncAll();
    const bytes = await backup();
    b.carry = ['XW-G1'];
    await b.syncAll();
    expect(b.remaining(H)).toBe(30);
    await restore(bytes);
    const spent = spend(b, 25, 'allowance', 'w2');
    await b.syncAll();
    expect(b.verdict(spent)).toMatchObject({ outcome: 'applied', code: 'ok' });
    expect(b.remaining(H)).toBe(5);
    await healed();
  });

  test('[SY-14] until everyone has reported nothing new is promised or redeemed online; all else goes on', async () => {
    const { a, b } = cast;
    const bytes = await backup();
    await restore(bytes);
    b.carry = ['XW-G1'];
    await b.syncAll();
    expect(await awaiting()).toEqual([a.id, counter.id].sort());
    const online = spend(b, 1, 'online', 'w2');
    const deed = b.score(H, 'FX-01', 'w2');
    await b.syncAll();
    expect(b.verdict(online)).toEqual({
      outcome: 'refused',
      code: 'awaiting_devices',
      params: { devices: expect.arrayContaining([a.id, counter.id]) },
    });
    expect(b.verdict(deed).outcome).toBe('applied');
    expect(b.file(H).allowances[b.id]).toBeUndefined();
    const own = spend(a, 10, 'allowance', 'w1');
    await a.syncAll();
    expect(a.verdict(own).outcome).toBe('applied');
    await counter.syncAll();
    expect(await awaiting()).toEqual([]);
    await b.syncAll();
    expect(b.remaining(H)).toBeGreaterThan(0);
    const now = spend(b, 1, 'online', 'w2');
    await b.syncAll();
    expect(b.verdict(now)).not.toMatchObject({ code: 'awaiting_devices' });
    await healed();
  });

  test('[SY-14] [CF-12] goods that left online before the restore are paid, in debt until the points are back', async () => {
    const { a, b } = cast;
    const bytes = await backup();
    const deeds = Array.from({ length: 10 }, () => a.score('XW-1001', 'FX-01', 'w1'));
    await a.syncAll();
    const lines = [{ sku: 'rice', quantity: 1, price: 15 }];
    const bought = b.record('redemption.record', { household: 'XW-1001', lines, points: 15, mode: 'online' }, 'w2');
    await b.syncAll();
    const refused = b.record('redemption.record', { household: 'XW-1001', lines, points: 15, mode: 'online' }, 'w2');
    await b.syncAll();
    expect([b.verdict(bought).outcome, b.verdict(refused).outcome]).toEqual(['applied', 'refused']);
    await restore(bytes);
    await b.syncAll();
    expect([b.verdict(bought).outcome, b.verdict(refused).outcome]).toEqual(['applied', 'refused']);
    expect(await countersOf(stage.db, 'XW-1001')).toMatchObject({ final: 0, redeemed: 15, debt: 15 });
    await a.syncAll();
    expect(a.verdict(deeds[0] ?? '').outcome).toBe('applied');
    expect(await countersOf(stage.db, 'XW-1001')).toMatchObject({ final: 20, redeemed: 15, debt: 0 });
    await healed();
  });

  test('[SY-14] [CF-09] [CF-12] goods that left online are paid, also when the household was closed before they came back', async () => {
    const { a, office } = cast;
    const bytes = await backup();
    const close = office.record('household.close', { household: H, reason: '迁出' }, 'office', {
      at: Date.now() - 60_000,
    });
    const bought = spend(a, 7, 'online', 'w1');
    await a.syncAll();
    const back = a.record('redemption.void', { household: H, redemption: bought, reason: '退货' }, 'w1');
    await a.syncAll();
    expect([a.verdict(bought).outcome, a.verdict(back).outcome]).toEqual(['applied', 'applied']);
    await restore(bytes);
    await office.syncAll();
    expect(office.verdict(close).outcome).toBe('applied');
    await a.syncAll();
    expect([a.verdict(bought).outcome, a.verdict(back).outcome]).toEqual(['applied', 'applied']);
    await healed();
  });

  test('[AL-5] [SY-14] a return that the server lost comes back, whatever was granted again since', async () => {
    const { a } = cast;
    const bytes = await backup();
    const granted = a.remaining(H);
    a.record('allowance.return', { lines: [[H, granted]] }, a.id);
    a.carry = [];
    await a.syncAll();
    a.carry = ['XW-G1'];
    await a.syncAll();
    expect(a.remaining(H)).toBe(granted);
    await restore(bytes);
    await a.syncAll();
    await healed();
    expect(a.file(H).allowances[a.id]).toMatchObject({ returned: granted });
    expect(a.remaining(H)).toBe(granted);
  });

  test('[AL-5] [SY-14] the office decides for a device that does not come; what it was promised is written off', async () => {
    const { a, b, office } = cast;
    const bytes = await backup();
    await asConsole(stage.db, [carried(H, 1)]);
    b.carry = ['XW-G1'];
    await b.syncAll();
    const promised = b.remaining(H);
    expect(promised).toBeGreaterThan(0);
    await restore(bytes);
    for (const one of [a, counter, office]) await one.syncAll();
    expect(await awaiting()).toEqual([b.id]);
    const off = office.record('allowance.writeoff', { device: b.id, reason: '平板丢了' }, 'office');
    await office.syncAll();
    expect(office.verdict(off).outcome).toBe('applied');
    expect(await awaiting()).toEqual([]);
    const spent = spend(b, promised, 'allowance', 'w2');
    await b.syncAll();
    expect(b.verdict(spent)).toMatchObject({ outcome: 'applied', code: 'written_off', params: { writeOff: off } });
    expect((await countersOf(stage.db)).debt).toBe(0);
    await healed();
  });
});

test('[AL-5] [CF-12] [SY-14] goods bought online before the restore are paid, also by a device that was given up', async () => {
  const { a, b, office } = cast;
  const bytes = await backup();
  for (let i = 0; i < 10; i++) a.score('XW-1001', 'FX-01', 'w1');
  await a.syncAll();
  const lines = [{ sku: 'rice', quantity: 1, price: 15 }];
  const bought = b.record('redemption.record', { household: 'XW-1001', lines, points: 15, mode: 'online' }, 'w2');
  await b.syncAll();
  expect(b.verdict(bought).outcome).toBe('applied');
  await restore(bytes);
  for (const one of [counter, office]) await one.syncAll();
  office.record('allowance.writeoff', { device: b.id, reason: '平板丢了' }, 'office');
  await office.syncAll();
  await b.syncAll();
  expect(b.verdict(bought).outcome).toBe('applied');
  expect(await countersOf(stage.db, 'XW-1001')).toMatchObject({ final: 0, redeemed: 15, debt: 15 });
  await a.syncAll();
  expect(await countersOf(stage.db, 'XW-1001')).toMatchObject({ final: 20, redeemed: 15, debt: 0 });
  await healed();
});

test('[SY-14] what was sent in a lost history is not taken, however late it comes: neither a report nor ops', async () => {
  const { a } = cast;
  const bytes = await backup();
  const ref = a.score(H, 'FX-01', 'w1');
  const { epoch } = await a.sync({ push: false });
  const push = { ...(await a.request()), epoch };
  await a.syncAll();
  const verdict = a.verdict(ref);
  await restore(bytes);
  const old = {
    ...(await a.request({ push: false, pull: false })),
    epoch,
    report: { ...a.report(), judged: 0, head: 0 },
  };
  const answerTo = async (request: unknown) => jsonOf<SyncResponse & Record<string, unknown>>(await a.post(request));
  expect(await answerTo(old)).toMatchObject({ directive: 'report', high: 0 });
  await a.heal(await a.sync({ push: false }));
  const late = await answerTo(push);
  expect(late).toMatchObject({ directive: 'reload', high: 0 });
  expect(late.epoch).not.toBe(epoch);
  await a.syncAll();
  expect(a.verdict(ref)).toEqual(verdict);
  const { judged_seq: judged, faith_seq: faith } = await stage.db
    .selectFrom('devices')
    .select(['judged_seq', 'faith_seq'])
    .where('id', '=', a.id)
    .executeTakeFirstOrThrow();
  expect({ judged, faith }).toEqual({ judged: 1, faith: 1 });
  await healed();
});

test('[SY-14] a report or old verdicts that do not unpack are refused, and nothing is taken', async () => {
  const { a } = cast;
  await restore(await backup());
  const report = (rights: unknown) => async () =>
    a.post({ ...(await a.request({ push: false, pull: false })), report: { judged: 0, head: 0, rights } });
  const line = (n: number, h: unknown, g: unknown) => ({ n, c: { h: { v: h }, g: { v: g }, r: { v: 0 } } });
  const lines = [line(50_001, H, 1), line(1, 'a household', 1), line(1, H, -1), line(1, H, 0.5)];
  for (const rights of ['x', { n: 1e9, c: {} }, ...lines]) await refusedBy(stage.db, report(rights), 400, 'invalid');
  expect(await awaiting()).toContain(a.id);
  await a.heal(await a.sync({ push: false }));
  a.score(H, 'FX-01', 'w1');
  const push = { ...(await a.pushOf({})), was: { n: 1, c: { seq: 7 } } };
  await refusedBy(stage.db, async () => a.post({ ...(await a.request()), push }), 400, 'invalid');
  await healed();
});

describe('devices that were enrolled after the backup', () => {
  test('[SY-14] are taken in again by their certificate, under their old id, with all they had done', async () => {
    const bytes = await backup();
    const late = await device(stage.app, stage.db, 'tablet', 'XW', ['w2']);
    late.carry = ['XW-G1'];
    const ref = late.score(H, 'FX-01', 'w2');
    await late.syncAll();
    const held = late.remaining('XW-0001');
    await restore(bytes);
    const spent = spend(late, held, 'allowance', 'w2');
    await late.syncAll();
    expect([late.verdict(ref).outcome, late.verdict(spent).outcome]).toEqual(['applied', 'applied']);
    await late.readmit();
    await healed();
    await late.syncAll();
    expect(await awaiting()).toEqual([]);
    expect(late.file(H).entries.map((e) => e.id)).toContain(ref);
  });

  test('[SY-14] [AL-5] a write-off of one waits until it is taken in, and then counts again', async () => {
    const { office } = cast;
    const bytes = await backup();
    const late = await device(stage.app, stage.db, 'tablet', 'XW', ['w2']);
    late.carry = ['XW-G1'];
    late.score(H, 'FX-01', 'w2');
    await late.syncAll();
    expect(late.remaining(H)).toBeGreaterThan(0);
    const off = office.record('allowance.writeoff', { device: late.id, reason: '平板丢了' }, 'office');
    await office.syncAll();
    expect(office.verdict(off).outcome).toBe('applied');
    await restore(bytes);
    await office.syncAll();
    expect(office.verdict(off)).toMatchObject({ outcome: 'held', code: 'after_restore', params: { device: late.id } });
    await late.readmit();
    late.carry = [];
    await late.syncAll();
    await office.syncAll();
    expect(casesOn(office, off).at(-1)).toMatchObject({ type: 'case.decided', decision: 'accept' });
    await late.syncAll();
    expect(late.remaining(H)).toBe(0);
    await healed();
  });

  test('[SY-14] nobody else is: not by a changed certificate, with another secret, or under an id that is taken', async () => {
    const { a } = cast;
    const bytes = await backup();
    const late = await device(stage.app, stage.db, 'tablet', 'XW', ['w2']);
    const stays = await device(stage.app, stage.db, 'tablet', 'XW', ['w2']);
    const unknown = { code: 'device-unknown' };
    // A town that was never restored knows its devices.
    await stage.db.deleteFrom('device_users').where('device', '=', stays.id).execute();
    await stage.db.deleteFrom('devices').where('id', '=', stays.id).execute();
    await expect(stays.readmit()).rejects.toMatchObject(unknown);
    await restore(bytes);
    const [payload = '', sig = ''] = (late.identity.certificate ?? '').split('.');
    const content = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const changed = Buffer.from(JSON.stringify({ ...content, kind: 'counter' })).toString('base64url');
    await expect(late.readmit(`${changed}.${sig}`)).rejects.toMatchObject(unknown);
    await expect(late.readmit(a.identity.certificate)).rejects.toMatchObject(unknown);
    await expect(late.readmit(undefined, 'x'.repeat(43))).rejects.toMatchObject(unknown);
    await late.readmit();
    await stage.db.updateTable('devices').set({ status: 'revoked' }).where('id', '=', late.id).execute();
    await expect(late.readmit()).rejects.toMatchObject(unknown);
  });
});

test('[SY-14] an answer tells which own ops a confirmed backup has', async () => {
  const { a } = cast;
  a.score(H, 'FX-01', 'w1');
  await a.syncAll();
  expect((await a.sync()).kept).toBeUndefined();
  const parts: Buffer[] = [];
  const made = await backupTown(
    stage.db,
    TOWN,
    new PassThrough().on('data', (part: Buffer) => parts.push(part)),
  );
  await confirmBackup(stage.db, made, new Map([[a.id, 1]]));
  a.score(H, 'FX-01', 'w1');
  await a.syncAll();
  expect((await a.sync()).kept).toBe(1);
});
