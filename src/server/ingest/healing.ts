/**
 * SY-14, the server's side of healing after a restore: devices push again what this server lost, and what it said or promised in that
 * history stands as far as it can. An op gets the outcome it had; what it speaks of may still be on its way from another device.
 */
import { type Kysely, type Selectable, sql } from 'kysely';
import type { HouseholdFile } from '../../domain/household.ts';
import type { JudgeContext } from '../../domain/judge/context.ts';
import { decide } from '../../domain/judge/decide.ts';
import type { HouseholdOp } from '../../domain/op.ts';
import { firstOfCase, makeRef, type ParsedRef, parseRef } from '../../domain/ref.ts';
import type { HeldCode, Verdict, VerdictParams } from '../../domain/verdict.ts';
import type { DeviceTable } from '../db/schema/devices.ts';
import type { Database } from '../db/schema.ts';
import type { Batch } from './batch.ts';

/** What a town whose history was put back still waits for. */
export interface Healing {
  /** Highest own seq of every device. */
  readonly highs: ReadonlyMap<string, number>;
  /** Devices that may hold promises or redemptions which this server does not know; a null village is every village. */
  readonly awaited: Map<string, string | null>;
  /** Office browsers that may still bring what they made of households: they have not reported, or not pushed all they had. */
  readonly offices: ReadonlySet<string>;
  /** Ops that wait for a person, in a Case of their own or of several. */
  readonly open: ReadonlySet<string>;
}

/** What the pushing device said of the lost history. */
export interface Former {
  /** The verdict that an own op had. */
  was(seq: number): Verdict | undefined;
  /** Own ops up to this seq were recorded before the device knew of the restore. */
  readonly faithSeq: number;
  /** Own ops up to this seq had a verdict. */
  readonly judgedSeq: number;
  /** The write-off by which the office stopped waiting for the device. */
  readonly waivedBy: string | null;
}

/** Undefined for a town that was never restored. */
export async function loadHealing(db: Kysely<Database>, town: string): Promise<Healing | undefined> {
  const { rows } = await sql<{ id: string; village: string | null; high: number; awaited: boolean; office: boolean }>`
    select d.id, d.village, d.high_seq as high, d.awaited,
      d.kind = 'office' and d.status = 'active' and (d.report_due or d.high_seq < coalesce(d.judged_seq, 0)) as office
    from towns t join devices d on d.town = t.town
    where t.town = ${town} and t.restored_seq is not null`.execute(db);
  if (rows.length === 0) return undefined;
  const open = await sql<{ device: string; seq: number | null; id: string }>`
    select c.device, o.seq, c.id from cases c left join case_ops o on o.town = c.town and o.case_id = c.id
    where c.town = ${town} and c.decision is null`.execute(db);
  return {
    open: new Set(open.rows.map(({ device, seq, id }) => (seq === null ? id : makeRef(device, seq)))),
    highs: new Map(rows.map((row) => [row.id, row.high])),
    offices: new Set(rows.flatMap((row) => (row.office ? [row.id] : []))),
    awaited: new Map(rows.flatMap((row) => (row.awaited ? [[row.id, row.village] as const] : []))),
  };
}

/** Devices that a village, or (null) the town, still waits for; `self` is left out when all it lost is here again. */
export function awaitedIn(healing: Healing | undefined, village: string | null, self?: string): readonly string[] {
  if (!healing || healing.awaited.size === 0) return [];
  return [...healing.awaited].flatMap(([id, place]) =>
    id !== self && (village === null || place === null || place === village) ? [id] : [],
  );
}

/** The verdict of an op that had been applied: whatever would hold it now was settled then, and what was promised is honoured. */
export function asBefore(file: HouseholdFile | undefined, op: HouseholdOp, ctx: JudgeContext): Verdict {
  return waivingAll({ ...ctx, honoured: true }, (one) => decide(file, op, one));
}

