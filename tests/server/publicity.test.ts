/** A month is closed: its list is frozen, each entry stands in one list, and people object to it. */
import { PassThrough } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays, dayOf, monthOf } from '../../src/domain/calendar.ts';
import { must } from '../../src/domain/must.ts';
import type { PublicationDocument } from '../../src/domain/publicity.ts';
import { workingDaysAfter } from '../../src/domain/workingDays.ts';
import { canonicalJson } from '../../src/protocol/canonical.ts';
import { sha256Hex } from '../../src/protocol/opHash.ts';
import { backupTown } from '../../src/server/backup/backupTown.ts';
import { sourceOf } from '../../src/server/backup/readBackup.ts';
import { restoreTown } from '../../src/server/backup/restoreTown.ts';
import { findList, findRoot } from '../../src/server/backup/verifyRoot.ts';
import { verifyTown } from '../../src/server/backup/verifyTown.ts';
import { auditTown } from './support/auditTown.ts';
import { asConsole, officeBrowser, PEOPLE, TOWN } from './support/smallTown.ts';
import { type Cast, H, newCast, openStage, type Stage } from './support/stage.ts';

const today = dayOf(Date.now());
const month = monthOf(addDays(`${monthOf(today)}-01`, -1));
const lastDay = addDays(`${monthOf(today)}-01`, -1);
const O = 'XW-1001';

let stage: Stage;
let cast: Cast;
let audited = true;

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  audited = true;
  cast = await newCast(stage);
  await asConsole(stage.db, [{ kind: 'policy.publish', body: { village: null, policy: { deedDaysBack: 90 } } }]);
  for (const one of [cast.a, cast.b, cast.office]) await one.syncAll();
});
afterEach(async () => {
  if (audited) await auditTown(stage.db, TOWN);
});
afterAll(() => stage.close());

async function publish(which = month): Promise<string> {
  const ref = cast.office.record('month.publish', { village: 'XW', month: which }, 'office');
  await cast.office.syncAll();
  return ref;
}

async function listOf(which = month) {
  const row = await stage.db
    .selectFrom('publications')
    .selectAll()
    .where('town', '=', TOWN)
    .where('village', '=', 'XW')
    .where('month', '=', which)
    .executeTakeFirstOrThrow();
  return { ...row, said: JSON.parse(row.document) as PublicationDocument };
}

const linesOf = (said: PublicationDocument) =>
  said.rows.map(({ rank, total, entries }) => [rank, total, entries.map((e) => e.points)]);

