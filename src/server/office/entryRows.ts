import { type Kysely, type Selectable, sql } from 'kysely';
import { pointsOffer } from '../../domain/pointsOffer.ts';
import { profileOf } from '../../domain/profile.ts';
import { parseRef } from '../../domain/ref.ts';
import type { OfficeEntry } from '../../protocol/officeEntries.ts';
import type { EntryTable } from '../db/schema/entries.ts';
import type { HouseholdTable } from '../db/schema/households.ts';
import type { Database } from '../db/schema.ts';
import { loadPolicies, policyOf } from '../ingest/setting.ts';
import { arrivedPhotos } from '../photos/photoRows.ts';
import { type Oddity, type OddRow, odditiesOf } from './oddities.ts';
import { namesOf } from './peopleNames.ts';
import { loadRuleBook } from './ruleBook.ts';

/** An entry with what its household says about it. */
export type EntryRow = Omit<Selectable<EntryTable>, 'town'> &
  Pick<Selectable<HouseholdTable>, 'head' | 'village' | 'grid' | 'base' | 'edits'>;

/** Columns of an EntryRow, over `entries as e` joined with `households as h`. */
export const ENTRY_COLUMNS = [
  'e.household',
  'e.id',
  'e.rule',
  'e.date',
  'e.points',
  'e.quantity',
  'e.level',
  'e.member',
  'e.note',
  'e.photos',
  'e.by_user',
  'e.at',
  'e.status',
  'e.reviewed_by',
  'e.reviewed_at',
  'e.reason',
  'e.reverses',
  'e.late',
  'e.old_card',
  'e.points_before',
  'e.agreed',
  'e.session',
  'e.waits',
  'h.head',
  'h.village',
  'h.grid',
  'h.base',
  'h.edits',
] as const;

/** Entries as the office reads them: names in place of ids, the rule of the deed date, the marks (CF-04, CF-06, CF-15). */
export async function describeEntries(
  db: Kysely<Database>,
  town: string,
  rows: readonly EntryRow[],
  given?: ReadonlyMap<string, readonly Oddity[]>,
): Promise<OfficeEntry[]> {
  if (rows.length === 0) return [];
  const [book, names, recorded, photos, setting] = await Promise.all([
    loadRuleBook(db, town),
    namesOf(
      db,
      town,
      rows.flatMap((row) => [row.by_user, row.reviewed_by, row.agreed?.by ?? null]),
    ),
    asRecorded(db, town, rows),
    arrivedPhotos(db, town, rows),
    loadPolicies(db, town),
  ]);
  const oddities = given ?? (await odditiesOf(db, town, oddRows(rows, recorded)));
  return rows.map((row) => {
    const rule = book.find(row.village, row.date, row.rule);
    const { twoPersonPoints = null } = policyOf(setting, row.village);
    return {
      id: row.id,
      household: row.household,
      head: row.head,
      village: row.village,
      grid: row.grid,
      rule: row.rule,
      ruleTitle: rule?.title ?? row.rule,
      review: rule?.review ?? 'village',
      date: row.date,
      points: row.points,
      quantity: row.quantity,
      unit: rule?.unit ?? '',
      level: row.level,
      member: row.member === null ? null : memberName(row, row.member),
      note: row.note,
      photos: row.photos?.length ?? 0,
      photosHere: (row.photos ?? []).filter((id) => photos.get(row.household)?.has(id) || photos.get(row.id)?.has(id)),
      by: row.by_user,
      byName: names.get(row.by_user) ?? row.by_user,
      at: row.at,
      status: row.status,
      reviewedByName: row.reviewed_by === null ? null : (names.get(row.reviewed_by) ?? row.reviewed_by),
      reviewedAt: row.reviewed_at,
      reason: row.reason,
      reverses: row.reverses,
      late: row.late,
      oldCard: row.old_card,
      recomputedFrom: recorded.get(row.id)?.was ?? null,
      clockShiftMs: recorded.get(row.id)?.shift ?? 0,
      pointsBefore: row.points_before,
      agreed: row.agreed && {
        by: row.agreed.by,
        byName: names.get(row.agreed.by) ?? row.agreed.by,
        at: row.agreed.at,
        points: row.agreed.points ?? row.points_before ?? row.points,
        reason: row.agreed.reason ?? null,
        session: row.agreed.session ?? null,
      },
      takesTwo: twoPersonPoints !== null && Math.abs(row.points) >= twoPersonPoints,
      twoPersonPoints,
      session: row.session,
      waits: row.waits ?? false,
      offer: row.reverses === null ? pointsOffer(rule) : { type: 'none' as const },
      oddities: [...(oddities.get(row.id) ?? [])],
    };
  });
}

function oddRows(rows: readonly EntryRow[], recorded: Recordings): readonly OddRow[] {
  return rows.map((row) => ({ ...row, shift: recorded.get(row.id)?.shift ?? 0 }));
}

/** A member's name as the file shows it now; the id when the member is gone. */
export function memberName(file: Pick<Selectable<HouseholdTable>, 'base' | 'edits'>, member: string): string {
  return profileOf(file).members[member]?.name ?? member;
}

type Recordings = ReadonlyMap<string, { readonly was: number | null; readonly shift: number }>;

/** CF-04, SY-7: points that the device showed where they were recomputed, and what was added to its time stamp. Read from the ops. */
export async function asRecorded(
  db: Kysely<Database>,
  town: string,
  rows: readonly Pick<EntryRow, 'id'>[],
): Promise<Recordings> {
  const refs = rows.flatMap((row) => parseRef(row.id) ?? []);
  if (refs.length === 0) return new Map();
  const devices = refs.map((ref) => ref.device);
  const seqs = refs.map((ref) => ref.seq);
  const found = await sql<{ id: string; was: number | null; shift: number }>`
    select o.device || '-' || lpad(o.seq::text, greatest(6, length(o.seq::text)), '0') as id, (o.params->>'was')::int as was,
      o.shift_ms as shift
    from unnest(${devices}::text[], ${seqs}::bigint[]) as wanted (device, seq)
    join ops o on o.town = ${town} and o.device = wanted.device and o.seq = wanted.seq
    where o.params->>'was' is not null or o.shift_ms <> 0`.execute(db);
  return new Map(found.rows.map(({ id, was, shift }) => [id, { was, shift }]));
}
