/** The people of a town: who is added, what they may do, their passwords. The command line does the same by these functions. */
import type { Kysely } from 'kysely';
import type { Role } from '../../domain/role.ts';
import { mayAdminister } from '../../domain/userRights.ts';
import type { CreateUserRequest, UpdateUserRequest } from '../../protocol/officeUsers.ts';
import { newPassword } from '../auth/newPassword.ts';
import { hashPassword, hashPin, newPin } from '../auth/password.ts';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../http/base-problem.ts';
import { CONSOLE_USER } from '../ingest/console.ts';
import { changeRights } from './personRights.ts';

/** Whoever administers: a session of the office. */
interface Administrator {
  readonly town: string;
  readonly id: string;
  readonly role: Role;
  readonly village: string | null;
}

/** The secrets of a person, shown this once. */
export interface UserSecrets {
  readonly login: string | null;
  readonly password: string | null;
  readonly pin: string | null;
}

interface NewPerson {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly village: string | null;
  readonly grids: readonly string[];
  readonly homeGrid: string | null;
  readonly login: string | null;
}

/** Adds a person, if neither the id nor the login is taken: people of the field get a PIN, people with a login a password. */
export async function insertUser(
  db: Kysely<Database>,
  town: string,
  { grids, homeGrid, ...person }: NewPerson,
): Promise<UserSecrets | 'taken'> {
  const inField = person.role === 'grid_worker' || person.role === 'store_clerk';
  const secrets = {
    login: person.login,
    password: person.login === null ? null : newPassword(),
    pin: inField ? newPin() : null,
  };
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('users')
    .values({
      town,
      ...person,
      grids: [...grids],
      home_grid: homeGrid,
      password_hash: secrets.password === null ? null : await hashPassword(secrets.password),
      pin_hash: secrets.pin === null ? null : await hashPin(secrets.pin),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n ? secrets : 'taken';
}

/** Gives a person a new password under a login and ends their sessions; undefined when the login is somebody else's. */
export async function givePassword(
  db: Kysely<Database>,
  town: string,
  user: string,
  login: string,
): Promise<string | undefined> {
  const password = newPassword();
  const password_hash = await hashPassword(password);
  return db.transaction().execute(async (trx) => {
    if (await loginTaken(trx, town, login, user)) return undefined;
    await trx
      .updateTable('users')
      .set({ login, password_hash })
      .where('town', '=', town)
      .where('id', '=', user)
      .execute();
    await trx.deleteFrom('sessions').where('town', '=', town).where('user_id', '=', user).execute();
    return password;
  });
}

async function loginTaken(db: Kysely<Database>, town: string, login: string, user: string): Promise<boolean> {
  const other = await db
    .selectFrom('users')
    .select('id')
    .where('town', '=', town)
    .where('login', '=', login)
    .where('id', '!=', user)
    .executeTakeFirst();
  return other !== undefined;
}

/**
 * Adds a person in the name of somebody of the office.
 * @throws ProblemError `forbidden` for a role or village that is not theirs to give, `invalid` for grids elsewhere, `conflict` for an id or login that is taken
 */
export async function createUser(
  db: Kysely<Database>,
  by: Administrator,
  wanted: CreateUserRequest,
): Promise<UserSecrets> {
  if (!mayAdminister(by, wanted)) throw new ProblemError('forbidden');
  await checkPlaces(db, by.town, wanted);
  const made = await insertUser(db, by.town, wanted);
  if (made === 'taken') throw new ProblemError('conflict');
  return made;
}

/**
 * Changes a person: their name and login at once, their rights with what they were kept (CF-16).
 * @throws ProblemError `not-found` for somebody whom `by` does not see, `forbidden` for what `by` may not do, `conflict` for a login
 * that is taken or the last administrator of the town, `invalid` for grids elsewhere
 */
export async function updateUser(
  db: Kysely<Database>,
  by: Administrator,
  { user, name, login, homeGrid, ...rights }: UpdateUserRequest,
): Promise<void> {
  const known = await visibleUser(db, by, user);
  const after = { role: rights.role, village: rights.village };
  if (!mayAdminister(by, known) || !mayAdminister(by, after)) throw new ProblemError('forbidden');
  // Nobody gives themselves other rights, or takes the own ones away by mistake.
  const changes = after.role !== known.role || after.village !== known.village || rights.active !== known.active;
  if (user === by.id && changes) throw new ProblemError('forbidden');
  const stays = after.role === 'town_admin' && after.village === null && rights.active;
  if (!stays && (await isLastAdministrator(db, by.town, user))) throw new ProblemError('conflict');
  await checkPlaces(db, by.town, { ...after, grids: rights.grids, homeGrid });
  if (login !== null && (await loginTaken(db, by.town, login, user))) throw new ProblemError('conflict');
  await changeRights(db, { town: by.town, village: by.village }, user, rights);
  await db
    .updateTable('users')
    .set({ name, home_grid: homeGrid, ...(login === null ? {} : { login }) })
    .where('town', '=', by.town)
    .where('id', '=', user)
    .execute();
}

/**
 * Gives a person of the office a new password.
 * @throws ProblemError as `updateUser`; `invalid` for somebody without a login
 */
export async function resetPassword(db: Kysely<Database>, by: Administrator, user: string): Promise<UserSecrets> {
  const known = await visibleUser(db, by, user);
  if (!known.active || (user !== by.id && !mayAdminister(by, known))) throw new ProblemError('forbidden');
  if (known.login === null) throw new ProblemError('invalid');
  const password = await givePassword(db, by.town, user, known.login);
  if (password === undefined) throw new ProblemError('conflict');
  return { login: known.login, password, pin: null };
}

async function visibleUser(db: Kysely<Database>, by: Administrator, user: string) {
  const known = await db
    .selectFrom('users')
    .select(['role', 'village', 'active', 'login'])
    .where('town', '=', by.town)
    .where('id', '=', user)
    .where('id', '!=', CONSOLE_USER)
    .executeTakeFirst();
  if (!known || (by.village !== null && known.village !== by.village)) throw new ProblemError('not-found');
  return known;
}

async function isLastAdministrator(db: Kysely<Database>, town: string, user: string): Promise<boolean> {
  const rows = await db
    .selectFrom('users')
    .select('id')
    .where('town', '=', town)
    .where('role', '=', 'town_admin')
    .where('village', 'is', null)
    .where('active', '=', true)
    .where('login', 'is not', null)
    .where('id', '!=', CONSOLE_USER)
    .limit(2)
    .execute();
  return rows.length === 1 && rows[0]?.id === user;
}

async function checkPlaces(
  db: Kysely<Database>,
  town: string,
  person: Pick<NewPerson, 'role' | 'village' | 'grids' | 'homeGrid'>,
): Promise<void> {
  // Only the town's administrators have no village.
  if (person.village === null && person.role !== 'town_admin') throw new ProblemError('invalid');
  if (person.village !== null) {
    const village = await db
      .selectFrom('villages')
      .select('code')
      .where('town', '=', town)
      .where('code', '=', person.village)
      .executeTakeFirst();
    if (!village) throw new ProblemError('invalid');
  }
  const wanted = [...new Set([...person.grids, ...(person.homeGrid === null ? [] : [person.homeGrid])])];
  if (wanted.length === 0) return;
  const found = await db
    .selectFrom('grids')
    .select('code')
    .where('town', '=', town)
    .where('village', '=', person.village ?? '')
    .where('code', 'in', wanted)
    .execute();
  if (found.length !== wanted.length) throw new ProblemError('invalid');
}
