/** Ops about the town itself: places, rules, goods, policies, published and final months, settled quarters, ranked years. */

import { type Day, startOfDay } from '../../domain/calendar.ts';
import type { CatalogueChanged } from '../../domain/events/office.ts';
import type { Goods, HouseholdOp, Op, OpBodies, OpOf } from '../../domain/op.ts';
import type { Policy } from '../../domain/policy.ts';
import { pricesAt, pricesOf, versionsOf } from '../../domain/price.ts';
import { type Actor, inScope } from '../../domain/role.ts';
import { APPLIED, refused, type Verdict } from '../../domain/verdict.ts';
import type { SettledQuarterTable } from '../db/schema/quarters.ts';
import { finishMonth } from './finishMonth.ts';
import { judgeRules } from './judgeRules.ts';
import type { Judging } from './judging.ts';
import { isPublicityOp, judgePublicity, villageOfPublicity } from './publishMonth.ts';
import { isRankingOp, judgeRanking, type RankingOp, villageOfRanking } from './rankYear.ts';
import { settleQuarter } from './settleQuarter.ts';
import type { PublicityWrites } from './writePublicity.ts';
import type { RankingWrites } from './writeRanking.ts';

/** Rows that town ops change, written after judging. */
export interface TownWrites extends PublicityWrites, RankingWrites {
  readonly places: OpBodies['town.arrange'][];
  readonly rules: OpBodies['rules.publish'][];
  readonly goods: Map<string, Goods>;
  /** Prices that come into force (CF-14), by sku and instant. */
  readonly prices: Map<string, Map<number, number>>;
  readonly policies: Map<string, Partial<Policy>>;
  readonly months: OpBodies['month.publish'][];
  readonly settlements: Omit<SettledQuarterTable, 'town'>[];
}

/** Nothing to write. */
export function noTownWrites(): TownWrites {
  return {
    ...{ places: [], rules: [], goods: new Map(), prices: new Map(), policies: new Map(), months: [] },
    ...{ publications: [], objections: [], answers: [], finals: [], rankings: [], exclusions: new Map() },
    settlements: [],
  };
}

/** Ops about the list of a month. */
export type PublicityOp = Extract<Op, { kind: 'month.publish' | 'objection.record' | 'objection.answer' }>;

type TownOp =
  | Extract<Op, { kind: 'town.arrange' | 'rules.publish' | 'goods.publish' | 'policy.publish' }>
  | PublicityOp
  | RankingOp
  | OpOf<'quarter.settle'>
  | OpOf<'publicity.final'>;

/** Verdict on an op about the town; later ops of the batch already see its effect in `j.setting`. `at` is its corrected instant, ms. */
export function judgeTownOp(j: Judging, op: Exclude<Op, HouseholdOp>, actor: Actor, ref: string, at: number): Verdict {
  const village = villageOf(j, op as TownOp, actor);
  if (
    village === null ? actor.village !== null : !inScope({ village: actor.village, grids: [] }, { village, grid: '' })
  ) {
    return refused('not_allowed', { kind: op.kind });
  }
  if (village !== null && !j.setting.villages.has(village))
    return refused('malformed', { field: 'village', reason: 'unknown village' });
  switch (op.kind) {
    case 'town.arrange':
      j.writes.places.push(op.body);
      for (const v of op.body.villages) j.setting.villages.add(v.code);
      return catalogueChanged(j, null, 'town');
    case 'rules.publish': {
      const { published, problem } = judgeRules(j, op, at);
      if (problem) return problem;
      j.writes.rules.push(published);
      j.setting.ruleVersions = [...j.setting.ruleVersions, published];
      return catalogueChanged(j, published.village, 'rules');
    }
    case 'goods.publish':
      for (const goods of op.body.goods) j.writes.goods.set(goods.sku, goods);
      newPrices(j, op.body.goods, op.body.from);
      return catalogueChanged(j, null, 'goods');
    case 'policy.publish': {
      const place = op.body.village ?? '';
      const given = Object.fromEntries(Object.entries(op.body.policy).filter(([, value]) => value !== undefined));
      const following = new Set<string>(op.body.follow ?? []);
      const kept = Object.entries({ ...j.setting.policies.get(place), ...given });
      const merged: Partial<Policy> = Object.fromEntries(kept.filter(([field]) => !following.has(field)));
      j.writes.policies.set(place, merged);
      j.setting.policies.set(place, merged);
      return catalogueChanged(j, op.body.village, 'policy');
    }
    case 'month.publish': {
      j.writes.months.push(op.body);
      const known = j.setting.months.get(op.body.village) ?? new Set();
      j.setting.months.set(op.body.village, known.add(op.body.month));
      catalogueChanged(j, op.body.village, 'months');
      return judgePublicity(j, op, ref, at);
    }
    case 'publicity.final':
      return finishMonth(j, op, ref, at);
    case 'quarter.settle':
      return settleQuarter(j, op, ref, at);
    case 'objection.record':
    case 'objection.answer':
      return judgePublicity(j, op, ref, at);
    case 'year.rank':
    case 'ranking.exclude':
      return judgeRanking(j, op, ref, at);
    default:
      return refused('not_allowed', { kind: op.kind });
  }
}

/**
 * A price is in force from the instant the server has it, or from the day that was named, when that is later (CF-14). Goods that
 * keep their price keep the date of it too; goods without any price have theirs at once.
 */
function newPrices(j: Judging, list: readonly Goods[], day: Day | undefined): void {
  const named = day === undefined ? j.now : startOfDay(day, j.batch.town.zone_offset_minutes);
  const versions = new Map(versionsOf(j.setting.prices));
  for (const { sku, price } of list) {
    const known = versions.get(sku) ?? [];
    const from = known.some((v) => v.from <= j.now) ? Math.max(named, j.now) : j.now;
    const before = known.findLast((v) => v.from <= from);
    if (before?.price === price) continue;
    // Two prices of one instant are one: the later one.
    const others = known.filter((v) => v.from !== from);
    versions.set(
      sku,
      [...others, { sku, price, from }].sort((a, b) => a.from - b.from),
    );
    const prices = j.writes.prices.get(sku) ?? new Map<number, number>();
    j.writes.prices.set(sku, prices.set(from, price));
  }
  const { now, past, coming } = pricesAt([...versions.values()].flat(), j.now);
  j.setting.prices = pricesOf(
    [...now].map(([sku, price]) => ({ sku, price })),
    past,
    coming,
  );
}

function villageOf(j: Judging, op: TownOp, actor: Actor): string | null {
  // An answer to what is not here is nobody else's.
  if (isPublicityOp(op)) return villageOfPublicity(j, op) ?? actor.village;
  if (isRankingOp(op)) {
    const village = villageOfRanking(j, op);
    return village === undefined ? actor.village : village;
  }
  if (op.kind === 'quarter.settle' || op.kind === 'publicity.final') return op.body.village;
  return op.kind === 'rules.publish' || op.kind === 'policy.publish' ? op.body.village : null;
}

/** The catalogue is another one: devices get it with their next sync. */
export function catalogueChanged(j: Judging, village: string | null, part: CatalogueChanged['part']): Verdict {
  j.batch.catalogueChanged = true;
  j.batch.events.push({
    event: { type: 'catalogue.changed', village, part },
    village,
    grid: null,
    household: null,
    onlyDevices: null,
    author: null,
  });
  return APPLIED;
}
