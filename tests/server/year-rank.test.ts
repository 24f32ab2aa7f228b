/** A year is ranked: its list is frozen once, with who is not in it; it is verified, and comes back after a restore. */
import { PassThrough } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dayOf } from '../../src/domain/calendar.ts';
import type { OpBodies } from '../../src/domain/op.ts';
import type { RankingDocument } from '../../src/domain/yearList.ts';
import { canonicalJson } from '../../src/protocol/canonical.ts';
import { sha256Hex } from '../../src/protocol/opHash.ts';
import { backupTown } from '../../src/server/backup/backupTown.ts';
import { sourceOf } from '../../src/server/backup/readBackup.ts';
import { restoreTown } from '../../src/server/backup/restoreTown.ts';
import { findList, findRoot } from '../../src/server/backup/verifyRoot.ts';
import { verifyTown } from '../../src/server/backup/verifyTown.ts';
import { auditTown } from './support/auditTown.ts';
import { asConsole, device, officeBrowser, PEOPLE, TOWN } from './support/smallTown.ts';
import { type Cast, H, newCast, openStage, type Stage } from './support/stage.ts';

const today = dayOf(Date.now());
const year = Number(today.slice(0, 4));
const O = 'XW-1001';
const E = 'XW-1002';
const D = 'DL-0001';

let stage: Stage;
let cast: Cast;
let audited = true;

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  audited = true;
  cast = await newCast(stage);
  for (const one of [cast.a, cast.b, cast.office]) await one.syncAll();
});
afterEach(async () => {
  if (audited) await auditTown(stage.db, TOWN);
});
afterAll(() => stage.close());

async function rank(body: Partial<OpBodies['year.rank']> = {}): Promise<string> {
  const ref = cast.office.record('year.rank', { village: 'XW', year, ...body }, 'office');
  await cast.office.syncAll();
  return ref;
}
const exclude = (household: string, excluded = true, by = cast.office) =>
  by.record('ranking.exclude', { household, year, excluded, reason: '长期外出' }, 'office');

async function listOf(village = 'XW') {
  const row = await stage.db
    .selectFrom('rankings')
    .selectAll()
    .where('town', '=', TOWN)
    .where('village', '=', village)
    .executeTakeFirstOrThrow();
  return { ...row, said: JSON.parse(row.document) as RankingDocument };
}
const lines = (said: RankingDocument) => said.rows.map(({ rank: place, points }) => [place, points]);
const linesOf = (list: 'ranked' | 'apart' | 'excluded') =>
  stage.db
    .selectFrom('ranked_households')
    .select(['household', 'rank', 'reason'])
    .where('list', '=', list)
    .orderBy('row')
    .execute();