describe('a list', () => {
  test('is frozen with its hash, and the root of the ledger that it was made from', async () => {
    const { a, office } = cast;
    a.score(H, 'FX-01', 'w1', { date: lastDay });
    a.score(O, 'FX-01', 'w1', { date: lastDay });
    const waits = a.score(O, 'FX-03', 'w1', { date: lastDay, points: 5 });
    a.score(O, 'FX-01', 'w1', { date: today });
    await a.syncAll();
    const ref = await publish();
    const list = await listOf();
    expect(linesOf(list.said)).toEqual([
      [1, 2, [2]],
      [1, 2, [2]],
    ]);
    expect(list.said).toMatchObject({
      ...{ month, published: today, until: workingDaysAfter(today, 7), objectionDays: 7 },
      ...{ masked: true, pending: 1, quiet: 6 },
    });
    // Names are masked, and no code or phone is in it.
    expect(list.said.rows[0]?.name).toMatch(/^户\*/);
    expect(list.document).not.toMatch(/XW-|DL-|1380/);
    expect(canonicalJson(list.said)).toBe(list.document);
    expect(sha256Hex(list.document)).toBe(list.hash);
    expect(office.verdict(ref)).toEqual({ outcome: 'applied', code: 'ok', params: { document: list.hash } });
    expect(await findRoot(stage.db, TOWN, list.root_hash)).toMatchObject({
      ...{ found: true, seq: list.root_seq, broken: null },
      lists: [{ village: 'XW', month, hash: list.hash }],
    });
    expect(await findList(stage.db, TOWN, list.hash)).toMatchObject({
      found: true,
      whole: true,
      root: { found: true },
    });

    // Nothing that happens afterwards changes it, and it is made once.
    office.record('entry.review', { household: O, entry: waits, decision: 'approve' }, 'office');
    await publish();
    expect((await listOf()).document).toBe(list.document);
  });

  test('[CF-06] has every entry once: what was late or reviewed later is in the next, marked', async () => {
    const { a, office } = cast;
    const kept = a.score(H, 'FX-01', 'w1', { date: lastDay });
    const waits = a.score(H, 'FX-03', 'w1', { date: lastDay, points: 5 });
    const mistaken = a.score(O, 'MN-01', 'w1', { date: lastDay, points: -4 });
    const undone = a.score(O, 'FX-01', 'w1', { date: lastDay });
    await a.syncAll();
    a.record('entry.reverse', { household: O, entry: undone, reason: '点错' }, 'w1');
    await a.syncAll();
    await publish();
    expect(linesOf((await listOf()).said)).toEqual([
      [1, 2, [2]],
      [2, -4, [-4]],
    ]);

    a.score(H, 'FX-01', 'w1', { date: lastDay });
    await a.syncAll();
    office.record('entry.review', { household: H, entry: waits, decision: 'approve' }, 'office');
    office.record('entry.reverse', { household: O, entry: mistaken, reason: '核实过' }, 'office');
    await office.syncAll();
    await publish(monthOf(today));
    const next = (await listOf(monthOf(today))).said;
    expect(next.rows.map(({ rank, total, entries }) => [rank, total, entries])).toEqual([
      [
        1,
        7,
        [
          { date: lastDay, title: 'FX-03', points: 5, late: true },
          { date: lastDay, title: 'FX-01', points: 2, late: true },
        ],
      ],
      [2, 4, [{ date: today, title: 'MN-01', points: 4, reversal: true }]],
    ]);
    const rows = await stage.db.selectFrom('published_entries').select(['entry', 'month']).orderBy('entry').execute();
    expect(new Set(rows.map(({ entry }) => entry)).size).toBe(rows.length);
    expect(rows.find(({ entry }) => entry === kept)?.month).toBe(month);
  });

  test('ends at the op that closes the month, also inside of one batch', async () => {
    const { a, office } = cast;
    const first = a.score(H, 'FX-03', 'w1', { date: lastDay, points: 5 });
    const second = a.score(H, 'FX-03', 'w1', { date: lastDay, points: 5 });
    await a.syncAll();
    office.record('entry.review', { household: H, entry: first, decision: 'approve' }, 'office');
    office.record('month.publish', { village: 'XW', month }, 'office');
    office.record('entry.review', { household: H, entry: second, decision: 'approve' }, 'office');
    office.record('month.publish', { village: 'XW', month: monthOf(today) }, 'office');
    await office.syncAll();
    expect(linesOf((await listOf()).said)).toEqual([[1, 5, [5]]]);
    expect((await listOf()).said.pending).toBe(1);
    expect(linesOf((await listOf(monthOf(today))).said)).toEqual([[1, 5, [5]]]);
  });

  test('that was changed afterwards is found by verify', async () => {
    cast.a.score(H, 'FX-01', 'w1', { date: lastDay });
    await cast.a.syncAll();
    await publish();
    const list = await listOf();
    const forged = list.document.replace('"total":2', '"total":9');
    await stage.db.updateTable('publications').set({ document: forged }).execute();
    audited = false;
    expect((await verifyTown(stage.db, TOWN)).difference?.place).toBe(`publications XW ${month}`);
    expect(await findList(stage.db, TOWN, list.hash)).toMatchObject({ found: true, whole: false });
    await stage.db.updateTable('publications').set({ document: list.document }).execute();
    await stage.db.deleteFrom('published_entries').execute();
    expect((await verifyTown(stage.db, TOWN)).difference?.place).toBe(`publications XW ${month}`);
  });
});

describe('objections', () => {
  const object = (body: object = {}) =>
    cast.office.record('objection.record', { village: 'XW', month, text: '少了一次', how: 'phone', ...body }, 'office');

  test('have 7 working days for their answer; the first answer stands', async () => {
    const early = object();
    await cast.office.syncAll();
    expect(cast.office.verdict(early)).toMatchObject({ code: 'unknown_publication' });
    await publish();
    const ref = object({ name: '张三', phone: '13800001111', about: { household: H } });
    await cast.office.syncAll();
    expect(cast.office.verdict(ref)).toMatchObject({ outcome: 'applied', params: { due: workingDaysAfter(today, 7) } });
    const committee = await officeBrowser(stage.app, stage.db, PEOPLE.committee);
    const body = { objection: ref, outcome: 'upheld', answer: '已补上' } as const;
    const first = committee.record('objection.answer', body, 'committee');
    await committee.syncAll();
    const second = cast.office.record('objection.answer', { ...body, outcome: 'dismissed' }, 'office');
    const nowhere = cast.office.record('objection.answer', { ...body, objection: 'ZZZZ-000001' }, 'office');
    await cast.office.syncAll();
    expect(committee.verdict(first).outcome).toBe('applied');
    expect(cast.office.verdict(second)).toEqual({
      outcome: 'refused',
      code: 'objection_answered',
      params: { objection: ref, by: 'committee' },
    });
    expect(cast.office.verdict(nowhere)).toMatchObject({ code: 'unknown_objection' });
    expect(await stage.db.selectFrom('objections').selectAll().executeTakeFirstOrThrow()).toMatchObject({
      ...{ id: ref, name: '张三', outcome: 'upheld', answered_by: 'committee', answer: '已补上' },
    });
    // Who objected is in the op alone.
    const told = await stage.db.selectFrom('ledger').select('body').where('type', 'like', 'objection.%').execute();
    expect(JSON.stringify(told)).not.toMatch(/张三|1380|少了/);
  });

  test('come in time: not before the list hangs, and not when its days are over', async () => {
    await publish();
    const early = object({ on: addDays(today, -1) });
    const late = object({ on: addDays(today, 1) });
    await cast.office.syncAll();
    for (const ref of [early, late]) expect(cast.office.verdict(ref)).toMatchObject({ code: 'malformed' });
    const past = addDays(today, -40);
    await stage.db
      .updateTable('publications')
      .set({ published: addDays(past, -9), until: past })
      .execute();
    const over = object();
    const paper = object({ on: past, how: 'paper' });
    await cast.office.syncAll();
    expect(cast.office.verdict(over)).toMatchObject({ code: 'objection_closed', params: { until: past } });
    expect(cast.office.verdict(paper).outcome).toBe('applied');
  });

  test('of another village are not its office’s', async () => {
    await asConsole(stage.db, [{ kind: 'month.publish', body: { village: 'DL', month } }]);
    const ref = object({ village: 'DL' });
    await cast.office.syncAll();
    expect(cast.office.verdict(ref)).toMatchObject({ code: 'not_allowed' });
  });
});

