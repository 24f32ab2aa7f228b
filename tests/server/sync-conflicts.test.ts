/** The outcomes of "What can collide" (docs/sync.md), each through the real endpoint on a real database. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays, dayOf } from '../../src/domain/calendar.ts';
import { pointsOf } from '../../src/domain/points.ts';
import { profileOf } from '../../src/domain/profile.ts';
import { parseOp } from '../../src/protocol/opSchemas.ts';
import type { App } from '../../src/server/http/base-app.ts';
import { rejudgeUnknown } from '../../src/server/ingest/rejudge.ts';
import { auditTown, texts } from './support/auditTown.ts';
import { type FreshDatabase, freshDatabase } from './support/postgres.ts';
import {
  asConsole,
  device,
  emptyTown,
  makeTown,
  officeBrowser,
  PEOPLE,
  RULES,
  rule,
  TOWN,
} from './support/smallTown.ts';
import { syncServer } from './support/syncServer.ts';
import { jsonOf, type TestDevice } from './support/testDevice.ts';

const H = 'XW-0001';
let fresh: FreshDatabase;
let app: App;
let a: TestDevice;
let b: TestDevice;
let office: TestDevice;

const today = () => dayOf(Date.now());

beforeAll(async () => {
  fresh = await freshDatabase();
  app = await syncServer(fresh.db);
});
beforeEach(async () => {
  await emptyTown(fresh.db);
  await makeTown(fresh.db);
  a = await device(app, fresh.db, 'tablet', 'XW', ['w1']);
  b = await device(app, fresh.db, 'tablet', 'XW', ['w2']);
  office = await officeBrowser(app, fresh.db, PEOPLE.office);
});
afterEach(() => auditTown(fresh.db, TOWN));
afterAll(async () => {
  await app.close();
  await fresh.drop();
});

/** Everyone syncs until nothing is new, and then sees the same file as the server. */
async function settled(household = H): Promise<void> {
  for (const one of [a, b, office, a, b, office]) await one.syncAll();
  const server = await device(app, fresh.db, 'tablet', 'XW', ['w1']);
  for (const one of [a, b, office]) expect(texts([one.file(household)])).toEqual(texts([server.file(household)]));
}

const casesOn = (one: TestDevice, id: string) =>
  one.events.filter((e) => (e.type === 'case.opened' || e.type === 'case.decided') && e.case === id);

describe('[CF-01] the same op again', () => {
  test('[CF-01] [SY-4] gives the first verdict again and has one effect', async () => {
    const ref = a.score(H, 'FX-01', 'w1');
    const request = await a.request();
    const first = jsonOf<{ verdicts: unknown }>(await a.post(request));
    const again = jsonOf<{ verdicts: unknown }>(await a.post(request));
    expect(again.verdicts).toEqual(first.verdicts);
    await settled();
    expect(a.file(H).entries.map((e) => e.id)).toEqual([ref]);
  });

  test('[CF-01] the first verdict stands although the rules have changed meanwhile', async () => {
    a.score(H, 'FX-01', 'w1');
    const request = await a.request();
    const first = jsonOf<{ verdicts: unknown }>(await a.post(request));
    await asConsole(fresh.db, [
      { kind: 'rules.publish', body: { village: null, version: 2, effectiveFrom: '2020-01-02', rules: [] } },
    ]);
    expect(jsonOf<{ verdicts: unknown }>(await a.post(request)).verdicts).toEqual(first.verdicts);
  });
});

