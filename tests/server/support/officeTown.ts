import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Profile } from '../../../src/domain/household.ts';
import type { Role } from '../../../src/domain/role.ts';
import type { Rule } from '../../../src/domain/rule.ts';
import { hashPassword } from '../../../src/server/auth/password.ts';
import { hashToken, newToken } from '../../../src/server/auth/token.ts';
import { generateTownKey, publicTownKey } from '../../../src/server/auth/townKey.ts';
import type { Database } from '../../../src/server/db/schema.ts';

export const TOWN = 'CC';
export const PASSWORD = 'bamboo-17-lantern';

const RULE: Rule = {
  code: 'RJ-01',
  category: '人居环境整治',
  title: '庭院整洁',
  description: '',
  kind: 'plus',
  shape: { type: 'range', min: 1, max: 3 },
  unit: '',
  cap: { times: 1, period: 'week', scope: 'household' },
  evidence: 'none',
  review: 'village',
  enabled: true,
  note: '',
};

interface Person {
  readonly id: string;
  readonly role: Role;
  readonly village: string | null;
  readonly login?: string;
}

/** Two villages, one office person of each kind, a worker and a clerk. */
const PEOPLE: readonly Person[] = [
  { id: 'TOWN', role: 'town_admin', village: null, login: 'town' },
  { id: 'OFFICE-XW', role: 'village_office', village: 'XW', login: 'office-xw' },
  { id: 'OFFICE-DL', role: 'village_office', village: 'DL', login: 'office-dl' },
  { id: 'COMMITTEE-XW', role: 'committee', village: 'XW', login: 'committee-xw' },
  { id: 'WORKER-XW', role: 'grid_worker', village: 'XW', login: 'worker-xw' },
  { id: 'CLERK-XW', role: 'store_clerk', village: 'XW', login: 'clerk-xw' },
  { id: 'WORKER-DL', role: 'grid_worker', village: 'DL' },
];

/** Fills an empty database with a small town. */
export async function createOfficeTown(db: Kysely<Database>): Promise<void> {
  const key = await generateTownKey();
  await db
    .insertInto('towns')
    .values({
      town: TOWN,
      name: '苍城镇',
      zone_offset_minutes: 480,
      epoch: 'e1',
      feed_seq: 0,
      feed_hash: '0'.repeat(64),
      catalogue_version: 1,
      card_private: JSON.stringify(key),
      card_public: JSON.stringify(publicTownKey(key)),
    })
    .execute();
  const villages = [
    { town: TOWN, code: 'XW', name: '下湾村' },
    { town: TOWN, code: 'DL', name: '大罗村' },
  ];
  await db.insertInto('villages').values(villages).execute();
  await db
    .insertInto('grids')
    .values(
      villages.map(({ town, code, name }) => ({
        town,
        code: `${code}-G1`,
        village: code,
        name: `${name}一格`,
        natural_villages: [],
      })),
    )
    .execute();
  const password_hash = await hashPassword(PASSWORD);
  await db
    .insertInto('users')
    .values(
      PEOPLE.map(({ id, role, village, login }) => ({
        town: TOWN,
        id,
        name: `姓名${id}`,
        role,
        village,
        grids: [],
        home_grid: null,
        login: login ?? null,
        password_hash: login === undefined ? null : password_hash,
        pin_hash: null,
      })),
    )
    .execute();
  await db
    .insertInto('rule_versions')
    .values({ town: TOWN, village: '', version: 1, effective_from: '2020-01-01', rules: JSON.stringify([RULE]) })
    .execute();
}

/** A session of a person, as the cookie header of their browser. */
export async function cookieOf(db: Kysely<Database>, user: string): Promise<string> {
  const token = newToken();
  await db
    .insertInto('sessions')
    .values({
      town: TOWN,
      token_hash: hashToken(token),
      user_id: user,
      expires_at: new Date(Date.now() + 3_600_000),
    })
    .execute();
  return `office_session=${token}`;
}

export async function publicKeyOfNewDevice(): Promise<string> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  return Buffer.from(await crypto.subtle.exportKey('raw', pair.publicKey)).toString('base64url');
}

/** A device row as enrolment would have made it. */
export async function addDevice(
  db: Kysely<Database>,
  device: {
    readonly id: string;
    readonly village: string | null;
    readonly kind?: 'tablet' | 'office';
    readonly lastSync?: Date;
  },
): Promise<string> {
  const token = newToken();
  const genesis = randomBytes(32).toString('hex');
  await db
    .insertInto('devices')
    .values({
      town: TOWN,
      id: device.id,
      kind: device.kind ?? 'tablet',
      village: device.village,
      name: `平板${device.id}`,
      token_hash: hashToken(token),
      public_key: await publicKeyOfNewDevice(),
      genesis,
      data_key: randomBytes(32),
      high_hash: genesis,
      enrolled_by: 'TOWN',
      last_sync_at: device.lastSync ?? null,
    })
    .execute();
  return token;
}

export async function addHousehold(
  db: Kysely<Database>,
  household: {
    readonly code: string;
    readonly village: string;
    readonly head: string;
    readonly card?: number;
    readonly tags?: readonly string[];
  },
): Promise<void> {
  const base: Profile = {
    head: household.head,
    phone: '',
    doorPlate: `${household.code.slice(-2)}号`,
    naturalVillage: '',
    status: 'active',
    tags: household.tags ?? [],
    members: { m1: { name: household.head, relation: '户主', tags: [] } },
  };
  await db
    .insertInto('households')
    .values({
      town: TOWN,
      code: household.code,
      village: household.village,
      grid: `${household.village}-G1`,
      registered: JSON.stringify({ ref: 'ZZZZ-000001', by: 'TOWN', at: 0 }),
      base: JSON.stringify(base),
      edits: '[]',
      head: household.head,
      card: household.card ?? 1,
      ...{ earned: 0, pending: 0, final: 0, redeemed: 0, allotted: 0, debt: 0 },
      rev: 0,
    })
    .execute();
}

export interface TestEntry {
  readonly household: string;
  readonly id: string;
  readonly points: number;
  readonly at: number;
  readonly status?: 'submitted' | 'approved' | 'rejected';
  readonly date?: string;
  readonly by?: string;
  readonly member?: string;
  readonly reverses?: string;
  readonly late?: string;
  readonly oldCard?: number;
  readonly photos?: readonly string[];
}

export async function addEntries(db: Kysely<Database>, entries: readonly TestEntry[]): Promise<void> {
  await db
    .insertInto('entries')
    .values(
      entries.map((entry) => ({
        town: TOWN,
        household: entry.household,
        id: entry.id,
        rule: RULE.code,
        date: entry.date ?? '2026-11-20',
        points: entry.points,
        quantity: 1,
        level: null,
        member: entry.member ?? null,
        note: null,
        photos: entry.photos ? [...entry.photos] : null,
        by_user: entry.by ?? 'WORKER-XW',
        at: entry.at,
        status: entry.status ?? 'submitted',
        reviewed_by: null,
        reviewed_at: null,
        reason: null,
        reverses: entry.reverses ?? null,
        late: entry.late ?? null,
        old_card: entry.oldCard ?? null,
      })),
    )
    .execute();
  const photos = entries.flatMap(({ household, id, photos = [] }) =>
    photos.map((photo) => ({ town: TOWN, photo, household, entry: id })),
  );
  if (photos.length > 0) await db.insertInto('entry_photos').values(photos).execute();
}
