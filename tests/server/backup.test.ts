/** Backup, restore and verify of one town (SY-14), on a real database with another town beside it. */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { writeBackupFile } from '../../src/server/backup/backupFile.ts';
import { bringBackPhotos, savePhotos } from '../../src/server/backup/backupPhotos.ts';
import { sourceOf } from '../../src/server/backup/readBackup.ts';
import { restoreTown } from '../../src/server/backup/restoreTown.ts';
import { townTables } from '../../src/server/backup/townTables.ts';
import { verifyTown } from '../../src/server/backup/verifyTown.ts';
import type { Database } from '../../src/server/db/schema.ts';
import { createTown } from '../../src/server/ingest/createTown.ts';
import { addJob } from '../../src/server/jobs/jobRows.ts';
import { PhotoFiles } from '../../src/server/photos/photoFiles.ts';
import { auditTown } from './support/auditTown.ts';
import { asConsole, carried, TOWN } from './support/smallTown.ts';
import { type Cast, H, newCast, openStage, type Stage } from './support/stage.ts';

let stage: Stage;
let db: Kysely<Database>;
let cast: Cast;
let home: string;
let file: string;

beforeAll(async () => {
  stage = await openStage();
  db = stage.db;
});
afterAll(() => stage.close());
beforeEach(async () => {
  cast = await newCast(stage);
  home = await mkdtemp(join(tmpdir(), 'village-points-backup-'));
  file = join(home, 'backups', 'cc.vpb');
  return () => rm(home, { recursive: true });
});

/** Ops of every outcome, decided and open Cases, rights, edits, texts that need care. */
async function busyTown(): Promise<void> {
  const { a, b, office } = cast;
  await asConsole(db, [
    carried(H, 100),
    { kind: 'policy.publish', body: { village: 'XW', policy: { carryMaxPoints: 20 } } },
  ]);
  a.carry = ['XW-G1'];
  await a.syncAll();
  const lines = [{ sku: 'rice', quantity: 1, price: 5 }];
  a.record('redemption.record', { household: H, lines, points: 5, mode: 'allowance' }, 'w1');
  a.score(H, 'FX-02', 'w1', { points: 3, note: '带“引号”\\ 和\n换行\ttab' });
  a.log.appendRaw('entry.record', { 2: 'zwei', 1: 'eins', bad: '\u0000' }, { by: 'w1', at: Date.now() });
  a.log.appendRaw('future.kind', { some: [1, 2.5, null] }, { by: 'w1', at: Date.now(), schema: 9 });
  await a.syncAll();
  const late = b.score(H, 'FX-02', 'w2', { points: 3 });
  b.score(H, 'OFF-01', 'w2');
  b.record('household.edit', { household: H, set: [{ field: 'head', value: '李𬭎珈', was: `户主${H}` }] }, 'w2');
  await b.syncAll();
  office.record('case.decide', { case: late, decision: 'keep_both' }, 'office');
  await office.syncAll();
  await a.syncAll();
}

/** All rows of a town as texts, by table; what a restore changes on purpose is left out. */
async function rowsOf(town: string): Promise<Record<string, string[]>> {
  const changed = [
    'epoch',
    'restored_seq',
    'backed_up_at',
    'backed_up_seq',
    'awaited',
    'report_due',
    'catalogue_version',
    'status',
  ];
  const found: Record<string, string[]> = {};
  for (const { name, columns } of await townTables(db)) {
    if (name === 'restores') continue;
    const texts = columns.filter((c) => !changed.includes(c.name)).map((c) => sql`${sql.ref(c.name)}::text`);
    const { rows } = await sql<{ row: string }>`select json_build_array(${sql.join(texts)})::text as row
      from ${sql.table(name)} where town = ${town}`.execute(db);
    found[name] = rows.map((r) => r.row).sort();
  }
  return found;
}

const restored = (options: { replace?: boolean; town?: string } = {}) =>
  restoreTown(db, createReadStream(file), { replace: true, ...options });