describe('[CF-02] the same deed on two devices beyond the cap', () => {
  async function collide() {
    const first = a.score(H, 'FX-02', 'w1', { points: 3 });
    const second = b.score(H, 'FX-02', 'w2', { points: 3 });
    await a.syncAll();
    await b.syncAll();
    await a.syncAll();
    return { first, second };
  }

  test('[CF-02] the first counts, the later is held with its competitor, both workers are told', async () => {
    const { first, second } = await collide();
    expect(a.verdict(first)).toEqual({ outcome: 'applied', code: 'ok', params: { status: 'approved' } });
    expect(b.verdict(second)).toEqual({
      outcome: 'held',
      code: 'over_cap',
      params: { rule: 'FX-02', competing: [first] },
    });
    for (const one of [a, b])
      expect(casesOn(one, second)).toMatchObject([{ type: 'case.opened', household: H, competing: [first] }]);
    expect(pointsOf(b.file(H)).earned).toBe(3);
  });

  test('[CF-02] in the other order of arrival the other one is held', async () => {
    const first = a.score(H, 'FX-02', 'w1', { points: 3 });
    const second = b.score(H, 'FX-02', 'w2', { points: 3 });
    await b.syncAll();
    await a.syncAll();
    expect(b.verdict(second).outcome).toBe('applied');
    expect(a.verdict(first)).toMatchObject({ outcome: 'held', params: { competing: [second] } });
  });

  test.each([
    ['reject', 3, (first: string, _second: string) => [first]],
    ['swap', 3, (_first: string, second: string) => [second]],
    ['keep_both', 6, (first: string, second: string) => [first, second]],
  ] as const)('[CF-02] the office decides %s: both learn it', async (decision, earned, stands) => {
    const { first, second } = await collide();
    const decided = office.record(
      'case.decide',
      { case: second, decision, reason: '看过现场', ...(decision === 'swap' ? { replace: first } : {}) },
      'office',
    );
    await settled();
    expect(office.verdict(decided).outcome).toBe('applied');
    for (const one of [a, b]) {
      expect(casesOn(one, second).at(-1)).toMatchObject({ type: 'case.decided', decision, by: 'office' });
      const { entries } = one.file(H);
      const reversed = new Set(entries.map((e) => e.reverses));
      const standing = entries.filter((e) => !e.reverses && !reversed.has(e.id)).map((e) => e.id);
      expect(standing.sort()).toEqual([...stands(first, second)].sort());
      expect(pointsOf(one.file(H)).earned).toBe(earned);
    }
  });

  test('[CF-02] a Case is decided once; what is not offered is refused', async () => {
    const { second } = await collide();
    const odd = office.record('case.decide', { case: second, decision: 'accept' }, 'office');
    const blind = office.record('case.decide', { case: second, decision: 'swap', replace: second }, 'office');
    const none = office.record('case.decide', { case: 'K7Q2-000001', decision: 'reject' }, 'office');
    const once = office.record('case.decide', { case: second, decision: 'reject' }, 'office');
    const twice = office.record('case.decide', { case: second, decision: 'keep_both' }, 'office');
    await settled();
    expect(office.verdict(odd)).toMatchObject({ outcome: 'refused', code: 'decision_not_offered' });
    expect(office.verdict(blind)).toMatchObject({ outcome: 'refused', code: 'unknown_entry' });
    expect(office.verdict(none)).toMatchObject({ outcome: 'refused', code: 'unknown_case' });
    expect(office.verdict(once).outcome).toBe('applied');
    expect(office.verdict(twice)).toMatchObject({ outcome: 'refused', code: 'already_decided' });
  });

  test('[CF-02] undo of a held op withdraws its Case, also in the batch that brought it', async () => {
    const { second } = await collide();
    b.record('entry.reverse', { household: H, entry: second, reason: '按错了', undo: true }, 'w2');
    const third = b.score(H, 'FX-02', 'w2', { points: 3 });
    const undo = b.record('entry.reverse', { household: H, entry: third, reason: '按错了', undo: true }, 'w2');
    await settled();
    expect(b.verdict(undo)).toEqual({ outcome: 'applied', code: 'ok', params: { withdrawn: third } });
    const open = await fresh.db.selectFrom('cases').select('id').where('decision', 'is', null).execute();
    expect(open).toEqual([]);
    expect(casesOn(a, second).at(-1)).toMatchObject({ type: 'case.decided', decision: 'reject', by: 'w2' });
    expect(pointsOf(b.file(H)).earned).toBe(3);
  });

  test('[CF-02] nobody else withdraws a held op', async () => {
    const { second } = await collide();
    const foreign = a.record('entry.reverse', { household: H, entry: second, reason: '不是我的' }, 'w1');
    await settled();
    expect(a.verdict(foreign)).toMatchObject({ outcome: 'refused', code: 'unknown_entry' });
  });

  test('[CF-02] an entry that was reversed leaves its place under the cap', async () => {
    const first = a.score(H, 'FX-02', 'w1', { points: 3 });
    a.record('entry.reverse', { household: H, entry: first, reason: '按错了', undo: true }, 'w1');
    const again = a.score(H, 'FX-02', 'w1', { points: 3 });
    await settled();
    expect(a.verdict(again).outcome).toBe('applied');
    expect(pointsOf(a.file(H)).earned).toBe(3);
  });
});

