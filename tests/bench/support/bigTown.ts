/**
 * The data set "big town": a village of 10,000 households with 500,000 entries of two years, two small villages beside it to compare
 * with, and what else an office meets: redemptions of every quarter, reviews, rejections, reversals, merged households, devices that were
 * not heard of, Cases decided and open. Everything goes through the judge and the ledger; only when a Case was opened and when a device
 * was last seen is written by hand, because the server's own clock says that otherwise.
 */
import { type Kysely, sql } from 'kysely';
import { addDays, type Day, dayOf, monthOf, SHANGHAI_OFFSET_MINUTES } from '../../../src/domain/calendar.ts';
import type { Role } from '../../../src/domain/role.ts';
import type { Rule } from '../../../src/domain/rule.ts';
import { hashPassword, hashPin } from '../../../src/server/auth/password.ts';
import type { Database } from '../../../src/server/db/schema.ts';
import { type ConsoleOp, recordAsConsole } from '../../../src/server/ingest/console.ts';
import { createTown } from '../../../src/server/ingest/createTown.ts';
import { bigDevices } from './bigDevices.ts';
import { BIG_VILLAGES, type BigSize, bigHistory, workerOf } from './bigHistory.ts';
import { gridOf, storeOps, TOWN, townOps, VILLAGE, villageOps } from './town.ts';

export const BIG_PASSWORD = 'bigtown-2026';
const BIG_PIN = '246810';
const BATCH_OPS = 500;

/** Logins of the offices; all with BIG_PASSWORD. */
const OFFICE: readonly (readonly [login: string, role: Role, village: string | null])[] = [
  ['town', 'town_admin', null],
  ['office', 'village_office', VILLAGE],
  ['committee', 'committee', VILLAGE],
  ['office-dl', 'village_office', 'DL'],
];

/** Makes the big town in a database that has every table and no town. `said` hears how far it is. */
export async function fillBigTown(
  db: Kysely<Database>,
  rules: readonly Rule[],
  size: BigSize,
  said: (line: string) => void,
): Promise<void> {
  const until = dayOf(Date.now(), SHANGHAI_OFFSET_MINUTES);
  await createTown(db, TOWN, '苍城镇');
  await record(db, townOps(rules, size.households));
  for (const { code, name, households } of BIG_VILLAGES.slice(1)) await record(db, villageOps(code, name, households));
  await addPeople(db, size.households);
  await record(db, storeOps());
  said(`${size.households} households`);
  let batch: ConsoleOp[] = [];
  let done = 0;
  for (const op of bigHistory(rules, size, until)) {
    batch.push(op);
    if (batch.length < BATCH_OPS) continue;
    await record(db, batch);
    done += batch.length;
    batch = [];
    if (done % 50_000 === 0) said(`${done} facts`);
  }
  await record(db, batch);
  await record(db, becoming());
  said('devices and Cases');
  await bigDevices(db, rules, size, (ops) => record(db, ops), until);
  await record(db, published(until));
  await sql`analyze`.execute(db);
}

async function record(db: Kysely<Database>, ops: readonly ConsoleOp[]): Promise<void> {
  const verdicts = await recordAsConsole(db, TOWN, ops);
  const bad = verdicts.findIndex(({ verdict }) => verdict.outcome !== 'applied');
  if (bad >= 0) throw new Error(`${JSON.stringify(ops[bad])}: ${JSON.stringify(verdicts[bad]?.verdict)}`);
}

async function addPeople(db: Kysely<Database>, households: number): Promise<void> {
  const pin_hash = await hashPin(BIG_PIN);
  const password_hash = await hashPassword(BIG_PASSWORD);
  const person = (id: string, name: string, role: Role, village: string | null) => ({
    town: TOWN,
    id,
    name,
    role,
    village,
    grids: [] as string[],
    home_grid: null as string | null,
  });
  const workers = new Map<string, { village: string; grids: Set<string> }>();
  for (const { code, households: own } of BIG_VILLAGES) {
    for (let n = 1; n <= (code === VILLAGE ? households : own); n++) {
      const id = workerOf(n, code);
      const worker = workers.get(id) ?? { village: code, grids: new Set() };
      workers.set(id, { ...worker, grids: worker.grids.add(gridOf(n, code)) });
    }
  }
  const field = [...workers].map(([id, { village, grids }]) => ({
    ...person(id, `网格员${id}`, 'grid_worker', village),
    grids: [...grids],
    home_grid: [...grids][0] ?? null,
  }));
  const clerks = BIG_VILLAGES.map(({ code }) => person(`clerk-${code}`, `店员${code}`, 'store_clerk', code));
  await db
    .insertInto('users')
    .values([
      ...[...field, ...clerks].map((p) => ({ ...p, login: null, password_hash: null, pin_hash })),
      ...OFFICE.map(([login, role, village]) => ({
        ...person(login, login, role, village),
        login,
        password_hash,
        pin_hash: null,
      })),
    ])
    .execute();
}

/** A few households that are no more, or live with another one now. */
function becoming(): readonly ConsoleOp[] {
  const code = (n: number) => `${VILLAGE}-${String(n).padStart(5, '0')}`;
  return [
    ...[21, 42, 63].map(
      (n): ConsoleOp => ({ kind: 'household.merge', body: { household: code(n), into: code(n + 1), reason: '并户' } }),
    ),
    { kind: 'household.close', body: { household: code(84), reason: '全家迁出' } },
  ];
}

/** Months whose publicity is over: all but this one and the last. */
function published(until: Day): readonly ConsoleOp[] {
  const months = new Set<string>();
  for (let day = addDays(until, -730); monthOf(day) < monthOf(addDays(until, -31)); day = addDays(day, 20))
    months.add(monthOf(day));
  return BIG_VILLAGES.flatMap(({ code }) =>
    [...months].map((month): ConsoleOp => ({ kind: 'month.publish', body: { village: code, month } })),
  );
}
