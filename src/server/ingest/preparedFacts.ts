/**
 * What the list of a month will be made of, read before the month is closed: for a large village that takes seconds, and nobody
 * else should wait for it under the town's lock. It is only a way to read less: what was done since is read again when the list is
 * made, and whoever finds nothing here (another process, after a restart) reads all of it.
 */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { TownRow } from './batch.ts';
import { type VillageFacts, villageFacts } from './villageFacts.ts';

/** The place of the ledger up to which something is known for sure. */
export type LedgerPlace = Pick<TownRow, 'town' | 'epoch' | 'feed_seq' | 'feed_hash'>;

interface Prepared {
  readonly place: LedgerPlace;
  readonly facts: VillageFacts;
}

/** Households read in one step. */
const STEP_HOUSEHOLDS = 500;
/** Beyond so many changed households all is read again. */
const CHANGED_MAX = 2_000;
/** So many villages are kept, the newest ones, and for so long: a large one takes tens of megabytes. */
const KEPT_MAX = 4;
const KEPT_MS = 3_600_000;

const kept = new Map<string, Prepared>();

/** Reads what a village's lists are made of, in steps, and keeps it for whoever closes the month. */
export async function prepareFacts(
  db: Kysely<Database>,
  town: string,
  village: string,
  progress: (done: number, total: number) => Promise<void>,
): Promise<VillageFacts> {
  // Read first: whatever a step sees beyond it is read again.
  const place = await db
    .selectFrom('towns')
    .select(['town', 'epoch', 'feed_seq', 'feed_hash'])
    .where('town', '=', town)
    .executeTakeFirstOrThrow();
  const rows = await db
    .selectFrom('households')
    .select('code')
    .where('town', '=', town)
    .where('village', '=', village)
    .orderBy('code')
    .execute();
  const codes = rows.map(({ code }) => code);
  const parts: VillageFacts[] = [];
  // An empty village has a name too.
  for (let from = 0; from === 0 || from < codes.length; from += STEP_HOUSEHOLDS) {
    await progress(from, codes.length);
    parts.push(await villageFacts(db, town, village, { codes: codes.slice(from, from + STEP_HOUSEHOLDS) }));
  }
  await progress(codes.length, codes.length);
  const facts = joined(parts);
  keep(village, { place, facts });
  return facts;
}

/** What was prepared, with what was done since; undefined when nothing was, or too much has changed. Under the town's lock. */
export async function preparedFacts(
  db: Kysely<Database>,
  town: TownRow,
  village: string,
): Promise<VillageFacts | undefined> {
  const found = kept.get(keyOf(town, village));
  if (found === undefined || !(await sameHistory(db, town, found.place))) return undefined;
  const changed = await changedSince(db, town.town, found.place.feed_seq);
  if (changed === undefined) return undefined;
  const { facts } = found;
  const now = await villageFacts(db, town.town, village, { codes: [...changed] });
  if (changed.size === 0) return { ...facts, name: now.name };
  const households = new Map([...facts.households].filter(([code]) => !changed.has(code)));
  const unpublished = facts.unpublished.filter(({ household }) => !changed.has(household));
  return joined([{ name: now.name, households, unpublished }, now]);
}

function joined(parts: readonly VillageFacts[]): VillageFacts {
  return {
    name: parts.at(-1)?.name ?? '',
    households: new Map(parts.flatMap(({ households }) => [...households])),
    unpublished: parts.flatMap(({ unpublished }) => unpublished),
  };
}

function keyOf({ town, epoch }: Pick<LedgerPlace, 'town' | 'epoch'>, village: string): string {
  return `${town} ${epoch} ${village}`;
}

function keep(village: string, prepared: Prepared): void {
  const key = keyOf(prepared.place, village);
  kept.delete(key);
  kept.set(key, prepared);
  const [oldest] = kept.keys();
  if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest);
  setTimeout(() => kept.get(key) === prepared && kept.delete(key), KEPT_MS).unref();
}

/** Whether the ledger still says at that place what it said then (SY-14). */
async function sameHistory(db: Kysely<Database>, town: TownRow, place: LedgerPlace): Promise<boolean> {
  if (place.feed_seq === town.feed_seq) return place.feed_hash === town.feed_hash;
  const row = await db
    .selectFrom('ledger')
    .select('hash')
    .where('town', '=', town.town)
    .where('seq', '=', place.feed_seq)
    .executeTakeFirst();
  return place.feed_seq === 0 || row?.hash === place.feed_hash;
}

/** Households that something was done to; undefined when it is too many, or a list was published since. */
async function changedSince(db: Kysely<Database>, town: string, seq: number): Promise<ReadonlySet<string> | undefined> {
  const { rows } = await sql<{ household: string | null }>`
    select distinct household from ledger
    where town = ${town} and seq > ${seq} and (household is not null or type = 'month.published')
    limit ${CHANGED_MAX + 1}`.execute(db);
  const codes = rows.flatMap(({ household }) => household ?? []);
  return codes.length < rows.length || codes.length > CHANGED_MAX ? undefined : new Set(codes);
}