describe('[CF-03] amount cap passed in part', () => {
  test('[CF-03] held, with what would still fit; cut counts that much', async () => {
    a.score(H, 'RG-01', 'w1', { points: 7 });
    const over = a.score(H, 'RG-01', 'w1', { points: 5 });
    await a.syncAll();
    expect(a.verdict(over)).toMatchObject({
      outcome: 'held',
      code: 'over_cap_part',
      params: { points: 5, allowed: 3 },
    });
    office.record('case.decide', { case: over, decision: 'cut' }, 'office');
    await settled();
    expect(a.file(H).entries.map((e) => e.points)).toEqual([7, 3]);
  });
});

describe('rules and dates', () => {
  const publish = (effectiveFrom: string, rules: typeof RULES) =>
    asConsole(fresh.db, [{ kind: 'rules.publish', body: { village: null, version: 2, effectiveFrom, rules } }]);

  test('[CF-04] the rules of the deed date decide; a difference is recomputed and shown', async () => {
    await publish(
      today(),
      RULES.map((r) => (r.code === 'FX-01' ? rule('FX-01', { type: 'fixed', points: 4 }) : r)),
    );
    const now = a.score(H, 'FX-01', 'w1');
    const before = a.score(H, 'FX-01', 'w1', { date: addDays(today(), -1) });
    await settled();
    expect(a.verdict(now)).toMatchObject({ outcome: 'applied', code: 'recomputed', params: { points: 4, was: 2 } });
    expect(a.verdict(before)).toMatchObject({ outcome: 'applied', code: 'ok' });
    expect(pointsOf(b.file(H)).earned).toBe(6);
  });

  test('[CF-05] a rule that is off on the deed date holds the op; the office may accept it', async () => {
    await publish(
      today(),
      RULES.filter((r) => r.code !== 'FX-01'),
    );
    const retired = a.score(H, 'FX-01', 'w1');
    const off = a.score(H, 'OFF-01', 'w1', { points: 1 });
    const still = a.score(H, 'FX-01', 'w1', { date: addDays(today(), -1) });
    await a.syncAll();
    for (const ref of [retired, off]) expect(a.verdict(ref)).toMatchObject({ outcome: 'held', code: 'rule_off' });
    expect(a.verdict(still).outcome).toBe('applied');
    office.record('case.decide', { case: retired, decision: 'accept' }, 'office');
    await settled();
    expect(a.file(H).entries.map((e) => [e.id, e.status])).toEqual([
      [retired, 'approved'],
      [still, 'approved'],
    ]);
  });

  test('[CF-06] a deed of a published month is applied as late and marked', async () => {
    const last = addDays(`${today().slice(0, 7)}-01`, -1);
    await asConsole(fresh.db, [
      { kind: 'policy.publish', body: { village: null, policy: { deedDaysBack: 60 } } },
      { kind: 'month.publish', body: { village: 'XW', month: last.slice(0, 7) } },
    ]);
    const late = a.score(H, 'FX-01', 'w1', { date: last });
    await settled();
    expect(a.verdict(late)).toMatchObject({ outcome: 'applied', code: 'late', params: { late: last.slice(0, 7) } });
    expect(b.file(H).entries[0]).toMatchObject({ late: last.slice(0, 7) });
  });

  test('[CF-18] a deed in the future or older than the policy is held', async () => {
    const future = a.score(H, 'FX-01', 'w1', { date: addDays(today(), 2) });
    const old = a.score(H, 'FX-01', 'w1', { date: addDays(today(), -40) });
    const edge = a.score(H, 'FX-01', 'w1', { date: addDays(today(), -29) });
    await a.syncAll();
    expect(a.verdict(future)).toMatchObject({ outcome: 'held', code: 'date_future' });
    expect(a.verdict(old)).toMatchObject({ outcome: 'held', code: 'date_too_old' });
    expect(a.verdict(edge).outcome).toBe('applied');
  });

  test('[SY-7] a wrong clock is data: corrected by its offset, and no sync stops', async () => {
    const lag = 3 * 86_400_000;
    a.clock = () => Date.now() - lag;
    const from = Date.now();
    const ref = a.score(H, 'FX-01', 'w1', { date: today() });
    const wild = a.record(
      'entry.record',
      { household: H, rule: 'FX-01', date: today(), quantity: 1, points: 2 },
      'w1',
      {
        at: Number.MAX_SAFE_INTEGER,
      },
    );
    await settled();
    for (const id of [ref, wild]) {
      expect(a.verdict(id).outcome).toBe('applied');
      const entry = b.file(H).entries.find((e) => e.id === id);
      expect(entry?.at).toBeGreaterThanOrEqual(from - 1000);
      expect(entry?.at).toBeLessThanOrEqual(Date.now());
    }
    for (const now of [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 0]) {
      a.clock = () => now;
      await a.sync();
      const seen = await fresh.db.selectFrom('devices').select('clock_offset_ms').where('id', '=', a.id).execute();
      expect(Math.abs(seen[0]?.clock_offset_ms ?? 0)).toBeGreaterThan(0);
    }
  });
});

