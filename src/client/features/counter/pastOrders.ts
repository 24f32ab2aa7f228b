/** The redemptions that this counter recorded, from its own log. */
import { type Day, dayOf } from '../../../domain/calendar.ts';
import type { RedemptionLine } from '../../../domain/household.ts';
import { totalOf } from '../../../domain/judge/redemption.ts';
import type { OpBodies } from '../../../domain/op.ts';
import type { TrayItem } from '../../engine/tablet.ts';
import { type Standing, standingOf } from '../tray/standing.ts';
import type { Receipt } from './counterStore.ts';

export interface PastOrder {
  readonly item: TrayItem;
  readonly body: OpBodies['redemption.record'];
  /** Its household now, also when that was merged meanwhile (CF-09). */
  readonly household: string;
  readonly standing: Standing;
  /** Where its void stands; a void that was not taken is none. */
  readonly voided?: Standing;
  /** The receipt of what the household kept of it (CF-27). */
  readonly became?: string;
}

/** This device wrote the bodies itself, so their shape is known by the kind. */
function bodyOf<K extends 'redemption.record' | 'redemption.void'>(item: TrayItem, kind: K): OpBodies[K] | undefined {
  return item.kind === kind ? (item.body as OpBodies[K]) : undefined;
}

/** Newest first, as the log gives them. */
export function pastOrders(items: readonly TrayItem[]): readonly PastOrder[] {
  const voids = new Map<string, Standing>();
  for (const item of items) {
    const body = bodyOf(item, 'redemption.void');
    const standing = standingOf(item);
    if (body && standing !== 'refused') voids.set(body.redemption, standing);
  }
  const became = new Map<string, string>();
  for (const item of items) {
    const instead = bodyOf(item, 'redemption.record')?.instead;
    if (instead !== undefined && standingOf(item) !== 'refused') became.set(instead, item.ref);
  }
  return items.flatMap((item) => {
    const body = bodyOf(item, 'redemption.record');
    if (!body) return [];
    const next = became.get(item.ref) ?? (item.was === undefined ? undefined : became.get(item.was));
    const voided = voids.get(item.ref) ?? (item.was === undefined ? undefined : voids.get(item.was));
    const household = item.household ?? body.household;
    return [
      {
        item,
        body,
        household,
        standing: standingOf(item),
        ...(voided ? { voided } : {}),
        ...(next ? { became: next } : {}),
      },
    ];
  });
}

/** Those of one day in the town's zone. */
export function ordersOn(day: Day, orders: readonly PastOrder[], offsetMinutes: number): readonly PastOrder[] {
  return orders.filter(({ item }) => dayOf(item.at, offsetMinutes) === day);
}

/** An order whose goods have not left: the village has not answered yet. */
export function isUnanswered({ standing, body, voided }: PastOrder): boolean {
  return standing === 'here' && body.mode === 'online' && voided === undefined && body.instead === undefined;
}

/** Whether it can be voided here; what waits for the office is the office's. */
export function isVoidable({ standing, voided }: PastOrder): boolean {
  return voided === undefined && (standing === 'here' || standing === 'counted');
}

/** Its receipt, to print again. */
export function receiptOf({ item, body, household, voided }: PastOrder): Receipt {
  const { ref, at, by } = item;
  const { lines, points, instead } = body;
  const marks = { ...(instead === undefined ? {} : { instead }), ...(voided ? { voided: true as const } : {}) };
  return { ref, household, lines, points, at, by, ...marks };
}

/** What the household keeps of an order, as a redemption in its place; paid as the order was. */
export function keptOf(order: PastOrder, lines: readonly RedemptionLine[]): OpBodies['redemption.record'] {
  const { item, body, household } = order;
  const { reservation } = body;
  return {
    household,
    lines,
    points: totalOf(lines),
    // A person may have booked it on the free points.
    mode: item.verdict?.params?.mode === 'online' ? 'online' : body.mode,
    ...(reservation === undefined ? {} : { reservation }),
    instead: item.ref,
  };
}

/** What went out: refused and voided orders did not. */
export function sumOfOrders(orders: readonly PastOrder[]): { readonly count: number; readonly points: number } {
  const out = orders.filter((one) => one.standing !== 'refused' && one.voided === undefined);
  return { count: out.length, points: out.reduce((sum, one) => sum + one.body.points, 0) };
}
