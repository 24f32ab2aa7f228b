/** [AL-10] Where the policy says so, points can be spent when their month is final, and not before: what waits is seen, kept apart and freed once. */
import { PassThrough } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays, dayOf, monthOf, periodKey } from '../../src/domain/calendar.ts';
import type { Policy } from '../../src/domain/policy.ts';
import { quarterAfter, quarterDays } from '../../src/domain/quarter.ts';
import { workingDaysAfter } from '../../src/domain/workingDays.ts';
import { backupTown } from '../../src/server/backup/backupTown.ts';
import { sourceOf } from '../../src/server/backup/readBackup.ts';
import { restoreTown } from '../../src/server/backup/restoreTown.ts';
import { verifyTown } from '../../src/server/backup/verifyTown.ts';
import { recordAsConsole } from '../../src/server/ingest/console.ts';
import { finishDueMonths } from '../../src/server/ingest/finishDueMonths.ts';
import { publicityMonths } from '../../src/server/office/publicityMonths.ts';
import { loadMerged } from '../../src/server/office/quarter/families.ts';
import { quarterFigures } from '../../src/server/office/quarter/quarterFigures.ts';
import { settlePreview } from '../../src/server/office/quarter/settlePreview.ts';
import { villageTotals } from '../../src/server/office/totals.ts';
import { publicList } from '../../src/server/public/gongshiData.ts';
import { auditTown } from './support/auditTown.ts';
import { asConsole, carried, TOWN } from './support/smallTown.ts';
import { spend } from './support/spending.ts';
import { type Cast, H, newCast, openStage, type Stage, settled } from './support/stage.ts';

const DAY_MS = 86_400_000;
const today = dayOf(Date.now());
const lastDay = addDays(`${monthOf(today)}-01`, -1);
const month = monthOf(lastDay);
/** The first day on which a list of today is final, noon. */
const finalMs = Date.parse(`${addDays(workingDaysAfter(today, 7), 1)}T04:00:00Z`);
const O = 'XW-0002';

let stage: Stage;
let cast: Cast;
let audited = true;

const say = (policy: Partial<Policy>, village: string | null = 'XW') =>
  asConsole(stage.db, [{ kind: 'policy.publish', body: { village, policy } }]);

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  audited = true;
  cast = await newCast(stage);
  await say({ deedDaysBack: 130, redeemableWhenFinal: true });
  await everybody();
});
afterEach(async () => {
  if (audited) await auditTown(stage.db, TOWN);
});
afterAll(() => stage.close());

async function everybody(): Promise<void> {
  for (const one of [cast.a, cast.b, cast.office, cast.a, cast.b]) await one.syncAll();
}

const pointsNow = (household = H) =>
  stage.db
    .selectFrom('households')
    .select(['earned', 'waiting', 'final', 'redeemed', 'debt'])
    .where('code', '=', household)
    .executeTakeFirstOrThrow();

const deed = (points: number, change: object = {}) =>
  cast.a.score(H, 'BIG-01', 'w1', { date: lastDay, points, ...change });

async function publish(which = month): Promise<void> {
  cast.office.record('month.publish', { village: 'XW', month: which }, 'office');
  await cast.office.syncAll();
}

const finish = (now = finalMs) => finishDueMonths(stage.db, now);
const finals = () =>
  stage.db.selectFrom('ops').select(['code', 'params']).where('kind', '=', 'publicity.final').orderBy('seq').execute();

async function backup(): Promise<Buffer> {
  const parts: Buffer[] = [];
  await backupTown(
    stage.db,
    TOWN,
    new PassThrough().on('data', (part: Buffer) => parts.push(part)),
  );
  return Buffer.concat(parts);
}

