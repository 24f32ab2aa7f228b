/** A root or a list's fingerprint as somebody reads it off paper: where in the ledger it stands, with the chain recomputed up to there. */
import { type Kysely, sql } from 'kysely';
import { sha256Hex } from '../../protocol/opHash.ts';
import type { Database } from '../db/schema.ts';
import { LEDGER_GENESIS, ledgerHash } from '../ingest/ledger.ts';

/** What a village's notice board says. */
export interface NamedList {
  readonly village: string;
  readonly month: string;
  readonly hash: string;
}

/** The frozen list of a year. */
export interface NamedRanking {
  /** Null: the town's. */
  readonly village: string | null;
  readonly year: number;
  readonly hash: string;
}

export type RootFound =
  | {
      readonly found: true;
      readonly seq: number;
      readonly root: string;
      /** The first row that does not fit the chain up to there; null when all do. */
      readonly broken: number | null;
      /** Lists that name this root. */
      readonly lists: readonly (NamedList | NamedRanking)[];
    }
  | { readonly found: false; readonly restores: readonly { readonly at: Date; readonly seq: number }[] };

export type ListFound =
  | {
      readonly found: true;
      readonly list: NamedList | NamedRanking;
      /** The stored list still gives this hash. */
      readonly whole: boolean;
      readonly root: RootFound;
    }
  | { readonly found: false; readonly replaced: NamedList | NamedRanking | null; readonly restores: Restores };

type Restores = Extract<RootFound, { found: false }>['restores'];

const PAGE_ROWS = 5_000;

/** A fingerprint as it was typed: groups and capitals do not matter. Undefined when it is none. */
export function readFingerprint(text: string): string | undefined {
  const plain = text.replace(/[\s:·-]/g, '').toLowerCase();
  return /^[0-9a-f]{64}$/.test(plain) ? plain : undefined;
}

/** Looks a printed root up. */
export async function findRoot(db: Kysely<Database>, town: string, root: string): Promise<RootFound> {
  const place = await db
    .selectFrom('ledger')
    .select('seq')
    .where('town', '=', town)
    .where('hash', '=', root)
    .executeTakeFirst();
  if (!place) return { found: false, restores: await restoresOf(db, town) };
  const lists = await db
    .selectFrom('publications')
    .select(['village', 'month', 'hash'])
    .where('town', '=', town)
    .where('root_hash', '=', root)
    .orderBy('village')
    .orderBy('month')
    .execute();
  const rankings = await db
    .selectFrom('rankings')
    .select(['village', 'year', 'hash'])
    .where('town', '=', town)
    .where('root_hash', '=', root)
    .orderBy('village')
    .orderBy('year')
    .execute();
  const named = [...lists, ...rankings.map(rankingNamed)];
  return { found: true, seq: place.seq, root, broken: await brokenBefore(db, town, place.seq), lists: named };
}

function rankingNamed({ village, year, hash }: NamedRanking): NamedRanking {
  return { village: village === '' ? null : village, year, hash };
}

/** Looks the fingerprint of a printed list up. */
export async function findList(db: Kysely<Database>, town: string, hash: string): Promise<ListFound> {
  const months = await db
    .selectFrom('publications')
    .select(['village', 'month', 'hash', 'document', 'root_hash', 'was'])
    .where('town', '=', town)
    .where((one) => one.or([one('hash', '=', hash), one('was', '=', hash)]))
    .execute();
  const years = await db
    .selectFrom('rankings')
    .select(['village', 'year', 'hash', 'document', 'root_hash', 'was'])
    .where('town', '=', town)
    .where((one) => one.or([one('hash', '=', hash), one('was', '=', hash)]))
    .execute();
  const rows = [
    ...months.map(({ village, month, ...row }) => ({ ...row, list: { village, month, hash: row.hash } })),
    ...years.map(({ village, year, ...row }) => ({ ...row, list: rankingNamed({ village, year, hash: row.hash }) })),
  ];
  const row = rows.find((one) => one.hash === hash);
  if (!row) return { found: false, replaced: rows[0]?.list ?? null, restores: await restoresOf(db, town) };
  return {
    found: true,
    list: row.list,
    whole: sha256Hex(row.document) === hash,
    root: await findRoot(db, town, row.root_hash),
  };
}

async function restoresOf(db: Kysely<Database>, town: string): Promise<Restores> {
  const { rows } = await sql<Restores[number]>`select restored_at as at, feed_seq as seq from restores
    where town = ${town} order by restored_at`.execute(db);
  return rows;
}

/** The first row up to `seq` whose hash is not what the rows before it give. */
async function brokenBefore(db: Kysely<Database>, town: string, seq: number): Promise<number | null> {
  let hash = LEDGER_GENESIS;
  for (let after = 0; after < seq; ) {
    const { rows } = await sql<{ seq: number; hash: string; body: string }>`select seq, hash, body::text as body
      from ledger where town = ${town} and seq > ${after} and seq <= ${seq} order by seq limit ${PAGE_ROWS}`.execute(
      db,
    );
    for (const row of rows) {
      hash = ledgerHash(hash, after + 1, row.body);
      if (row.seq !== after + 1 || row.hash !== hash) return after + 1;
      after = row.seq;
    }
    if (rows.length === 0) return after + 1;
  }
  return null;
}