describe('[YR-1] the list of a year', () => {
  test('is frozen with its hash, the ledger’s place and root, and found by what stands on paper', async () => {
    const { a, b, office } = cast;
    a.score(H, 'FX-01', 'w1');
    a.score(O, 'FX-01', 'w1');
    b.score(E, 'FX-02', 'w2');
    for (const one of [a, b]) await one.syncAll();
    const ref = await rank();
    const list = await listOf();
    expect(lines(list.said)).toEqual([
      [1, 3],
      [2, 2],
      [2, 2],
    ]);
    expect(list.said).toMatchObject({ year, frozen: today, masked: true, excluded: 0, unranked: 5, apart: [] });
    expect(list.said.village).toEqual({ code: 'XW', name: '下湾村' });
    expect(list.document).not.toMatch(/XW-|1380/);
    expect(canonicalJson(list.said)).toBe(list.document);
    expect(sha256Hex(list.document)).toBe(list.hash);
    expect(office.verdict(ref)).toEqual({ outcome: 'applied', code: 'ok', params: { document: list.hash } });
    const named = { village: 'XW', year, hash: list.hash };
    expect(await findRoot(stage.db, TOWN, list.root_hash)).toMatchObject({
      ...{ found: true, seq: list.root_seq, broken: null },
      lists: [named],
    });
    expect(await findList(stage.db, TOWN, list.hash)).toMatchObject({ found: true, whole: true, list: named });

    // Nothing that happens afterwards changes it, and it is frozen once.
    a.score(H, 'FX-01', 'w1');
    await a.syncAll();
    const again = await rank();
    expect(office.verdict(again)).toEqual({
      outcome: 'refused',
      code: 'year_ranked',
      params: { year, by: 'office', day: today },
    });
    expect((await listOf()).document).toBe(list.document);
    // No device hears of it.
    const tablet = await device(stage.app, stage.db, 'tablet', 'XW', ['w1']);
    await tablet.syncAll();
    for (const one of [tablet, office]) expect(one.events.some((e) => e.type === 'year.ranked')).toBe(false);
  });

  test('ends at the op that freezes it, also inside of one batch', async () => {
    const { a, office } = cast;
    const first = a.score(H, 'FX-03', 'w1', { points: 5 });
    const second = a.score(O, 'FX-03', 'w1', { points: 5 });
    a.score(E, 'FX-01', 'w1');
    const undone = a.score(E, 'FX-02', 'w1');
    await a.syncAll();
    office.record('entry.review', { household: H, entry: first, decision: 'approve' }, 'office');
    office.record('entry.reverse', { household: E, entry: undone, reason: '点错' }, 'office');
    office.record('household.merge', { household: E, into: 'XW-0002', reason: '并户' }, 'office');
    office.record('year.rank', { village: 'XW', year }, 'office');
    office.record('entry.review', { household: O, entry: second, decision: 'approve' }, 'office');
    await office.syncAll();
    expect(await linesOf('ranked')).toEqual([
      { household: H, rank: 1, reason: null },
      { household: 'XW-0002', rank: 2, reason: null },
    ]);
    expect(lines((await listOf()).said)).toEqual([
      [1, 5],
      [2, 2],
    ]);
  });

  test('of a year to come, of one without points, of another village or the town, is not the office’s to freeze', async () => {
    cast.a.score(H, 'FX-01', 'w1');
    await cast.a.syncAll();
    const refused = async (body: Partial<OpBodies['year.rank']>) => cast.office.verdict(await rank(body));
    expect(await refused({ year: year + 1 })).toMatchObject({ code: 'year_not_begun', params: { year: year + 1 } });
    expect(await refused({ year: year - 3 })).toMatchObject({ code: 'nothing_to_rank', params: { year: year - 3 } });
    expect(await refused({ village: 'DL' })).toMatchObject({ code: 'not_allowed' });
    expect(await refused({ village: null })).toMatchObject({ code: 'not_allowed' });
    expect(await refused({ village: 'NO' })).toMatchObject({ outcome: 'refused' });
    const committee = await officeBrowser(stage.app, stage.db, PEOPLE.committee);
    const ref = committee.record('year.rank', { village: 'XW', year }, 'committee');
    await committee.syncAll();
    expect(committee.verdict(ref)).toMatchObject({ code: 'not_allowed' });
    expect(await stage.db.selectFrom('rankings').select('hash').execute()).toEqual([]);
  });

  test('of the town is across villages, with cadres apart as its policy says', async () => {
    const { a } = cast;
    a.score(H, 'FX-02', 'w1');
    a.score(O, 'FX-01', 'w1');
    await a.syncAll();
    const dl = await device(stage.app, stage.db, 'tablet', 'DL', ['d1']);
    await dl.syncAll();
    dl.score(D, 'FX-01', 'd1');
    await dl.syncAll();
    await asConsole(stage.db, [
      { kind: 'policy.publish', body: { village: null, policy: { cadresApart: true, maskNames: false } } },
      { kind: 'household.edit', body: { household: O, set: [{ field: 'tags', value: ['干部'], was: [] }] } },
    ]);
    const town = await officeBrowser(stage.app, stage.db, PEOPLE.admin);
    town.record('year.rank', { village: null, year }, 'admin');
    await town.syncAll();
    const { said } = await listOf('');
    expect(said.village).toBeNull();
    expect(said.rows.map(({ name, village }) => [name, village])).toEqual([
      [`户主${H}`, '下湾村'],
      [`户主${D}`, '大罗村'],
    ]);
    expect(said.apart).toMatchObject([{ name: `户主${O}`, rank: 1, tier: '五星' }]);
    // A village's own list is another one.
    expect(cast.office.verdict(await rank()).outcome).toBe('applied');
  });

  test('that was changed afterwards is found by verify', async () => {
    cast.a.score(H, 'FX-01', 'w1');
    exclude(E);
    await cast.a.syncAll();
    await rank();
    audited = false;
    const list = await listOf();
    const place = async () => (await verifyTown(stage.db, TOWN)).difference?.place;
    const forged = list.document.replace('"points":2', '"points":9');
    await stage.db.updateTable('rankings').set({ document: forged }).execute();
    expect(await place()).toBe(`rankings XW ${year}`);
    expect(await findList(stage.db, TOWN, list.hash)).toMatchObject({ found: true, whole: false });
    await stage.db.updateTable('rankings').set({ document: list.document }).execute();
    expect(await place()).toBeUndefined();
    await stage.db.updateTable('ranked_households').set({ head: '别人' }).where('list', '=', 'ranked').execute();
    expect(await place()).toBe(`rankings XW ${year}`);
    await stage.db
      .updateTable('ranked_households')
      .set({ head: `户主${H}` })
      .where('list', '=', 'ranked')
      .execute();
    await stage.db.updateTable('ranking_exclusions').set({ excluded: false }).execute();
    expect(await place()).toBe(`ranking_exclusions ${year} ${E}`);
    await stage.db.deleteFrom('ranking_exclusions').execute();
    expect(await place()).toBe(`ranking_exclusions ${year} ${E}`);
  });
});