describe('edits of the file', () => {
  test('[CF-07] different fields merge without a word', async () => {
    const phone = a.record(
      'household.edit',
      { household: H, set: [{ field: 'phone', value: '13900000000', was: '13800001234' }] },
      'w1',
    );
    const plate = b.record(
      'household.edit',
      { household: H, set: [{ field: 'doorPlate', value: '99号', was: `${H}号` }] },
      'w2',
    );
    await settled();
    expect([a.verdict(phone), b.verdict(plate)]).toEqual([
      { outcome: 'applied', code: 'ok' },
      { outcome: 'applied', code: 'ok' },
    ]);
    expect(profileOf(a.file(H))).toMatchObject({ phone: '13900000000', doorPlate: '99号' });
  });

  test.each([
    ['the earlier first', false],
    ['the later first', true],
  ])('[CF-08] the same field, %s: later knowledge wins, both keep both, both learn it', async (_name, laterFirst) => {
    const now = Date.now();
    const edit = (one: TestDevice, by: string, value: string, at: number) =>
      one.record('household.edit', { household: H, set: [{ field: 'phone', value, was: '13800001234' }] }, by, { at });
    const early = edit(a, 'w1', '13911111111', now - 60_000);
    const late = edit(b, 'w2', '13922222222', now - 30_000);
    for (const one of laterFirst ? [b, a] : [a, b]) await one.syncAll();
    const [loser, code] = laterFirst ? [a.verdict(early), 'kept_later'] : [b.verdict(late), 'overrode'];
    expect(loser).toMatchObject({ outcome: 'applied', code, params: { against: [laterFirst ? late : early] } });
    await settled();
    for (const one of [a, b]) {
      expect(profileOf(one.file(H)).phone).toBe('13922222222');
      expect(
        one
          .file(H)
          .edits.map((e) => e.value)
          .sort(),
      ).toEqual(['13911111111', '13922222222']);
    }
    const told = (laterFirst ? b : a).events.find((e) => e.type === 'profile.edited');
    expect(told).toMatchObject({ against: [laterFirst ? late : early] });
  });
});

