/** What judging ops about publicity takes: what no list has had yet, which months have a list, objections. */
import { type Kysely, type Selectable, sql } from 'kysely';
import type { HouseholdFile } from '../../domain/household.ts';
import type { Op } from '../../domain/op.ts';
import { profileOf } from '../../domain/profile.ts';
import type { PublicHousehold, Unpublished } from '../../domain/publicity.ts';
import type { EntryTable } from '../db/schema/entries.ts';
import type { HouseholdTable } from '../db/schema/households.ts';
import type { Database } from '../db/schema.ts';
import type { Batch } from './batch.ts';
import { entryFromRow, fileFromRow } from './rows.ts';

/** What lists of a village are made of, as the database has it; `takeUp` adds what the batch did since. */
export interface VillageFacts {
  readonly name: string;
  readonly households: ReadonlyMap<string, PublicHousehold>;
  readonly unpublished: readonly Unpublished[];
}

interface KnownList {
  readonly published: string;
  readonly until: string;
}

export interface Publicity {
  readonly townName: string;
  readonly villages: ReadonlyMap<string, VillageFacts>;
  /** Published months: key `village month`. Null: on paper, before lists were kept. */
  readonly lists: Map<string, KnownList | null>;
  /** Objections that are answered, by their id. */
  readonly objections: Map<string, { readonly village: string; answeredBy: string | null }>;
  /** Entries that lists of this batch have: key `file entry`. */
  readonly listed: Set<string>;
  /** Entries among those that the batch may reverse which stood in a list. */
  readonly targets: ReadonlySet<string>;
}

/** Loads it when an op asks for it. */
export async function loadPublicity(db: Kysely<Database>, batch: Batch, ops: readonly Op[]): Promise<void> {
  const months = ops.flatMap((op) => (op.kind === 'month.publish' || op.kind === 'objection.record' ? [op.body] : []));
  const answers = ops.flatMap((op) => (op.kind === 'objection.answer' ? [op.body.objection] : []));
  if (months.length + answers.length === 0) return;
  const { town } = batch.town;
  const lists = await knownLists(db, town, months);
  const wanted = ops.flatMap((op) =>
    op.kind === 'month.publish' && !lists.has(keyOf(op.body.village, op.body.month)) ? [op.body.village] : [],
  );
  const villages = new Map<string, VillageFacts>();
  for (const village of new Set(wanted))
    villages.set(village, await villageFacts(db, town, village, batch.healing !== undefined));
  const { name } = await db.selectFrom('towns').select('name').where('town', '=', town).executeTakeFirstOrThrow();
  batch.publicity = {
    townName: name,
    villages,
    lists,
    objections: await knownObjections(db, town, answers),
    listed: new Set(),
    targets: wanted.length > 0 ? await publishedTargets(db, town, ops) : new Set(),
  };
}

/** Key of a village's month. */
export function keyOf(village: string, month: string): string {
  return `${village} ${month}`;
}

async function knownLists(
  db: Kysely<Database>,
  town: string,
  months: readonly { readonly village: string; readonly month: string }[],
): Promise<Publicity['lists']> {
  const { rows } = await sql<{ village: string; month: string; published: string | null; until: string | null }>`
    select m.village, m.month, p.published, p.until
    from unnest(${months.map((m) => m.village)}::text[], ${months.map((m) => m.month)}::text[]) as k(village, month)
    join published_months m on m.town = ${town} and m.village = k.village and m.month = k.month
    left join publications p on p.town = m.town and p.village = m.village and p.month = m.month
    where m.paper or p.hash is not null`.execute(db);
  return new Map(
    rows.map(({ village, month, published, until }) => [
      keyOf(village, month),
      published === null || until === null ? null : { published, until },
    ]),
  );
}

async function knownObjections(
  db: Kysely<Database>,
  town: string,
  ids: readonly string[],
): Promise<Publicity['objections']> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('objections')
    .select(['id', 'village', 'answered_by'])
    .where('town', '=', town)
    .where(sql<boolean>`id = any(${[...ids]}::text[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, { village: row.village, answeredBy: row.answered_by }]));
}

/**
 * Households and unpublished entries of a village, in whatever order is fastest. `healing`: with those that were rejected, because
 * a list that is made again after a restore may have counted them as waiting (SY-14).
 */
export async function villageFacts(
  db: Kysely<Database>,
  town: string,
  village: string,
  healing = false,
): Promise<VillageFacts> {
  const place = await db
    .selectFrom('villages')
    .select('name')
    .where('town', '=', town)
    .where('code', '=', village)
    .executeTakeFirst();
  const { rows: files } = await sql<Selectable<HouseholdTable>>`select * from households
    where town = ${town} and village = ${village} order by code`.execute(db);
  const { rows } = await sql<Selectable<EntryTable> & { target: boolean }>`
    select e.*, t.entry is not null as target from households h
    join entries e on e.town = h.town and e.household = h.code
    left join published_entries p on p.town = e.town and p.file = e.household and p.entry = e.id
    left join published_entries t on t.town = e.town and t.file = e.household and t.entry = e.reverses
    where h.town = ${town} and h.village = ${village} and p.entry is null
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

/** Which of the entries that these ops may reverse stood in a list. */
async function publishedTargets(db: Kysely<Database>, town: string, ops: readonly Op[]): Promise<ReadonlySet<string>> {
  const ids = ops.flatMap((op) => {
    if (op.kind === 'entry.reverse') return [op.body.entry];
    return op.kind === 'case.decide' && op.body.replace !== undefined ? [op.body.replace] : [];
  });
  if (ids.length === 0) return new Set();
  const { rows } = await sql<{ entry: string }>`select entry from published_entries
    where town = ${town} and entry = any(${ids}::text[])`.execute(db);
  return new Set(rows.map(({ entry }) => entry));
}

/** The facts of a village with what the batch has done to it so far. */
export function takeUp(
  batch: Batch,
  publicity: Publicity,
  village: string,
  known: VillageFacts,
): Pick<VillageFacts, 'households' | 'unpublished'> {
  const households = new Map(known.households);
  for (const { file } of batch.households.values()) {
    if (file.village === village) households.set(file.code, publicHousehold(file));
    else households.delete(file.code);
  }
  const changed = new Map([...batch.reviewedEntries.values()].map(({ entry }) => [entry.id, entry]));
  const fresh = batch.newEntries.map(({ household, entry }) => ({
    household,
    entry,
    targetPublished: entry.reverses !== undefined && wasPublished(publicity, household, entry.reverses),
  }));
  const unpublished = [...known.unpublished, ...fresh].flatMap((one) => {
    const { household, entry } = one;
    if (!households.has(household) || publicity.listed.has(`${household} ${entry.id}`)) return [];
    return [
      {
        household,
        entry: changed.get(entry.id) ?? entry,
        targetPublished:
          one.targetPublished ||
          (entry.reverses !== undefined && publicity.listed.has(`${household} ${entry.reverses}`)),
      },
    ];
  });
  return { households, unpublished };
}

function wasPublished({ targets, listed }: Publicity, household: string, entry: string): boolean {
  return targets.has(entry) || listed.has(`${household} ${entry}`);
}