describe('backup and restore', () => {
  test('[SY-14] a restored town is the one that was backed up, to the letter, with an epoch of its own', async () => {
    await busyTown();
    const before = await rowsOf(TOWN);
    const made = await writeBackupFile(db, TOWN, file);
    expect(made).toMatchObject({ confirmed: true, rows: { ops: before.ops?.length, ledger: before.ledger?.length } });
    cast.a.score(H, 'FX-01', 'w1');
    await cast.a.syncAll();
    expect(await rowsOf(TOWN)).not.toEqual(before);
    const back = await restored();
    expect(back).toMatchObject({ replacedSeq: made.head.feedSeq + 1 });
    expect(back.epoch).not.toBe(made.head.epoch);
    expect(await rowsOf(TOWN)).toEqual(before);
    await auditTown(db, TOWN);
    expect(await db.selectFrom('restores').select(['epoch', 'feed_seq']).execute()).toEqual([
      { epoch: back.epoch, feed_seq: made.head.feedSeq },
    ]);
  });

  test('[SY-14] every table with a town is in it, also one that a later version adds', async () => {
    await sql`create table stamps (town text collate "C" references towns, id int, village text, note jsonb, primary key (town, id))`.execute(
      db,
    );
    try {
      await sql`insert into stamps values (${TOWN}, 1, 'XW', '{"a": [1]}'), (${TOWN}, 2, null, null)`.execute(db);
      await writeBackupFile(db, TOWN, file);
      await sql`delete from stamps where id = 1`.execute(db);
      await sql`update stamps set village = 'DL'`.execute(db);
      await restored();
      const { rows } = await sql`select id, village, note from stamps order by id`.execute(db);
      expect(rows).toEqual([
        { id: 1, village: 'XW', note: { a: [1] } },
        { id: 2, village: null, note: null },
      ]);
    } finally {
      await sql`drop table stamps`.execute(db);
    }
  });

  test('[SY-14] only this town: another one beside it is neither in the file nor touched', async () => {
    await createTown(db, 'ZZ', '别的镇');
    const other = await rowsOf('ZZ');
    const made = await writeBackupFile(db, TOWN, file);
    expect(made.rows.towns).toBe(1);
    await restored();
    expect(await rowsOf('ZZ')).toEqual(other);
    expect(await db.selectFrom('towns').select('restored_seq').where('town', '=', 'ZZ').executeTakeFirst()).toEqual({
      restored_seq: null,
    });
  });

  test('[SY-14] into an empty database', async () => {
    await busyTown();
    const before = await rowsOf(TOWN);
    await writeBackupFile(db, TOWN, file);
    await sql`truncate towns cascade`.execute(db);
    expect((await restored({ replace: false })).replacedSeq).toBeUndefined();
    expect(await rowsOf(TOWN)).toEqual(before);
  });

  test('[SY-14] a snapshot: what is written while the backup runs is not in it, and nobody waits', async () => {
    const before = await rowsOf(TOWN);
    const working = (async () => {
      for (let i = 0; i < 5; i++) {
        cast.a.score(H, 'FX-01', 'w1');
        await cast.a.syncAll();
      }
    })();
    const made = await writeBackupFile(db, TOWN, file);
    await working;
    expect(made.rows.ledger).toBeLessThanOrEqual((before.ledger?.length ?? 0) + 5);
    await restored();
    await auditTown(db, TOWN);
  });

  test('[SY-14] a backup made by an older version is brought up to date on the way in', async () => {
    await busyTown();
    await writeBackupFile(db, TOWN, file);
    const lines = gunzipSync(await readFile(file))
      .toString()
      .split('\n');
    await writeFile(file, gzipSync(await asBefore0007(lines)));
    await restored();
    await auditTown(db, TOWN);
    expect((await verifyTown(db, TOWN)).ok).toBe(true);
    const { rows } = await sql<{
      n: string;
    }>`select nspname as n from pg_namespace where nspname like 'restore%'`.execute(db);
    expect(rows).toEqual([]);
  });

  test('[SY-14] long work of the office is of now: a restore neither loses it nor brings old work back', async () => {
    const { id } = await addJob(db, { town: TOWN, by: 'office', kind: 'register.export', village: 'XW', input: {} });
    await writeBackupFile(db, TOWN, file);
    const later = await addJob(db, { town: TOWN, by: 'office', kind: 'register.export', village: 'XW', input: {} });
    await sql`delete from jobs where id = ${id}`.execute(db);
    await restored();
    expect(await db.selectFrom('jobs').select('id').execute()).toEqual([{ id: later.id }]);
  });

  test('[SY-14] sign-ins are of now, not of the backup, and no unused code is good any more', async () => {
    const signedIn = () => db.selectFrom('sessions').select('user_id').execute();
    expect(await signedIn()).toEqual([{ user_id: 'office' }]);
    await db
      .insertInto('enrol_codes')
      .values({
        town: TOWN,
        code_hash: randomUUID(),
        kind: 'tablet',
        village: 'XW',
        name: 'T',
        users: ['w1'],
        created_by: 'office',
        expires_at: new Date(Date.now() + 60_000),
      })
      .execute();
    await writeBackupFile(db, TOWN, file);
    await restored();
    expect(await signedIn()).toEqual([{ user_id: 'office' }]);
    await db.deleteFrom('sessions').execute();
    await restored();
    expect(await signedIn()).toEqual([]);
    const codes = await sql`select from enrol_codes where used_at is null and expires_at > now()`.execute(db);
    expect(codes.rows).toEqual([]);
  });

  test('[SY-2] the console’s references are never given twice: after a restore it has a new log', async () => {
    await writeBackupFile(db, TOWN, file);
    await asConsole(db, [carried(H, 1)]);
    await restored();
    await asConsole(db, [carried(H, 2)]);
    const consoles = await db
      .selectFrom('devices')
      .select(['status', 'high_seq'])
      .where('kind', '=', 'console')
      .orderBy('status')
      .execute();
    expect(consoles).toMatchObject([{ status: 'active', high_seq: 1 }, { status: 'revoked' }]);
  });

  test('[SY-14] what is safe is noted per device, and only for the history it belongs to', async () => {
    const { a } = cast;
    for (let i = 0; i < 3; i++) a.score(H, 'FX-01', 'w1');
    await a.syncAll();
    const safe = async () =>
      (await db.selectFrom('devices').select('backed_up_seq').where('id', '=', a.id).executeTakeFirstOrThrow())
        .backed_up_seq;
    expect(await safe()).toBe(0);
    await writeBackupFile(db, TOWN, file);
    expect(await safe()).toBe(3);
    a.score(H, 'FX-01', 'w1');
    await a.syncAll();
    expect(await safe()).toBe(3);
  });
});

