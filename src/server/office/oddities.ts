/** What should strike a reviewer, for many entries at once: a fixed number of queries, each by an index. */
import { type Kysely, type Selectable, sql } from 'kysely';
import { capRoom } from '../../domain/cap.ts';
import { CLOCK_SLACK_MS } from '../../domain/clock.ts';
import { isRelativeOf } from '../../domain/oddity.ts';
import { profileOf } from '../../domain/profile.ts';
import type { OfficeEntry } from '../../protocol/officeEntries.ts';
import type { EntryTable } from '../db/schema/entries.ts';
import type { HouseholdTable } from '../db/schema/households.ts';
import type { Database } from '../db/schema.ts';
import { entryFromRow } from '../ingest/rows.ts';
import { countedOver, samePhotos, weeksOf } from './oddityFacts.ts';
import { namesOf } from './peopleNames.ts';
import { loadRuleBook, type RuleBook } from './ruleBook.ts';

export type Oddity = OfficeEntry['oddities'][number];

/** What is looked at. Base and edits of the household are there where a tag may name a relative. */
export type OddRow = Pick<
  Selectable<EntryTable>,
  'household' | 'id' | 'rule' | 'date' | 'points' | 'member' | 'photos' | 'by_user' | 'status' | 'late' | 'reverses'
> & { readonly village: string; readonly shift: number } & {
  readonly [K in 'base' | 'edits']: Selectable<HouseholdTable>[K] | null;
};

/** Oddities by entry id, the gravest first; entries without any are missing. */
export async function odditiesOf(
  db: Kysely<Database>,
  town: string,
  rows: readonly OddRow[],
): Promise<ReadonlyMap<string, readonly Oddity[]>> {
  const deeds = rows.filter((row) => row.reverses === null);
  const [usual, photos, relatives, caps] = await Promise.all([
    weeksOf(db, town, deeds),
    samePhotos(db, town, deeds),
    relativesOf(db, town, deeds),
    cappedOf(db, town, deeds),
  ]);
  const found = new Map<string, readonly Oddity[]>();
  for (const row of rows) {
    const beyond = row.reverses === null ? usual.of(row) : undefined;
    const same = photos.get(row.id);
    const capped = caps.get(row.id);
    const all: Oddity[] = [
      ...(same ? [{ kind: 'photo' as const, entries: same }] : []),
      ...(relatives.has(row.id) ? [{ kind: 'relative' as const }] : []),
      ...(beyond ? [{ kind: 'usual' as const, ...beyond }] : []),
      ...(capped ? [capped] : []),
      ...(row.late === null ? [] : [{ kind: 'late' as const, month: row.late }]),
      ...(Math.abs(row.shift) > CLOCK_SLACK_MS ? [{ kind: 'clock' as const, shiftMs: row.shift }] : []),
    ];
    if (all.length > 0) found.set(row.id, all);
  }
  return found;
}

/** Entries at a household that is marked as a relative's of who recorded them. */
async function relativesOf(db: Kysely<Database>, town: string, rows: readonly OddRow[]): Promise<ReadonlySet<string>> {
  const marked = rows.flatMap(({ id, by_user, base, edits }) => {
    const tags = base && edits ? profileOf({ base, edits }).tags : [];
    return tags.length > 0 ? [{ id, by_user, tags }] : [];
  });
  const names = await namesOf(
    db,
    town,
    marked.map((row) => row.by_user),
  );
  const related = marked.filter(({ by_user: id, tags }) => isRelativeOf(tags, { id, name: names.get(id) ?? id }));
  return new Set(related.map((row) => row.id));
}

/** What filled its cap, or competed for it: let count by a decision, cut by one, or in the way of an entry that waits in a Case. */
async function cappedOf(
  db: Kysely<Database>,
  town: string,
  rows: readonly OddRow[],
): Promise<ReadonlyMap<string, Oddity>> {
  const book = await loadRuleBook(db, town);
  const [decided, full] = await Promise.all([casesAbout(db, town, rows), fullCaps(db, town, rows, book)]);
  return new Map([...full, ...decided]);
}

async function casesAbout(
  db: Kysely<Database>,
  town: string,
  rows: readonly OddRow[],
): Promise<ReadonlyMap<string, Oddity>> {
  if (rows.length === 0) return new Map();
  const found = new Map<string, Oddity>();
  const own = await sql<{ id: string; points: number | null; allowed: number | null; decision: string | null }>`
    select c.id, (c.params->>'points')::int as points, (c.params->>'allowed')::int as allowed, c.decision
    from cases c where c.town = ${town} and c.id = any(${rows.map((row) => row.id)}::text[])
      and c.code in ('over_cap', 'over_cap_part')`.execute(db);
  for (const { id, points, decision } of own.rows) {
    if (decision === 'cut' && points !== null) found.set(id, { kind: 'cap', how: 'cut', figures: [points] });
    else found.set(id, { kind: 'cap', how: 'let', figures: [] });
  }
  const villages = [...new Set(rows.map((row) => row.village))];
  const waiting = await sql<{ entry: string; n: number }>`
    select k.entry, count(*)::int as n from cases c cross join lateral unnest(c.competing) as k(entry)
    where c.town = ${town} and c.village = any(${villages}::text[]) and c.decision is null and c.code in ('over_cap', 'over_cap_part')
      and k.entry = any(${rows.map((row) => row.id)}::text[])
    group by k.entry`.execute(db);
  for (const { entry, n } of waiting.rows) found.set(entry, { kind: 'cap', how: 'competing', figures: [n] });
  return found;
}

/** Entries whose cap is used up by them and others: several, because a cap of one is filled by every entry. */
async function fullCaps(
  db: Kysely<Database>,
  town: string,
  rows: readonly OddRow[],
  book: RuleBook,
): Promise<ReadonlyMap<string, Oddity>> {
  const capped = rows.flatMap((row) => {
    const rule = book.find(row.village, row.date, row.rule);
    return rule?.cap && row.status !== 'rejected' ? [{ row, rule, cap: rule.cap }] : [];
  });
  const entries = await countedOver(db, town, capped);
  const found = new Map<string, Oddity>();
  for (const { row, rule, cap } of capped) {
    const beside = (entries.get(`${row.household} ${row.rule}`) ?? []).map(entryFromRow);
    const room = capRoom(rule, beside, row.date, row.member ?? undefined);
    if (room.competing.length < 2) continue;
    const points = room.competing.reduce((sum, e) => sum + Math.abs(e.points), 0);
    if (room.times < 1 && cap.times !== undefined)
      found.set(row.id, { kind: 'cap', how: 'times', figures: [room.competing.length, cap.times] });
    else if (room.points < 1 && cap.points !== undefined)
      found.set(row.id, { kind: 'cap', how: 'points', figures: [points, cap.points] });
  }
  return found;
}
