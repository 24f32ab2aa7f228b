/** A town of two villages for sync tests: a rule of each shape, a few households, people of every role. */
import { type Kysely, sql } from 'kysely';
import type { OpBodies } from '../../../src/domain/op.ts';
import type { Role } from '../../../src/domain/role.ts';
import type { Rule } from '../../../src/domain/rule.ts';
import { hashPin } from '../../../src/server/auth/password.ts';
import { hashToken, newToken } from '../../../src/server/auth/token.ts';
import type { Database } from '../../../src/server/db/schema.ts';
import type { App } from '../../../src/server/http/base-app.ts';
import { type ConsoleOp, recordAsConsole } from '../../../src/server/ingest/console.ts';
import { createTown } from '../../../src/server/ingest/createTown.ts';
import { createEnrolCode } from '../../../src/server/office/enrolCodes.ts';
import { enrolOfficeBrowser } from '../../../src/server/office/officeBrowser.ts';
import { newDeviceKey } from './deviceLog.ts';
import { injected, type Transport } from './syncServer.ts';
import { TestDevice } from './testDevice.ts';

export const TOWN = 'CC';
export const PIN = '246810';

export function rule(code: string, shape: Rule['shape'], change: Partial<Rule> = {}): Rule {
  return {
    code,
    category: '人居环境',
    title: code,
    description: '',
    kind: 'plus',
    shape,
    unit: '次',
    evidence: 'none',
    review: 'auto',
    enabled: true,
    note: '',
    ...change,
  };
}

export const RULES: readonly Rule[] = [
  rule('FX-01', { type: 'fixed', points: 2 }),
  rule('FX-02', { type: 'fixed', points: 3 }, { cap: { times: 1, period: 'week', scope: 'household' } }),
  rule('FX-03', { type: 'fixed', points: 5 }, { review: 'village' }),
  rule('RG-01', { type: 'range', min: 1, max: 10 }, { cap: { points: 10, period: 'year', scope: 'household' } }),
  rule('PU-01', { type: 'per_unit', per: 2 }, { cap: { times: 2, period: 'year', scope: 'member' } }),
  rule('ST-01', {
    type: 'stepped',
    steps: [
      { at: 1, points: 1 },
      { at: 5, points: 6 },
    ],
  }),
  rule('LD-01', { type: 'ladder', levels: [{ name: '市级', points: 20 }] }, { review: 'committee' }),
  rule('MN-01', { type: 'fixed', points: 4 }, { kind: 'minus' }),
  rule('OFF-01', { type: 'fixed', points: 1 }, { enabled: false }),
  rule('BIG-01', { type: 'range', min: 1, max: 1000 }),
];

export interface Person {
  readonly id: string;
  readonly role: Role;
  readonly village: string | null;
  readonly grids?: readonly string[];
}

export const PEOPLE = {
  w1: { id: 'w1', role: 'grid_worker', village: 'XW' },
  w2: { id: 'w2', role: 'grid_worker', village: 'XW' },
  g1: { id: 'g1', role: 'grid_worker', village: 'XW', grids: ['XW-G1'] },
  d1: { id: 'd1', role: 'grid_worker', village: 'DL' },
  clerk: { id: 'clerk', role: 'store_clerk', village: 'XW' },
  office: { id: 'office', role: 'village_office', village: 'XW' },
  committee: { id: 'committee', role: 'committee', village: 'XW' },
  admin: { id: 'admin', role: 'town_admin', village: null },
  admin2: { id: 'admin2', role: 'town_admin', village: 'XW' },
} as const satisfies Record<string, Person>;

/** The op that registers a household. */
export function registration(household: string, village: string, grid: string): OpBodies['household.register'] {
  return {
    household,
    village,
    grid,
    head: `户主${household}`,
    phone: '13800001234',
    doorPlate: `${household}号`,
    naturalVillage: '塘边',
    status: 'active',
    tags: [],
    members: [
      { name: `户主${household}`, relation: '户主', tags: [] },
      { name: '李𬭎珈', relation: '配偶', birthYear: 1970, gender: '女', tags: ['党员'] },
    ],
  };
}

/** Takes everything out of the database again. Truncating makes hundreds of files anew; a few rows are deleted in a tenth of the time. */
export async function emptyTown(db: Kysely<Database>): Promise<void> {
  await sql`do $$
    declare one record;
    begin
      -- In any order: nobody looks at references and triggers.
      perform set_config('session_replication_role', 'replica', true);
      for one in select c.oid::regclass as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'town'
        where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and not a.attisdropped
      loop execute 'delete from ' || one.name; end loop;
    end $$`.execute(db);
}