describe('what is approved', () => {
  test('waits when a rule approves it at once: it is earned, cannot be spent, and the refusal says why', async () => {
    const ref = deed(20);
    await cast.a.syncAll();
    expect(cast.a.verdict(ref)).toMatchObject({ code: 'ok', params: { status: 'approved', waits: 1 } });
    expect(cast.a.file(H).entries.find(({ id }) => id === ref)).toMatchObject({ status: 'approved', waits: true });
    expect(await pointsNow()).toMatchObject({ earned: 20, waiting: 20, final: 0 });
    const no = spend(cast.a, 5, 'online', 'w1');
    await cast.a.syncAll();
    expect(cast.a.verdict(no)).toMatchObject({ code: 'insufficient', params: { points: 5, free: 0, waiting: 20 } });
    await settled(stage, cast);
  });

  test('waits when a person approves it, with other points too; what takes points away does so at once', async () => {
    const entry = cast.a.score(H, 'FX-03', 'w1', { date: lastDay, points: 5 });
    deed(9);
    cast.a.score(H, 'MN-01', 'w1', { date: lastDay, points: -4 });
    await cast.a.syncAll();
    expect(await pointsNow()).toMatchObject({ earned: 5, waiting: 9, final: -4 });
    cast.office.record('entry.review', { household: H, entry, decision: 'approve' }, 'office');
    await cast.office.syncAll();
    expect(await pointsNow()).toMatchObject({ earned: 10, waiting: 14, final: -4 });
    await settled(stage, cast);
  });

  test('waits when a decision lets it count that was held', async () => {
    for (let i = 0; i < 2; i++) cast.a.score(H, 'FX-02', 'w1', { date: lastDay, points: 3 });
    await cast.a.syncAll();
    // This one a person would have to review too: the decision is the review.
    const old = cast.a.score(H, 'FX-03', 'w1', { date: addDays(today, -140), points: 5 });
    await cast.a.syncAll();
    const held = await stage.db.selectFrom('cases').select('id').where('id', '<>', old).execute();
    expect(held).toHaveLength(1);
    for (const { id } of held) cast.office.record('case.decide', { case: id, decision: 'keep_both' }, 'office');
    cast.office.record('case.decide', { case: old, decision: 'accept' }, 'office');
    await cast.office.syncAll();
    expect(await pointsNow()).toMatchObject({ earned: 11, waiting: 11, final: 0 });
    await settled(stage, cast);
  });

  test('does not wait where the policy does not say so, nor what was carried over; the policy may change in flight', async () => {
    deed(3);
    // Neither tablet has heard of it when it records.
    await say({ redeemableWhenFinal: false });
    const b = cast.b.score(H, 'BIG-01', 'w2', { date: lastDay, points: 7 });
    await cast.a.syncAll();
    await cast.b.syncAll();
    expect(cast.b.verdict(b).params).not.toHaveProperty('waits');
    expect(await pointsNow()).toMatchObject({ earned: 10, waiting: 0, final: 10 });
    await say({ redeemableWhenFinal: true });
    deed(5);
    await asConsole(stage.db, [carried(H, 100)]);
    await everybody();
    expect(await pointsNow()).toMatchObject({ earned: 115, waiting: 5, final: 110 });
    // What waits goes on waiting, and is freed all the same.
    await say({ redeemableWhenFinal: false });
    await publish();
    expect(await finish()).toBe(1);
    expect(await pointsNow()).toMatchObject({ earned: 115, waiting: 0, final: 115 });
    await settled(stage, cast);
  });

  test('is the town’s to say, and a village’s to say otherwise', async () => {
    await asConsole(stage.db, [
      { kind: 'policy.publish', body: { village: null, policy: { redeemableWhenFinal: true } } },
      { kind: 'policy.publish', body: { village: 'XW', policy: { redeemableWhenFinal: false } } },
    ]);
    deed(3);
    await cast.a.syncAll();
    expect(await pointsNow()).toMatchObject({ waiting: 0, final: 3 });
    const follow = ['redeemableWhenFinal'] as const;
    await asConsole(stage.db, [{ kind: 'policy.publish', body: { village: 'XW', policy: {}, follow: [...follow] } }]);
    deed(4);
    await cast.a.syncAll();
    expect(await pointsNow()).toMatchObject({ waiting: 4, final: 3 });
  });
});

