/** AL-4: after every sync a device's spending rights are brought to their target, out of what is free and never more (AL-2). */

import { type Kysely, type RawBuilder, sql } from 'kysely';
import {
  allowanceLine,
  allowanceTarget,
  grantFor,
  type Reserved,
  remainingRight,
  type SettledAccount,
} from '../../domain/allowance.ts';
import type { AllowanceLine } from '../../domain/events/spending.ts';
import type { HouseholdFile } from '../../domain/household.ts';
import { must } from '../../domain/must.ts';
import type { Policy } from '../../domain/policy.ts';
import { earmarkedOn, reservedPoints } from '../../domain/reservation.ts';
import type { DeviceKind } from '../../domain/role.ts';
import type { Database } from '../db/schema.ts';
import { covers, type Scope, scopeOf } from '../feed/scope.ts';
import type { Batch } from './batch.ts';
import { awaitedIn } from './healing.ts';
import { loadHouseholds } from './load.ts';
import { policyOf } from './setting.ts';

export interface BalancedDevice {
  readonly id: string;
  readonly kind: DeviceKind;
  readonly village: string | null;
  /** Grids it takes along (出门带额度), all in its people's scope; a counter always holds its share of the whole village. */
  readonly carry: readonly string[];
  /** True when `carry` is not what it was at the last balancing. */
  readonly carryChanged: boolean;
  readonly balancedSeq: number;
}

export interface Rebalanced {
  /** Lines the device should return: household and points to keep. Rights come back only through its own return (AL-5). */
  readonly giveBack: readonly (readonly [household: string, keep: number])[];
  /** Feed place from which to look again, as long as something has to come back: the answer that asks for it may be lost. */
  readonly dueAgain: number | undefined;
}

interface Candidate extends SettledAccount {
  readonly code: string;
  readonly rev: number;
}

const NOTHING: Rebalanced = { giveBack: [], dueAgain: undefined };

function mayHold(device: BalancedDevice): boolean {
  return device.village !== null && (device.kind === 'counter' || device.kind === 'tablet');
}

/** Whether the target of a household is more than nothing: it lives here, and still is one (CF-09). */
function wants(device: BalancedDevice, { village, grid, merged, closed }: HouseholdFile): boolean {
  if (merged || closed || village !== device.village) return false;
  return device.kind === 'counter' || device.carry.includes(grid);
}

/** What it keeps for reservations (AL-8). For a household that it cannot see any more it hands nothing over. */
function reservedFor(device: BalancedDevice, file: HouseholdFile, scope: Scope | undefined): Reserved {
  const here = scope && covers(scope, file) ? earmarkedOn(file, device.id) : 0;
  return { here, all: reservedPoints(file) };
}

/**
 * Households changed since a feed place whose rights this device should hold, or holds: what it holds for one that moved to
 * another village (CF-09) should come back too.
 */
function candidates(town: string, device: BalancedDevice, since: number) {
  const changed = sql`h.town = ${town} and h.rev > ${since}`;
  const place = sql`${changed} and h.village = ${device.village}`;
  const account = sql`a.town = h.town and a.device = ${device.id} and a.household = h.code`;
  const columns = sql`h.code, h.rev, coalesce(a.granted, 0) as granted, coalesce(a.returned, 0) as returned,
    coalesce(a.spent, 0) as spent, coalesce(a.written_off, 0) as "writtenOff", coalesce(a.claimed, 0) as claimed,
    a.write_off as "writeOff"`;
  // What changed its place is a small set of its own, so that looking for it costs nothing.
  const held = (where: RawBuilder<unknown>) => sql`select ${columns} from allowances a join households h on ${account}
    where a.town = ${town} and a.device = ${device.id} and a.granted - a.returned - a.spent - a.written_off > 0 and ${where}`;
  const elsewhere = held(sql`${changed} and h.lineage is not null`);
  if (device.kind === 'counter')
    return sql<Candidate>`select ${columns} from households h left join allowances a on ${account} where ${place}
      union ${elsewhere}`;
  // In parts, so that a tablet that holds nothing costs one look at its own rows.
  const keeps = sql`select ${columns} from reservations r join households h on h.town = r.town and h.code = r.household
    left join allowances a on ${account} where r.town = ${town} and r.device = ${device.id} and r.open and ${place}`;
  return sql<Candidate>`${held(place)} union ${elsewhere} union ${keeps} union
    select ${columns} from households h left join allowances a on ${account}
      where h.grid = any(${[...device.carry]}::text[]) and ${place}`;
}

