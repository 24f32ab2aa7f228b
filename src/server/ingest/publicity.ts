/** What judging ops about publicity takes: what no list has had yet, which months have a list, objections. */
import { type Kysely, sql } from 'kysely';
import type { Op, OpBodies, OpKind } from '../../domain/op.ts';
import type { Listed, Unpublished } from '../../domain/publicity.ts';
import type { Database } from '../db/schema.ts';
import type { Batch } from './batch.ts';
import { preparedFacts } from './preparedFacts.ts';
import { publicHousehold, type VillageFacts, villageFacts } from './villageFacts.ts';

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
  /** Objections that nobody has answered: key `village month`; loaded only for ops that say a month is final. */
  readonly open: ReadonlyMap<string, Set<string>>;
  /** Entries that lists of this batch have. */
  readonly listed: ListedNow;
  /** Entries among those that the batch may reverse which stood in a list. */
  readonly targets: ReadonlySet<string>;
}

/** Entries that were listed a moment ago; looked at only when more follows in the same batch, because a large list has tens of thousands. */
export class ListedNow {
  private readonly lists: (readonly Listed[])[] = [];
  private readonly keys = new Set<string>();

  add(list: readonly Listed[]): void {
    this.lists.push(list);
  }

  /** Whether an entry of a household's file is among them. */
  has(file: string, entry: string): boolean {
    for (const list of this.lists.splice(0)) for (const one of list) this.keys.add(`${one.file} ${one.entry}`);
    return this.keys.size > 0 && this.keys.has(`${file} ${entry}`);
  }
}

/** Ops that name a published month. */
const LISTED: ReadonlySet<OpKind> = new Set(['month.publish', 'publicity.final', 'objection.record']);

/** Loads it when an op asks for it. */
export async function loadPublicity(db: Kysely<Database>, batch: Batch, ops: readonly Op[]): Promise<void> {
  const months = ops.flatMap((op) => (LISTED.has(op.kind) ? [op.body as OpBodies['month.publish']] : []));
  const answers = ops.flatMap((op) => (op.kind === 'objection.answer' ? [op.body.objection] : []));
  if (months.length + answers.length === 0) return;
  const { town } = batch.town;
  const lists = await knownLists(db, town, months);
  const wanted = ops.flatMap((op) =>
    op.kind === 'month.publish' && !lists.has(keyOf(op.body.village, op.body.month)) ? [op.body.village] : [],
  );
  const villages = new Map<string, VillageFacts>();
  for (const village of new Set(wanted)) {
    const healing = batch.healing !== undefined;
    const prepared = healing ? undefined : await preparedFacts(db, batch.town, village);
    villages.set(village, prepared ?? (await villageFacts(db, town, village, { healing })));
  }
  const { name } = await db.selectFrom('towns').select('name').where('town', '=', town).executeTakeFirstOrThrow();
  batch.publicity = {
    townName: name,
    villages,
    lists,
    objections: await knownObjections(db, town, answers),
    open: await openObjections(
      db,
      town,
      ops.flatMap((op) => (op.kind === 'publicity.final' ? [op.body] : [])),
    ),
    listed: new ListedNow(),
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

async function openObjections(
  db: Kysely<Database>,
  town: string,
  months: readonly OpBodies['publicity.final'][],
): Promise<Publicity['open']> {
  const found = new Map(months.map(({ village, month }) => [keyOf(village, month), new Set<string>()]));
  if (months.length === 0) return found;
  const { rows } = await sql<{ village: string; month: string; id: string }>`select o.village, o.month, o.id
    from unnest(${months.map((m) => m.village)}::text[], ${months.map((m) => m.month)}::text[]) as k(village, month)
    join objections o on o.town = ${town} and o.village = k.village and o.month = k.month and o.outcome is null`.execute(
    db,
  );
  for (const { village, month, id } of rows) found.get(keyOf(village, month))?.add(id);
  return found;
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
  // Tens of thousands in a large village, of which a batch changes few: those are passed on as they are.
  const unpublished: Unpublished[] = [];
  for (const one of [...known.unpublished, ...fresh]) {
    const { household, entry } = one;
    if (!households.has(household) || publicity.listed.has(household, entry.id)) continue;
    const targetPublished =
      one.targetPublished || (entry.reverses !== undefined && publicity.listed.has(household, entry.reverses));
    const now = changed.get(entry.id);
    unpublished.push(
      now === undefined && targetPublished === one.targetPublished
        ? one
        : { household, entry: now ?? entry, targetPublished },
    );
  }
  return { households, unpublished };
}

function wasPublished({ targets, listed }: Publicity, household: string, entry: string): boolean {
  return targets.has(entry) || listed.has(household, entry);
}
