/**
 * effects(file, op, verdict) → events. Everything the server decided is in the verdict, so the device that recorded the op
 * derives the same events from its own op and the verdict, and the feed never echoes a device's own ops (SY-9).
 */
import { dayOf } from '../calendar.ts';
import type { FileEvent } from '../event.ts';
import type { Entry, EntryStatus, HouseholdFile, LateClaim, Member, Profile } from '../household.ts';
import type { HouseholdOp, OpOf } from '../op.ts';
import type { Verdict, VerdictParams } from '../verdict.ts';
import { reversalEntry } from './entryChange.ts';
import { editsOf } from './householdEdit.ts';
import { reviewEvent } from './review.ts';
import { redirected } from './route.ts';

export interface EffectContext {
  readonly ref: string;
  /** Corrected instant of recording, ms. */
  readonly at: number;
  readonly zoneOffsetMinutes: number;
}

function numberParam(params: VerdictParams | undefined, name: string): number | undefined {
  const value = params?.[name];
  return typeof value === 'number' ? value : undefined;
}

function textParam(params: VerdictParams | undefined, name: string): string | undefined {
  const value = params?.[name];
  return typeof value === 'string' ? value : undefined;
}

function listParam(params: VerdictParams | undefined, name: string): readonly string[] | undefined {
  const value = params?.[name];
  return Array.isArray(value) ? value : undefined;
}

/** Members get the ids m1, m2 … in the order of registration. */
export function membersById(members: readonly Member[]): Readonly<Record<string, Member>> {
  return Object.fromEntries(members.map((m, i) => [`m${i + 1}`, m]));
}

/** The profile that a registration gives. */
export function baseOf(body: OpOf<'household.register'>['body']): Profile {
  return {
    head: body.head,
    phone: body.phone,
    doorPlate: body.doorPlate,
    naturalVillage: body.naturalVillage,
    status: body.status,
    tags: body.tags,
    members: membersById(body.members),
  };
}

function lateOf(params: VerdictParams | undefined): LateClaim | undefined {
  const writeOff = textParam(params, 'writeOff');
  const points = numberParam(params, 'writtenOff');
  if (writeOff === undefined || points === undefined) return undefined;
  return { writeOff, points, shortfall: numberParam(params, 'shortfall') ?? 0 };
}

function entryOf(op: OpOf<'entry.record'>, verdict: Verdict, ctx: EffectContext): Entry {
  const { body } = op;
  const late = textParam(verdict.params, 'late');
  const oldCard = numberParam(verdict.params, 'oldCard');
  const waits = numberParam(verdict.params, 'waits') !== undefined;
  return {
    id: ctx.ref,
    rule: body.rule,
    date: body.date,
    points: numberParam(verdict.params, 'points') ?? body.points,
    quantity: body.quantity,
    ...(body.level === undefined ? {} : { level: body.level }),
    ...(body.member === undefined ? {} : { member: body.member }),
    ...(body.note === undefined ? {} : { note: body.note }),
    ...(body.photos === undefined ? {} : { photos: body.photos }),
    by: op.by,
    at: ctx.at,
    status: (textParam(verdict.params, 'status') as EntryStatus | undefined) ?? 'submitted',
    ...(late === undefined ? {} : { late }),
    ...(oldCard === undefined ? {} : { oldCard }),
    ...(waits ? { waits } : {}),
  };
}

/** The household whose file an op's effects are in (CF-09: the verdict may name another than the op does). */
export function householdOf(op: HouseholdOp, verdict: Pick<Verdict, 'params'> | undefined): string {
  return textParam(verdict?.params, 'to') ?? op.body.household;
}

/**
 * The events of an applied op; none for a held or refused one. `file` is that of `householdOf`, undefined only for a
 * registration. What merges, splits, moves or closes a household has its events by the feed: they concern more than one file.
 */