describe('[SY-14] after a restore', () => {
  async function backup(): Promise<Uint8Array> {
    const parts: Buffer[] = [];
    await backupTown(
      stage.db,
      TOWN,
      new PassThrough().on('data', (part: Buffer) => parts.push(part)),
    );
    return Buffer.concat(parts);
  }

  test('the same list comes back when everybody who had a part in it has, with the same hash', async () => {
    const { a, b, office } = cast;
    const early = a.score(O, 'FX-03', 'w1', { date: lastDay, points: 5 });
    await a.syncAll();
    const bytes = await backup();
    a.score(H, 'FX-01', 'w1', { date: lastDay });
    const waits = b.score(O, 'FX-03', 'w2', { date: lastDay, points: 5 });
    for (const one of [a, b]) await one.syncAll();
    const ref = await publish();
    const before = await listOf();
    // What came late, or was approved only then, is not in it, and does not get into it by the restore.
    const late = a.score(H, 'FX-01', 'w1', { date: lastDay });
    await a.syncAll();
    const objection = office.record(
      'objection.record',
      { village: 'XW', month, text: '少了一次', how: 'paper' },
      'office',
    );
    for (const entry of [waits, early])
      office.record('entry.review', { household: O, entry, decision: 'approve' }, 'office');
    office.record('objection.answer', { objection, outcome: 'dismissed', answer: '没有少' }, 'office');
    await office.syncAll();
    await restoreTown(stage.db, sourceOf(bytes), { replace: true });

    await office.syncAll();
    expect(await stage.db.selectFrom('publications').select('hash').execute()).toEqual([]);
    expect(office.verdict(ref)).toMatchObject({ code: 'after_restore' });
    await a.syncAll();
    expect(await stage.db.selectFrom('publications').select('hash').execute()).toEqual([]);
    await b.syncAll();
    for (const one of [office, a, b]) await one.syncAll();
    const after = await listOf();
    expect(after.document).toBe(before.document);
    expect(after).toMatchObject({ hash: before.hash, was: null });
    expect(
      must(
        a.file(H).entries.find((e) => e.id === late),
        'it is here again',
      ).late,
    ).toBe(month);
    expect(await stage.db.selectFrom('objections').select(['id', 'outcome']).execute()).toEqual([
      { id: objection, outcome: 'dismissed' },
    ]);
    // The root of the lost history is gone, and said to be.
    expect(await findRoot(stage.db, TOWN, before.root_hash)).toMatchObject({ found: false, restores: [{}] });
    expect(await findList(stage.db, TOWN, before.hash)).toMatchObject({ found: true, whole: true });
  });

  test('a list that comes out as another one says which it was', async () => {
    const { a, b, office } = cast;
    const bytes = await backup();
    a.score(H, 'FX-01', 'w1', { date: lastDay });
    await a.syncAll();
    b.score(O, 'FX-01', 'w2', { date: lastDay });
    await b.syncAll();
    await publish();
    const before = await listOf();
    await restoreTown(stage.db, sourceOf(bytes), { replace: true });
    // The tablet of the one is lost for good: the office waits for it no more.
    await stage.db.updateTable('devices').set({ awaited: false }).where('id', '=', b.id).execute();
    for (const one of [a, office]) await one.syncAll();
    await a.syncAll();
    const after = await listOf();
    expect(after.hash).not.toBe(before.hash);
    expect(after.was).toBe(before.hash);
    expect(await findList(stage.db, TOWN, before.hash)).toMatchObject({
      found: false,
      replaced: { village: 'XW', month, hash: after.hash },
    });
  });
});
