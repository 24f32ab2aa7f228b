import type { Kysely } from 'kysely';
import type { OfficeMe } from '../../protocol/office.ts';
import type { Session } from '../auth/session.ts';
import type { Database } from '../db/schema.ts';

/** Who is signed in, and the villages and grids they may choose from. */
export async function describeSession(db: Kysely<Database>, session: Session): Promise<OfficeMe> {
  const { town, village } = session;
  const [townRow, villages, grids] = await Promise.all([
    db.selectFrom('towns').select(['town', 'name']).where('town', '=', town).executeTakeFirstOrThrow(),
    db.selectFrom('villages').select(['code', 'name']).where('town', '=', town).orderBy('code').execute(),
    db.selectFrom('grids').select(['code', 'name', 'village']).where('town', '=', town).orderBy('code').execute(),
  ]);
  return {
    user: { id: session.id, name: session.name, role: session.role, village },
    town: { code: townRow.town, name: townRow.name },
    villages: villages
      .filter((one) => village === null || one.code === village)
      .map((one) => ({
        ...one,
        grids: grids.filter((grid) => grid.village === one.code).map(({ code, name }) => ({ code, name })),
      })),
    until: session.expiresAt.getTime(),
  };
}
