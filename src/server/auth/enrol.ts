/** Enrolment (SY-2) and a person's first use of a device. */
import type { Kysely } from 'kysely';
import type {
  ActivateRequest,
  ActivateResponse,
  EarlierDevice,
  EnrolRequest,
  EnrolResponse,
} from '../../protocol/device.ts';
import { parseEnrolCode } from '../../protocol/enrolCode.ts';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../http/base-problem.ts';
import { certify } from './certificate.ts';
import { createDevice } from './createDevice.ts';
import { toDeviceUser, usersOfDevice } from './deviceUsers.ts';
import { verifyPin } from './password.ts';
import { hashToken } from './token.ts';

/** Wrong PINs in a row after which only the office can unlock. */
export const PIN_FAILS_MAX = 10;

/**
 * Turns a one-time code into a device. The code is used up in the same transaction, so it never makes two.
 * @throws ProblemError `enrol-code-unknown`, `enrol-code-expired`, `enrol-code-used`, `invalid`
 */
export async function enrol(db: Kysely<Database>, request: EnrolRequest): Promise<EnrolResponse> {
  const code = parseEnrolCode(request.code);
  if (code === undefined) throw new ProblemError('enrol-code-unknown');
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom('enrol_codes as c')
      .innerJoin('towns as t', 't.town', 'c.town')
      .select([
        'c.town',
        't.name as town_name',
        'c.kind',
        'c.village',
        'c.name',
        'c.users',
        'c.created_by',
        'c.expires_at',
        'c.used_at',
      ])
      .where('c.code_hash', '=', hashToken(code))
      .forUpdate('c')
      .executeTakeFirst();
    if (!row) throw new ProblemError('enrol-code-unknown');
    if (row.used_at !== null) throw new ProblemError('enrol-code-used');
    if (row.expires_at.getTime() <= Date.now()) throw new ProblemError('enrol-code-expired');
    const { town, kind, village, name, users } = row;
    const made = await createDevice(trx, {
      town,
      kind,
      village,
      name,
      users,
      publicKey: request.publicKey,
      enrolledBy: row.created_by,
      app: request.app,
    });
    await trx
      .updateTable('enrol_codes')
      .set({ used_at: new Date(), used_device: made.device })
      .where('town', '=', town)
      .where('code_hash', '=', hashToken(code))
      .execute();
    const before = request.before === undefined ? undefined : await earlierDevice(trx, town, request.before);
    return {
      ...made,
      ...(before ? { before } : {}),
      kind,
      town: { code: town, name: row.town_name },
      users: await usersOfDevice(trx, town, made.device),
      certificate: await certify(trx, town, made.device),
    };
  });
}

/** What the server has of a device whose data are gone: whoever enrols again learns what to record again. */
async function earlierDevice(db: Kysely<Database>, town: string, id: string): Promise<EarlierDevice | undefined> {
  const row = await db
    .selectFrom('devices')
    .select(['high_seq', 'last_sync_at', 'unsent'])
    .where('town', '=', town)
    .where('id', '=', id)
    .where('kind', 'in', ['tablet', 'counter'])
    .executeTakeFirst();
  if (!row) return undefined;
  return { device: id, high: row.high_seq, lastSyncAt: row.last_sync_at?.getTime() ?? null, unsent: row.unsent };
}

/**
 * Checks a person's PIN on a device and hands out the key that seals the device's cache.
 * @throws ProblemError `pin-wrong`, `pin-locked`, `forbidden` when the person does not work on this device
 */
export async function activate(
  db: Kysely<Database>,
  device: { readonly town: string; readonly id: string },
  request: ActivateRequest,
): Promise<ActivateResponse> {
  const { town } = device;
  const person = await db
    .selectFrom('device_users as d')
    .innerJoin('users as u', (join) => join.onRef('u.town', '=', 'd.town').onRef('u.id', '=', 'd.user_id'))
    .innerJoin('devices as v', (join) => join.onRef('v.town', '=', 'd.town').onRef('v.id', '=', 'd.device'))
    .select(['u.id', 'u.name', 'u.role', 'u.village', 'u.grids', 'u.home_grid', 'u.pin_hash', 'v.data_key'])
    .where('d.town', '=', town)
    .where('d.device', '=', device.id)
    .where('d.removed_ms', 'is', null)
    .where('u.id', '=', request.user)
    .where('u.active', '=', true)
    .executeTakeFirst();
  if (!person) throw new ProblemError('forbidden');
  await countTry(db, town, person.id);
  if (!(await verifyPin(person.pin_hash, request.pin))) throw new ProblemError('pin-wrong');
  await db.updateTable('users').set({ pin_fails: 0 }).where('town', '=', town).where('id', '=', person.id).execute();
  return { user: toDeviceUser(person), dataKey: person.data_key.toString('base64url') };
}

/** Every try is counted before it is checked, so that tries side by side cannot slip past the limit. */
async function countTry(db: Kysely<Database>, town: string, user: string): Promise<void> {
  const counted = await db
    .updateTable('users')
    .set((e) => ({ pin_fails: e('pin_fails', '+', 1) }))
    .where('town', '=', town)
    .where('id', '=', user)
    .where('pin_fails', '<', PIN_FAILS_MAX)
    .returning('pin_fails')
    .executeTakeFirst();
  if (!counted) throw new ProblemError('pin-locked');
}