describe('[CF-20] ops of a newer app', () => {
  test('[CF-20] an unknown kind or schema is held as it is, and blocks nothing behind it', async () => {
    const kind = a.log.appendRaw('garden.visit', { household: H, trees: 3 }, { by: 'w1', at: Date.now() });
    const schema = a.log.appendRaw('entry.record', { household: H, deed: {} }, { by: 'w1', at: Date.now(), schema: 2 });
    const behind = a.score(H, 'FX-01', 'w1');
    await settled();
    expect(a.verdict(kind)).toMatchObject({ outcome: 'held', code: 'unknown_kind', params: { kind: 'garden.visit' } });
    expect(a.verdict(schema)).toMatchObject({ outcome: 'held', code: 'unknown_kind', params: { schema: 2 } });
    expect(a.verdict(behind).outcome).toBe('applied');
    expect(await rejudgeUnknown(fresh.db)).toBe(0);
    const kept = await fresh.db.selectFrom('ops').select('body').where('kind', '=', 'garden.visit').execute();
    expect(kept).toEqual([{ body: { household: H, trees: 3 } }]);
  });

  test('[CF-20] once the server knows it, it is judged, and the device learns the outcome', async () => {
    const body = { household: H, rule: 'FX-01', date: today(), quantity: 1, points: 2 };
    const newer = { by: 'w1', at: Date.now(), schema: 2 };
    const good = a.log.appendRaw('entry.record', body, newer);
    const bad = a.log.appendRaw('entry.record', { ...body, quantity: 'three' }, newer);
    const stranger = a.log.appendRaw('entry.record', body, { ...newer, by: 'nobody' });
    const later = a.log.appendRaw('entry.record', body, { ...newer, schema: 3 });
    await a.syncAll();
    const knowsTwo: typeof parseOp = (raw) => parseOp(raw.schema === 2 ? { ...raw, schema: 1 } : raw);
    expect(await rejudgeUnknown(fresh.db, knowsTwo)).toBe(3);
    expect(await rejudgeUnknown(fresh.db, knowsTwo)).toBe(0);
    await settled();
    expect(a.file(H).entries.map((e) => e.id)).toEqual([good]);
    expect(casesOn(a, good).at(-1)).toMatchObject({ type: 'case.decided', decision: 'accept' });
    expect(casesOn(a, bad).at(-1)).toMatchObject({ type: 'case.decided', decision: 'reject', reason: 'malformed' });
    expect(casesOn(a, stranger).at(-1)).toMatchObject({ type: 'case.opened', code: 'no_right' });
    const cases = await fresh.db.selectFrom('cases').select(['id', 'code', 'decision']).orderBy('id').execute();
    expect(cases).toEqual([
      { id: good, code: 'unknown_kind', decision: 'accept' },
      { id: bad, code: 'unknown_kind', decision: 'reject' },
      { id: stranger, code: 'no_right', decision: null },
      { id: later, code: 'unknown_kind', decision: null },
    ]);
  });
});

describe('[CF-21] malformed ops', () => {
  const good = { household: H, rule: 'FX-01', date: '2026-11-23', quantity: 1, points: 2 };
  test.each<[string, string, unknown, string]>([
    ['a text where a number belongs', 'entry.record', { ...good, quantity: '1' }, 'quantity'],
    ['a day that does not exist', 'entry.record', { ...good, date: '2026-02-30' }, 'date'],
    ['an unknown field', 'entry.record', { ...good, extra: 1 }, 'extra'],
    ['no object', 'entry.record', 'hello', 'body'],
    ['nothing', 'entry.record', null, 'body'],
    ['a character no database keeps', 'entry.record', { ...good, note: 'a\0b' }, 'note'],
    ['half a surrogate pair', 'entry.record', { ...good, note: 'a\ud800b' }, 'note'],
    ['a field name no database keeps', 'entry.record', { ...good, 'x\0y': 1 }, 'x\0y'],
    [
      'a sum that is not one',
      'redemption.record',
      { household: H, lines: [{ sku: 's', quantity: 1, price: 3 }], points: 4, mode: 'online' },
      'points',
    ],
    ['a schema below one', 'entry.record', good, 'schema'],
  ])(
    '[CF-21] %s is refused with field and reason, kept to the letter, and blocks nothing',
    async (name, kind, body, field) => {
      const schema = name === 'a schema below one' ? 0 : 1;
      const bad = a.log.appendRaw(kind, body, { by: 'w1', at: Date.now(), schema });
      const behind = a.score(H, 'FX-01', 'w1');
      await settled();
      expect(a.verdict(bad)).toMatchObject({ outcome: 'refused', code: 'malformed', params: { field } });
      expect(a.verdict(behind).outcome).toBe('applied');
      const kept = await fresh.db
        .selectFrom('ops')
        .select('body')
        .where('device', '=', a.id)
        .where('seq', '=', 1)
        .execute();
      expect(kept[0]?.body ?? null).toEqual(body);
    },
  );
});

