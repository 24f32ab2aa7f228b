/** Changing what people may do (CF-16): what they were allowed before is kept, and their devices follow. */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Role } from '../../domain/role.ts';
import type { Database } from '../db/schema.ts';
import { type Scope, scopeOf } from '../feed/scope.ts';
import { ProblemError } from '../http/base-problem.ts';
import { Batch } from '../ingest/batch.ts';
import { CONSOLE_USER } from '../ingest/console.ts';
import { inTurn } from '../ingest/turns.ts';
import { writeBatch } from '../ingest/write.ts';

export interface RightsChange {
  readonly role?: Role;
  /** Null: the whole town. */
  readonly village?: string | null;
  /** Empty: all of the village. */
  readonly grids?: readonly string[];
  /** False: the person has left. */
  readonly active?: boolean;
}

interface Place {
  readonly town: string;
  /** Only people and devices of this village; null: of the whole town. */
  readonly village: string | null;
}

/**
 * Changes a person's rights from now on. Ops that they recorded before still count, whenever they arrive. Devices whose scope
 * changes load afresh. Nothing happens when nothing changes.
 * @throws ProblemError `not-found` for a person who is not there, or not in the village
 */
export async function changeRights(
  db: Kysely<Database>,
  place: Place,
  user: string,
  change: RightsChange,
): Promise<void> {
  await changing(db, place.town, user, async (trx) => {
    const known = await trx
      .selectFrom('users')
      .select(['role', 'village', 'grids', 'home_grid', 'active'])
      .where('town', '=', place.town)
      .where('id', '=', user)
      .where('id', '!=', CONSOLE_USER)
      .executeTakeFirst();
    if (!known || (place.village !== null && known.village !== place.village)) throw new ProblemError('not-found');
    const { home_grid, ...before } = known;
    const { grids = before.grids, ...rest } = change;
    const after = { ...before, ...rest, grids: [...grids] };
    if (JSON.stringify(after) === JSON.stringify(before)) return false;
    const key = { town: place.town, user_id: user };
    await trx
      .insertInto('user_rights')
      .values({ ...key, ...before, from_ms: 0 })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const stays = after.village === before.village && (grids.length === 0 || grids.includes(home_grid ?? ''));
    await trx
      .updateTable('users')
      .set({ ...after, home_grid: stays ? home_grid : (grids[0] ?? null) })
      .where('town', '=', place.town)
      .where('id', '=', user)
      .execute();
    await trx
      .insertInto('user_rights')
      .values({ ...key, ...after, from_ms: Date.now() })
      .onConflict((conflict) => conflict.columns(['town', 'user_id', 'from_ms']).doUpdateSet(after))
      .execute();
    await trx.deleteFrom('sessions').where('town', '=', place.town).where('user_id', '=', user).execute();
    return true;
  });
}

/**
 * Takes a person off a device's list. What they recorded on it before still counts.
 * @throws ProblemError `not-found` for a device or person that is not there
 */
export async function removeFromDevice(
  db: Kysely<Database>,
  place: Place,
  device: string,
  user: string,
): Promise<void> {
  await changing(db, place.town, user, async (trx) => {
    let query = trx
      .updateTable('device_users')
      .set({ removed_ms: Date.now() })
      .where('town', '=', place.town)
      .where('device', '=', device)
      .where('user_id', '=', user)
      .where('user_id', '!=', CONSOLE_USER)
      .where('removed_ms', 'is', null);
    if (place.village !== null) {
      query = query.where(({ exists, selectFrom }) =>
        exists(
          selectFrom('devices as v')
            .select('v.id')
            .whereRef('v.town', '=', 'device_users.town')
            .whereRef('v.id', '=', 'device_users.device')
            .where('v.village', '=', place.village),
        ),
      );
    }
    const { numUpdatedRows } = await query.executeTakeFirst();
    if (numUpdatedRows === 0n) throw new ProblemError('not-found');
    return true;
  });
}

/** Runs a change under the town's lock; when it did something, catalogues are new and devices of another scope load afresh. */
async function changing(
  db: Kysely<Database>,
  town: string,
  user: string,
  change: (trx: Transaction<Database>) => Promise<boolean>,
): Promise<void> {
  await inTurn(town, () =>
    db.transaction().execute(async (trx) => {
      const row = await trx
        .selectFrom('towns')
        .select(['town', 'zone_offset_minutes', 'epoch', 'feed_seq', 'feed_hash'])
        .where('town', '=', town)
        .forUpdate()
        .executeTakeFirstOrThrow();
      const before = await scopesOf(trx, town, user);
      if (!(await change(trx))) return;
      const batch = new Batch(row);
      for (const [device, { village, grids }] of await scopesOf(trx, town, user)) {
        const old = before.get(device);
        if (!old || sameScope(old, { village, grids })) continue;
        batch.events.push({
          event: { type: 'scope.changed', device },
          ...{ village: null, grid: null, household: null, onlyDevices: [device], author: null },
        });
      }
      await writeBatch(trx, batch, null);
      await sql`update towns set catalogue_version = catalogue_version + 1 where town = ${town}`.execute(trx);
    }),
  );
}

function sameScope(a: Scope, b: Scope): boolean {
  return a.village === b.village && a.grids.join() === b.grids.join();
}

/** What each device that ever listed the person may see. */
async function scopesOf(trx: Transaction<Database>, town: string, user: string): Promise<ReadonlyMap<string, Scope>> {
  const rows = await trx
    .selectFrom('device_users as d')
    .innerJoin('devices as v', (join) => join.onRef('v.town', '=', 'd.town').onRef('v.id', '=', 'd.device'))
    .select('d.device')
    .where('d.town', '=', town)
    .where('d.user_id', '=', user)
    .where('v.status', '=', 'active')
    .execute();
  const scopes = new Map<string, Scope>();
  for (const { device } of rows) scopes.set(device, await scopeOf(trx, town, device));
  return scopes;
}