/** The file as it was before the step 0007, which added a table and some columns. */
async function asBefore0007(lines: readonly string[]): Promise<string> {
  const added = new Set(
    'backed_up_seq report_due awaited waived_by judged_seq faith_seq backed_up_at restored_seq'.split(' '),
  );
  let dropped: number[] = [];
  let skipping = false;
  const kept: string[] = [];
  const end = JSON.parse(lines.at(-2) ?? '') as { end: { rows: Record<string, number>; sha256: string } };
  for (const line of lines.slice(0, -2)) {
    if (line.startsWith('{"table"')) {
      const table = JSON.parse(line) as { table: string; columns: string[] };
      skipping = table.table === 'restores';
      dropped = table.columns.flatMap((name, i) => (added.has(name) ? [i] : []));
      if (!skipping) kept.push(JSON.stringify({ ...table, columns: table.columns.filter((name) => !added.has(name)) }));
    } else if (line.startsWith('[')) {
      if (!skipping) kept.push(JSON.stringify((JSON.parse(line) as unknown[]).filter((_, i) => !dropped.includes(i))));
    } else kept.push(line.replace(/,?"0007-restore"/, ''));
  }
  delete end.end.rows.restores;
  const text = kept.map((line) => `${line}\n`).join('');
  end.end.sha256 = createHash('sha256').update(text).digest('hex');
  return `${text}${JSON.stringify(end)}\n`;
}

