/** What oddities are worked out from: weeks of workers, photos, entries under a cap. */
import { type Kysely, type Selectable, sql } from 'kysely';
import { addDays, dayNumber, mondayOf } from '../../domain/calendar.ts';
import { type BeyondUsual, beyondUsual, USUAL_WEEKS, type WeekOfRule } from '../../domain/oddity.ts';
import type { Cap } from '../../domain/rule.ts';
import type { EntryTable } from '../db/schema/entries.ts';
import type { Database } from '../db/schema.ts';
import { periodStart } from '../ingest/needs.ts';

type Deed = Pick<Selectable<EntryTable>, 'household' | 'id' | 'rule' | 'date' | 'photos' | 'by_user'> & {
  readonly village: string;
};

/** Weeks are counted from it: some ten thousand deeds are summed by a number quicker than by a day. */
const FIRST_MONDAY = '1970-01-05';

function weekOf(day: string): number {
  return Math.floor((dayNumber(day) - dayNumber(FIRST_MONDAY)) / 7);
}

/** For each deed, how its worker's week of its rule compares with the weeks before. */
export async function weeksOf(
  db: Kysely<Database>,
  town: string,
  rows: readonly Deed[],
): Promise<{ of(row: Deed): BeyondUsual | undefined }> {
  const spans = new Map<string, { user: string; rule: string; from: string; to: string }>();
  for (const { by_user: user, rule, date } of rows) {
    const [from, to] = [addDays(mondayOf(date), -7 * USUAL_WEEKS), addDays(mondayOf(date), 6)];
    const known = spans.get(`${user} ${rule}`);
    if (known && known.from <= from && known.to >= to) continue;
    // Days are text: the first of two in order is the earlier one.
    const [first = from] = [from, known?.from ?? from].sort();
    const [, last = to] = [to, known?.to ?? to].sort();
    spans.set(`${user} ${rule}`, { user, rule, from: first, to: last });
  }
  const wanted = [...spans.values()];
  const found = await sql<{ user: string; rule: string; week: number; count: number; points: number }>`
    select e.by_user as user, e.rule, (e.date::date - ${FIRST_MONDAY}::date) / 7 as week, count(*)::int as count,
      sum(abs(e.points))::int as points
    from unnest(${wanted.map((w) => w.user)}::text[], ${wanted.map((w) => w.rule)}::text[], ${wanted.map((w) => w.from)}::text[],
      ${wanted.map((w) => w.to)}::text[]) as k(by_user, rule, from_day, to_day)
    join entries e on e.town = ${town} and e.by_user = k.by_user and e.rule = k.rule and e.date >= k.from_day and e.date <= k.to_day
    where e.status <> 'rejected' and e.reverses is null group by 1, 2, 3`.execute(db);
  const weeks = new Map<string, WeekOfRule>(
    found.rows.map(({ user, rule, week, count, points }) => [`${user} ${rule} ${week}`, { count, points }]),
  );
  return {
    of: ({ by_user: user, rule, date }) => {
      const number = weekOf(date);
      const week = weeks.get(`${user} ${rule} ${number}`);
      const before = Array.from({ length: USUAL_WEEKS }, (_, i) => weeks.get(`${user} ${rule} ${number - i - 1}`));
      return (
        week &&
        beyondUsual(
          week,
          before.filter((one) => one !== undefined),
        )
      );
    },
  };
}

function groupedBy<T>(rows: readonly T[], key: (row: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const known = groups.get(key(row));
    if (known) known.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}

export interface SamePhoto {
  readonly id: string;
  readonly household: string;
  /** Null at a household of another village. */
  readonly head: string | null;
  readonly date: string;
}

/** How many other entries with the same photo are named. */
const SAME_PHOTOS_MAX = 5;

/** Other entries that announce a photo of these. */
export async function samePhotos(
  db: Kysely<Database>,
  town: string,
  rows: readonly Deed[],
): Promise<ReadonlyMap<string, SamePhoto[]>> {
  const announced = new Map(rows.flatMap((row) => (row.photos?.length ? [[row.id, row] as const] : [])));
  const photos = [...new Set([...announced.values()].flatMap((row) => row.photos ?? []))];
  if (photos.length === 0) return new Map();
  const found = await sql<{
    photo: string;
    id: string;
    household: string;
    head: string;
    village: string;
    date: string;
  }>`
    select p.photo, p.entry as id, p.household, h.head, h.village, e.date
    from entry_photos p
    join entries e on e.town = p.town and e.household = p.household and e.id = p.entry
    join households h on h.town = p.town and h.code = p.household
    where p.town = ${town} and p.photo = any(${photos}::text[]) order by e.date, p.entry`.execute(db);
  const byPhoto = groupedBy(found.rows, (row) => row.photo);
  const same = new Map<string, SamePhoto[]>();
  for (const row of announced.values()) {
    const others = new Map(
      (row.photos ?? []).flatMap((photo) =>
        (byPhoto.get(photo) ?? []).flatMap((other) => (other.id === row.id ? [] : [[other.id, other] as const])),
      ),
    );
    if (others.size === 0) continue;
    same.set(
      row.id,
      [...others.values()].slice(0, SAME_PHOTOS_MAX).map(({ id, household, head, village, date }) => ({
        ...{ id, household, date },
        head: village === row.village ? head : null,
      })),
    );
  }
  return same;
}

/** Entries of the same household and rule since the cap's period began, by `household rule`. */
export async function countedOver(
  db: Kysely<Database>,
  town: string,
  capped: readonly { readonly row: Deed; readonly cap: Cap }[],
): Promise<ReadonlyMap<string, Omit<Selectable<EntryTable>, 'town'>[]>> {
  const spans = new Map<string, { household: string; rule: string; from: string }>();
  for (const { row, cap } of capped) {
    const key = `${row.household} ${row.rule}`;
    const from = periodStart(cap.period, row.date);
    const known = spans.get(key);
    if (!known || from < known.from) spans.set(key, { household: row.household, rule: row.rule, from });
  }
  if (spans.size === 0) return new Map();
  const wanted = [...spans.values()];
  const found = await sql<Selectable<EntryTable>>`
    select e.* from unnest(${wanted.map((w) => w.household)}::text[], ${wanted.map((w) => w.rule)}::text[], ${wanted.map((w) => w.from)}::text[])
      as k(household, rule, from_day)
    join entries e on e.town = ${town} and e.household = k.household and e.rule = k.rule and e.date >= k.from_day`.execute(
    db,
  );
  return groupedBy(found.rows, (row) => `${row.household} ${row.rule}`);
}
