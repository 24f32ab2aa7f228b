import type { Kysely } from 'kysely';
import type { OfficeUser } from '../../protocol/officePeople.ts';
import { hashPin, newPin } from '../auth/password.ts';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../http/base-problem.ts';
import { CONSOLE_USER } from '../ingest/console.ts';

/** People of a village, or of the whole town for null, ordered by id. */
export async function listUsers(db: Kysely<Database>, town: string, village: string | null): Promise<OfficeUser[]> {
  let query = db
    .selectFrom('users as u')
    .select(['u.id', 'u.name', 'u.role', 'u.village', 'u.grids', 'u.home_grid', 'u.active', 'u.pin_fails', 'u.login'])
    .select((eb) => [
      eb('u.login', 'is not', null).$castTo<boolean>().as('signsIn'),
      eb('u.pin_hash', 'is not', null).$castTo<boolean>().as('hasPin'),
      eb
        .selectFrom('device_users as d')
        .innerJoin('devices as v', (join) => join.onRef('v.town', '=', 'd.town').onRef('v.id', '=', 'd.device'))
        .whereRef('d.town', '=', 'u.town')
        .whereRef('d.user_id', '=', 'u.id')
        .where('d.removed_ms', 'is', null)
        .where('v.status', '=', 'active')
        .select((inner) => inner.fn.countAll<number>().as('n'))
        .as('devices'),
    ])
    .where('u.town', '=', town)
    // The command line's own user is nobody whom the office could give a PIN.
    .where('u.id', '!=', CONSOLE_USER)
    .orderBy('u.id');
  if (village !== null) query = query.where('u.village', '=', village);
  const rows = await query.execute();
  return rows.map(({ pin_fails, devices, home_grid, ...row }) => ({
    ...row,
    homeGrid: home_grid,
    pinFails: pin_fails,
    devices: devices ?? 0,
  }));
}

/**
 * Gives a person a new start PIN and forgets the wrong tries (the office unlocks). The PIN is in the answer and nowhere else.
 * @throws ProblemError `not-found` for a person outside the village
 */
export async function resetPin(
  db: Kysely<Database>,
  town: string,
  village: string | null,
  user: string,
): Promise<string> {
  const pin = newPin();
  let query = db
    .updateTable('users')
    .set({ pin_hash: await hashPin(pin), pin_fails: 0 })
    .where('town', '=', town)
    .where('id', '=', user)
    .where('id', '!=', CONSOLE_USER)
    .where('active', '=', true);
  if (village !== null) query = query.where('village', '=', village);
  const { numUpdatedRows } = await query.executeTakeFirst();
  if (numUpdatedRows === 0n) throw new ProblemError('not-found');
  return pin;
}
