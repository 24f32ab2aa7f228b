/** Notices as they reach devices and villagers. */
import { type Kysely, sql } from 'kysely';
import type { Notice, NoticeKind } from '../../domain/notice.ts';
import type { Database } from '../db/schema.ts';

/** Notices in force that a place gets, the newest: what is older is on the paper that hangs beside it. */
const IN_FORCE_MAX = 30;
/** Notices to come that a device takes along. */
const COMING_MAX = 20;

interface NoticePlace {
  /** Null: the whole town. */
  readonly village: string | null;
  /** Empty: all grids of the village. */
  readonly grids: readonly string[];
}

interface Row {
  readonly id: string;
  readonly kind: NoticeKind;
  readonly title: string;
  readonly text: string;
  readonly photos: readonly string[];
  readonly villages: readonly string[];
  readonly grids: readonly string[];
  readonly from: number;
  readonly until: number | null;
}

function noticeOf({ photos, grids, until, ...row }: Row): Notice {
  return {
    ...row,
    ...(photos.length > 0 ? { photos } : {}),
    ...(grids.length > 0 ? { grids } : {}),
    ...(until === null ? {} : { until }),
  };
}

/** Notices of a place that are in force at an instant, newest first. */
export async function noticesInForce(
  db: Kysely<Database>,
  town: string,
  place: NoticePlace,
  at: number,
): Promise<readonly Notice[]> {
  const { rows } = await sql<Row>`${columns} where ${reaching(town, place)} and from_ms <= ${at}
    and (until_ms is null or until_ms > ${at}) order by from_ms desc, id desc limit ${IN_FORCE_MAX}`.execute(db);
  return rows.map(noticeOf);
}

/** Those in force and those to come: a device takes them up by its corrected clock, connected or not. */
export async function noticesForDevice(
  db: Kysely<Database>,
  town: string,
  place: NoticePlace,
  at: number,
): Promise<readonly Notice[]> {
  const [now, coming] = await Promise.all([
    noticesInForce(db, town, place, at),
    sql<Row>`${columns} where ${reaching(town, place)} and from_ms > ${at}
      order by from_ms, id limit ${COMING_MAX}`.execute(db),
  ]);
  return [...now, ...coming.rows.map(noticeOf)];
}

const columns = sql`select id, kind, title, text, photos, villages, grids, from_ms as "from", until_ms as until from notices`;

function reaching(town: string, { village, grids }: NoticePlace) {
  return sql<boolean>`town = ${town} and withdrawn_at is null
    and (${village}::text is null or villages = '{}' or ${village}::text = any(villages))
    and (grids = '{}' or ${grids.length} = 0 or grids && ${[...grids]}::text[])`;
}
