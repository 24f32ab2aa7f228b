/** What the rules, clocks, edits and odd ops become (docs/sync.md), through the real endpoint. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays, dayOf } from '../../src/domain/calendar.ts';
import { pointsOf } from '../../src/domain/points.ts';
import { profileOf } from '../../src/domain/profile.ts';
import { parseOp } from '../../src/protocol/opSchemas.ts';
import { recordAsConsole } from '../../src/server/ingest/console.ts';
import { rejudgeUnknown } from '../../src/server/ingest/rejudge.ts';
import { auditTown } from './support/auditTown.ts';
import { asConsole, RULES, rule, TOWN } from './support/smallTown.ts';
import { type Cast, casesOn, H, newCast, openStage, type Stage, settled } from './support/stage.ts';
import type { TestDevice } from './support/testDevice.ts';

let stage: Stage;
let cast: Cast;
let a: TestDevice;
let b: TestDevice;
let office: TestDevice;

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  cast = await newCast(stage);
  ({ a, b, office } = cast);
});
afterEach(() => auditTown(stage.db, TOWN));
afterAll(() => stage.close());

const today = () => dayOf(Date.now());

describe('rules and dates', () => {
  const publish = (effectiveFrom: string, rules: typeof RULES) =>
    asConsole(stage.db, [{ kind: 'rules.publish', body: { village: null, version: 2, effectiveFrom, rules } }]);

  test('[CF-04] the rules of the deed date decide; a difference is recomputed and shown', async () => {
    await publish(
      today(),
      RULES.map((r) => (r.code === 'FX-01' ? rule('FX-01', { type: 'fixed', points: 4 }) : r)),
    );
    const now = a.score(H, 'FX-01', 'w1');
    const before = a.score(H, 'FX-01', 'w1', { date: addDays(today(), -1) });
    await settled(stage, cast);
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
    await settled(stage, cast);
    expect(a.file(H).entries.map((e) => [e.id, e.status])).toEqual([
      [retired, 'approved'],
      [still, 'approved'],
    ]);
  });

  test('[CF-06] a deed of a published month is applied as late and marked', async () => {
    const last = addDays(`${today().slice(0, 7)}-01`, -1);
    await asConsole(stage.db, [
      { kind: 'policy.publish', body: { village: null, policy: { deedDaysBack: 60 } } },
      { kind: 'month.publish', body: { village: 'XW', month: last.slice(0, 7) } },
    ]);
    const late = a.score(H, 'FX-01', 'w1', { date: last });
    await settled(stage, cast);
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
    await settled(stage, cast);
    for (const id of [ref, wild]) {
      expect(a.verdict(id).outcome).toBe('applied');
      const entry = b.file(H).entries.find((e) => e.id === id);
      expect(entry?.at).toBeGreaterThanOrEqual(from - 1000);
      expect(entry?.at).toBeLessThanOrEqual(Date.now());
    }
    for (const now of [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 0]) {
      a.clock = () => now;
      await a.sync();
      const seen = await stage.db.selectFrom('devices').select('clock_offset_ms').where('id', '=', a.id).execute();
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
    await settled(stage, cast);
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
    await settled(stage, cast);
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
    await settled(stage, cast);
    expect(a.verdict(kind)).toMatchObject({ outcome: 'held', code: 'unknown_kind', params: { kind: 'garden.visit' } });
    expect(a.verdict(schema)).toMatchObject({ outcome: 'held', code: 'unknown_kind', params: { schema: 2 } });
    expect(a.verdict(behind).outcome).toBe('applied');
    expect(await rejudgeUnknown(stage.db)).toBe(0);
    const kept = await stage.db.selectFrom('ops').select('body').where('kind', '=', 'garden.visit').execute();
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
    expect(await rejudgeUnknown(stage.db, knowsTwo)).toBe(3);
    expect(await rejudgeUnknown(stage.db, knowsTwo)).toBe(0);
    await settled(stage, cast);
    expect(a.file(H).entries.map((e) => e.id)).toEqual([good]);
    expect(casesOn(a, good).at(-1)).toMatchObject({ type: 'case.decided', decision: 'accept' });
    expect(casesOn(a, bad).at(-1)).toMatchObject({ type: 'case.decided', decision: 'reject', reason: 'malformed' });
    expect(casesOn(a, stranger).at(-1)).toMatchObject({ type: 'case.opened', code: 'no_right' });
    const cases = await stage.db.selectFrom('cases').select(['id', 'code', 'decision']).orderBy('id').execute();
    expect(cases).toEqual([
      { id: good, code: 'unknown_kind', decision: 'accept' },
      { id: bad, code: 'unknown_kind', decision: 'reject' },
      { id: stranger, code: 'no_right', decision: null },
      { id: later, code: 'unknown_kind', decision: null },
    ]);
  });
});

test('[SY-6] rules for a village that is none, or that skip a version, are refused; the town’s stay', async () => {
  const publish = (village: string | null, version: number) =>
    ({ kind: 'rules.publish', body: { village, version, effectiveFrom: '2020-01-01', rules: [] } }) as const;
  const verdicts = await recordAsConsole(stage.db, TOWN, [publish('ZZ', 1), publish(null, 3), publish('XW', 2)]);
  expect(verdicts.map(({ verdict }) => verdict)).toEqual([
    { outcome: 'refused', code: 'malformed', params: { field: 'village', reason: 'unknown village' } },
    { outcome: 'refused', code: 'stale_version', params: { version: 3, newest: 1 } },
    { outcome: 'refused', code: 'stale_version', params: { version: 2, newest: 0 } },
  ]);
  const deed = a.score(H, 'FX-01', 'w1');
  await a.syncAll();
  expect(a.verdict(deed)).toMatchObject({ outcome: 'applied', code: 'ok' });
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
      await settled(stage, cast);
      expect(a.verdict(bad)).toMatchObject({ outcome: 'refused', code: 'malformed', params: { field } });
      expect(a.verdict(behind).outcome).toBe('applied');
      const kept = await stage.db
        .selectFrom('ops')
        .select('body')
        .where('device', '=', a.id)
        .where('seq', '=', 1)
        .execute();
      expect(kept[0]?.body ?? null).toEqual(body);
    },
  );
});