describe('files that are refused, with nothing changed', () => {
  const unpacked = async () => gunzipSync(await readFile(file)).toString();
  async function expectRefused(bytes: Uint8Array, code: string, options: { replace?: boolean; town?: string } = {}) {
    const before = await rowsOf(TOWN);
    const tried = restoreTown(db, sourceOf(bytes), { replace: true, ...options });
    await expect(tried).rejects.toMatchObject({ name: 'BackupError', code });
    expect(await rowsOf(TOWN)).toEqual(before);
  }
  beforeEach(async () => {
    await writeBackupFile(db, TOWN, file);
  });

  test('[SY-14] one that is cut anywhere', async () => {
    const whole = await readFile(file);
    for (const share of [0.2, 0.6, 0.99]) await expectRefused(whole.subarray(0, whole.length * share), 'truncated');
    const lines = (await unpacked()).split('\n');
    await expectRefused(gzipSync(lines.slice(0, -2).join('\n')), 'truncated');
    await expectRefused(gzipSync(`${lines.slice(0, -3).join('\n')}\n`), 'truncated');
  });

  test('[SY-14] one with a changed byte, a row more or a row less', async () => {
    const whole = Buffer.from(await readFile(file));
    whole[whole.length - 6] = (whole[whole.length - 6] ?? 0) ^ 1;
    await expectRefused(whole, 'damaged');
    const text = await unpacked();
    await expectRefused(gzipSync(text.replace('户主XW-0001', '户主XW-0009')), 'damaged');
    const lines = text.split('\n');
    const row = lines.findIndex((line) => line.startsWith('['));
    await expectRefused(gzipSync([...lines.slice(0, row), ...lines.slice(row + 1)].join('\n')), 'damaged');
    await expectRefused(gzipSync([...lines.slice(0, row), '["x"]', ...lines.slice(row)].join('\n')), 'damaged');
  });

  test('[SY-14] one that is none, is a newer one, or is another town’s', async () => {
    await expectRefused(Buffer.from('PK not a backup at all'), 'not-a-backup');
    await expectRefused(gzipSync('{"some":"json"}\n'), 'not-a-backup');
    const text = await unpacked();
    await expectRefused(gzipSync(text.replace('"version":1', '"version":2')), 'newer');
    await expectRefused(gzipSync(text.replace('"0001-spine"', '"0001-spine","0999-later"')), 'newer');
    await expectRefused(await readFile(file), 'other-town', { town: 'ZZ' });
    await sql`update towns set card_public = '{}' where town = ${TOWN}`.execute(db);
    await expectRefused(await readFile(file), 'other-town');
  });

  test('[SY-14] a town that is here is replaced only when that is asked for', async () => {
    await expectRefused(await readFile(file), 'town-exists', { replace: false });
  });

  test('[SY-14] a backup that cannot be written leaves the one that was there, and counts for nothing', async () => {
    const before = await readFile(file);
    await sql`update ledger set hash = ${'f'.repeat(64)} where town = ${TOWN} and seq = 5`.execute(db);
    await expect(writeBackupFile(db, TOWN, file)).rejects.toMatchObject({ code: 'damaged' });
    expect(await readFile(file)).toEqual(before);
    expect(await readdir(join(home, 'backups'))).toEqual(['cc.vpb']);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });
});

test('[CF-22] photos lie beside the backup once, and come back', async () => {
  const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 0xff, 0xd9]);
  const id = createHash('sha256').update(jpeg).digest('hex');
  const photos = new PhotoFiles(join(home, 'data'));
  await photos.prepare();
  await writeFile(join(photos.incoming, 'x'), jpeg);
  await photos.keep(join(photos.incoming, 'x'), TOWN, id);
  const gone = 'e'.repeat(64);
  const save = () => savePhotos(join(home, 'data'), file, TOWN, [id, gone]);
  expect(await save()).toEqual({ copied: 1, known: 0, missing: [gone] });
  expect(await save()).toEqual({ copied: 0, known: 1, missing: [gone] });
  const elsewhere = join(home, 'new-machine');
  expect(await bringBackPhotos(elsewhere, file, TOWN, [id])).toEqual({ copied: 1, known: 0, missing: [] });
  expect(await new PhotoFiles(elsewhere).read(TOWN, id)).toEqual(jpeg);
});

