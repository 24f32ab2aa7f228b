/** What lists of a village are made of: its households and what no list has had yet. */
import { type Kysely, type Selectable, sql } from 'kysely';
import type { HouseholdFile } from '../../domain/household.ts';
import { profileOf } from '../../domain/profile.ts';
import type { PublicHousehold, Unpublished } from '../../domain/publicity.ts';
import type { EntryTable } from '../db/schema/entries.ts';
import type { HouseholdTable } from '../db/schema/households.ts';
import type { Database } from '../db/schema.ts';
import { entryFromRow, fileFromRow } from './rows.ts';

/** As the database has it; `takeUp` adds what a batch did since. */
export interface VillageFacts {
  readonly name: string;
  readonly households: ReadonlyMap<string, PublicHousehold>;
  readonly unpublished: readonly Unpublished[];
}

interface Some {
  /**
   * With those that were rejected, because a list that is made again after a restore may have counted them as waiting (SY-14).
   */
  readonly healing?: boolean;
  /** Only these households, as far as they are of the village; all of it otherwise. */
  readonly codes?: readonly string[];
}

/** Households and unpublished entries of a village, in whatever order is fastest. */
export async function villageFacts(
  db: Kysely<Database>,
  town: string,
  village: string,
  { healing = false, codes }: Some = {},
): Promise<VillageFacts> {
  const place = await db
    .selectFrom('villages')
    .select('name')
    .where('town', '=', town)
    .where('code', '=', village)
    .executeTakeFirst();
  const some = codes === undefined ? sql`true` : sql`h.code = any(${[...codes]}::text[])`;
  const { rows: files } = await sql<Selectable<HouseholdTable>>`select * from households h
    where town = ${town} and village = ${village} and ${some} order by code`.execute(db);
  // Said of every table, so that the planner reads a part of each for a part of the households.
  const waiting = codes === undefined ? sql`true` : sql`u.household = any(${[...codes]}::text[])`;
  const kept = codes === undefined ? sql`true` : sql`e.household = any(${[...codes]}::text[])`;
  const { rows } = await sql<Selectable<EntryTable> & { target: boolean }>`
    select e.*, e.reverses is not null and exists (select from published_entries t
      where t.town = e.town and t.file = e.household and t.entry = e.reverses) as target
    from households h join unlisted_entries u on u.town = h.town and u.household = h.code and ${waiting}
    join entries e on e.town = u.town and e.household = u.household and e.id = u.entry and ${kept}
    where h.town = ${town} and h.village = ${village} and ${some}
      and (e.status in ('approved', 'submitted') or ${healing} and e.reviewed_at is not null)`.execute(db);
  return {
    name: place?.name ?? village,
    households: new Map(files.map((row) => [row.code, publicHousehold(fileFromRow(row))])),
    unpublished: rows.map(({ target, ...row }) => ({
      household: row.household,
      entry: entryFromRow(row),
      targetPublished: target,
    })),
  };
}

/** What a list says of a household. */
export function publicHousehold(file: HouseholdFile): PublicHousehold {
  const { head, naturalVillage } = profileOf(file);
  return {
    code: file.code,
    head,
    place: naturalVillage,
    into: file.merged?.into,
    ended: file.merged !== undefined || file.closed !== undefined,
  };
}
