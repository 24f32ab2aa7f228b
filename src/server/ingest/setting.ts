/** What judging takes from the town besides households: rules, policies, published months, people of the device. */
import type { Kysely } from 'kysely';
import { type Limits, limitsOf, NO_LIMITS } from '../../domain/limit.ts';
import type { Op, OpKind } from '../../domain/op.ts';
import { DEFAULT_POLICY, type Policy } from '../../domain/policy.ts';
import { NO_PRICES, type Prices, pricesAt, pricesOf } from '../../domain/price.ts';
import type { Actor, DeviceKind } from '../../domain/role.ts';
import type { RuleVersion } from '../../domain/ruleSet.ts';
import type { Database } from '../db/schema.ts';
import { loadGoods, loadPriceVersions } from './goodsRows.ts';
import type { RightsHistory } from './rightsHistory.ts';

export interface Setting {
  /** Replaced, never changed: rules are merged once per list. */
  ruleVersions: readonly RuleVersion[];
  readonly policies: Map<string, Partial<Policy>>;
  readonly months: Map<string, Set<string>>;
  readonly villages: Set<string>;
  /** Loaded only for what asks for them; replaced, never changed. */
  prices: Prices;
  /** Loaded with the prices. */
  limits: Limits;
}

/** A village's policy: defaults, then the town's, then the village's own. */
export function policyOf(setting: Pick<Setting, 'policies'>, village: string): Policy {
  return { ...DEFAULT_POLICY, ...setting.policies.get(''), ...setting.policies.get(village) };
}

/** The policies of a town alone, for what only shows them. */
export async function loadPolicies(db: Kysely<Database>, town: string): Promise<Pick<Setting, 'policies'>> {
  const rows = await db.selectFrom('policies').select(['village', 'policy']).where('town', '=', town).execute();
  return { policies: new Map(rows.map((p) => [p.village, p.policy as Partial<Policy>])) };
}

/** Reads the setting of a town. */
export async function loadSetting(db: Kysely<Database>, town: string): Promise<Setting> {
  const [rules, policies, months, villages] = await Promise.all([
    db
      .selectFrom('rule_versions')
      .select(['village', 'version', 'effective_from', 'rules'])
      .where('town', '=', town)
      .execute(),
    db.selectFrom('policies').select(['village', 'policy']).where('town', '=', town).execute(),
    db.selectFrom('published_months').select(['village', 'month']).where('town', '=', town).execute(),
    db.selectFrom('villages').select('code').where('town', '=', town).execute(),
  ]);
  const byVillage = new Map<string, Set<string>>();
  for (const { village, month } of months) {
    const known = byVillage.get(village);
    if (known) known.add(month);
    else byVillage.set(village, new Set([month]));
  }
  return {
    ruleVersions: rules.map((r) => ({
      village: r.village === '' ? null : r.village,
      version: r.version,
      effectiveFrom: r.effective_from,
      rules: r.rules,
    })),
    policies: new Map(policies.map((p) => [p.village, p.policy as Partial<Policy>])),
    months: byVillage,
    villages: new Set(villages.map((v) => v.code)),
    prices: NO_PRICES,
    limits: NO_LIMITS,
  };
}

/** Prices of a town as they stand at an instant (ms): in force, replaced, to come (CF-14). */
async function loadPrices(db: Kysely<Database>, town: string, at: number): Promise<Prices> {
  const { now, past, coming } = pricesAt(await loadPriceVersions(db, town), at);
  return pricesOf(
    [...now].map(([sku, price]) => ({ sku, price })),
    past,
    coming,
  );
}

/** Adds prices as they stand at an instant (ms) and limits to the setting, when these ops ask for them. */
export async function addGoods(
  db: Kysely<Database>,
  town: string,
  setting: Setting,
  ops: readonly Op[],
  at: number,
): Promise<void> {
  if (!asksForPrices(ops)) return;
  const [prices, goods] = await Promise.all([loadPrices(db, town, at), loadGoods(db, town)]);
  setting.prices = prices;
  setting.limits = limitsOf(goods);
}

const ASKS_FOR_PRICES: ReadonlySet<OpKind> = new Set([
  'redemption.record',
  'reservation.record',
  'case.decide',
  'goods.publish',
]);

/** Whether judging these ops takes prices: what redeems, decides or changes them. */
function asksForPrices(ops: readonly Op[]): boolean {
  return ops.some(({ kind }) => ASKS_FOR_PRICES.has(kind));
}

export interface DevicePeople {
  readonly device: { readonly id: string; readonly kind: DeviceKind; readonly village: string | null };
  readonly actors: ReadonlyMap<string, Actor>;
  /** Of people whose rights changed (CF-16). */
  readonly history?: RightsHistory;
}

/** The active people of a device, as actors. */
export async function loadActors(
  db: Kysely<Database>,
  town: string,
  device: string,
): Promise<ReadonlyMap<string, Actor>> {
  const rows = await db
    .selectFrom('device_users as d')
    .innerJoin('users as u', (join) => join.onRef('u.town', '=', 'd.town').onRef('u.id', '=', 'd.user_id'))
    .select(['u.id', 'u.role', 'u.village', 'u.grids'])
    .where('d.town', '=', town)
    .where('d.device', '=', device)
    .where('d.removed_ms', 'is', null)
    .where('u.active', '=', true)
    .execute();
  return new Map(rows.map((r) => [r.id, { id: r.id, role: r.role, village: r.village, grids: r.grids }]));
}
