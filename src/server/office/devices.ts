import { type Kysely, sql } from 'kysely';
import type { OfficeDevice } from '../../protocol/officeDevices.ts';
import { carriersChanged } from '../auth/createDevice.ts';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../http/base-problem.ts';

/** More devices than a town has; a longer list is a fault, not a page. */
const DEVICES_MAX = 2_000;

/** Devices of a village, or of the whole town for null: in use first, then by name. */
export async function listDevices(db: Kysely<Database>, town: string, village: string | null): Promise<OfficeDevice[]> {
  let query = db
    .selectFrom('devices as d')
    .select([
      'd.id',
      'd.kind',
      'd.name',
      'd.village',
      'd.status',
      'd.last_sync_at',
      'd.app',
      'd.unsent',
      'd.clock_offset_ms',
      'd.used_bytes',
      'd.quota_bytes',
      'd.persisted',
      'd.awaited',
      'd.high_seq',
      'd.backed_up_seq',
    ])
    .select((eb) => eb.ref('d.enrolled_at').$castTo<Date>().as('enrolled'))
    .where('d.town', '=', town)
    .where('d.kind', '!=', 'console')
    .orderBy('d.status')
    .orderBy('d.name')
    .orderBy('d.id')
    .limit(DEVICES_MAX);
  if (village !== null) query = query.where('d.village', '=', village);
  const rows = await query.execute();
  const ids = rows.map((row) => row.id);
  const [users, allowances, cases, writeOffs] = await Promise.all([
    usersPerDevice(db, town, ids),
    allowancesPerDevice(db, town, ids),
    openCasesPerDevice(db, town, ids),
    writeOffsPerDevice(db, town, ids),
  ]);
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    name: row.name,
    village: row.village,
    status: row.status,
    users: users.get(row.id) ?? [],
    enrolledAt: row.enrolled.getTime(),
    lastSyncAt: row.last_sync_at?.getTime() ?? null,
    app: row.app,
    unsent: row.unsent,
    clockOffsetMs: row.clock_offset_ms,
    usedBytes: row.used_bytes,
    quotaBytes: row.quota_bytes,
    persisted: row.persisted,
    allowance: allowances.get(row.id) ?? { points: 0, households: 0 },
    openCases: cases.get(row.id) ?? 0,
    awaited: row.awaited,
    unsaved: row.status === 'revoked' && row.kind !== 'office' ? Math.max(0, row.high_seq - row.backed_up_seq) : 0,
    writeOffs: writeOffs.get(row.id) ?? [],
  }));
}

/**
 * Revokes a device: from now on its ops are quarantined and it wipes its data at next contact (CF-17). Revoking it again
 * changes nothing.
 * @throws ProblemError `not-found` for a device outside the village
 */
export async function revokeDevice(
  db: Kysely<Database>,
  town: string,
  village: string | null,
  device: string,
): Promise<void> {
  let query = db
    .updateTable('devices')
    .set({ status: 'revoked', revoked_at: sql<Date>`coalesce(revoked_at, now())` })
    .where('town', '=', town)
    .where('id', '=', device)
    .where('kind', '!=', 'console');
  if (village !== null) query = query.where('village', '=', village);
  const { numUpdatedRows } = await query.executeTakeFirst();
  if (numUpdatedRows === 0n) throw new ProblemError('not-found');
  await carriersChanged(db, town);
}

async function usersPerDevice(
  db: Kysely<Database>,
  town: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { id: string; name: string }[]>> {
  const rows = await db
    .selectFrom('device_users as d')
    .innerJoin('users as u', (join) => join.onRef('u.town', '=', 'd.town').onRef('u.id', '=', 'd.user_id'))
    .select(['d.device', 'u.id', 'u.name'])
    .where('d.town', '=', town)
    .where(sql<boolean>`d.device = any(${ids}::text[])`)
    .where('d.removed_ms', 'is', null)
    .orderBy('u.id')
    .execute();
  const found = new Map<string, { id: string; name: string }[]>();
  for (const { device, ...user } of rows) found.set(device, [...(found.get(device) ?? []), user]);
  return found;
}

async function allowancesPerDevice(
  db: Kysely<Database>,
  town: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, OfficeDevice['allowance']>> {
  const { rows } = await sql<{ device: string; points: number; households: number }>`
    select device, sum(granted - returned - spent - written_off)::int as points, count(*)::int as households
    from allowances
    where town = ${town} and device = any(${ids}::text[]) and granted - returned - spent - written_off > 0
    group by device`.execute(db);
  return new Map(rows.map(({ device, ...held }) => [device, held]));
}

/** AL-5: who wrote off what of a device, and what late redemptions took of it (CF-13). */
async function writeOffsPerDevice(
  db: Kysely<Database>,
  town: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, OfficeDevice['writeOffs']>> {
  const { rows } = await sql<{ device: string } & OfficeDevice['writeOffs'][number]>`
    select w.device, w.id, w.at, u.name as "byName", w.reason, w.points, w.households,
      coalesce(sum(r.late_points), 0)::int as late, coalesce(sum(r.shortfall), 0)::int as shortfall
    from write_offs w
    join users u on u.town = w.town and u.id = w.by_user
    left join redemptions r on r.town = w.town and r.write_off = w.id and r.voided_ref is null
    where w.town = ${town} and w.device = any(${ids}::text[])
    group by w.town, w.id, u.town, u.id order by w.at desc, w.id desc`.execute(db);
  const found = new Map<string, OfficeDevice['writeOffs']>();
  for (const { device, ...one } of rows) found.set(device, [...(found.get(device) ?? []), one]);
  return found;
}

async function openCasesPerDevice(
  db: Kysely<Database>,
  town: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('cases')
    .select((eb) => ['device', eb.fn.countAll<number>().as('open')])
    .where('town', '=', town)
    .where('decision', 'is', null)
    .where(sql<boolean>`device = any(${ids}::text[])`)
    .groupBy('device')
    .execute();
  return new Map(rows.map((row) => [row.device, row.open]));
}
