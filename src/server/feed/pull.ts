/** The change feed (SY-9): what a device may see since its cursor, without its own ops. */
import { type Kysely, sql } from 'kysely';
import type { DomainEvent } from '../../domain/event.ts';
import { must } from '../../domain/must.ts';
import { packEvents } from '../../protocol/packEvents.ts';
import { packFiles } from '../../protocol/snapshot.ts';
import type { Cursor, SyncResponse } from '../../protocol/sync.ts';
import type { Database } from '../db/schema.ts';
import { LEDGER_GENESIS } from '../ingest/ledger.ts';
import { covers, type Scope, scopeOf } from './scope.ts';
import { readFiles } from './snapshot.ts';

/**
 * Events after the cursor, at most `limit`. `other-history` when the cursor's hash is not the ledger's: the server was
 * restored, and the device must reload (SY-14). `other-scope` when the device must reload because it may see other places now.
 */
export async function pullEvents(
  db: Kysely<Database>,
  device: { readonly town: string; readonly id: string },
  cursor: Cursor,
  limit: number,
): Promise<NonNullable<SyncResponse['changes']> | 'other-history' | 'other-scope'> {
  const town = await db
    .selectFrom('towns')
    .select(['epoch', 'feed_seq', 'feed_hash'])
    .where('town', '=', device.town)
    .executeTakeFirstOrThrow();
  if (cursor.epoch !== town.epoch || cursor.seq > town.feed_seq) return 'other-history';
  if ((await hashAt(db, device.town, cursor.seq)) !== cursor.hash) return 'other-history';
  const end: Cursor = { epoch: town.epoch, seq: town.feed_seq, hash: town.feed_hash };
  if (cursor.seq === town.feed_seq) return { events: packEvents([]), cursor: end, more: false };
  const scope = await scopeOf(db, device.town, device.id);
  const rows = await visible(db, device, scope, cursor.seq, town.feed_seq, limit + 1);
  // What this device may see changed: events alone would leave it with files of before, and without those of now.
  if (rows.some(({ body }) => body.type === 'scope.changed')) return 'other-scope';
  if (rows.length <= limit) return { ...(await said(db, device.town, scope, rows)), cursor: end, more: false };
  const page = rows.slice(0, limit);
  const { seq, hash } = must(page.at(-1), 'a page has an event');
  return {
    ...(await said(db, device.town, scope, page)),
    cursor: { epoch: town.epoch, seq, hash },
    more: true,
  };
}

/** A page's events; of households that moved, the whole file when they are in scope now, or word that they are not (CF-09). */
async function said(
  db: Kysely<Database>,
  town: string,
  scope: Scope,
  rows: readonly { readonly body: DomainEvent }[],
): Promise<Pick<NonNullable<SyncResponse['changes']>, 'events' | 'files' | 'gone'>> {
  const events = packEvents(rows.map((r) => r.body));
  const moved = new Set(rows.flatMap(({ body }) => (body.type === 'household.moved' ? [body.household] : [])));
  if (moved.size === 0) return { events };
  const files = await readFiles(db, town, [...moved]);
  const here = files.filter((file) => covers(scope, file));
  const gone = files.filter((file) => !covers(scope, file)).map((file) => file.code);
  return {
    events,
    ...(here.length > 0 ? { files: packFiles(here) } : {}),
    ...(gone.length > 0 ? { gone } : {}),
  };
}

async function hashAt(db: Kysely<Database>, town: string, seq: number): Promise<string | undefined> {
  if (seq === 0) return LEDGER_GENESIS;
  const row = await db
    .selectFrom('ledger')
    .select('hash')
    .where('town', '=', town)
    .where('seq', '=', seq)
    .executeTakeFirst();
  return row?.hash;
}

/** What happens in the device's places; and to its own rights and redemptions anywhere, because only it can give those back (AL-5). */
async function visible(
  db: Kysely<Database>,
  device: { readonly town: string; readonly id: string },
  scope: Scope,
  after: number,
  to: number,
  limit: number,
): Promise<readonly { seq: number; hash: string; body: DomainEvent }[]> {
  const { rows } = await sql<{ seq: number; hash: string; body: DomainEvent }>`
    select seq, hash, body from ledger
    where town = ${device.town} and seq > ${after} and seq <= ${to}
      and case when only_devices is null
        then (village is null or ${scope.village}::text is null or village = ${scope.village})
          and (grid is null or ${scope.grids.length} = 0 or grid = any(${[...scope.grids]}::text[]))
          or (type = 'allowance.set' and body->>'device' = ${device.id})
          or (type in ('redemption.recorded', 'redemption.voided')
            and coalesce(body->'redemption'->>'id', body->>'redemption') like ${`${device.id}-%`})
        else ${device.id} = any(only_devices) end
      and author is distinct from ${device.id}
    order by seq limit ${limit}`.execute(db);
  return rows;
}
