import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import { CONSOLE_USER } from '../ingest/console.ts';
import { createEnrolCode } from '../office/enrolCodes.ts';
import { CliError } from './cliError.ts';
import { type TownName, villageNamed, villagesOf } from './database.ts';

export interface EnrolRequest {
  /** Code or name; may be left out in a town with one village. */
  readonly village: string | undefined;
  /** Ids; without any, all grid workers (tablet) or store clerks (counter) of the village. */
  readonly users: readonly string[];
  readonly kind: 'tablet' | 'counter';
}

/** Makes a one-time code for a device and says for whom it is. */
export async function enrolDevice(
  db: Kysely<Database>,
  town: string,
  request: EnrolRequest,
): Promise<{ code: string; name: string; people: readonly string[] }> {
  const village = await villageFor(db, town, request.village);
  const staff = await db
    .selectFrom('users')
    .select(['id', 'name', 'role'])
    .where('town', '=', town)
    .where('active', '=', true)
    .where((eb) => eb.or([eb('village', '=', village.code), eb('village', 'is', null)]))
    .orderBy('id')
    .execute();
  const usual = request.kind === 'tablet' ? 'grid_worker' : 'store_clerk';
  const wanted = request.users.map((id) => id.toUpperCase());
  const unknown = wanted.filter((id) => !staff.some((one) => one.id === id));
  if (unknown.length > 0) {
    const list = staff.filter(({ id }) => id !== CONSOLE_USER).map(({ id, name }) => `${id} ${name}`);
    throw new CliError(
      `${village.name}没有这些人：${unknown.join('、')}。有：${list.join('、')}`,
      `Not in this village: ${unknown.join(', ')}. There are: ${list.join(', ')}`,
      2,
    );
  }
  const chosen = staff.filter(({ id, role }) => (wanted.length === 0 ? role === usual : wanted.includes(id)));
  if (chosen.length === 0) {
    throw new CliError(
      `${village.name}还没有${usual === 'grid_worker' ? '网格员' : '店员'}。先加人：npm run town -- user add …`,
      `This village has no ${usual === 'grid_worker' ? 'grid worker' : 'store clerk'} yet. Add one: npm run town -- user add …`,
    );
  }
  const name = `${village.name}${request.kind === 'tablet' ? '平板' : '柜台'}`;
  const users = chosen.map(({ id }) => id);
  const by = { town, id: CONSOLE_USER };
  const { code } = await createEnrolCode(db, by, { kind: request.kind, village: village.code, users, name });
  return { code, name, people: chosen.map((one) => one.name) };
}

async function villageFor(db: Kysely<Database>, town: string, wanted: string | undefined): Promise<TownName> {
  if (wanted !== undefined) return villageNamed(db, town, wanted);
  const villages = await villagesOf(db, town);
  const [only] = villages;
  if (only !== undefined && villages.length === 1) return only;
  const list = villages.map(({ code, name }) => `${code} ${name}`).join('、') || '（还没有 · none yet）';
  throw new CliError(`请用 --village 选一个村：${list}`, `Choose a village with --village: ${list}`, 2);
}
