/** POST /api/sync: one round trip that takes ops, settles rights, and answers with verdicts and changes (SY-8). */
import type { Kysely } from 'kysely';
import { deviceOf, firstOfCase } from '../../domain/ref.ts';
import type { DeviceKind } from '../../domain/role.ts';
import { type Cursor, PROTOCOL, PULL_EVENTS_MAX, type SyncRequest, type SyncResponse } from '../../protocol/sync.ts';
import { packVerdicts, type SeqVerdict } from '../../protocol/wireVerdict.ts';
import type { Database } from '../db/schema.ts';
import { buildCatalogue } from '../feed/catalogue.ts';
import { pullEvents } from '../feed/pull.ts';
import { scopeOf } from '../feed/scope.ts';
import { Batch, type TownRow } from './batch.ts';
import { finishDueMonths } from './finishDueMonths.ts';
import { type DeviceHealing, healingOf, loadHealing, noteHealed } from './healing.ts';
import { noteReads } from './noticeReads.ts';
import { clockOffset, type PushingDevice, takePush } from './push.ts';
import { type BalancedDevice, rebalance, rightsMayChange } from './rebalance.ts';
import { rejudgeWaiting } from './rejudge.ts';
import { takeReport } from './report.ts';
import { lapse, someLapse } from './reserve.ts';
import { inTurn } from './turns.ts';
import { writeBatch } from './write.ts';

/** A device as authentication found it. */
export interface SyncDevice extends PushingDevice, DeviceHealing {
  readonly town: string;
  readonly kind: DeviceKind;
  readonly carry: readonly string[];
  readonly balancedSeq: number;
  /** Own ops up to here are in a confirmed backup (SY-14). */
  readonly backedUpSeq: number;
  readonly lost: DeviceHealing['lost'];
}

interface Settled {
  readonly down: Pick<SyncResponse, 'epoch' | 'high' | 'giveBack' | 'directive'>;
  /** Verdicts of the ops that were taken, in order; the device may still lack older ones. */
  readonly fresh: readonly SeqVerdict[];
  /** The town was restored once (SY-14). */
  readonly restored: boolean;
  /** Devices of whose Cases some were decided. */
  readonly decided: readonly string[];
  /** An objection was answered. */
  readonly answered: boolean;
}

/** Most verdicts in one answer; the rest follows as the device acknowledges. */
const VERDICTS_MAX = 2_000;

/**
 * One sync of a device. Everything that writes happens in one transaction under the town's lock; an idle sync writes
 * nothing but the device's last contact.
 * @throws PushError when the batch cannot be taken; nothing was changed then
 */
export async function syncDevice(
  db: Kysely<Database>,
  device: SyncDevice,
  request: SyncRequest,
  receivedAt: number,
): Promise<SyncResponse> {
  const offsetMs = clockOffset(request.now, receivedAt);
  const { down, fresh, restored, decided, answered } = (await mustWrite(db, device, request, receivedAt))
    ? await inTurn(device.town, () => retried(() => settle(db, device, request, { offsetMs, receivedAt })))
    : await look(db, device, request, { offsetMs, receivedAt });
  // A report may say that nothing more is to come, which others wait for.
  if (restored && (fresh.length > 0 || request.report)) await rejudgeWaiting(db, device.town, [device.id, ...decided]);
  // It may have been the last one that kept a month from being final (AL-10).
  if (answered) await finishDueMonths(db, receivedAt, device.town);
  const known = fresh[0]?.seq === request.ack + 1;
  const verdicts = known ? fresh : down.high > request.ack ? await verdictsAfter(db, device, request.ack) : [];
  // Own effects come before what the feed says of them: while verdicts are missing, changes wait.
  const complete = verdicts.length < VERDICTS_MAX || verdicts.at(-1)?.seq === down.high;
  return {
    protocol: PROTOCOL,
    now: receivedAt,
    ...down,
    ...(device.backedUpSeq > 0 ? { kept: device.backedUpSeq } : {}),
    ...(verdicts.length > 0 ? { verdicts: packVerdicts(verdicts) } : {}),
    ...(request.pull && complete && !down.directive ? await pulled(db, device, request.pull) : {}),
  };
}

/** CF-17: once it has handed over, a revoked device wipes itself. */
function told(device: SyncDevice): Pick<SyncResponse, 'directive'> {
  return device.revoked ? { directive: 'revoked' } : {};
}

