/** `town verify`: sessions, photos and the audit, each with a place that was tampered with. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dayOf } from '../../src/domain/calendar.ts';
import { must } from '../../src/domain/must.ts';
import { noteAct } from '../../src/server/audit/acts.ts';
import { verifyTown } from '../../src/server/backup/verifyTown.ts';
import { PhotoFiles } from '../../src/server/photos/photoFiles.ts';
import { asConsole, emptyTown, makeTown, PEOPLE, TOWN } from './support/smallTown.ts';
import { openStage, type Stage } from './support/stage.ts';

const JPEG = Buffer.from('ffd8ffe000104a464946ffd9', 'hex');
const PHOTO = createHash('sha256').update(JPEG).digest('hex');
const today = dayOf(Date.now());

let stage: Stage;
let folder: string;
let files: PhotoFiles;

beforeAll(async () => {
  stage = await openStage();
  folder = await mkdtemp(join(tmpdir(), 'village-points-verify-'));
});
afterAll(async () => {
  await stage.close();
  await rm(folder, { recursive: true });
});

/** A session with one decision, a photo that has arrived, and an act. */
beforeEach(async () => {
  const { db } = stage;
  await emptyTown(db);
  await makeTown(db);
  const deed = { household: 'XW-0001', rule: 'BIG-01', date: today, quantity: 1, points: 100 };
  await asConsole(db, [
    { kind: 'entry.record', body: { ...deed, photos: [PHOTO] } },
    { kind: 'carryover.entry', body: { ...deed, status: 'submitted', recordedBy: '老陈' } },
    {
      kind: 'committee.session',
      body: { village: 'XW', date: today, present: [PEOPLE.office.id, '老陈'], chair: PEOPLE.office.id },
    },
  ]);
  const { id: session } = await db.selectFrom('committee_sessions').select('id').executeTakeFirstOrThrow();
  const byStatus = async (status: 'approved' | 'submitted') =>
    (await db.selectFrom('entries').select('id').where('status', '=', status).executeTakeFirstOrThrow()).id;
  const [entry, photographed] = [await byStatus('submitted'), await byStatus('approved')];
  await asConsole(db, [
    { kind: 'entry.review', body: { household: 'XW-0001', entry, decision: 'approve', session } },
    { kind: 'committee.close', body: { village: 'XW', session, note: '都同意' } },
  ]);
  const device = must(photographed.split('-')[0], 'a reference has a device');
  await db
    .insertInto('photos')
    .values({ town: TOWN, id: PHOTO, household: 'XW-0001', op: photographed, device, bytes: JPEG.length })
    .execute();
  await noteAct(db, { town: TOWN, kind: 'user.changed', by: PEOPLE.office.id, village: 'XW', subject: 'w1' });
  files = new PhotoFiles(folder);
  await mkdir(dirname(files.pathOf(TOWN, PHOTO)), { recursive: true });
  await writeFile(files.pathOf(TOWN, PHOTO), JPEG);
});

const verify = () => verifyTown(stage.db, TOWN, files);

test('what is as it was told is counted', async () => {
  expect(await verify()).toMatchObject({ ok: true, difference: null, checked: { sessions: 1, photos: 1, acts: 1 } });
});

describe('names the first place that differs', () => {
  test.each([
    ['who sat', `update committee_sessions set present = '{w1}'`, /^committee_sessions \w+-\d{6}$/],
    ['the day', `update committee_sessions set date = '2020-01-01'`, /^committee_sessions /],
    ['the end', `update committee_sessions set closed_at = null`, /^committee_sessions /],
    ['a session that is gone', `delete from committee_sessions`, /^committee_sessions \w+-\d{6}$/],
    [
      'what was decided in it',
      `update entries set session = case when session is null then (select id from committee_sessions) end`,
      /^(committee_sessions \w+-\d{6} \w+-\d{6}|entries .*)$/,
    ],
    ['a photo that is not noted', `delete from entry_photos`, /^entry_photos [0-9a-f]{64}$/],
    [
      'a photo that is noted and named nowhere',
      `insert into entry_photos (town, photo, household, entry) values ('${TOWN}', '${'0'.repeat(64)}', 'XW-0001', 'NONE-000001')`,
      /^entry_photos 0+$/,
    ],
    ['the op of a photo', `update photos set op = 'NONE-000001'`, /^photos [0-9a-f]{64}$/],
    ['the size of a photo', `update photos set bytes = bytes + 1`, /^photos [0-9a-f]{64}$/],
    ['who did an act', `update audit_acts set by_user = 'nobody'`, /^audit_acts [0-9a-f]{16}$/],
    ['whose an act was', `update audit_acts set village = 'ZZ'`, /^audit_acts /],
    ['whom an act was done to', `update audit_acts set subject = 'nobody'`, /^audit_acts /],
    ['where an op was', `update ops set village = 'ZZ' where kind = 'entry.record'`, /^ops \w+ \d+$/],
    ['what an op was about', `update ops set household = 'XW-9999' where kind = 'entry.record'`, /^ops \w+ \d+$/],
  ])('%s', async (_what, change, place) => {
    await sql.raw(change).execute(stage.db);
    const { ok, difference } = await verify();
    expect(ok).toBe(false);
    expect(difference?.place).toMatch(place);
    expect(difference?.zh).toMatch(/[一-龥]/);
    expect(difference?.en).not.toMatch(/[一-龥]/);
  });

  test('a file that is another one, or gone', async () => {
    const path = files.pathOf(TOWN, PHOTO);
    await writeFile(path, Buffer.concat([JPEG, Buffer.from('x')]));
    expect((await verify()).difference?.en).toContain('damaged');
    await rm(path);
    expect((await verify()).difference?.en).toContain('has no file');
    // The rows alone are as they should be.
    expect((await verifyTown(stage.db, TOWN)).ok).toBe(true);
  });
});
