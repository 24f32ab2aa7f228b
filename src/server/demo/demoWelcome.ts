import type { Kysely } from 'kysely';
import { verifyPassword, verifyPin } from '../auth/password.ts';
import type { Database } from '../db/schema.ts';
import { createEnrolCode } from '../office/enrolCodes.ts';
import type { DemoSignIn, WelcomeCode } from '../welcome.ts';
import { DEMO_TOWN, DEMO_VILLAGES, demoPeople } from './demoPeople.ts';
import { readDemoSecrets } from './demoSecrets.ts';

const ROLE_NAMES = {
  town_admin: '镇管理员 town',
  village_office: '村委会 village office',
  committee: '监督委员会 committee',
  grid_worker: '网格员 grid worker',
  store_clerk: '超市店员 store clerk',
} as const;

/** Everyone of the demo town with the secret that opens it; `null` for a secret that was changed or is not kept here. */
export async function demoSignIns(db: Kysely<Database>, dataDir: string): Promise<readonly DemoSignIn[]> {
  const [people, secrets, stored] = await Promise.all([
    demoPeople(),
    readDemoSecrets(dataDir),
    db.selectFrom('users').select(['id', 'password_hash', 'pin_hash']).where('town', '=', DEMO_TOWN.code).execute(),
  ]);
  return Promise.all(
    people.map(async ({ id, name, role, village, login }) => {
      const user = stored.find((row) => row.id === id);
      const secret = secrets[id] ?? '';
      const works =
        login === null
          ? await verifyPin(user?.pin_hash ?? null, secret)
          : await verifyPassword(user?.password_hash ?? null, secret);
      return {
        role: ROLE_NAMES[role],
        village: DEMO_VILLAGES.find(({ code }) => code === village)?.name ?? DEMO_TOWN.name,
        name: login ?? name,
        kind: login === null ? 'pin' : 'password',
        secret: works ? secret : null,
      };
    }),
  );
}

/** A fresh one-time code for the first tablet of the first village, for all its grid workers. */
export async function demoEnrolment(db: Kysely<Database>): Promise<WelcomeCode> {
  const [village] = DEMO_VILLAGES;
  const people = await demoPeople();
  const users = people.filter((who) => who.role === 'grid_worker' && who.village === village.code).map(({ id }) => id);
  const name = `${village.name}平板`;
  const by = { town: DEMO_TOWN.code, id: 'ZHEN' };
  const { code } = await createEnrolCode(db, by, { kind: 'tablet', village: village.code, users, name });
  return { code, name };
}
