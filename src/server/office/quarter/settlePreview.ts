/** What settling a quarter would do (AL-9), before anybody does it: the same figures as the judge takes. */
import type { Kysely } from 'kysely';
import { dayOf } from '../../../domain/calendar.ts';
import { lapsing, settleRefusal } from '../../../domain/quarter.ts';
import type { SettlePreview } from '../../../protocol/officeQuarter.ts';
import type { Database } from '../../db/schema.ts';
import { loadPolicies, policyOf } from '../../ingest/setting.ts';
import { loadSettling } from '../../ingest/settling.ts';

/** `now` in ms. */
export async function settlePreview(
  db: Kysely<Database>,
  town: string,
  { village, quarter }: { readonly village: string; readonly quarter: string },
  now: number,
): Promise<SettlePreview> {
  const [place, policies, settled, homes] = await Promise.all([
    db.selectFrom('towns').select('zone_offset_minutes as zone').where('town', '=', town).executeTakeFirstOrThrow(),
    loadPolicies(db, town),
    db
      .selectFrom('settled_quarters as s')
      .leftJoin('users as u', (join) => join.onRef('u.town', '=', 's.town').onRef('u.id', '=', 's.by_user'))
      .select(['s.by_user', 'u.name', 's.at', 's.households', 's.points'])
      .where('s.town', '=', town)
      .where('s.village', '=', village)
      .where('s.quarter', '=', quarter)
      .executeTakeFirst(),
    db
      .selectFrom('households')
      .select(['code', 'head', 'final', 'redeemed', 'allotted'])
      .where('town', '=', town)
      .where('village', '=', village)
      .orderBy('code')
      .execute(),
  ]);
  const { waiting, newer } = await loadSettling(db, town, village, quarter, place.zone);
  const policy = policyOf(policies, village);
  const facts = { settled: settled !== undefined, waiting: waiting.length };
  const lines = homes.flatMap(({ code, head, ...counters }) => {
    const points = lapsing(counters, newer.get(code) ?? 0, policy);
    return points > 0 ? [{ household: code, head, points }] : [];
  });
  return {
    refusal: settleRefusal(policy, quarter, dayOf(now, place.zone), facts) ?? null,
    waiting: waiting.length,
    lines,
    points: lines.reduce((sum, line) => sum + line.points, 0),
    keeps: policy.leftoverKeepPoints ?? 0,
    onDevices: homes.reduce((sum, { allotted }) => sum + allotted, 0),
    settled: settled
      ? {
          by: settled.name ?? settled.by_user,
          at: settled.at,
          households: settled.households,
          points: settled.points,
        }
      : null,
  };
}
