/** People of the town from the command line: needed once for a town of one's own, and when nobody can sign in any more. */
import type { Kysely } from 'kysely';
import { ROLES, type Role } from '../../domain/role.ts';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../http/base-problem.ts';
import { resetPin } from '../office/people.ts';
import { changeRights, removeFromDevice } from '../office/personRights.ts';
import { givePassword, insertUser, type UserSecrets } from '../office/userAdmin.ts';
import { CliError } from './cliError.ts';
import { villageNamed } from './database.ts';

const ROLE_WORDS: Readonly<Record<string, Role>> = {
  网格员: 'grid_worker',
  店员: 'store_clerk',
  村委会: 'village_office',
  监督委员会: 'committee',
  镇管理员: 'town_admin',
};
const ID = /^[A-Z0-9][A-Z0-9-]{0,19}$/;
const LOGIN = /^[a-z0-9][a-z0-9._-]{1,39}$/;

export interface NewUser {
  readonly id: string;
  readonly name: string;
  /** A role's id or its Chinese word. */
  readonly role: string;
  readonly village: string | undefined;
  /** Code of the home grid. */
  readonly grid: string | undefined;
  /** For the browser; those who only open tablets need none. */
  readonly login: string | undefined;
}

/** Adds a person. People of the field get a PIN, people of the offices a login and a password. */
export async function addUser(db: Kysely<Database>, town: string, wanted: NewUser): Promise<UserSecrets> {
  const id = checked(ID, wanted.id.toUpperCase(), '编号', 'id');
  const role = roleNamed(wanted.role);
  const inField = role === 'grid_worker' || role === 'store_clerk';
  const village = await villageFor(db, town, role, wanted.village);
  if (wanted.grid !== undefined) await checkGrid(db, town, village, wanted.grid);
  const login =
    inField && wanted.login === undefined ? null : checked(LOGIN, wanted.login ?? id.toLowerCase(), '登录名', 'login');
  const made = await insertUser(db, town, {
    ...{ id, name: wanted.name, role, village, login },
    ...{ grids: [], homeGrid: wanted.grid ?? null },
  });
  if (made === 'taken') {
    throw new CliError(
      `编号 ${id}${login === null ? '' : ` 或登录名 ${login}`} 已有人用。`,
      `The id ${id}${login === null ? '' : ` or the login ${login}`} is taken.`,
    );
  }
  return made;
}

export interface UserChange {
  /** A role's id or its Chinese word. */
  readonly role: string | undefined;
  readonly village: string | undefined;
  /** Codes of grids; empty for all of the village. */
  readonly grids: readonly string[] | undefined;
  /** False when the person leaves, true when they come back. */
  readonly active: boolean | undefined;
}

/** Changes what a person may do from now on (CF-16); what they recorded before still counts. */
export async function changeUser(db: Kysely<Database>, town: string, given: string, wanted: UserChange): Promise<void> {
  const id = given.toUpperCase();
  const known = await db
    .selectFrom('users')
    .select('village')
    .where('town', '=', town)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!known) throw unknownUser(given);
  const role = wanted.role === undefined ? undefined : roleNamed(wanted.role);
  const moved = wanted.village === undefined ? undefined : (await villageNamed(db, town, wanted.village)).code;
  const village = role === 'town_admin' ? null : moved;
  // Grids are a village's: whoever moves works in all of the new one unless it is said.
  const grids = wanted.grids ?? (village === undefined || village === known.village ? undefined : []);
  for (const grid of grids ?? []) await checkGrid(db, town, village === undefined ? known.village : village, grid);
  await changeRights(db, { town, village: null }, id, {
    ...(role === undefined ? {} : { role }),
    ...(village === undefined ? {} : { village }),
    ...(grids === undefined ? {} : { grids }),
    ...(wanted.active === undefined ? {} : { active: wanted.active }),
  }).catch((error: unknown) => {
    throw error instanceof ProblemError ? unknownUser(given) : error;
  });
}

/** Takes a person off a device's list (CF-16). */
export async function takeOffDevice(db: Kysely<Database>, town: string, id: string, device: string): Promise<void> {
  await removeFromDevice(db, { town, village: null }, device.toUpperCase(), id.toUpperCase()).catch(
    (error: unknown) => {
      if (!(error instanceof ProblemError)) throw error;
      throw new CliError(`设备 ${device} 的名单里没有 ${id}。`, `Device ${device} does not list ${id}.`);
    },
  );
}

function roleNamed(text: string): Role {
  const role = ROLE_WORDS[text] ?? ROLES.find((known) => known === text);
  if (role !== undefined) return role;
  const words = Object.entries(ROLE_WORDS).map(([word, known]) => `${word} ${known}`);
  throw new CliError(`没有“${text}”这个身份：${words.join('、')}`, `Roles are: ${ROLES.join(', ')}`, 2);
}

/** Gives a person a new PIN and unlocks them. */
export async function newPinFor(db: Kysely<Database>, town: string, id: string): Promise<string> {
  return resetPin(db, town, null, id.toUpperCase()).catch((error: unknown) => {
    throw error instanceof ProblemError ? unknownUser(id) : error;
  });
}

/** Gives a person a new password and ends their sessions; `login` for someone who had none. */
export async function newPasswordFor(
  db: Kysely<Database>,
  town: string,
  id: string,
  login: string | undefined,
): Promise<{ login: string; password: string }> {
  const user = await db
    .selectFrom('users')
    .select(['id', 'login'])
    .where('town', '=', town)
    .where('active', '=', true)
    .where((eb) => eb.or([eb('id', '=', id.toUpperCase()), eb('login', '=', id)]))
    .executeTakeFirst();
  if (!user) throw unknownUser(id);
  const name = login === undefined ? user.login : checked(LOGIN, login, '登录名', 'login');
  if (name === null) {
    throw new CliError(`${id} 还没有登录名，请加 --login。`, `${id} has no login yet; add --login.`, 2);
  }
  const password = await givePassword(db, town, user.id, name);
  if (password === undefined) throw new CliError(`登录名 ${name} 已有人用。`, `The login ${name} is taken.`);
  return { login: name, password };
}

function checked(form: RegExp, text: string, zh: string, en: string): string {
  if (form.test(text)) return text;
  throw new CliError(`${zh}“${text}”只能用字母、数字和 -。`, `The ${en} ${text} takes letters, digits and - only.`, 2);
}

function unknownUser(id: string): CliError {
  return new CliError(`没有 ${id} 这个人。`, `There is nobody with the id ${id}.`);
}

async function villageFor(
  db: Kysely<Database>,
  town: string,
  role: Role,
  wanted: string | undefined,
): Promise<string | null> {
  if (role === 'town_admin') return null;
  if (wanted !== undefined) return (await villageNamed(db, town, wanted)).code;
  throw new CliError('请用 --village 写明是哪个村的。', 'Say which village with --village.', 2);
}

async function checkGrid(db: Kysely<Database>, town: string, village: string | null, grid: string): Promise<void> {
  const grids = await db
    .selectFrom('grids')
    .select('code')
    .where('town', '=', town)
    .where('village', '=', village ?? '')
    .execute();
  if (grids.some(({ code }) => code === grid)) return;
  const list = grids.map(({ code }) => code).join('、');
  throw new CliError(`这个村没有网格 ${grid}，只有：${list}`, `The village has no grid ${grid}; it has: ${list}`, 2);
}
