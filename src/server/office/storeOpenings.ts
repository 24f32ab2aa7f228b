import type { Kysely } from 'kysely';
import type { Policy } from '../../domain/policy.ts';
import type { OpeningsResponse } from '../../protocol/officeStore.ts';
import type { Database } from '../db/schema.ts';
import { policyOf } from '../ingest/setting.ts';

/**
 * When the stores of a town are open for redeeming, and how long they keep what is reserved: the town's, then each village's.
 * `village` null: of the whole town. `now` in ms.
 */
export async function storeOpenings(
  db: Kysely<Database>,
  town: string,
  village: string | null,
  now: number,
): Promise<OpeningsResponse> {
  const [policies, villages, place] = await Promise.all([
    db.selectFrom('policies').select(['village', 'policy']).where('town', '=', town).execute(),
    db
      .selectFrom('villages')
      .select(['code', 'name'])
      .where('town', '=', town)
      .$if(village !== null, (query) => query.where('code', '=', village ?? ''))
      .orderBy('code')
      .execute(),
    db.selectFrom('towns').select('name').where('town', '=', town).executeTakeFirstOrThrow(),
  ]);
  const given = new Map(policies.map((row) => [row.village, row.policy as Partial<Policy>]));
  const opening = (code: string, name: string) => {
    const { redemptionWindows, reservationDays } = policyOf({ policies: given }, code);
    const own = code === '' ? undefined : given.get(code);
    return {
      village: code,
      name,
      own: own?.redemptionWindows !== undefined || own?.reservationDays !== undefined,
      windows:
        redemptionWindows === 'always' ? ('always' as const) : redemptionWindows.map(({ from, to }) => ({ from, to })),
      reservationDays,
    };
  };
  return { now, openings: [opening('', place.name), ...villages.map(({ code, name }) => opening(code, name))] };
}