interface Asking extends BalancedDevice {
  /** `carry` as the device asked, whatever of it is in scope. */
  readonly asked: readonly string[];
}

function sameGrids(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && [...a].sort().join() === [...b].sort().join();
}

async function balancing(db: Kysely<Database>, device: SyncDevice, request: SyncRequest): Promise<Asking> {
  const asked = request.pull?.carry ?? device.carry;
  const grids = asked.length > 0 ? (await scopeOf(db, device.town, device.id)).grids : [];
  return {
    id: device.id,
    kind: device.kind,
    village: device.village,
    asked,
    carry: grids.length === 0 ? asked : asked.filter((grid) => grids.includes(grid)),
    carryChanged: !sameGrids(asked, device.carry),
    balancedSeq: device.balancedSeq,
  };
}

/** Whether anything is to be written besides the contact: ops, or rights that may need a change. */
async function mustWrite(
  db: Kysely<Database>,
  device: SyncDevice,
  request: SyncRequest,
  receivedAt: number,
): Promise<boolean> {
  if (device.reportDue) return true;
  if (request.push || device.revoked) return request.push !== undefined;
  const balanced = await balancing(db, device, request);
  if (balanced.carryChanged) return true;
  if (request.pull === undefined) return false;
  return (await rightsMayChange(db, device.town, balanced)) || someLapse(db, device.town, receivedAt);
}

async function look(
  db: Kysely<Database>,
  device: SyncDevice,
  request: SyncRequest,
  clock: { readonly offsetMs: number; readonly receivedAt: number },
): Promise<Settled> {
  const town = await db.selectFrom('towns').select('epoch').where('town', '=', device.town).executeTakeFirstOrThrow();
  await noteContact(db, device, request, { ...clock, high: device.highSeq });
  return {
    down: { epoch: town.epoch, high: device.highSeq, ...told(device) },
    fresh: [],
    restored: false,
    decided: [],
    answered: false,
  };
}

async function settle(
  db: Kysely<Database>,
  seen: SyncDevice,
  request: SyncRequest,
  clock: { readonly offsetMs: number; readonly receivedAt: number },
): Promise<Settled> {
  return db.transaction().execute(async (trx) => {
    const town: TownRow = await trx
      .selectFrom('towns')
      .select(['town', 'zone_offset_minutes', 'epoch', 'feed_seq', 'feed_hash'])
      .where('town', '=', seen.town)
      .forUpdate()
      .executeTakeFirstOrThrow();
    let device = await lockedDevice(trx, seen);
    // Sent in a history that is gone: the device could not say yet what its ops had been there (SY-14).
    const late = request.epoch !== undefined && request.epoch !== town.epoch;
    // Nothing may be judged before the device has said what the server forgot.
    if (late || (device.reportDue && !request.report)) {
      const asks = device.reportDue ? ({ directive: 'report' } as const) : told(device);
      return {
        down: { epoch: town.epoch, high: device.highSeq, ...asks },
        fresh: [],
        restored: true,
        decided: [],
        answered: false,
      };
    }
    const batch = new Batch(town);
    batch.healing = await loadHealing(trx, town.town);
    if (device.reportDue && request.report) {
      await takeReport(trx, batch, device, request.report);
      device = await lockedDevice(trx, seen);
    }
    const pushed = request.push ? await takePush(trx, batch, device, request.push, clock) : undefined;
    const high = pushed?.verdicts.at(-1)?.seq ?? device.highSeq;
    await noteHealed(trx, batch, device, high);
    if (request.pull) await lapse(trx, batch, device.id, clock.receivedAt);
    const balanced = await balancing(trx, device, request);
    // A revoked device gets no rights; what it holds comes back by its accepted return or by a write-off (AL-5).
    const pull = device.revoked ? undefined : request.pull;
    const { giveBack, dueAgain } = pull ? await rebalance(trx, batch, balanced) : { giveBack: [], dueAgain: undefined };
    await writeBatch(trx, batch, pushed?.writes ?? null);
    // In the same transaction: one commit, and one wait for the disk.
    await noteContact(trx, device, request, {
      ...clock,
      high,
      ...(pull
        ? { balanced: { carry: [...balanced.asked], balanced_seq: dueAgain ?? town.feed_seq + batch.events.length } }
        : {}),
    });
    const down = { epoch: town.epoch, high, ...told(device), ...(giveBack.length > 0 ? { giveBack } : {}) };
    const decided = [...batch.cases.values()].filter((one) => one.changed && one.decision !== null);
    return {
      down,
      fresh: pushed?.verdicts ?? [],
      restored: batch.healing !== undefined,
      decided: decided.map((one) => deviceOf(firstOfCase(one.id))),
      answered: (pushed?.writes?.answers.length ?? 0) > 0,
    };
  });
}