describe('a month that is final', () => {
  test('frees what stands in its list, once; only what its days are over for', async () => {
    deed(20);
    cast.a.score(O, 'BIG-01', 'w1', { date: lastDay, points: 8 });
    const later = deed(6, { date: today });
    await cast.a.syncAll();
    await publish();
    const lastMoment = finalMs - DAY_MS;
    expect(await finish(lastMoment)).toBe(0);
    const [verdict] = await recordAsConsole(
      stage.db,
      TOWN,
      [{ kind: 'publicity.final', body: { village: 'XW', month } }],
      undefined,
      lastMoment,
    );
    expect(verdict?.verdict).toMatchObject({ outcome: 'refused', code: 'month_not_final', params: { open: 0 } });
    expect(await pointsNow()).toMatchObject({ waiting: 26, final: 0 });
    expect(await publicList(stage.db, TOWN, 'XW', month, lastMoment)).toMatchObject({ holdsBack: true });
    expect(await finish()).toBe(1);
    expect(await finish()).toBe(0);
    expect((await finals()).at(-1)).toMatchObject({ code: 'ok', params: { households: 2, entries: 2, points: 28 } });
    expect(await pointsNow()).toMatchObject({ earned: 26, waiting: 6, final: 20 });
    expect(await pointsNow(O)).toMatchObject({ earned: 8, waiting: 0, final: 8 });
    const { months } = await publicityMonths(stage.db, TOWN, 'XW', null, finalMs);
    const shown = months.find((one) => one.month === month)?.list;
    expect(shown).toMatchObject({ state: 'final', final: { households: 2, points: 28 } });
    await everybody();
    expect(
      cast.a
        .file(H)
        .entries.filter(({ waits }) => waits)
        .map(({ id }) => id),
    ).toEqual([later]);
    const yes = spend(cast.a, 15, 'online', 'w1');
    await cast.a.syncAll();
    expect(cast.a.verdict(yes)).toMatchObject({ outcome: 'applied' });
    const [sums] = await villageTotals(stage.db, TOWN, 'XW');
    expect(sums).toMatchObject({ earned: 34, redeemed: 15, waiting: 6 });
    expect(sums && sums.redeemed + sums.allotted + sums.redeemable + sums.lapsed + sums.waiting).toBe(34);
    await settled(stage, cast);
    expect(await verifyTown(stage.db, TOWN)).toMatchObject({ ok: true, difference: null });
  });

  test('is not final while an objection is open; its answer frees at once', async () => {
    deed(20);
    await cast.a.syncAll();
    await publish();
    const about = { village: 'XW', month, text: '记多了', how: 'phone' } as const;
    const objections = [1, 2].map(() => cast.office.record('objection.record', about, 'office'));
    await cast.office.syncAll();
    await stage.db
      .updateTable('publications')
      .set({ until: addDays(today, -1) })
      .execute();
    expect(await finish()).toBe(0);
    const [verdict] = await recordAsConsole(stage.db, TOWN, [
      { kind: 'publicity.final', body: { village: 'XW', month } },
    ]);
    expect(verdict?.verdict).toMatchObject({ code: 'month_not_final', params: { open: 2 } });
    for (const [i, objection] of objections.entries()) {
      expect(await pointsNow()).toMatchObject({ waiting: 20, final: 0 });
      cast.office.record('objection.answer', { objection, outcome: 'dismissed', answer: `没有${i}` }, 'office');
      await cast.office.syncAll();
    }
    expect(await pointsNow()).toMatchObject({ waiting: 0, final: 20 });
    await settled(stage, cast);
  });

  test('needs a list, and the server’s own word', async () => {
    const [verdict] = await recordAsConsole(stage.db, TOWN, [
      { kind: 'publicity.final', body: { village: 'XW', month } },
    ]);
    expect(verdict?.verdict).toMatchObject({ code: 'unknown_publication' });
    const ref = cast.office.record('publicity.final', { village: 'XW', month }, 'office');
    await cast.office.syncAll();
    expect(cast.office.verdict(ref)).toMatchObject({ code: 'not_allowed' });
  });

  test('what is taken back counts nothing, before and after; what came late waits for the next list', async () => {
    const before = deed(20);
    const after = deed(30);
    await cast.a.syncAll();
    cast.office.record('entry.reverse', { household: H, entry: before, reason: '记错' }, 'office');
    await cast.office.syncAll();
    expect(await pointsNow()).toMatchObject({ earned: 30, waiting: 30, final: 0, debt: 0 });
    await publish();
    const late = deed(5);
    await cast.a.syncAll();
    expect(cast.a.verdict(late)).toMatchObject({ code: 'late', params: { waits: 1 } });
    expect(await finish()).toBe(1);
    expect(await pointsNow()).toMatchObject({ earned: 35, waiting: 5, final: 30 });
    cast.office.record('entry.reverse', { household: H, entry: after, reason: '记错' }, 'office');
    await cast.office.syncAll();
    expect(await pointsNow()).toMatchObject({ earned: 5, waiting: 5, final: 0, debt: 0 });
    await publish(monthOf(today));
    expect(await finish()).toBe(1);
    expect(await pointsNow()).toMatchObject({ earned: 5, waiting: 0, final: 5 });
    await settled(stage, cast);
  });

  test('taken back while its list hangs, a deed is nothing when the month is final', async () => {
    const entry = deed(20);
    deed(1);
    await cast.a.syncAll();
    await publish();
    cast.office.record('entry.reverse', { household: H, entry, reason: '异议属实' }, 'office');
    await cast.office.syncAll();
    await finish();
    expect((await finals()).at(-1)).toMatchObject({ params: { households: 1, entries: 2, points: 1 } });
    expect(await pointsNow()).toMatchObject({ earned: 1, waiting: 0, final: 1 });
    await settled(stage, cast);
  });

  test('[CF-09] what a merged household was waiting for is its successor’s; moved and closed ones keep theirs', async () => {
    deed(20);
    cast.a.score('XW-0003', 'BIG-01', 'w1', { date: lastDay, points: 3 });
    cast.a.score('XW-0004', 'BIG-01', 'w1', { date: lastDay, points: 4 });
    await cast.a.syncAll();
    cast.office.record('household.merge', { household: H, into: O, reason: '一户' }, 'office');
    cast.office.record('household.close', { household: 'XW-0003', reason: '迁出' }, 'office');
    await cast.office.syncAll();
    expect(await pointsNow()).toMatchObject({ earned: 0, waiting: 20, final: 0 });
    expect(await pointsNow(O)).toMatchObject({ earned: 20, waiting: 0, final: 0 });
    await publish();
    await asConsole(stage.db, [
      {
        kind: 'household.move',
        body: {
          ...{ household: 'XW-0004', village: 'DL', grid: 'DL-G1', naturalVillage: '塘边' },
          ...{ doorPlate: '1号', reason: '搬家' },
        },
      },
    ]);
    expect(await finish()).toBe(1);
    expect(await pointsNow()).toMatchObject({ earned: 0, waiting: 0, final: 0 });
    expect(await pointsNow(O)).toMatchObject({ earned: 20, waiting: 0, final: 20 });
    expect(await pointsNow('XW-0003')).toMatchObject({ waiting: 0, final: 3 });
    expect(await pointsNow('XW-0004')).toMatchObject({ waiting: 0, final: 4 });
    await settled(stage, cast);
  });

  test('[CF-09] what waits on a household that is merged, moved or closed before the list is in a list all the same', async () => {
    for (const [i, code] of ['XW-0001', 'XW-0003', 'XW-0004'].entries())
      cast.a.score(code, 'BIG-01', 'w1', { date: lastDay, points: i + 1 });
    await cast.a.syncAll();
    const place = { village: 'DL', grid: 'DL-G1', naturalVillage: '塘边', doorPlate: '1号' };
    await asConsole(stage.db, [
      { kind: 'household.merge', body: { household: 'XW-0001', into: 'DL-0001', reason: '一户' } },
      { kind: 'household.close', body: { household: 'XW-0003', reason: '迁出' } },
      { kind: 'household.move', body: { household: 'XW-0004', ...place, reason: '搬家' } },
    ]);
    await publish();
    await asConsole(stage.db, [{ kind: 'month.publish', body: { village: 'DL', month } }]);
    expect(await finish()).toBe(2);
    const left = await stage.db.selectFrom('entries').select('id').where('waits', '=', true).execute();
    expect(left).toEqual([]);
    expect(await pointsNow('DL-0001')).toMatchObject({ final: 1 });
    expect(await pointsNow('XW-0003')).toMatchObject({ final: 2 });
    expect(await pointsNow('XW-0004')).toMatchObject({ final: 3 });
  });
});

