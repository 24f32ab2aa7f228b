/** Database rows ↔ facts of a household file. */

import type { Selectable } from 'kysely';
import type { Entry, HouseholdFile, Lapse, PointsMove, Redemption, Reservation } from '../../domain/household.ts';
import { must } from '../../domain/must.ts';
import type { EntryTable } from '../db/schema/entries.ts';
import type { HouseholdTable, PointMoveTable } from '../db/schema/households.ts';
import type { PointLapseTable } from '../db/schema/quarters.ts';
import type { RedemptionTable, ReservationTable } from '../db/schema/redemptions.ts';

type EntryRow = Omit<Selectable<EntryTable>, 'town'>;
type RedemptionRow = Omit<Selectable<RedemptionTable>, 'town'>;
type HouseholdRow = Pick<
  Selectable<HouseholdTable>,
  'code' | 'village' | 'grid' | 'registered' | 'base' | 'edits' | 'card' | 'lineage'
>;

/** An entry as a fact; absent values have no key, so that files compare as text. */
export function entryFromRow(row: EntryRow): Entry {
  return {
    id: row.id,
    rule: row.rule,
    date: row.date,
    points: row.points,
    quantity: row.quantity,
    ...(row.level === null ? {} : { level: row.level }),
    ...(row.member === null ? {} : { member: row.member }),
    ...(row.note === null ? {} : { note: row.note }),
    ...(row.photos === null ? {} : { photos: row.photos }),
    by: row.by_user,
    at: row.at,
    status: row.status,
    ...(row.reviewed_by === null ? {} : { reviewedBy: row.reviewed_by }),
    ...(row.reviewed_at === null ? {} : { reviewedAt: row.reviewed_at }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.reverses === null ? {} : { reverses: row.reverses }),
    ...(row.late === null ? {} : { late: row.late }),
    ...(row.old_card === null ? {} : { oldCard: row.old_card }),
    ...(row.points_before === null ? {} : { pointsBefore: row.points_before }),
    ...(row.agreed === null ? {} : { agreed: row.agreed }),
    ...(row.session === null ? {} : { session: row.session }),
    ...(row.waits ? { waits: true } : {}),
  };
}

/** The row of an entry, keys as in the table. */
export function entryToRow(household: string, e: Entry): EntryRow {
  return {
    household,
    id: e.id,
    rule: e.rule,
    date: e.date,
    points: e.points,
    quantity: e.quantity,
    level: e.level ?? null,
    member: e.member ?? null,
    note: e.note ?? null,
    photos: e.photos ? [...e.photos] : null,
    by_user: e.by,
    at: e.at,
    status: e.status,
    reviewed_by: e.reviewedBy ?? null,
    reviewed_at: e.reviewedAt ?? null,
    reason: e.reason ?? null,
    reverses: e.reverses ?? null,
    late: e.late ?? null,
    old_card: e.oldCard ?? null,
    points_before: e.pointsBefore ?? null,
    agreed: e.agreed ?? null,
    session: e.session ?? null,
    waits: e.waits ?? null,
  };
}

/** A redemption as a fact. */
export function redemptionFromRow(row: RedemptionRow): Redemption {
  return {
    id: row.id,
    lines: row.lines,
    points: row.points,
    mode: row.mode,
    by: row.by_user,
    at: row.at,
    date: row.date,
    ...(row.voided_ref === null
      ? {}
      : {
          voided: {
            ref: row.voided_ref,
            reason: must(row.voided_reason, 'a reason of the void'),
            ...(row.voided_by === null ? {} : { by: row.voided_by }),
            ...(row.voided_at === null ? {} : { at: row.voided_at }),
          },
        }),
    ...(row.instead === null ? {} : { instead: row.instead }),
    ...(row.old_card === null ? {} : { oldCard: row.old_card }),
    ...(row.write_off === null
      ? {}
      : {
          late: {
            writeOff: row.write_off,
            points: must(row.late_points, 'late points'),
            shortfall: must(row.shortfall, 'a shortfall'),
          },
        }),
    ...(row.reservation === null ? {} : { reservation: row.reservation }),
  };
}

/** A reservation as a fact. */
export function reservationFromRow(row: Omit<Selectable<ReservationTable>, 'town'>): Reservation {
  return {
    id: row.id,
    lines: row.lines,
    points: row.points,
    handOver: row.hand_over,
    by: row.by_user,
    at: row.at,
    date: row.date,
    device: row.device,
    until: row.until,
    ...(row.ended === null ? {} : { ended: row.ended }),
  };
}

/** A move of points as a fact. */
export function moveFromRow(row: Pick<Selectable<PointMoveTable>, 'id' | 'other' | 'points' | 'earned'>): PointsMove {
  return { id: row.id, with: row.other, points: row.points, earned: row.earned };
}

/** A lapse as a fact. */
export function lapseFromRow({
  id,
  quarter,
  points,
  by_user: by,
  at,
}: Omit<PointLapseTable, 'town' | 'household'>): Lapse {
  return { id, quarter, points, by, at };
}

/** What became of a household, as one column; null while nothing did. */
export function lineageOf({ places, merged, splits, closed }: HouseholdFile): string | null {
  return places || merged || splits || closed ? JSON.stringify({ places, merged, splits, closed }) : null;
}

/** A file without entries, redemptions, allowances and moves of points. */
export function fileFromRow(row: HouseholdRow): HouseholdFile {
  return {
    code: row.code,
    village: row.village,
    grid: row.grid,
    registered: row.registered,
    base: row.base,
    edits: row.edits,
    card: row.card,
    entries: [],
    redemptions: [],
    allowances: {},
    ...row.lineage,
  };
}

/** Rows as one JSON parameter; PostgreSQL unpacks them. */
export const rowsOf = (rows: readonly object[]) => JSON.stringify(rows);