test('[CF-22] a backup names the pictures of goods among the files that belong to it', async () => {
  await busyTown();
  const id = 'a'.repeat(64);
  await db.insertInto('goods_photos').values({ town: TOWN, id, bytes: 9, added_by: 'admin' }).execute();
  const { photos } = await writeBackupFile(db, TOWN, file);
  expect(photos).toContain(id);
  const restored = await restoreTown(db, createReadStream(file), { replace: true, town: undefined });
  expect(restored.photos).toContain(id);
});

describe('verify', () => {
  beforeEach(() => busyTown());

  test('[SY-14] a town that is as its ledger says', async () => {
    const verified = await verifyTown(db, TOWN);
    expect(verified).toMatchObject({ ok: true, difference: null, checked: { households: 12, devices: 4 } });
    expect(verified.checked.cases).toBeGreaterThan(2);
  });

  test.each([
    [
      'a ledger row',
      `update ledger set body = replace(body::text, '"points":100', '"points":101')::json where type = 'entry.recorded'`,
      /^ledger \d+$/,
    ],
    ['a ledger row that is gone', `delete from ledger where seq = 4`, /^ledger 4$/],
    ['the end of the ledger', `update towns set feed_seq = feed_seq + 1`, /^ledger \d+$/],
    [
      'an op',
      `update ops set body = replace(body::text, '"points":3', '"points":4')::json where kind = 'entry.record'`,
      /^ops \w+ \d+$/,
    ],
    ['an op that is gone', `delete from ops where kind = 'household.edit'`, /^ops \w+ 3$/],
    ['an entry', `update entries set points = points + 1 where rule = 'FX-02'`, /^entries XW-0001 \w+-\d{6}$/],
    ['an entry that is gone', `delete from entries where rule = 'BIG-01'`, /^entries XW-0001 /],
    ['a redemption', `update redemptions set points = 4`, /^redemptions XW-0001 /],
    [
      'a granted right',
      `update allowances set granted = granted + 1 where household = 'XW-0001'`,
      /^allowances XW-0001 /,
    ],
    [
      'a spent right',
      `update allowances set spent = spent - 1 where household = 'XW-0001'`,
      /^households XW-0001 allowances.spent /,
    ],
    ['a counter', `update households set final = final + 1 where code = 'XW-0001'`, /^households XW-0001 final$/],
    ['a name in the lists', `update households set head = '别人' where code = 'XW-0001'`, /^households XW-0001$/],
    ['an edit', `update households set edits = '[]' where code = 'XW-0001'`, /^edits XW-0001 /],
    ['a card', `update households set card = 2 where code = 'XW-0001'`, /^households XW-0001$/],
    ['a household that is gone', `delete from households where code = 'DL-0004'`, /^households DL-0004$/],
    ['a Case', `update cases set decision = 'reject' where decision is null`, /^cases /],
    ['an entry that the next list would miss', `delete from unlisted_entries`, /^unlisted_entries XW-0001 \w+-\d{6}$/],
    [
      'an entry that waits for a list and is none',
      `insert into unlisted_entries values ('${TOWN}', 'XW-0001', 'ABCD-000001')`,
      /^unlisted_entries XW-0001 ABCD-000001$/,
    ],
    ['a Case that is gone', `delete from cases where code = 'rule_off'`, /^cases /],
  ])('[SY-14] %s that differs is named, in both languages', async (_what, change, place) => {
    await sql.raw(change).execute(db);
    const { ok, difference } = await verifyTown(db, TOWN);
    expect(ok).toBe(false);
    expect(difference?.place).toMatch(place);
    expect(difference?.zh).toMatch(/[一-龥]/);
    expect(difference?.en).not.toMatch(/[一-龥]/);
  });
});
