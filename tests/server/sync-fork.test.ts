/** SY-13, CF-19: one device id with two histories. The second goes on under an identity of its own; nothing is lost or spent twice. */
import { PassThrough } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dayOf } from '../../src/domain/calendar.ts';
import { must } from '../../src/domain/must.ts';
import { pointsOf } from '../../src/domain/points.ts';
import { parseRef } from '../../src/domain/ref.ts';
import { type ForkRequest, type ForkResponse, forkText } from '../../src/protocol/device.ts';
import type { RawOp } from '../../src/protocol/opHash.ts';
import { parseOp } from '../../src/protocol/opSchemas.ts';
import { backupTown } from '../../src/server/backup/backupTown.ts';
import { sourceOf } from '../../src/server/backup/readBackup.ts';
import { restoreTown } from '../../src/server/backup/restoreTown.ts';
import { verifyTown } from '../../src/server/backup/verifyTown.ts';
import { rejudgeUnknown } from '../../src/server/ingest/rejudge.ts';
import { listCases } from '../../src/server/office/caseList.ts';
import { listDevices, revokeDevice } from '../../src/server/office/devices.ts';
import { auditTown } from './support/auditTown.ts';
import { type DeviceKey, newDeviceKey } from './support/deviceLog.ts';
import { refusedBy } from './support/refused.ts';
import { asConsole, carried, device, TOWN } from './support/smallTown.ts';
import { countersOf, spend } from './support/spending.ts';
import { type Cast, casesOn, H, newCast, openStage, type Stage } from './support/stage.ts';
import { jsonOf, TestDevice } from './support/testDevice.ts';

let stage: Stage;
let cast: Cast;
let a: TestDevice;
let office: TestDevice;

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  cast = await newCast(stage);
  ({ a, office } = cast);
});
afterEach(async () => {
  await auditTown(stage.db, TOWN);
  expect((await verifyTown(stage.db, TOWN)).difference).toBeNull();
});
afterAll(() => stage.close());

const TOKEN = 'T'.repeat(43);

async function requestOf(one: TestDevice, key: DeviceKey, change: Partial<ForkRequest> = {}): Promise<ForkRequest> {
  const seq = one.log.ops.length;
  const after = change.after ?? one.ack;
  const hashes = Array.from({ length: seq - after + 1 }, (_, i) => one.log.hashAt(after + i));
  const body = { app: 'test', after, hashes, head: { seq, hash: one.log.hashAt(seq) }, token: TOKEN };
  const claim = { ...body, publicKey: key.publicKey, ...change };
  return { sig: await one.log.key.sign(forkText(one.id, claim)), ...claim };
}

interface Branch {
  readonly device: TestDevice;
  readonly common: number;
  /** New references by old ones. */
  readonly refs: ReadonlyMap<string, string>;
}

/** A device under the new identity that it asked for. */
async function renamed(one: TestDevice, token = TOKEN): Promise<{ made: TestDevice; common: number }> {
  const key = await newDeviceKey();
  const answer = await one.ask('/api/device/fork', await requestOf(one, key, { token }));
  expect(answer.status, answer.body.toString()).toBe(200);
  const { common, identity } = jsonOf<ForkResponse & Record<string, unknown>>(answer);
  if (!identity) throw new Error('no identity');
  const made = new TestDevice(one.transport, identity, key);
  made.headers = one.headers;
  return { made, common };
}

/** What a device does after a fork: a new identity, and everything behind the common part recorded again. */
async function branch(one: TestDevice, token = TOKEN): Promise<Branch> {
  const { made, common } = await renamed(one, token);
  await made.load();
  const refs = new Map(one.log.ops.slice(common).map((op) => adopt(made, one.id, op)));
  return { device: made, common, refs };
}

function adopt(to: TestDevice, from: string, { seq, ...op }: RawOp): readonly [string, string] {
  const was = `${from}-${String(seq).padStart(6, '0')}`;
  return [was, to.record('op.adopt', { was, op }, op.by, { at: op.at })];
}