/** The device as it is under the town's lock: another connection may have pushed, or somebody revoked it meanwhile. */
async function lockedDevice(trx: Kysely<Database>, seen: SyncDevice): Promise<SyncDevice> {
  const row = await trx
    .selectFrom('devices')
    .select([
      'high_seq',
      'high_hash',
      'status',
      'carry',
      'balanced_seq',
      'report_due',
      'awaited',
      'judged_seq',
      'faith_seq',
      'waived_by',
    ])
    .where('town', '=', seen.town)
    .where('id', '=', seen.id)
    .executeTakeFirstOrThrow();
  return {
    ...seen,
    highSeq: row.high_seq,
    highHash: row.high_hash,
    revoked: row.status === 'revoked',
    carry: row.carry,
    balancedSeq: row.balanced_seq,
    ...healingOf(row),
  };
}

/** A transaction that lost against another one is tried again; anything else is an error. */
async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
      if ((code !== '40001' && code !== '40P01') || tries >= 5) throw error;
    }
  }
}

async function verdictsAfter(db: Kysely<Database>, device: SyncDevice, ack: number): Promise<readonly SeqVerdict[]> {
  const rows = await db
    .selectFrom('ops')
    .select(['seq', 'outcome', 'code', 'params', 'shift_ms'])
    .where('town', '=', device.town)
    .where('device', '=', device.id)
    .where('seq', '>', ack)
    .orderBy('seq')
    .limit(VERDICTS_MAX)
    .execute();
  return rows.map((r) => ({
    seq: r.seq,
    shiftMs: r.shift_ms,
    verdict: { outcome: r.outcome, code: r.code, ...(r.params ? { params: r.params } : {}) } as SeqVerdict['verdict'],
  }));
}

async function noteContact(
  db: Kysely<Database>,
  device: SyncDevice,
  request: SyncRequest,
  measured: {
    readonly offsetMs: number;
    readonly high: number;
    readonly receivedAt: number;
    readonly balanced?: { readonly carry: string[]; readonly balanced_seq: number };
  },
): Promise<void> {
  const { status } = request;
  await db
    .updateTable('devices')
    .set({
      ...measured.balanced,
      last_sync_at: new Date(),
      // CF-16: ops behind this one are recorded later than now.
      ...(status ? { head_seen: request.ack + status.unsent, head_seen_ms: measured.receivedAt } : {}),
      app: request.app,
      clock_offset_ms: measured.offsetMs,
      // The device counted before it pushed; what has its verdict now is no longer unsent.
      ...(status ? { unsent: Math.max(0, status.unsent - Math.max(0, measured.high - request.ack)) } : {}),
      ...(status?.usedBytes === undefined ? {} : { used_bytes: status.usedBytes }),
      ...(status?.quotaBytes === undefined ? {} : { quota_bytes: status.quotaBytes }),
      ...(status?.persisted === undefined ? {} : { persisted: status.persisted }),
    })
    .where('town', '=', device.town)
    .where('id', '=', device.id)
    .execute();
  if (status?.reads) await noteReads(db, device, status.reads);
}

async function pulled(
  db: Kysely<Database>,
  device: SyncDevice,
  pull: NonNullable<SyncRequest['pull']>,
): Promise<Partial<SyncResponse>> {
  const changes = await pullEvents(db, device, pull.cursor as Cursor, PULL_EVENTS_MAX);
  if (changes === 'other-history' || changes === 'other-scope') return { directive: 'reload' };
  const version = await db
    .selectFrom('towns')
    .select('catalogue_version')
    .where('town', '=', device.town)
    .executeTakeFirstOrThrow();
  if (version.catalogue_version === pull.catalogue) return { changes };
  return { changes, catalogue: await buildCatalogue(db, device) };
}