describe('reviews', () => {
  test('[CF-24] the first decision on an entry stands, the second is shown', async () => {
    const entry = a.score(H, 'FX-03', 'w1', { points: 5 });
    await a.syncAll();
    const second = await officeBrowser(app, fresh.db, PEOPLE.committee);
    const reject = office.record(
      'entry.review',
      { household: H, entry, decision: 'reject', reason: '照片不清楚' },
      'office',
    );
    const approve = second.record('entry.review', { household: H, entry, decision: 'approve' }, 'committee');
    await office.syncAll();
    await second.syncAll();
    expect(office.verdict(reject).outcome).toBe('applied');
    expect(second.verdict(approve)).toEqual({
      outcome: 'refused',
      code: 'already_decided',
      params: { entry, status: 'rejected', by: 'office' },
    });
    await settled();
    expect(a.file(H).entries[0]).toMatchObject({ status: 'rejected', reason: '照片不清楚', reviewedBy: 'office' });
  });

  test('[CF-24] committee items are the committee’s', async () => {
    const entry = a.score(H, 'LD-01', 'w1', { points: 20, level: '市级' });
    await a.syncAll();
    const review = office.record('entry.review', { household: H, entry, decision: 'approve' }, 'office');
    await settled();
    expect(office.verdict(review)).toMatchObject({ outcome: 'refused', code: 'needs_committee' });
    expect(pointsOf(a.file(H))).toMatchObject({ earned: 0, pending: 20 });
  });

  test('[CF-23] a reversal that waits for review moves the points of what it reverses when it is approved', async () => {
    const entry = a.score(H, 'FX-03', 'w1', { points: 5 });
    await a.syncAll();
    office.record('entry.review', { household: H, entry, decision: 'approve' }, 'office');
    await settled();
    const reversal = b.record('entry.reverse', { household: H, entry, reason: '重复' }, 'w2');
    await settled();
    expect(pointsOf(a.file(H)).earned).toBe(5);
    office.record('entry.review', { household: H, entry: reversal, decision: 'approve' }, 'office');
    await settled();
    expect(pointsOf(a.file(H)).earned).toBe(0);
  });
});

describe('[SY-6] [SY-9] what is not this device’s', () => {
  test('[CF-16] an op for a village that is not the person’s is held; its device learns the decision', async () => {
    const foreign = a.score('DL-0001', 'FX-01', 'w1');
    const behind = a.score(H, 'FX-01', 'w1');
    await a.syncAll();
    expect(a.verdict(foreign)).toMatchObject({ outcome: 'held', code: 'no_right' });
    expect(a.verdict(behind).outcome).toBe('applied');
    const own = office.record('case.decide', { case: foreign, decision: 'accept' }, 'office');
    await office.syncAll();
    expect(office.verdict(own)).toMatchObject({ outcome: 'refused', code: 'unknown_case' });
    const town = await officeBrowser(app, fresh.db, PEOPLE.admin);
    town.record('case.decide', { case: foreign, decision: 'accept' }, 'admin');
    await town.syncAll();
    await a.syncAll();
    expect(casesOn(a, foreign)).toMatchObject([{ type: 'case.opened' }, { type: 'case.decided', decision: 'accept' }]);
    expect(a.files.has('DL-0001')).toBe(false);
    await town.load();
    expect(town.file('DL-0001').entries.map((e) => e.id)).toEqual([foreign]);
  });

  test('[SY-6] an op on a household that is not there is held and blocks nothing else', async () => {
    const lost = a.score('XW-7777', 'FX-01', 'w1');
    const edit = a.record(
      'household.edit',
      { household: 'XW-7777', set: [{ field: 'phone', value: '1', was: '' }] },
      'w1',
    );
    const behind = a.score(H, 'FX-01', 'w1');
    await settled();
    for (const ref of [lost, edit])
      expect(a.verdict(ref)).toMatchObject({ outcome: 'held', code: 'unknown_household' });
    expect(a.verdict(behind).outcome).toBe('applied');
  });
});