const get = (refs: ReadonlyMap<string, string>, was: string) => refs.get(was) ?? '';
const listed = async (state: 'open' | 'decided' = 'open') =>
  (await listCases(stage.db, TOWN, { state, village: 'XW', cursor: null })).cases;

async function decide(id: string, decision: 'accept' | 'reject') {
  const ref = office.record('case.decide', { case: id, decision, reason: '核过' }, 'office');
  await office.syncAll();
  return office.verdict(ref);
}

/** One tablet with two histories: both have three ops in common, then each its own; the first one was faster. */
async function parted(): Promise<{ copy: TestDevice; common: readonly string[] }> {
  const common = [1, 2, 3].map(() => a.score(H, 'FX-01', 'w1'));
  await a.syncAll();
  const copy = a.copy();
  // Nobody records two ops in one millisecond in two places.
  copy.clock = () => Date.now() - 1_000;
  return { copy, common };
}

async function backup(): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  await backupTown(
    stage.db,
    TOWN,
    new PassThrough().on('data', (part: Buffer) => parts.push(part)),
  );
  return Buffer.concat(parts);
}

const restore = (bytes: Uint8Array) => restoreTown(stage.db, sourceOf(bytes), { replace: true });

describe('[SY-13] a new identity', () => {
  test.each(['known', 'enrolled after the backup'])(
    '[SY-13] [SY-14] is taken in again by a server from before the fork, with all it had handed over (the one before is %s)',
    async (which) => {
      const older = await backup();
      if (which !== 'known') a = await device(stage.app, stage.db, 'tablet', 'XW', ['w1']);
      const { copy, common } = await parted();
      const newer = await backup();
      const mine = a.score(H, 'FX-01', 'w1');
      const theirs = copy.score(H, 'FX-01', 'w1');
      await a.syncAll();
      const { device: made, refs } = await branch(copy);
      await made.syncAll();
      expect((await decide(`${get(refs, theirs)}-G`, 'accept')).outcome).toBe('applied');
      await restore(which === 'known' ? newer : older);
      await expect(made.sync()).rejects.toMatchObject({ code: 'device-unknown' });
      await made.readmit();
      await made.syncAll();
      expect(made.verdict(get(refs, theirs))).toMatchObject({
        outcome: 'held',
        code: 'forked',
        params: { was: theirs },
      });
      // Whoever has the identity before is as welcome as ever.
      for (const one of [a, office, made, a, office, made]) await one.syncAll();
      const counted = a.file(H).entries.map((entry) => entry.id);
      expect(counted.sort()).toEqual([...common, mine, get(refs, theirs)].sort());
      expect(pointsOf(made.file(H))).toEqual(pointsOf(a.file(H)));
      const open = await stage.db.selectFrom('cases').select('id').where('decision', 'is', null).execute();
      expect(open).toEqual([]);
    },
  );

  test('[SY-13] [SY-14] nor is it kept out when its question of the lost history comes late and makes another one', async () => {
    const { copy } = await parted();
    a.score(H, 'FX-01', 'w1');
    const theirs = copy.score(H, 'FX-01', 'w1');
    await a.syncAll();
    const bytes = await backup();
    const key = await newDeviceKey();
    const question = await requestOf(copy, key);
    const ask = async () => jsonOf<Required<ForkResponse>>(await copy.ask('/api/device/fork', question)).identity;
    const made = new TestDevice(copy.transport, await ask(), key);
    made.headers = copy.headers;
    await restore(bytes);
    expect((await ask()).device).not.toBe(made.id);
    await made.readmit();
    await made.load();
    const [, ref] = adopt(made, copy.id, must(copy.log.ops[3], 'the op behind the common part'));
    await made.syncAll();
    expect(made.verdict(ref)).toMatchObject({ outcome: 'held', code: 'forked', params: { was: theirs } });
    expect((await ask()).device).toBe(made.id);
  });

  test('[SY-13] [CF-19] copied storage: the branch gets an id of its own, its ops wait in one Case with both sides', async () => {
    const { copy } = await parted();
    const mine = a.score(H, 'FX-01', 'w1');
    const theirs = copy.score(H, 'FX-03', 'w1', { points: 5 });
    const undone = copy.record('entry.reverse', { household: H, entry: theirs, reason: '记错' }, 'w1');
    await a.syncAll();
    await expect(copy.sync()).rejects.toMatchObject({ code: 'fork', problem: { high: 4 } });

    const { device: made, common, refs } = await branch(copy);
    expect(common).toBe(3);
    await made.syncAll();
    const group = `${get(refs, theirs)}-G`;
    for (const was of [theirs, undone])
      expect(made.verdict(get(refs, was))).toEqual({ outcome: 'held', code: 'forked', params: { case: group, was } });
    expect(casesOn(made, group)).toMatchObject([{ type: 'case.opened', code: 'forked' }]);
    const [found] = await listed();
    expect(found).toMatchObject({ id: group, code: 'forked', device: { id: made.id }, origin: { id: a.id } });
    expect(found?.ops).toMatchObject([
      { ref: get(refs, theirs), was: theirs, kind: 'entry.record', household: H, points: 5, byName: '人w1' },
      { ref: get(refs, undone), was: undone, kind: 'entry.reverse' },
    ]);
    // The first history goes on as if nothing had happened.
    const next = a.score(H, 'FX-01', 'w1');
    await a.syncAll();
    expect([mine, next].map((ref) => a.verdict(ref).outcome)).toEqual(['applied', 'applied']);
    const names = (await listDevices(stage.db, TOWN, 'XW')).filter((d) => [a.id, made.id].includes(d.id));
    expect(names.map((d) => d.name).sort()).toEqual(['T', `T（从 ${a.id} 分出）`]);
  });

  test('[SY-13] storage put back to an older copy: the server knows more ops than the device', async () => {
    const { copy } = await parted();
    a.score(H, 'FX-01', 'w1');
    await a.syncAll();
    const { device: made, common } = await branch(copy);
    expect(common).toBe(3);
    const ref = made.score(H, 'FX-01', 'w1');
    await made.syncAll();
    expect(made.verdict(ref).outcome).toBe('applied');
    expect(await listed()).toEqual([]);
  });

  test('[SY-13] a lost answer: asking again gives the same identity, with another secret nothing', async () => {
    const { copy } = await parted();
    a.score(H, 'FX-01', 'w1');
    copy.score(H, 'FX-03', 'w1');
    await a.syncAll();
    const key = await newDeviceKey();
    const request = await requestOf(copy, key);
    // The same identity is certified anew.
    const certificate: unknown = expect.any(String);
    const first = jsonOf<{ identity?: object }>(await copy.ask('/api/device/fork', request));
    const again = jsonOf(await copy.ask('/api/device/fork', request));
    expect(again).toEqual({ ...first, identity: { ...first.identity, certificate } });
    const replayed = await requestOf(copy, key, { token: 'U'.repeat(43) });
    await refusedBy(stage.db, () => copy.ask('/api/device/fork', replayed), 409, 'conflict');
  });

  test('[SY-13] page by page: a long branch finds the common part in as many requests as it takes', async () => {
    const { copy } = await parted();
    a.score(H, 'FX-01', 'w1');
    copy.score(H, 'FX-03', 'w1');
    await a.syncAll();
    const key = await newDeviceKey();
    const page = async (after: number) => {
      const full = await requestOf(copy, key, { after });
      return jsonOf<ForkResponse & Record<string, unknown>>(
        await copy.ask('/api/device/fork', { ...full, hashes: full.hashes.slice(0, 2) }),
      );
    };
    expect(await page(0)).toEqual({ common: 1 });
    expect(await page(1)).toEqual({ common: 2 });
    expect(await page(2)).toEqual({ common: 3 });
    expect(await page(3)).toMatchObject({ common: 3, identity: { kind: 'tablet' } });
    // What the device takes for common is not: it begins at the beginning.
    expect(await page(4)).toMatchObject({ common: 3 });
    const other = await requestOf(copy, await newDeviceKey(), { after: 4 });
    expect(jsonOf(await copy.ask('/api/device/fork', other))).toEqual({ common: 0 });
  });

  test('[SY-13] the new identity opens the same cache and belongs to the same people', async () => {
    const { copy } = await parted();
    a.score(H, 'FX-01', 'w1');
    await a.syncAll();
    const { device: made } = await branch(copy);
    const key = async (one: TestDevice) =>
      jsonOf<{ dataKey: string } & Record<string, unknown>>(
        await one.ask('/api/device/activate', { user: 'w1', pin: '246810' }),
      ).dataKey;
    expect(await key(made)).toBe(await key(a));
  });
});

