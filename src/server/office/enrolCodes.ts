import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { enrolCodeFromRandom } from '../../protocol/enrolCode.ts';
import type { OpenEnrolCode } from '../../protocol/officeDevices.ts';
import { hashToken } from '../auth/token.ts';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../http/base-problem.ts';
import { namesOf } from './peopleNames.ts';

const LIFE_MS = 30 * 60_000;
const CODE_BYTES = 8;

export interface WantedEnrolment {
  readonly kind: 'tablet' | 'counter';
  readonly village: string;
  /** Ids of the people who will work on the device. */
  readonly users: readonly string[];
  readonly name: string;
}

/**
 * Makes a one-time enrolment code. Only its hash is kept, so it can be shown just now.
 * @throws ProblemError `invalid` when the village or one of the people is not there, or a person works elsewhere
 */
export async function createEnrolCode(
  db: Kysely<Database>,
  by: { readonly town: string; readonly id: string },
  wanted: WantedEnrolment,
): Promise<{ code: string; expiresAt: number }> {
  const { town } = by;
  await checkVillage(db, town, wanted.village);
  const users = [...new Set(wanted.users)];
  await checkUsers(db, town, wanted.village, users);
  const code = enrolCodeFromRandom(randomBytes(CODE_BYTES));
  const expiresAt = Date.now() + LIFE_MS;
  await db
    .insertInto('enrol_codes')
    .values({
      town,
      code_hash: hashToken(code),
      kind: wanted.kind,
      village: wanted.village,
      name: wanted.name.trim(),
      users,
      created_by: by.id,
      expires_at: new Date(expiresAt),
    })
    .execute();
  return { code, expiresAt };
}

/** Codes that can still be used, the one that ends first on top; never the code itself. */
export async function listOpenEnrolCodes(
  db: Kysely<Database>,
  town: string,
  village: string | null,
): Promise<OpenEnrolCode[]> {
  let query = db
    .selectFrom('enrol_codes')
    .select(['kind', 'village', 'name', 'users', 'created_by', 'expires_at'])
    .where('town', '=', town)
    .where('used_at', 'is', null)
    .where('expires_at', '>', new Date())
    .orderBy('expires_at');
  if (village !== null) query = query.where('village', '=', village);
  const rows = await query.execute();
  const names = await namesOf(
    db,
    town,
    rows.flatMap((row) => [...row.users, row.created_by]),
  );
  return rows.map((row) => ({
    kind: row.kind,
    village: row.village,
    name: row.name,
    users: row.users.map((id) => names.get(id) ?? id),
    createdBy: names.get(row.created_by) ?? row.created_by,
    expiresAt: row.expires_at.getTime(),
  }));
}

async function checkVillage(db: Kysely<Database>, town: string, village: string): Promise<void> {
  const found = await db
    .selectFrom('villages')
    .select('code')
    .where('town', '=', town)
    .where('code', '=', village)
    .executeTakeFirst();
  if (!found) throw invalid('village', 'no such village');
}

async function checkUsers(
  db: Kysely<Database>,
  town: string,
  village: string,
  users: readonly string[],
): Promise<void> {
  const found = await db
    .selectFrom('users')
    .select('id')
    .where('town', '=', town)
    .where('id', 'in', [...users])
    .where('active', '=', true)
    .where((eb) => eb.or([eb('village', '=', village), eb('village', 'is', null)]))
    .execute();
  if (found.length !== users.length) throw invalid('users', 'somebody is not active in this village');
}

function invalid(field: string, message: string): ProblemError {
  return new ProblemError('invalid', { errors: [{ path: `/body/${field}`, message }] });
}
