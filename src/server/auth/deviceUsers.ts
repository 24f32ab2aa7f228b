import type { Kysely, Selectable } from 'kysely';
import type { DeviceUser } from '../../protocol/catalogue.ts';
import type { UserTable } from '../db/schema/people.ts';
import type { Database } from '../db/schema.ts';

type UserRow = Pick<Selectable<UserTable>, 'id' | 'name' | 'role' | 'village' | 'grids' | 'home_grid'>;

/** A person as devices know them: nothing about passwords or PINs. */
export function toDeviceUser(row: UserRow): DeviceUser {
  const { id, name, role, village, grids, home_grid } = row;
  return { id, name, role, village, grids, grid: home_grid };
}

/** The active people who may work on a device, ordered by id. */
export async function usersOfDevice(db: Kysely<Database>, town: string, device: string): Promise<DeviceUser[]> {
  const rows = await db
    .selectFrom('device_users as d')
    .innerJoin('users as u', (join) => join.onRef('u.town', '=', 'd.town').onRef('u.id', '=', 'd.user_id'))
    .select(['u.id', 'u.name', 'u.role', 'u.village', 'u.grids', 'u.home_grid'])
    .where('d.town', '=', town)
    .where('d.device', '=', device)
    .where('d.removed_ms', 'is', null)
    .where('u.active', '=', true)
    .orderBy('u.id')
    .execute();
  return rows.map(toDeviceUser);
}