export function effects(
  file: HouseholdFile | undefined,
  recorded: HouseholdOp,
  verdict: Verdict,
  ctx: EffectContext,
): readonly FileEvent[] {
  if (verdict.outcome !== 'applied') return [];
  const op = redirected(recorded, verdict.params);
  const household = op.body.household;
  switch (op.kind) {
    case 'household.register':
      return [
        {
          type: 'household.registered',
          household,
          village: op.body.village,
          grid: op.body.grid,
          ref: ctx.ref,
          by: op.by,
          at: ctx.at,
          base: baseOf(op.body),
        },
      ];
    case 'household.merge':
    case 'household.split':
    case 'household.move':
    case 'household.close':
      return [];
    case 'entry.record':
      return [{ type: 'entry.recorded', household, entry: entryOf(op, verdict, ctx) }];
    case 'entry.review':
      return [reviewEvent(op, verdict, ctx.at)];
    case 'entry.reverse': {
      const target = file?.entries.find((e) => e.id === op.body.entry);
      if (!target) return [];
      return [
        {
          type: 'entry.recorded',
          household,
          entry: reversalEntry(target, op, ctx, verdict.params),
        },
      ];
    }
    case 'household.edit': {
      const against = listParam(verdict.params, 'against');
      return [
        { type: 'profile.edited', household, edits: editsOf(op, ctx.ref, ctx.at), ...(against ? { against } : {}) },
      ];
    }
    case 'card.replace':
      return [{ type: 'card.replaced', household, n: op.body.n }];
    case 'redemption.record': {
      const oldCard = numberParam(verdict.params, 'oldCard');
      const late = lateOf(verdict.params);
      return [
        {
          type: 'redemption.recorded',
          household,
          redemption: {
            id: ctx.ref,
            lines: op.body.lines,
            points: op.body.points,
            mode: textParam(verdict.params, 'mode') === 'online' ? 'online' : op.body.mode,
            by: op.by,
            at: ctx.at,
            date: dayOf(ctx.at, ctx.zoneOffsetMinutes),
            ...(op.body.instead === undefined ? {} : { instead: op.body.instead }),
            ...(oldCard === undefined ? {} : { oldCard }),
            ...(late === undefined ? {} : { late }),
            ...(op.body.reservation === undefined ? {} : { reservation: op.body.reservation }),
          },
        },
      ];
    }
    case 'redemption.void':
      return [
        {
          type: 'redemption.voided',
          household,
          redemption: op.body.redemption,
          ref: ctx.ref,
          reason: op.body.reason,
          by: op.by,
          at: ctx.at,
        },
      ];
    case 'reservation.record': {
      const device = textParam(verdict.params, 'device');
      const until = textParam(verdict.params, 'until');
      return [
        {
          type: 'reservation.made',
          household,
          reservation: {
            id: ctx.ref,
            lines: op.body.lines,
            points: op.body.points,
            handOver: op.body.handOver,
            by: op.by,
            at: ctx.at,
            date: dayOf(ctx.at, ctx.zoneOffsetMinutes),
            ...(device === undefined ? {} : { device }),
            ...(until === undefined ? {} : { until }),
          },
        },
      ];
    }
    case 'reservation.cancel': {
      const { reservation, reason } = op.body;
      return [
        {
          type: 'reservation.ended',
          household,
          reservation,
          end: { how: 'cancelled', ref: ctx.ref, by: op.by, at: ctx.at, reason },
        },
      ];
    }
    case 'carryover.entry':
      return [{ type: 'entry.recorded', household, entry: carriedEntry(op, ctx) }];
    case 'carryover.redemption':
      return [
        {
          type: 'redemption.recorded',
          household,
          redemption: {
            id: ctx.ref,
            lines: op.body.lines,
            points: op.body.points,
            mode: 'carryover',
            by: op.body.recordedBy,
            at: ctx.at,
            date: op.body.date,
          },
        },
      ];
  }
}

function carriedEntry({ body }: OpOf<'carryover.entry'>, ctx: EffectContext): Entry {
  return {
    id: ctx.ref,
    rule: body.rule,
    date: body.date,
    points: body.points,
    quantity: body.quantity,
    ...(body.level === undefined ? {} : { level: body.level }),
    ...(body.member === undefined ? {} : { member: body.member }),
    ...(body.note === undefined ? {} : { note: body.note }),
    by: body.recordedBy,
    at: ctx.at,
    status: body.status,
  };
}