test('the number of questions does not grow with the list', async () => {
  const asked = async (deeds: number) => {
    for (let i = 0; i < deeds; i++)
      cast.a.score(
        `XW-${i % 2 === 0 ? '' : '1'}${String((i % 4) + 1).padStart(i % 2 === 0 ? 4 : 3, '0')}`,
        'BIG-01',
        'w1',
        {
          date: lastDay,
          points: 1,
        },
      );
    await cast.a.syncAll();
    await publish();
    let count = 0;
    const counted = stage.db.withPlugin({
      transformQuery: ({ node }) => {
        count++;
        return node;
      },
      transformResult: async ({ result }) => result,
    });
    expect(await finishDueMonths(counted, finalMs)).toBe(1);
    return count;
  };
  const few = await asked(1);
  cast = await newCast(stage);
  await say({ deedDaysBack: 130, redeemableWhenFinal: true });
  await everybody();
  expect(await asked(40)).toBe(few);
});

describe('[AL-9] a quarter', () => {
  const quarter = quarterAfter(periodKey('quarter', today), -1);
  const inQuarter = quarterDays(quarter).to;
  const preview = async () =>
    (await settlePreview(stage.db, TOWN, { village: 'XW', quarter }, Date.now())).lines.find(
      ({ household }) => household === H,
    )?.points;

  beforeEach(async () => {
    await say({ leftoverLapses: true });
    await asConsole(stage.db, [carried(H, 100)]);
    await everybody();
  });

  test('does not take what waits, nor less because of newer points that wait', async () => {
    deed(20, { date: inQuarter });
    deed(7, { date: today });
    await cast.a.syncAll();
    expect(await pointsNow()).toMatchObject({ earned: 127, waiting: 27, final: 100 });
    expect(await preview()).toBe(100);
    const asked = { village: 'XW', quarter, codes: [H] };
    const figures = await quarterFigures(stage.db, TOWN, asked, await loadMerged(stage.db, TOWN));
    expect(figures).toMatchObject([{ earned: 120, redeemable: 100, waiting: 27, leftOver: 100 }]);
    await asConsole(stage.db, [{ kind: 'quarter.settle', body: { village: 'XW', quarter, lines: [[H, 900]] } }]);
    expect(await pointsNow()).toMatchObject({ earned: 127, waiting: 27, final: 0 });
    for (const which of new Set([monthOf(inQuarter), monthOf(today)])) await publish(which);
    await finish();
    expect(await pointsNow()).toMatchObject({ earned: 127, waiting: 0, final: 27 });
    await settled(stage, cast);
  });

  test('leaves newer points that the very same push made final', async () => {
    deed(7, { date: today });
    await cast.a.syncAll();
    await publish(monthOf(today));
    const verdicts = await recordAsConsole(
      stage.db,
      TOWN,
      [
        { kind: 'publicity.final', body: { village: 'XW', month: monthOf(today) } },
        { kind: 'quarter.settle', body: { village: 'XW', quarter, lines: [[H, 900]] } },
      ],
      undefined,
      finalMs,
    );
    expect(verdicts.map(({ verdict }) => verdict.outcome)).toEqual(['applied', 'applied']);
    expect(await pointsNow()).toMatchObject({ waiting: 0, final: 7 });
  });

  test('takes no less because of newer points that the very same push let count and that wait', async () => {
    const entry = cast.a.score(H, 'FX-03', 'w1', { date: today, points: 5 });
    await cast.a.syncAll();
    cast.office.record('entry.review', { household: H, entry, decision: 'approve' }, 'office');
    cast.office.record('quarter.settle', { village: 'XW', quarter, lines: [[H, 900]] }, 'office');
    await cast.office.syncAll();
    expect(await pointsNow()).toMatchObject({ earned: 105, waiting: 5, final: 0 });
  });

  test('and the same points are newer when they were final before', async () => {
    deed(7, { date: today });
    await cast.a.syncAll();
    await publish(monthOf(today));
    await finish();
    expect(await preview()).toBe(100);
  });
});