describe('[SY-13] hostile requests', () => {
  test('[SY-13] without a fork there is no second identity', async () => {
    const { copy } = await parted();
    await refusedBy(
      stage.db,
      async () => copy.ask('/api/device/fork', await requestOf(copy, await newDeviceKey())),
      409,
      'conflict',
    );
    copy.score(H, 'FX-01', 'w1');
    await refusedBy(
      stage.db,
      async () => copy.ask('/api/device/fork', await requestOf(copy, await newDeviceKey())),
      409,
      'conflict',
    );
  });

  test('[SY-13] with the branch of another device, or signed by another key, or for another head', async () => {
    await parted();
    const other = await device(stage.app, stage.db, 'tablet', 'XW', ['w1']);
    other.score(H, 'FX-01', 'w1');
    const key = await newDeviceKey();
    const foreign = { ...(await requestOf(other, key, { after: 0 })), head: { seq: 1, hash: other.log.hashAt(1) } };
    const signedByA = { ...foreign, sig: await a.log.key.sign(forkText(a.id, foreign)) };
    await refusedBy(stage.db, () => a.ask('/api/device/fork', signedByA), 400, 'invalid');
    await refusedBy(stage.db, () => a.ask('/api/device/fork', foreign), 401, 'signature-invalid');
    const own = await requestOf(a, key);
    const moved = { ...own, publicKey: (await newDeviceKey()).publicKey };
    await refusedBy(stage.db, () => a.ask('/api/device/fork', moved), 401, 'signature-invalid');
    await refusedBy(stage.db, () => other.ask('/api/device/fork', own), 401, 'signature-invalid');
  });

  test('[SY-13] a public key that is none makes no device', async () => {
    const { copy } = await parted();
    a.score(H, 'FX-01', 'w1');
    await a.syncAll();
    const publicKey = 'A'.repeat(87);
    await refusedBy(
      stage.db,
      async () => copy.ask('/api/device/fork', await requestOf(copy, await newDeviceKey(), { publicKey })),
      400,
      'invalid',
    );
  });

  test('[SY-13] ops may be taken over only behind the fork, once, and by what came out of one', async () => {
    const { copy, common } = await parted();
    a.score(H, 'FX-01', 'w1');
    const mine = copy.score(H, 'FX-03', 'w1', { points: 5 });
    await a.syncAll();
    const { device: made, refs } = await branch(copy);
    const [op] = copy.log.ops.slice(-1);
    if (!op) throw new Error('no op');
    const twice = adopt(made, a.id, op)[1];
    const old = adopt(made, a.id, { ...op, seq: parseRef(common[2] ?? '')?.seq ?? 0 })[1];
    const foreign = adopt(made, 'ZZZZ', op)[1];
    await made.syncAll();
    expect(made.verdict(get(refs, mine)).code).toBe('forked');
    expect(made.verdict(twice)).toEqual({
      outcome: 'refused',
      code: 'already_adopted',
      params: { was: mine, as: get(refs, mine) },
    });
    for (const ref of [old, foreign])
      expect(made.verdict(ref)).toMatchObject({ code: 'malformed', params: { field: 'was' } });
    // Another op under a number that is taken already.
    const altered = adopt(made, a.id, { ...op, at: op.at - 1 })[1];
    await made.syncAll();
    expect(made.verdict(altered)).toMatchObject({ code: 'malformed', params: { reason: 'taken over already' } });
    const plain = adopt(a, a.id, op)[1];
    await a.syncAll();
    expect(a.verdict(plain)).toMatchObject({ outcome: 'refused', code: 'not_allowed' });
  });

  test('[CF-17] [SY-13] a branch of a revoked device is born revoked: it hands over, and no more', async () => {
    const { copy } = await parted();
    a.score(H, 'FX-01', 'w1');
    const theirs = copy.score(H, 'FX-03', 'w1', { points: 5 });
    await a.syncAll();
    await revokeDevice(stage.db, TOWN, 'XW', a.id);
    const { made, common } = await renamed(copy);
    await refusedBy(stage.db, () => made.snapshot('', 'br'), 401, 'device-unknown');
    const refs = new Map(copy.log.ops.slice(common).map((op) => adopt(made, a.id, op)));
    expect(await made.sync()).toMatchObject({ directive: 'revoked' });
    const ref = get(refs, theirs);
    expect(made.verdict(ref)).toMatchObject({ outcome: 'held', code: 'device_revoked' });
    await decide(`${ref}-G`, 'accept');
    expect(office.file(H).entries.map((e) => e.id)).toContain(ref);
  });

  test('[CF-17] [SY-14] a branch of a revoked device is revoked also at a server that forgot both and takes it in again', async () => {
    const { copy } = await parted();
    const bytes = await backup();
    a.score(H, 'FX-01', 'w1');
    const theirs = copy.score(H, 'FX-01', 'w1');
    await a.syncAll();
    await revokeDevice(stage.db, TOWN, 'XW', a.id);
    const { made, common } = await renamed(copy);
    await restore(bytes);
    await made.readmit();
    const refs = new Map(copy.log.ops.slice(common).map((op) => adopt(made, a.id, op)));
    expect(await made.sync()).toMatchObject({ directive: 'revoked' });
    expect(made.verdict(get(refs, theirs))).toMatchObject({ outcome: 'held', code: 'device_revoked' });
    await a.syncAll();
  });
});

