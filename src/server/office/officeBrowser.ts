import type { Kysely } from 'kysely';
import type { EnrolResponse } from '../../protocol/device.ts';
import { certify } from '../auth/certificate.ts';
import { createDevice } from '../auth/createDevice.ts';
import { usersOfDevice } from '../auth/deviceUsers.ts';
import type { Session } from '../auth/session.ts';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../http/base-problem.ts';

/**
 * Makes the browser of a signed-in person a device of its own (SY-1: what the office decides are ops too).
 * @throws ProblemError `invalid` for a public key that is none
 */
export async function enrolOfficeBrowser(
  db: Kysely<Database>,
  session: Session,
  browser: { readonly publicKey: string; readonly app: string },
): Promise<EnrolResponse> {
  const { town, id, name, village } = session;
  return db.transaction().execute(async (trx) => {
    const made = await createDevice(trx, {
      town,
      kind: 'office',
      village,
      name,
      users: [id],
      enrolledBy: id,
      ...browser,
    });
    return {
      ...made,
      kind: 'office' as const,
      town: await townOf(trx, town),
      users: await usersOfDevice(trx, town, made.device),
      certificate: await certify(trx, town, made.device),
    };
  });
}

/**
 * Adds the signed-in person to a browser that is a device already: colleagues share a PC.
 * @returns the people who may work on it
 * @throws ProblemError `forbidden` for a device that is no office browser, or one of another village
 */
export async function joinOfficeBrowser(
  db: Kysely<Database>,
  session: Session,
  device: { readonly town: string; readonly id: string; readonly kind: string; readonly village: string | null },
): Promise<Pick<EnrolResponse, 'users'>> {
  const elsewhere = device.town !== session.town || device.village !== session.village;
  if (device.kind !== 'office' || elsewhere) throw new ProblemError('forbidden');
  await db
    .insertInto('device_users')
    .values({ town: device.town, device: device.id, user_id: session.id, removed_ms: null })
    .onConflict((conflict) => conflict.columns(['town', 'device', 'user_id']).doUpdateSet({ removed_ms: null }))
    .execute();
  return { users: await usersOfDevice(db, device.town, device.id) };
}

async function townOf(db: Kysely<Database>, town: string): Promise<EnrolResponse['town']> {
  const row = await db.selectFrom('towns').select('name').where('town', '=', town).executeTakeFirstOrThrow();
  return { code: town, name: row.name };
}
