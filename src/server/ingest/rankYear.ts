/** year.rank, ranking.exclude: the list of a year is frozen, once; until then the office says who is not in it. */
import { dayOf } from '../../domain/calendar.ts';
import type { RankingExcluded, YearRanked } from '../../domain/events/office.ts';
import { must } from '../../domain/must.ts';
import type { Op, OpOf } from '../../domain/op.ts';
import { APPLIED, applied, held, refused, type Verdict } from '../../domain/verdict.ts';
import { makeYearList } from '../../domain/yearList.ts';
import { canonicalJson } from '../../protocol/canonical.ts';
import { sha256Hex } from '../../protocol/opHash.ts';
import type { Judging } from './judging.ts';
import { chainEvents } from './ledger.ts';
import { countedBefore, stillToCome } from './madeAgain.ts';
import { earnedNow, exclusionKey, householdsNow, listKey } from './ranking.ts';
import { policyOf } from './setting.ts';

export type RankingOp = Extract<Op, { kind: 'year.rank' | 'ranking.exclude' }>;

/** Whether an op is about the list of a year. */
export function isRankingOp(op: Op): op is RankingOp {
  return op.kind === 'year.rank' || op.kind === 'ranking.exclude';
}

/** The village that it is of; null for the town's list, undefined for a household that is not here. */
export function villageOfRanking(j: Judging, op: RankingOp): string | null | undefined {
  return op.kind === 'year.rank' ? op.body.village : j.batch.households.get(op.body.household)?.file.village;
}

/** Verdict on an op about the list of a year; `at` is its corrected instant, ms. */
export function judgeRanking(j: Judging, op: RankingOp, ref: string, at: number): Verdict {
  return op.kind === 'year.rank' ? freeze(j, op, ref, at) : exclude(j, op, ref, at);
}

/**
 * The list of a year, made once, of what the ledger says up to this very op. After a restore it is made when everything that was lost
 * can be here again, of what had been known then; a list that comes out as another one says so.
 */
function freeze(j: Judging, op: OpOf<'year.rank'>, ref: string, at: number): Verdict {
  const { village, year } = op.body;
  const { town, zone_offset_minutes: zone } = j.batch.town;
  const ranking = must(j.batch.ranking, 'the ranking is loaded');
  const former = countedBefore(j, op);
  const known = ranking.frozen.get(listKey(village, year));
  if (known) return former ? APPLIED : refused('year_ranked', { year, by: known.by, day: known.day });
  const day = dayOf(at, zone);
  if (!former && year > Number(day.slice(0, 4))) return refused('year_not_begun', { year });
  const before = typeof former?.params?.document === 'string' ? former.params.document : undefined;
  const awaited = former && stillToCome(j, village);
  if (awaited !== undefined)
    return held('after_restore', {
      device: awaited,
      was: 'applied',
      ...(before === undefined ? {} : { document: before }),
    });

  const earned = must(ranking.earned.get(year), `points of ${year} are loaded`);
  const { document, listed } = makeYearList({
    town: { code: town, name: ranking.townName },
    village,
    villages: ranking.villages,
    year,
    frozen: day,
    policy: policyOf(j.setting, village ?? ''),
    households: householdsNow(j.batch, ranking),
    earned: earnedNow(j.batch, earned, year, former ? at : undefined),
    excluded: new Map(
      [...ranking.exclusions.values()].flatMap((one) =>
        one.excluded && one.year === year ? [[one.household, one.reason] as const] : [],
      ),
    ),
  });
  const ranked = listed.filter(({ list }) => list !== 'excluded');
  if (ranked.length === 0 && !former) return refused('nothing_to_rank', { year });
  const text = canonicalJson(document);
  const hash = sha256Hex(text);
  const head = chainEvents(j.batch.town, j.batch.events).at(-1);
  const seq = head?.seq ?? j.batch.town.feed_seq;
  const root = head?.hash ?? j.batch.town.feed_hash;
  const was = before !== undefined && before !== hash ? before : undefined;
  const { excluded, unranked } = document;
  const points = ranked.reduce((sum, row) => sum + row.points, 0);
  say(j, village, {
    ...{ type: 'year.ranked', ref, village, year, by: op.by, at, document: hash, seq, root },
    ...{ households: ranked.length, excluded, points },
    ...(was === undefined ? {} : { was }),
  });
  ranking.frozen.set(listKey(village, year), { by: op.by, day });
  j.writes.rankings.push({
    row: {
      ...{ village: village ?? '', year, ref, by_user: op.by, at, frozen: day, document: text, hash },
      ...{ root_seq: seq, root_hash: root, households: document.rows.length, apart: document.apart.length },
      ...{ excluded, unranked, points, was: was ?? null },
    },
    listed,
  });
  return applied('ok', { document: hash });
}

/** The later word stands, in whatever order they come; none is taken once a list that the household is in is frozen. */
function exclude(j: Judging, op: OpOf<'ranking.exclude'>, ref: string, at: number): Verdict {
  const { household, year, excluded, reason } = op.body;
  const ranking = must(j.batch.ranking, 'the ranking is loaded');
  const former = countedBefore(j, op);
  const village = j.batch.households.get(household)?.file.village;
  if (village === undefined)
    return former
      ? held('after_restore', { household, was: 'applied' })
      : refused('malformed', { field: 'household', reason: 'unknown household' });
  const frozen = [village, null].some((place) => ranking.frozen.has(listKey(place, year)));
  if (frozen && !former) return refused('ranking_frozen', { year, household });
  const key = exclusionKey(year, household);
  const known = ranking.exclusions.get(key);
  say(j, village, { type: 'ranking.excluded', ref, household, year, excluded, by: op.by, at });
  if (known && (known.at > at || (known.at === at && known.ref > ref))) return APPLIED;
  const row = { household, year, excluded, reason, by: op.by, at, ref };
  ranking.exclusions.set(key, row);
  j.writes.exclusions.set(key, row);
  return APPLIED;
}

/** For the chain alone: no device takes it up, and an older app does not know it. */
function say(j: Judging, village: string | null, event: YearRanked | RankingExcluded): void {
  j.batch.events.push({ event, village, grid: null, household: null, onlyDevices: [], author: null });
}