describe('[YR-2] who is not ranked', () => {
  test('stands apart with the reason, the paper says how many; it is taken back until the list is frozen', async () => {
    const { a, office } = cast;
    for (const household of [H, O, E]) a.score(household, 'FX-01', 'w1');
    await a.syncAll();
    exclude(H);
    exclude(O);
    exclude(O, false);
    await rank();
    expect(await linesOf('excluded')).toEqual([{ household: H, rank: null, reason: '长期外出' }]);
    expect((await linesOf('ranked')).map(({ household }) => household)).toEqual([O, E]);
    const { said, document } = await listOf();
    expect(said).toMatchObject({ excluded: 1, unranked: 5 });
    expect(document).not.toMatch(/长期外出/);
    const told = await stage.db.selectFrom('ledger').select('body').where('type', '=', 'ranking.excluded').execute();
    expect(told).toHaveLength(3);
    expect(JSON.stringify(told)).not.toMatch(/长期/);

    const late = exclude(E);
    const back = exclude(H, false);
    await office.syncAll();
    for (const ref of [late, back])
      expect(office.verdict(ref)).toMatchObject({ outcome: 'refused', code: 'ranking_frozen', params: { year } });
  });

  test('is no other village’s word, and the town’s list has it too', async () => {
    await asConsole(stage.db, [
      {
        kind: 'carryover.entry',
        body: {
          ...{ household: D, rule: 'FX-01', date: today, quantity: 1, points: 2 },
          ...{ status: 'approved', recordedBy: 'd1' },
        },
      },
    ]);
    const other = exclude(D);
    const nobody = exclude('XW-7777');
    await cast.office.syncAll();
    expect(cast.office.verdict(other)).toMatchObject({ code: 'not_allowed' });
    expect(cast.office.verdict(nobody)).toMatchObject({ code: 'malformed', params: { field: 'household' } });
    cast.a.score(H, 'FX-01', 'w1');
    cast.a.score(O, 'FX-01', 'w1');
    await cast.a.syncAll();
    exclude(H);
    await cast.office.syncAll();
    const town = await officeBrowser(stage.app, stage.db, PEOPLE.admin);
    town.record('year.rank', { village: null, year }, 'admin');
    await town.syncAll();
    expect((await linesOf('ranked')).map(({ household }) => household)).toEqual([D, O]);
    expect(await linesOf('excluded')).toMatchObject([{ household: H }]);
    // It stands in a list by now.
    const late = exclude(H, false);
    await cast.office.syncAll();
    expect(cast.office.verdict(late)).toMatchObject({ code: 'ranking_frozen' });
  });

  test('is whoever a merged household became part of', async () => {
    const { a, office } = cast;
    for (const household of [H, O, E]) a.score(household, 'FX-01', 'w1');
    await a.syncAll();
    exclude(O);
    office.record('household.merge', { household: O, into: E, reason: '并户' }, 'office');
    await rank();
    expect(await linesOf('excluded')).toMatchObject([{ household: E, reason: '长期外出' }]);
    expect((await linesOf('ranked')).map(({ household }) => household)).toEqual([H]);
  });
});