/** What is judged when nothing holds it that a person could let pass. */
export function waivingAll(ctx: JudgeContext, judge: (ctx: JudgeContext) => Verdict): Verdict {
  const waived = new Set<HeldCode>(ctx.waived);
  for (;;) {
    const verdict = judge({ ...ctx, waived });
    if (verdict.outcome !== 'held' || verdict.code === 'unknown_household' || waived.has(verdict.code)) return verdict;
    waived.add(verdict.code);
  }
}

const SPOKEN_OF: Readonly<Record<string, string>> = {
  unknown_entry: 'entry',
  unknown_redemption: 'redemption',
  unknown_reservation: 'reservation',
  unknown_notice: 'notice',
  unknown_case: 'case',
  unknown_member: 'member',
  unknown_session: 'session',
  unknown_objection: 'objection',
};

/** A member who joined by a merge or an edit carries the reference of that op, and may carry a number behind it. */
const BEHIND_REF = /^(.+-\d+)-\d{1,2}$/;

/** The op that a refused one speaks of and did not find. */
function spokenOf(verdict: Verdict): ParsedRef | undefined {
  const param = SPOKEN_OF[verdict.code];
  const named = firstOfCase(String((param === undefined ? undefined : verdict.params?.[param]) ?? ''));
  return parseRef(BEHIND_REF.exec(named)?.[1] ?? named);
}

/** The device whose op a refused one speaks of, when that op has not been pushed again yet. */
export function notHereYet(healing: Healing | undefined, self: string, verdict: Verdict): VerdictParams | undefined {
  const target = spokenOf(verdict);
  if (!healing || !target || target.device === self) return undefined;
  return target.seq > (healing.highs.get(target.device) ?? 0) ? { device: target.device } : undefined;
}

/** The same when that op is here and waits for a person again, who had let it count: the decision is still to come. */
export function waitsAgain({ healing, cases }: Batch, verdict: Verdict): VerdictParams | undefined {
  const target = spokenOf(verdict);
  if (!healing || !target) return undefined;
  const ref = makeRef(target.device, target.seq);
  const known = cases.get(ref);
  const open = known ? known.decision === null : healing.open.has(ref);
  return open ? { device: target.device } : undefined;
}

/** What a device row says of healing after a restore. A revoked one only hands over, and reports nothing. */
export interface DeviceHealing {
  /** The server was restored, and the device has to say first what it holds. */
  readonly reportDue: boolean;
  /** Others wait for what it may hold. */
  readonly awaited: boolean;
  /** What it said; undefined when it was not asked. */
  readonly lost: Omit<Former, 'was'> | undefined;
  readonly waivedBy: string | null;
}

/** Reads the columns of a device row. */
export function healingOf(
  row: Pick<Selectable<DeviceTable>, 'status' | 'report_due' | 'awaited' | 'judged_seq' | 'faith_seq' | 'waived_by'>,
): DeviceHealing {
  const { status, report_due, awaited, judged_seq: judgedSeq, faith_seq: faithSeq, waived_by: waivedBy } = row;
  const lost = judgedSeq === null ? undefined : { judgedSeq, faithSeq: faithSeq ?? judgedSeq, waivedBy };
  return { reportDue: report_due && status === 'active', awaited, lost, waivedBy };
}

/** A device whose lost ops are all here again is not waited for; a household that is back may have been promised to others. */
export async function noteHealed(
  trx: Kysely<Database>,
  batch: Batch,
  device: DeviceHealing & { readonly id: string },
  high: number,
): Promise<void> {
  const { healing } = batch;
  const { town } = batch.town;
  if (!healing) return;
  const done = device.awaited && device.lost !== undefined && high >= device.lost.judgedSeq;
  if (done) healing.awaited.delete(device.id);
  for (const [id, ref] of [...(done ? [[device.id, device.waivedBy] as const] : []), ...batch.waived]) {
    await sql`update devices set awaited = false, waived_by = ${ref} where town = ${town} and id = ${id}`.execute(trx);
  }
  const villages = batch.events.flatMap(({ event }) => (event.type === 'household.registered' ? [event.village] : []));
  if (villages.length === 0) return;
  await sql`update devices set report_due = true where town = ${town} and status = 'active'
    and kind in ('tablet', 'counter') and village = any(${villages}::text[])`.execute(trx);
}
