/** AL-4: after every sync a device's spending rights are brought to their target, out of what is free and never more (AL-2). */
import { type Kysely, sql } from 'kysely';
import { allowanceTarget, grantFor, remainingRight } from '../../domain/allowance.ts';
import { DEFAULT_POLICY, type Policy } from '../../domain/policy.ts';
import type { DeviceKind } from '../../domain/role.ts';
import type { Database } from '../db/schema.ts';
import type { Batch } from './batch.ts';
import { announceAllowance } from './judgeOps.ts';
import { loadHouseholds } from './load.ts';

export interface BalancedDevice {
  readonly id: string;
  readonly kind: DeviceKind;
  readonly village: string | null;
  /** Grids it takes along (出门带额度); ignored for a counter, which always holds its share of the village. */
  readonly carry: readonly string[];
  /** True when `carry` is not what it was at the last balancing. */
  readonly carryChanged: boolean;
  readonly balancedSeq: number;
}

/** Households whose rights may need a change: all in the device's places, or those that changed since the last balancing. */
async function candidates(db: Kysely<Database>, town: string, device: BalancedDevice): Promise<readonly string[]> {
  const since = device.carryChanged ? -1 : device.balancedSeq;
  const rows = await db
    .selectFrom('households')
    .select('code')
    .where('town', '=', town)
    .where('rev', '>', since)
    .where('village', '=', device.village ?? '')
    .$if(device.kind === 'tablet', (q) => q.where(sql<boolean>`grid = any(${[...device.carry]}::text[])`))
    .execute();
  return rows.map((r) => r.code);
}

/** Whether this device holds spending rights at all now. */
export function holdsRights(device: Pick<BalancedDevice, 'kind' | 'carry' | 'village'>): boolean {
  if (device.village === null) return false;
  return device.kind === 'counter' || (device.kind === 'tablet' && device.carry.length > 0);
}

/**
 * Grants what is missing, in the batch. Gives back the lines the device should return, [household, points to keep]: rights
 * come back only through the device's own return (AL-5).
 */
export async function rebalance(
  db: Kysely<Database>,
  batch: Batch,
  device: BalancedDevice,
): Promise<readonly (readonly [string, number])[]> {
  if (!holdsRights(device)) return [];
  const codes = await candidates(db, batch.town.town, device);
  if (codes.length === 0) return [];
  await loadHouseholds(db, batch, codes);
  await loadAccounts(db, batch, device.id, codes);
  const policy = await policyFor(db, batch.town.town, device.village ?? '');
  const granted: [string, number, number][] = [];
  const giveBack: [string, number][] = [];
  for (const code of codes) {
    const state = batch.households.get(code);
    if (!state) continue;
    const account = batch.allowance(device.id, code);
    const remaining = remainingRight(account);
    const target = allowanceTarget(device.kind === 'counter' ? 'counter' : 'carry', state.points, remaining, policy);
    const grant = state.debt > 0 ? 0 : grantFor(target, remaining, state.points);
    if (grant > 0) {
      batch.changeAllowance(device.id, code, { ...account, granted: account.granted + grant });
      granted.push([code, account.granted + grant, account.returned]);
    } else if (remaining > target) giveBack.push([code, target]);
  }
  if (granted.length > 0) announceAllowance(batch, device.id, device.village ?? '', granted);
  return giveBack;
}

async function loadAccounts(
  db: Kysely<Database>,
  batch: Batch,
  device: string,
  codes: readonly string[],
): Promise<void> {
  const rows = await db
    .selectFrom('allowances')
    .select(['household', 'granted', 'returned', 'spent'])
    .where('town', '=', batch.town.town)
    .where('device', '=', device)
    .where(sql<boolean>`household = any(${[...codes]}::text[])`)
    .execute();
  for (const { household, ...account } of rows) {
    // What this batch already changed is newer than the database.
    if (!batch.changedAllowances.has(`${device} ${household}`)) batch.putAllowance(device, household, account);
  }
}

async function policyFor(db: Kysely<Database>, town: string, village: string): Promise<Policy> {
  const rows = await db
    .selectFrom('policies')
    .select(['village', 'policy'])
    .where('town', '=', town)
    .where('village', 'in', ['', village])
    .execute();
  const of = (place: string) => rows.find((r) => r.village === place)?.policy ?? {};
  return { ...DEFAULT_POLICY, ...(of('') as Partial<Policy>), ...(of(village) as Partial<Policy>) };
}