describe('[YR-3] [SY-14] after a restore', () => {
  async function backup(): Promise<Uint8Array> {
    const parts: Buffer[] = [];
    await backupTown(
      stage.db,
      TOWN,
      new PassThrough().on('data', (part: Buffer) => parts.push(part)),
    );
    return Buffer.concat(parts);
  }

  test('a list that was in the backup is there', async () => {
    cast.a.score(H, 'FX-01', 'w1');
    await cast.a.syncAll();
    exclude(O);
    await rank();
    const before = await listOf();
    await restoreTown(stage.db, sourceOf(await backup()), { replace: true });
    expect(await listOf()).toEqual(before);
    expect(await linesOf('excluded')).toMatchObject([{ household: O }]);
  });

  test('the same list comes back when everybody who had a part in it has, with the same hash', async () => {
    const { a, b, office } = cast;
    const early = a.score(O, 'FX-03', 'w1', { points: 5 });
    await a.syncAll();
    const bytes = await backup();
    a.score(H, 'FX-01', 'w1');
    const waits = b.score(O, 'FX-03', 'w2', { points: 5 });
    const taken = b.score(E, 'FX-01', 'w2');
    b.score('XW-0003', 'FX-01', 'w2');
    for (const one of [a, b]) await one.syncAll();
    exclude('XW-0003');
    const ref = await rank();
    const before = await listOf();
    expect(lines(before.said)).toEqual([
      [1, 2],
      [1, 2],
    ]);
    // What was scored, approved or taken back only then is not in it, and does not get into it by the restore.
    a.score(H, 'FX-01', 'w1');
    await a.syncAll();
    for (const entry of [waits, early])
      office.record('entry.review', { household: O, entry, decision: 'approve' }, 'office');
    office.record('entry.reverse', { household: E, entry: taken, reason: '点错' }, 'office');
    await office.syncAll();
    await restoreTown(stage.db, sourceOf(bytes), { replace: true });

    await office.syncAll();
    expect(await stage.db.selectFrom('rankings').select('hash').execute()).toEqual([]);
    expect(office.verdict(ref)).toMatchObject({ code: 'after_restore' });
    await a.syncAll();
    expect(await stage.db.selectFrom('rankings').select('hash').execute()).toEqual([]);
    await b.syncAll();
    for (const one of [office, a, b]) await one.syncAll();
    const after = await listOf();
    expect(after.document).toBe(before.document);
    expect(after).toMatchObject({ hash: before.hash, was: null });
    expect(await linesOf('excluded')).toMatchObject([{ household: 'XW-0003' }]);
    expect(await findList(stage.db, TOWN, before.hash)).toMatchObject({ found: true, whole: true });
  });

  test('a list that comes out as another one says which it was', async () => {
    const { a, b, office } = cast;
    const bytes = await backup();
    a.score(H, 'FX-01', 'w1');
    b.score(O, 'FX-01', 'w2');
    for (const one of [a, b]) await one.syncAll();
    await rank();
    const before = await listOf();
    await restoreTown(stage.db, sourceOf(bytes), { replace: true });
    // The tablet of the one is lost for good: the office waits for it no more.
    await stage.db.updateTable('devices').set({ awaited: false }).where('id', '=', b.id).execute();
    for (const one of [a, office, a]) await one.syncAll();
    const after = await listOf();
    expect(after.hash).not.toBe(before.hash);
    expect(after.was).toBe(before.hash);
    expect(await findList(stage.db, TOWN, before.hash)).toMatchObject({
      found: false,
      replaced: { village: 'XW', year, hash: after.hash },
    });
  });
});
