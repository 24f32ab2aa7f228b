/** What the public page shows: the frozen document, and where the month stands today. Nothing else of the town is read for it. */
import { type Kysely, sql } from 'kysely';
import { dayOf } from '../../domain/calendar.ts';
import { type PublicityState, publicityState } from '../../domain/objection.ts';
import type { PublicationDocument } from '../../domain/publicity.ts';
import type { Database } from '../db/schema.ts';

export interface PublicList {
  readonly document: PublicationDocument;
  /** The document to the letter. */
  readonly text: string;
  readonly hash: string;
  readonly seq: number;
  readonly root: string;
  readonly was: string | null;
  readonly state: PublicityState;
  /** Points of this list can be redeemed when it is final, and not before (AL-10). */
  readonly holdsBack: boolean;
  /** Objections are still taken. */
  readonly open: boolean;
  readonly objections: { readonly all: number; readonly open: number };
  /** Other months of the village, newest first. */
  readonly months: readonly string[];
}

interface Row {
  readonly document: string;
  readonly hash: string;
  readonly seq: number;
  readonly root: string;
  readonly was: string | null;
  readonly zone: number;
  readonly holds: boolean;
  readonly all: number;
  readonly open: number;
  readonly months: string[];
}

/** The town whose village published that month; with several towns in one database the one that is named. */
export async function townOfList(
  db: Kysely<Database>,
  village: string,
  month: string,
  named: string | undefined,
): Promise<string | undefined> {
  const { rows } = await sql<{ town: string }>`select p.town from publications p
    where p.town in (select town from towns) and p.village = ${village} and p.month = ${month}
      and (${named ?? null}::text is null or p.town = ${named ?? null}) order by p.town limit 1`.execute(db);
  return rows[0]?.town;
}

/** Undefined when there is no such list. `now` in ms. */
export async function publicList(
  db: Kysely<Database>,
  town: string,
  village: string,
  month: string,
  now: number,
): Promise<PublicList | undefined> {
  const { rows } =
    await sql<Row>`select p.document, p.hash, p.root_seq as seq, p.root_hash as root, p.was, t.zone_offset_minutes as zone,
      p.final_ref is not null or exists (select from entries e join published_entries l
        on l.town = e.town and l.file = e.household and l.entry = e.id
        where e.town = p.town and e.waits and l.village = p.village and l.month = p.month) as holds,
      (select count(*)::int from objections o where o.town = p.town and o.village = p.village and o.month = p.month) as all,
      (select count(*)::int from objections o where o.town = p.town and o.village = p.village and o.month = p.month
        and o.outcome is null) as open,
      array(select q.month from publications q where q.town = p.town and q.village = p.village order by q.month desc limit 60) as months
    from publications p join towns t on t.town = p.town
    where p.town = ${town} and p.village = ${village} and p.month = ${month}`.execute(db);
  const [row] = rows;
  if (!row) return undefined;
  const document = JSON.parse(row.document) as PublicationDocument;
  const today = dayOf(now, row.zone);
  const { hash, seq, root, was } = row;
  return {
    ...{ document, text: row.document, hash, seq, root, was },
    state: publicityState(document, row.open, today),
    holdsBack: row.holds,
    open: today <= document.until,
    objections: { all: row.all, open: row.open },
    months: row.months.filter((one) => one !== month),
  };
}
