/**
 * SY-14, AL-1: after a restore a device first says what it holds. The larger counters count, so that promises which this server forgot are
 * honoured; what the household cannot cover until the lost ops are here again is its debt (CF-23), and nothing new is promised meanwhile.
 */
import { type Kysely, sql } from 'kysely';
import { allowanceLine, mergeCounters, remainingRight, type SettledAccount } from '../../domain/allowance.ts';
import type { AllowanceLine } from '../../domain/events/spending.ts';
import { unpackColumns } from '../../protocol/columns.ts';
import type { SyncRequest } from '../../protocol/sync.ts';
import type { Database } from '../db/schema.ts';
import type { Batch } from './batch.ts';
import { loadAllowances, loadHouseholds } from './load.ts';
import { PushError } from './pushError.ts';

type Report = NonNullable<SyncRequest['report']>;

/** More households than a village has; a longer list is a fault. */
const LINES_MAX = 50_000;
const POINTS_MAX = 1_000_000;
const CODE = /^[0-9A-Z][0-9A-Z-]{1,19}$/;

interface Line {
  readonly household: string;
  readonly granted: number;
  readonly returned: number;
}

/** Takes up what the device holds. @throws PushError `bad-batch` when the columns do not fit */
export async function takeReport(
  trx: Kysely<Database>,
  batch: Batch,
  device: { readonly id: string; readonly highSeq: number; readonly waivedBy: string | null },
  report: Report,
): Promise<void> {
  const lines = new Map(linesOf(report, device.highSeq).map((line) => [line.household, line]));
  await loadHouseholds(trx, batch, lines.keys());
  await loadAllowances(trx, batch, [device.id]);
  const changed = new Map<string, AllowanceLine[]>();
  for (const [household, line] of lines) {
    // A household that the server lost is registered again by its office; the device is then asked once more.
    const state = batch.households.get(household);
    if (!state) continue;
    const account = batch.allowance(device.id, household);
    const now = honoured(account, line, device.waivedBy);
    if (now === account) continue;
    batch.honourAllowance(device.id, household, now);
    const { village } = state.file;
    changed.set(village, [...(changed.get(village) ?? []), allowanceLine(household, now)]);
  }
  for (const [village, some] of changed) batch.announceRights(device.id, village, some);
  await sql`update devices set report_due = false, judged_seq = coalesce(judged_seq, ${report.judged}),
    faith_seq = coalesce(faith_seq, ${report.head}) where town = ${batch.town.town} and id = ${device.id}`.execute(trx);
}

/** The account with what the device knows of it. What the office had written off unseen is written off again, and may be claimed. */
function honoured(account: SettledAccount, line: Line, waivedBy: string | null): SettledAccount {
  const { granted, returned } = mergeCounters(account, line);
  const least = returned + account.spent + account.writtenOff;
  const more = { ...account, returned, granted: Math.max(granted, least) };
  if (more.granted === account.granted && more.returned === account.returned) return account;
  const forgotten = waivedBy === null ? 0 : Math.max(0, remainingRight(more) - remainingRight(account));
  return forgotten === 0 ? more : { ...more, writtenOff: more.writtenOff + forgotten, writeOff: waivedBy };
}

function linesOf(report: Report, high: number): readonly Line[] {
  let rows: Record<string, unknown>[];
  try {
    rows = unpackColumns(report.rights);
  } catch (error) {
    throw new PushError('bad-batch', high, `report.rights: ${String(error)}`);
  }
  const points = (value: unknown): value is number =>
    typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= POINTS_MAX;
  if (rows.length > LINES_MAX) throw new PushError('bad-batch', high, `report.rights: more than ${LINES_MAX} lines`);
  return rows.map(({ h, g, r }) => {
    if (typeof h !== 'string' || !CODE.test(h) || !points(g) || !points(r))
      throw new PushError('bad-batch', high, 'report.rights: expected household, granted, returned');
    return { household: h, granted: g, returned: r };
  });
}
