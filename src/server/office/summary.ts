import type { Kysely } from 'kysely';
import { SILENT_DAYS } from '../../protocol/officeDevices.ts';
import { OFFICE_COUNT_MAX } from '../../protocol/officeParts.ts';
import type { OfficeSummary } from '../../protocol/officeSummary.ts';
import type { Database } from '../db/schema.ts';
import { countOpenCases } from './caseList.ts';
import { countSubmitted } from './entrySearch.ts';
import { villageTotals } from './totals.ts';

const DAY_MS = 86_400_000;

/** What the office sees first: totals, what waits for a decision, and which devices were not heard of. `now` in ms. */
export async function officeSummary(
  db: Kysely<Database>,
  town: string,
  village: string | null,
  now: number,
): Promise<OfficeSummary> {
  const [villages, openReviews, openCases, silentDevices] = await Promise.all([
    villageTotals(db, town, village),
    countSubmitted(db, town, village),
    countOpenCases(db, town, village),
    silent(db, town, village, now),
  ]);
  return { now, villages, openReviews, openCases, silentDevices };
}

async function silent(
  db: Kysely<Database>,
  town: string,
  village: string | null,
  now: number,
): Promise<OfficeSummary['silentDevices']> {
  const since = new Date(now - SILENT_DAYS * DAY_MS);
  let query = db
    .selectFrom('devices')
    .select(['id', 'name', 'last_sync_at', 'unsent'])
    .where('town', '=', town)
    .where('status', '=', 'active')
    .where('kind', 'in', ['tablet', 'counter'])
    .where((eb) => eb(eb.fn.coalesce('last_sync_at', 'enrolled_at'), '<', since))
    .orderBy('last_sync_at')
    .limit(OFFICE_COUNT_MAX);
  if (village !== null) query = query.where('village', '=', village);
  const rows = await query.execute();
  return rows.map(({ last_sync_at, ...row }) => ({ ...row, lastSyncAt: last_sync_at?.getTime() ?? null }));
}
