import { type Kysely, sql } from 'kysely';
import type { NoticeKind } from '../../domain/notice.ts';
import type { NoticeState, NoticesResponse } from '../../protocol/officeNotices.ts';
import { OFFICE_PAGE_ROWS } from '../../protocol/officeParts.ts';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../http/base-problem.ts';
import { namesOf } from './peopleNames.ts';

export interface NoticeFilter {
  readonly state: NoticeState;
  /** Null: the whole town. */
  readonly village: string | null;
  readonly cursor: string | null;
}

interface Row {
  readonly id: string;
  readonly kind: NoticeKind;
  readonly title: string;
  readonly text: string;
  readonly photos: string[];
  readonly villages: string[];
  readonly grids: string[];
  readonly from_ms: number;
  readonly until_ms: number | null;
  readonly by_user: string;
  readonly at: number;
  readonly withdrawn_by: string | null;
  readonly withdrawn_at: number | null;
  readonly withdrawn_reason: string | null;
  readonly readers: number;
  readonly devices: number;
}

/**
 * One page of the notices that a place gets, the newest first. `now` in ms.
 * @throws ProblemError `invalid` for a cursor that is none
 */
export async function listNotices(
  db: Kysely<Database>,
  town: string,
  { state, village, cursor }: NoticeFilter,
  now: number,
): Promise<NoticesResponse> {
  const after = cursor === null ? undefined : readCursor(cursor);
  const seen = sql<boolean>`n.town = ${town}
    and (${village}::text is null or n.villages = '{}' or ${village}::text = any(n.villages))`;
  const behind = after
    ? sql<boolean>`(n.from_ms, n.id) < (${after.from}::bigint, ${after.id} collate "C")`
    : sql<boolean>`true`;
  const [{ rows }, counts, devices] = await Promise.all([
    sql<Row>`select n.id, n.kind, n.title, n.text, n.photos, n.villages, n.grids, n.from_ms, n.until_ms, n.by_user, n.at,
        n.withdrawn_by, n.withdrawn_at, n.withdrawn_reason, coalesce(r.readers, 0)::int as readers, coalesce(r.devices, 0)::int as devices
      from notices n left join lateral (select sum(d.readers) as readers, count(*) as devices from notice_reads d
        where d.town = n.town and d.notice = n.id) r on true
      where ${seen} and ${inState(state, now)} and ${behind}
      order by n.from_ms desc, n.id desc limit ${OFFICE_PAGE_ROWS + 1}`.execute(db),
    sql<NoticesResponse['counts']>`select
        count(*) filter (where ${inState('inForce', now)})::int as "inForce",
        count(*) filter (where ${inState('planned', now)})::int as planned,
        count(*) filter (where ${inState('over', now)})::int as over,
        count(*) filter (where ${inState('withdrawn', now)})::int as withdrawn
      from notices n where ${seen}`.execute(db),
    sql<{ n: number }>`select count(*)::int as n from devices where town = ${town} and status = 'active'
      and kind in ('tablet', 'counter') and (${village}::text is null or village = ${village})`.execute(db),
  ]);
  const page = rows.slice(0, OFFICE_PAGE_ROWS);
  const last = rows.length > OFFICE_PAGE_ROWS ? page.at(-1) : undefined;
  const names = await namesOf(
    db,
    town,
    page.flatMap((row) => [row.by_user, row.withdrawn_by]),
  );
  const name = (id: string) => names.get(id) ?? id;
  return {
    notices: page.map((row) => ({
      id: row.id,
      kind: row.kind,
      title: row.title,
      text: row.text,
      photos: row.photos,
      villages: row.villages,
      grids: row.grids,
      from: row.from_ms,
      until: row.until_ms,
      by: name(row.by_user),
      at: row.at,
      withdrawn:
        row.withdrawn_by === null || row.withdrawn_at === null
          ? null
          : { by: name(row.withdrawn_by), at: row.withdrawn_at, reason: row.withdrawn_reason ?? '' },
      readers: row.readers,
      devices: row.devices,
      own: village === null || (row.villages.length === 1 && row.villages[0] === village),
    })),
    cursor: last === undefined ? null : `${last.from_ms}~${last.id}`,
    counts: counts.rows[0] ?? { inForce: 0, planned: 0, over: 0, withdrawn: 0 },
    devices: devices.rows[0]?.n ?? 0,
  };
}

function inState(state: NoticeState, now: number) {
  switch (state) {
    case 'withdrawn':
      return sql<boolean>`n.withdrawn_at is not null`;
    case 'planned':
      return sql<boolean>`n.withdrawn_at is null and n.from_ms > ${now}`;
    case 'over':
      return sql<boolean>`n.withdrawn_at is null and n.until_ms is not null and n.until_ms <= ${now}`;
    case 'inForce':
      return sql<boolean>`n.withdrawn_at is null and n.from_ms <= ${now} and (n.until_ms is null or n.until_ms > ${now})`;
  }
}

function readCursor(text: string): { readonly from: number; readonly id: string } {
  const [from = '', id = ''] = text.split('~');
  if (!/^\d{1,15}$/.test(from) || id === '') throw new ProblemError('invalid');
  return { from: Number(from), id };
}