/** Whether balancing has anything to look at. */
export async function rightsMayChange(db: Kysely<Database>, town: string, device: BalancedDevice): Promise<boolean> {
  if (!mayHold(device)) return false;
  const { rows } = await sql<{
    due: boolean;
  }>`select exists (${candidates(town, device, device.balancedSeq)}) as due`.execute(db);
  return must(rows[0], 'one row').due;
}

/** Grants what is missing, in the batch, and says what should come back. */
export async function rebalance(db: Kysely<Database>, batch: Batch, device: BalancedDevice): Promise<Rebalanced> {
  if (!mayHold(device)) return NOTHING;
  const { town } = batch.town;
  const { rows } = await candidates(town, device, device.carryChanged ? -1 : device.balancedSeq).execute(db);
  const touched = new Map(rows.map((row) => [row.code, row]));
  for (const [code, { file, changed }] of batch.households) {
    // What this batch changed is due too: the database shows it only after the batch is written.
    if (touched.has(code) || !changed) continue;
    if (batch.hasAccount(device.id, code) || wants(device, file) || earmarkedOn(file, device.id) > 0) {
      touched.set(code, { code, rev: batch.town.feed_seq + 1, ...batch.allowance(device.id, code) });
    }
  }
  if (touched.size === 0) return NOTHING;
  await loadHouseholds(db, batch, touched.keys());
  const village = must(device.village, 'a device that holds rights has a village');
  const policy = await policyFor(db, town, village);
  const keeps = [...touched.keys()].some((code) => {
    const file = batch.households.get(code)?.file;
    return file !== undefined && earmarkedOn(file, device.id) > 0;
  });
  const scope = keeps ? await scopeOf(db, town, device.id) : undefined;
  const granted: AllowanceLine[] = [];
  const giveBack: [string, number][] = [];
  let dueAgain: number | undefined;
  const waiting = awaitedIn(batch.healing, village).length > 0;
  for (const { code, rev, ...stored } of touched.values()) {
    const state = batch.households.get(code);
    if (!state) continue;
    // What this batch already changed is newer than the database.
    if (!batch.hasAccount(device.id, code)) batch.putAllowance(device.id, code, stored);
    const account = batch.allowance(device.id, code);
    const remaining = remainingRight(account);
    const kind = !wants(device, state.file) ? 'none' : device.kind === 'counter' ? 'counter' : 'carry';
    const target = allowanceTarget(kind, state.points, remaining, policy, reservedFor(device, state.file, scope));
    const wanted = state.debt > 0 ? 0 : grantFor(target, remaining, state.points);
    // SY-14: what a device that has not come back may have been promised must not be promised again.
    const grant = waiting ? 0 : wanted;
    if (grant < wanted) dueAgain = Math.min(dueAgain ?? rev - 1, rev - 1);
    if (grant > 0) {
      const now = { ...account, granted: account.granted + grant };
      batch.changeAllowance(device.id, code, now);
      granted.push(allowanceLine(code, now));
    } else if (remaining > target) {
      giveBack.push([code, target]);
      dueAgain = Math.min(dueAgain ?? rev - 1, rev - 1);
    }
  }
  if (granted.length > 0) batch.announceRights(device.id, village, granted);
  return { giveBack, dueAgain };
}

async function policyFor(db: Kysely<Database>, town: string, village: string): Promise<Policy> {
  const rows = await db
    .selectFrom('policies')
    .select(['village', 'policy'])
    .where('town', '=', town)
    .where('village', 'in', ['', village])
    .execute();
  return policyOf({ policies: new Map(rows.map((row) => [row.village, row.policy as Partial<Policy>])) }, village);
}