describe('[SY-14] a restored town', () => {
  test('comes to the same by itself, once everybody is back; what was spent of it stands', async () => {
    const bytes = await backup();
    deed(20);
    const entry = cast.a.score(O, 'FX-03', 'w1', { date: lastDay, points: 5 });
    await cast.a.syncAll();
    cast.office.record('entry.review', { household: O, entry, decision: 'approve' }, 'office');
    await publish();
    await finish();
    await everybody();
    const sold = spend(cast.a, 12, 'online', 'w1');
    await cast.a.syncAll();
    const counters = [await pointsNow(), await pointsNow(O)];
    expect(counters).toMatchObject([
      { waiting: 0, final: 20, redeemed: 12 },
      { waiting: 0, final: 5 },
    ]);
    await restoreTown(stage.db, sourceOf(bytes), { replace: true });
    // The policy is another one by now: what had to wait waits again all the same.
    await say({ redeemableWhenFinal: false });
    await cast.office.syncAll();
    expect(await finish()).toBe(0);
    for (let round = 0; round < 2; round++) await everybody();
    expect(cast.a.verdict(sold)).toMatchObject({ outcome: 'applied' });
    expect(await pointsNow()).toMatchObject({ earned: 20, waiting: 20, final: 0, redeemed: 12, debt: 12 });
    expect(await finish()).toBe(1);
    expect([await pointsNow(), await pointsNow(O)]).toEqual(counters);
    await settled(stage, cast);
  });
});

test('verify finds an entry that waits in the table and not in the ledger, and a list that is not final as it says', async () => {
  const entry = deed(20);
  await cast.a.syncAll();
  await publish();
  audited = false;
  await stage.db.updateTable('entries').set({ waits: null }).where('id', '=', entry).execute();
  expect((await verifyTown(stage.db, TOWN)).difference?.place).toBe(`entries ${H} ${entry}`);
  await stage.db.updateTable('entries').set({ waits: true }).where('id', '=', entry).execute();
  await stage.db.updateTable('households').set({ waiting: 3 }).where('code', '=', H).execute();
  expect((await verifyTown(stage.db, TOWN)).difference?.place).toBe(`households ${H} waiting`);
  await stage.db.updateTable('households').set({ waiting: 20 }).where('code', '=', H).execute();
  await finish();
  expect(await verifyTown(stage.db, TOWN)).toMatchObject({ ok: true });
  await stage.db.updateTable('publications').set({ final_points: 3 }).execute();
  expect((await verifyTown(stage.db, TOWN)).difference?.place).toBe(`publications XW ${month}`);
});
