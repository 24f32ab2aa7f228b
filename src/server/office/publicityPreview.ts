/** What the list of a month would be if the month were closed now, and what speaks for waiting. */
import { type Kysely, sql } from 'kysely';
import { dayOf } from '../../domain/calendar.ts';
import { makePublication } from '../../domain/publicity.ts';
import type { PublicityPreview } from '../../protocol/publicity.ts';
import type { Database } from '../db/schema.ts';
import { loadSetting, policyOf } from '../ingest/setting.ts';
import type { VillageFacts } from '../ingest/villageFacts.ts';

/** Rows that are shown before the act. */
const ROWS_SHOWN = 20;

/** @param known what the village's lists are made of @param now ms */
export async function publicityPreview(
  db: Kysely<Database>,
  town: string,
  { village, month }: { readonly village: string; readonly month: string },
  known: VillageFacts,
  now: number,
): Promise<PublicityPreview> {
  const [place, setting, cases, devices] = await Promise.all([
    db.selectFrom('towns').select(['name', 'zone_offset_minutes']).where('town', '=', town).executeTakeFirstOrThrow(),
    loadSetting(db, town),
    sql<{ n: number }>`select count(*)::int as n from cases
      where town = ${town} and village = ${village} and decision is null`.execute(db),
    sql<
      PublicityPreview['devices'][number]
    >`select id, name, unsent, (extract(epoch from last_sync_at) * 1000)::bigint as "lastSyncAt"
      from devices where town = ${town} and village = ${village} and kind in ('tablet', 'counter') and status = 'active'
        and (unsent > 0 or last_sync_at is null or last_sync_at < to_timestamp(${now / 1000}) - interval '3 days')
      order by unsent desc, id limit 50`.execute(db),
  ]);
  const { document, listed } = makePublication({
    town: { code: town, name: place.name },
    village: { code: village, name: known.name },
    month,
    published: dayOf(now, place.zone_offset_minutes),
    policy: policyOf(setting, village),
    ruleVersions: setting.ruleVersions,
    ...known,
  });
  const lines = document.rows.flatMap(({ entries }) => entries);
  const codes = new Map(listed.map(({ row, household }) => [row, household]));
  return {
    households: document.rows.length,
    entries: lines.length,
    points: document.rows.reduce((sum, { total }) => sum + total, 0),
    pending: document.pending,
    quiet: document.quiet,
    late: lines.filter(({ late }) => late).length,
    reversals: lines.filter(({ reversal }) => reversal).length,
    until: document.until,
    holidays: document.holidays,
    openCases: cases.rows[0]?.n ?? 0,
    devices: devices.rows,
    categories: [...document.categories],
    rows: document.rows.slice(0, ROWS_SHOWN).map(({ entries: _, points, ...row }, i) => {
      const household = codes.get(i) ?? '';
      return { ...row, points: [...points], household, head: known.households.get(household)?.head ?? '' };
    }),
  };
}