let pinHash: Promise<string> | undefined;

/** The hash of everybody's PIN, worked out once. */
function everybodysPin(): Promise<string> {
  pinHash ??= hashPin(PIN);
  return pinHash;
}

/** Places, rules and `perGrid` households in each of three grids: XW-0001 … (XW-G1), XW-1001 … (XW-G2), DL-0001 … (DL-G1). */
export async function makeTown(db: Kysely<Database>, perGrid = 4): Promise<void> {
  await createTown(db, TOWN, '苍城镇');
  const grid = (code: string, village: string) => ({ code, village, name: code, naturalVillages: ['塘边'] });
  const ops: ConsoleOp[] = [
    {
      kind: 'town.arrange',
      body: {
        villages: [
          { code: 'XW', name: '下湾村' },
          { code: 'DL', name: '大罗村' },
        ],
        grids: [grid('XW-G1', 'XW'), grid('XW-G2', 'XW'), grid('DL-G1', 'DL')],
      },
    },
    { kind: 'rules.publish', body: { village: null, version: 1, effectiveFrom: '2020-01-01', rules: RULES } },
  ];
  for (let i = 1; i <= perGrid; i++) {
    const four = (n: number) => String(n).padStart(4, '0');
    ops.push({ kind: 'household.register', body: registration(`XW-${four(i)}`, 'XW', 'XW-G1') });
    ops.push({ kind: 'household.register', body: registration(`XW-${four(1000 + i)}`, 'XW', 'XW-G2') });
    ops.push({ kind: 'household.register', body: registration(`DL-${four(i)}`, 'DL', 'DL-G1') });
  }
  await asConsole(db, ops);
  const pin_hash = await everybodysPin();
  await db
    .insertInto('users')
    .values(
      Object.values<Person>(PEOPLE).map(({ id, role, village, grids = [] }) => ({
        town: TOWN,
        id,
        name: `人${id}`,
        role,
        village,
        grids: [...grids],
        home_grid: grids[0] ?? null,
        login: null,
        password_hash: null,
        pin_hash,
      })),
    )
    .execute();
}

/** Records as the office's machine; every op must be applied. */
export async function asConsole(db: Kysely<Database>, ops: readonly ConsoleOp[]): Promise<void> {
  const verdicts = await recordAsConsole(db, TOWN, ops);
  const bad = verdicts.find(({ verdict }) => verdict.outcome !== 'applied');
  if (bad) throw new Error(`op ${bad.seq} of the console: ${JSON.stringify(bad.verdict)}`);
}

/** Approved points for a household, as carried-over history. */
export function carried(household: string, points: number): ConsoleOp {
  const body = { household, rule: 'BIG-01', date: '2024-01-05', quantity: 1, points, recordedBy: 'paper' };
  return { kind: 'carryover.entry', body: { ...body, status: 'approved' } };
}

/** A one-time code for a device of these people. */
export async function enrolCode(
  db: Kysely<Database>,
  kind: 'tablet' | 'counter',
  village: string,
  users: readonly string[],
): Promise<string> {
  const { code } = await createEnrolCode(db, { town: TOWN, id: 'office' }, { kind, village, users, name: 'T' });
  return code;
}

/** An enrolled and loaded device. */
export async function device(
  app: App,
  db: Kysely<Database>,
  kind: 'tablet' | 'counter',
  village: string,
  users: readonly string[],
): Promise<TestDevice> {
  const made = await TestDevice.enrol(injected(app), await enrolCode(db, kind, village, users));
  await made.load();
  return made;
}

/** An office browser with one person's session, loaded if the person may. */
export async function officeBrowser(
  server: App | Transport,
  db: Kysely<Database>,
  person: Person,
): Promise<TestDevice> {
  const key = await newDeviceKey();
  const { id, village, role, grids = [] } = person;
  const session = { town: TOWN, id, name: id, village, role, grids, expiresAt: new Date(Date.now() + 3_600_000) };
  const identity = await enrolOfficeBrowser(db, session, { publicKey: key.publicKey, app: 'test' });
  const transport = typeof server === 'function' ? server : injected(server);
  const browser = new TestDevice(transport, identity, key);
  const token = newToken();
  await db
    .insertInto('sessions')
    .values({ town: TOWN, token_hash: hashToken(token), user_id: id, expires_at: session.expiresAt })
    .execute();
  browser.headers = { cookie: `office_session=${token}`, origin: 'http://points.test' };
  if (role !== 'grid_worker' && role !== 'store_clerk') await browser.load();
  return browser;
}