describe('[CF-19] the decision', () => {
  test('[CF-19] accepted: each counts in its order, and what speaks of another op speaks of the branch’s own', async () => {
    const { copy } = await parted();
    const mine = a.score(H, 'FX-01', 'w1');
    // The same seq in both histories: the branch takes back its own entry, not the other one.
    const theirs = copy.score(H, 'FX-01', 'w1');
    expect(theirs).toBe(mine);
    const undone = copy.record('entry.reverse', { household: H, entry: theirs, reason: '记错' }, 'w1');
    const kept = copy.score(H, 'FX-03', 'w1', { points: 5 });
    await a.syncAll();
    const { device: made, refs } = await branch(copy);
    await made.syncAll();
    expect(await decide(`${get(refs, theirs)}-G`, 'accept')).toMatchObject({ outcome: 'applied' });
    await Promise.all([a.syncAll(), made.syncAll()]);

    const { entries } = a.file(H);
    expect(entries.find((e) => e.id === get(refs, undone))?.reverses).toBe(get(refs, theirs));
    expect(entries.filter((e) => e.reverses === mine)).toEqual([]);
    expect(pointsOf(a.file(H))).toMatchObject({ earned: 8, pending: 5 });
    for (const was of [theirs, undone, kept])
      expect(casesOn(made, get(refs, was)).at(-1)).toMatchObject({ type: 'case.decided', decision: 'accept' });
    const [decided] = await listed('decided');
    expect(decided?.ops.map((op) => op.outcome)).toEqual(['applied', 'applied', 'applied']);
    await made.load();
    expect(made.file(H)).toEqual(a.file(H));
  });

  test('[CF-19] [CF-27] [AL-8] a hand-over, a cancel and what was kept of a receipt speak of the branch’s own too', async () => {
    await asConsole(stage.db, [carried(H, 100)]);
    const { copy } = await parted();
    const lines = (quantity: number) => ({ lines: [{ sku: 'rice', quantity, price: 5 }], points: 5 * quantity });
    const reserve = () =>
      copy.record('reservation.record', { household: H, ...lines(2), handOver: 'door' }, 'w1', { at: copy.clock() });
    const redeem = (quantity: number, more: { reservation?: string; instead?: string } = {}) =>
      copy.record('redemption.record', { household: H, ...lines(quantity), mode: 'online', ...more }, 'w1');
    // Other ops under the same numbers, which nothing here may be taken for.
    for (let i = 0; i < 8; i++) a.score(H, 'FX-01', 'w1');
    const [fetched, dropped] = [reserve(), reserve()];
    const handed = redeem(2, { reservation: fetched });
    const cancel = copy.record('reservation.cancel', { household: H, reservation: dropped, reason: '不要了' }, 'w1');
    const sale = redeem(3);
    copy.record('redemption.void', { household: H, redemption: sale, reason: '退两件' }, 'w1');
    const kept = redeem(1, { instead: sale });
    await a.syncAll();
    const { device: made, refs } = await branch(copy);
    await made.syncAll();
    expect(await decide(`${get(refs, fetched)}-G`, 'accept')).toMatchObject({ outcome: 'applied' });
    await made.syncAll();
    const [decided] = await listed('decided');
    expect(decided?.ops.map((op) => op.outcome)).toEqual(Array(7).fill('applied'));
    const { redemptions, reservations = [] } = made.file(H);
    expect(redemptions.find((r) => r.id === get(refs, handed))?.reservation).toBe(get(refs, fetched));
    expect(redemptions.find((r) => r.id === get(refs, kept))?.instead).toBe(get(refs, sale));
    expect(reservations.find((r) => r.id === get(refs, dropped))?.ended).toMatchObject({ ref: get(refs, cancel) });
    expect(await countersOf(stage.db)).toMatchObject({ redeemed: 15 });
  });

  test('[CF-19] another reason to hold gets a Case of its own, a refusal is told with its reason', async () => {
    const { copy } = await parted();
    const mine = a.score(H, 'FX-02', 'w1', { points: 3 });
    const beyond = copy.score(H, 'FX-02', 'w1', { points: 3 });
    const void1 = copy.record('redemption.void', { household: H, redemption: 'ZZZZ-000001', reason: '退' }, 'w1');
    await a.syncAll();
    const { device: made, refs } = await branch(copy);
    await made.syncAll();
    await decide(`${get(refs, beyond)}-G`, 'accept');
    await made.syncAll();
    expect(casesOn(made, get(refs, beyond))).toMatchObject([
      { type: 'case.opened', code: 'over_cap', competing: [mine] },
    ]);
    expect(casesOn(made, get(refs, void1))).toMatchObject([
      { decision: 'reject', reason: expect.stringMatching(/找不到/) },
    ]);
    expect(await decide(get(refs, beyond), 'accept')).toMatchObject({ code: 'decision_not_offered' });
    const keep = office.record(
      'case.decide',
      { case: get(refs, beyond), decision: 'keep_both', reason: '两次' },
      'office',
    );
    await office.syncAll();
    expect(office.verdict(keep).outcome).toBe('applied');
    expect(office.file(H).entries.map((e) => e.id)).toEqual(expect.arrayContaining([mine, get(refs, beyond)]));
  });

  test('[CF-19] rejected: nothing counts, the worker hears of every op', async () => {
    const { copy } = await parted();
    a.score(H, 'FX-01', 'w1');
    const theirs = copy.score(H, 'FX-03', 'w1', { points: 5 });
    await a.syncAll();
    const { device: made, refs } = await branch(copy);
    await made.syncAll();
    await decide(`${get(refs, theirs)}-G`, 'reject');
    await made.syncAll();
    expect(casesOn(made, get(refs, theirs))).toMatchObject([
      { type: 'case.decided', decision: 'reject', reason: '核过' },
    ]);
    expect(pointsOf(made.file(H)).pending).toBe(0);
  });

  test('[CF-19] [AL-7] the rights of the old id do not come along: redemptions count as far as free points reach', async () => {
    await asConsole(stage.db, [carried(H, 100)]);
    a.carry = ['XW-G1'];
    await a.syncAll();
    await a.syncAll();
    const { allotted } = await countersOf(stage.db);
    const free = 100 - allotted;
    const copy = a.copy();
    // Both spend the whole right; the copy once more, and it gives back what it thinks is left.
    const mine = spend(a, allotted, 'allowance', 'w1');
    a.carry = [];
    await a.syncAll();
    expect(a.verdict(mine).outcome).toBe('applied');
    const one = spend(copy, allotted, 'allowance', 'w1');
    const two = spend(copy, free - allotted, 'allowance', 'w1');
    const three = spend(copy, allotted, 'allowance', 'w1');
    const back = copy.record('allowance.return', { lines: [[H, 1]] }, copy.id);
    const { device: made, refs } = await branch(copy);
    await made.syncAll();
    expect(made.verdict(get(refs, back))).toEqual({ outcome: 'applied', code: 'ok' });
    // Rights of its own must not stand behind what was spent before it had them: a decision later still finds free points only.
    await decide(`${get(refs, one)}-G`, 'accept');
    expect((await listed()).map((c) => [c.id, c.code])).toEqual([[get(refs, three), 'over_allowance']]);
    expect(await countersOf(stage.db)).toEqual({ final: 100, redeemed: 100, allotted: 0, debt: 0 });
    await office.syncAll();
    const modes = new Map(office.file(H).redemptions.map((r) => [r.id, r.mode]));
    expect([mine, get(refs, one), get(refs, two)].map((ref) => modes.get(ref))).toEqual([
      'allowance',
      'online',
      'online',
    ]);
    // Still no points: still held, for the same reason.
    expect(await decide(get(refs, three), 'accept')).toMatchObject({ code: 'still_held' });
    await asConsole(stage.db, [carried(H, allotted)]);
    expect(await decide(get(refs, three), 'accept')).toMatchObject({ outcome: 'applied' });
  });

  test('[CF-19] [AL-7] two copies with the same branch: the second hears that the op is there already', async () => {
    const { copy } = await parted();
    a.score(H, 'FX-01', 'w1');
    const theirs = copy.score(H, 'FX-03', 'w1', { points: 5 });
    const twin = copy.copy();
    const more = twin.score(H, 'FX-01', 'w1');
    await a.syncAll();
    const one = await branch(copy);
    const two = await branch(twin, 'V'.repeat(43));
    await one.device.syncAll();
    await two.device.syncAll();
    expect(two.device.id).not.toBe(one.device.id);
    expect(two.device.verdict(get(two.refs, theirs))).toEqual({
      outcome: 'refused',
      code: 'already_adopted',
      params: { was: theirs, as: get(one.refs, theirs) },
    });
    expect(two.device.verdict(get(two.refs, more)).code).toBe('forked');
  });

  test('[CF-19] an office browser’s branch: reviews and decisions speak of what they spoke of, and nothing takes its place', async () => {
    const reviewed = a.score(H, 'FX-03', 'w1', { points: 5 });
    const held = a.score(H, 'OFF-01', 'w1', { points: 1 });
    const first = a.score(H, 'FX-02', 'w1', { points: 3 });
    const second = a.score(H, 'FX-02', 'w1', { points: 3 });
    await a.syncAll();
    await office.syncAll();
    const copy = office.copy();
    copy.clock = () => Date.now() - 1_000;
    for (let i = 1; i <= 4; i++) office.record('month.publish', { village: 'XW', month: `2018-0${i}` }, 'office');
    const mine = office.score(H, 'FX-01', 'office');
    await office.syncAll();
    const review = copy.record('entry.review', { household: H, entry: reviewed, decision: 'approve' }, 'office');
    const decision = copy.record('case.decide', { case: held, decision: 'accept' }, 'office');
    const swap = copy.record('case.decide', { case: second, decision: 'swap', replace: first }, 'office');
    // The copy never had such an op: under its number the first history has another.
    const lost = copy.record('entry.reverse', { household: H, entry: mine, reason: '记错' }, 'office');
    const { device: made, refs } = await branch(copy);
    await made.syncAll();
    const ref = office.record('case.decide', { case: `${get(refs, review)}-G`, decision: 'accept' }, 'office');
    await office.syncAll();
    expect(office.verdict(ref)).toEqual({ outcome: 'applied', code: 'ok' });
    const [decided] = (await listed('decided')).filter((c) => c.code === 'forked');
    expect(decided?.ops.map((op) => [op.ref, op.outcome])).toEqual([
      [get(refs, review), 'applied'],
      [get(refs, decision), 'applied'],
      [get(refs, swap), 'applied'],
      [get(refs, lost), 'refused'],
    ]);
    await made.syncAll();
    expect(casesOn(made, get(refs, review)).at(-1)).toMatchObject({ decision: 'accept' });
    expect(casesOn(made, get(refs, lost)).at(-1)).toMatchObject({ decision: 'reject', reason: expect.any(String) });
    await office.syncAll();
    const { entries } = office.file(H);
    expect(entries.find((e) => e.id === reviewed)?.status).toBe('approved');
    expect(entries.map((e) => e.id)).toEqual(expect.arrayContaining([held, second]));
    expect(entries.flatMap((e) => e.reverses ?? [])).toEqual([first]);
  });

  test('[CF-19] [CF-20] an op of a newer app in the branch waits on when it is let count, and is judged after an update', async () => {
    const { copy } = await parted();
    a.score(H, 'FX-01', 'w1');
    await a.syncAll();
    const body = { household: H, rule: 'FX-01', date: dayOf(copy.clock(), 480), quantity: 1, points: 2 };
    const newer = copy.log.appendRaw('entry.record', body, { by: 'w1', at: copy.clock(), schema: 2 });
    const { device: made, refs } = await branch(copy);
    await made.syncAll();
    const ref = get(refs, newer);
    expect(await decide(`${ref}-G`, 'accept')).toMatchObject({ outcome: 'applied' });
    await made.syncAll();
    expect(casesOn(made, ref)).toMatchObject([{ type: 'case.opened', code: 'unknown_kind' }]);
    expect(await rejudgeUnknown(stage.db)).toBe(0);
    const knowsTwo: typeof parseOp = (raw) => parseOp(raw.schema === 2 ? { ...raw, schema: 1 } : raw);
    expect(await rejudgeUnknown(stage.db, knowsTwo)).toBe(1);
    await made.syncAll();
    expect(casesOn(made, ref).at(-1)).toMatchObject({ type: 'case.decided', decision: 'accept' });
    await office.syncAll();
    expect(office.file(H).entries.map((e) => e.id)).toContain(ref);
  });

  test('[CF-19] a fork of a fork: references of both old logs lead to where the ops are now', async () => {
    const { copy } = await parted();
    a.score(H, 'FX-01', 'w1');
    const theirs = copy.score(H, 'FX-03', 'w1', { points: 5 });
    const undone = copy.record('entry.reverse', { household: H, entry: theirs, reason: '记错' }, 'w1');
    await a.syncAll();
    const first = await branch(copy);
    const again = first.device.copy();
    // One of the two copies of the new identity brings another op first: the other parts again, with all it has.
    first.device.log.ops.splice(0);
    first.device.log.hashes.splice(0);
    first.device.score(H, 'FX-01', 'w1');
    await first.device.syncAll();
    const second = await branch(again, 'W'.repeat(43));
    await second.device.syncAll();
    const entry = get(second.refs, get(first.refs, theirs));
    const reversal = get(second.refs, get(first.refs, undone));
    await decide(`${entry}-G`, 'accept');
    expect(office.file(H).entries.find((e) => e.id === reversal)?.reverses).toBe(entry);
  });
});
