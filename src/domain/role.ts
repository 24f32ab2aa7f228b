/** Who may record which op kind, and for which households. One table, used by the judge and by the tests that walk it. */
import type { Op, OpKind } from './op.ts';

export const ROLES = ['grid_worker', 'store_clerk', 'village_office', 'committee', 'town_admin'] as const;
export type Role = (typeof ROLES)[number];

/** Device kinds: a field tablet, a store counter, an office browser, the command line on the office's machine. */
export const DEVICE_KINDS = ['tablet', 'counter', 'office', 'console'] as const;
export type DeviceKind = (typeof DEVICE_KINDS)[number];

export interface Actor {
  readonly id: string;
  readonly role: Role;
  /** Village code; null for the whole town. */
  readonly village: string | null;
  /** Grids the person works in; empty = all of the village. */
  readonly grids: readonly string[];
}

const FIELD = [
  'entry.record',
  'entry.reverse',
  'household.edit',
  'redemption.record',
  'redemption.void',
  'reservation.record',
  'reservation.cancel',
  'card.replace',
] as const;

/** What becomes of households (CF-09, CF-10). */
const HOUSEHOLDS = [
  'household.register',
  'household.merge',
  'household.split',
  'household.move',
  'household.close',
] as const;

/** What the committee decides on, and its sessions. */
const REVIEW = ['entry.review', 'committee.session', 'committee.close', 'case.decide'] as const;

/** What the office tells everybody. */
const NOTICES = ['notice.publish', 'notice.withdraw'] as const;
/** The month's list and what is said against it. */
const OBJECTIONS = ['objection.record', 'objection.answer'] as const;
/** The list of a year, and who is not in it. */
const RANKING = ['year.rank', 'ranking.exclude'] as const;

/** The stock of a village's store. */
const STOCK = ['stock.move', 'stock.count'] as const;

/**
 * Rows: role; cells: the op kinds it may record. `allowance.return` is the device's own act and needs no person; `op.adopt` is
 * nobody's right, it is taken from a device that came out of a fork alone (SY-13).
 */
export const MAY_RECORD: Readonly<Record<Role, readonly OpKind[]>> = {
  grid_worker: FIELD,
  store_clerk: ['redemption.record', 'redemption.void', 'reservation.record', 'reservation.cancel', ...STOCK],
  village_office: [
    ...FIELD,
    ...REVIEW,
    ...HOUSEHOLDS,
    'month.publish',
    'quarter.settle',
    ...OBJECTIONS,
    ...RANKING,
    'allowance.writeoff',
    ...STOCK,
    // Its own village's overlay, within the town's bounds (overlay.ts).
    'rules.publish',
    ...NOTICES,
  ],
  committee: [...REVIEW, ...OBJECTIONS],
  town_admin: [
    ...FIELD,
    ...REVIEW,
    ...HOUSEHOLDS,
    'month.publish',
    'quarter.settle',
    ...OBJECTIONS,
    ...RANKING,
    'allowance.writeoff',
    ...STOCK,
    'town.arrange',
    'rules.publish',
    'goods.publish',
    'policy.publish',
    ...NOTICES,
    'carryover.entry',
    'carryover.redemption',
    'publicity.final',
  ],
};

/** Op kinds that only an office browser or the console may send, whoever the person is. */
const OFFICE_ONLY: ReadonlySet<OpKind> = new Set([
  ...REVIEW,
  ...HOUSEHOLDS,
  'month.publish',
  'quarter.settle',
  ...OBJECTIONS,
  ...RANKING,
  'allowance.writeoff',
  'town.arrange',
  'rules.publish',
  'goods.publish',
  'policy.publish',
  ...NOTICES,
  'carryover.entry',
  'carryover.redemption',
]);

/** What follows from the day alone: the server says it, and nobody else. */
const BY_ITSELF: ReadonlySet<OpKind> = new Set(['publicity.final']);

/** Goods are booked where they lie, or at the office. */
const NOT_AT_THE_DOOR: ReadonlySet<OpKind> = new Set(STOCK);

/** Whether a person of this role, on a device of this kind, may record this kind of op. */
export function mayRecord(role: Role, device: DeviceKind, kind: OpKind): boolean {
  if (kind === 'allowance.return') return device === 'tablet' || device === 'counter';
  if (BY_ITSELF.has(kind) && device !== 'console') return false;
  if (OFFICE_ONLY.has(kind) && device !== 'office' && device !== 'console') return false;
  if (NOT_AT_THE_DOOR.has(kind) && device === 'tablet') return false;
  return MAY_RECORD[role].includes(kind);
}

/** Whether a person of this role, on a device of this kind, may set a household's family PIN or change it. */
export function maySetPin(role: Role, device: DeviceKind): boolean {
  return mayRecord(role, device, 'household.edit') || (role === 'store_clerk' && device === 'counter');
}

/** As `mayRecord`, of an op with its body: of a household's profile a clerk at the counter may only set the family PIN. */
export function mayRecordOp(role: Role, device: DeviceKind, op: Pick<Op, 'kind' | 'body'>): boolean {
  if (mayRecord(role, device, op.kind)) return true;
  return onlySetsPin(op) && maySetPin(role, device);
}

/** Taking it off again is not the counter's: whoever found a card would only have to ask. */
function onlySetsPin({ kind, body }: Pick<Op, 'kind' | 'body'>): boolean {
  if (kind !== 'household.edit' || !('set' in body)) return false;
  return body.set.every(({ field, value }) => field === 'pin' && value !== null);
}

/** Whether the person's scope covers a place. */
export function inScope(actor: Pick<Actor, 'village' | 'grids'>, place: { village: string; grid: string }): boolean {
  if (actor.village === null) return true;
  if (actor.village !== place.village) return false;
  return actor.grids.length === 0 || actor.grids.includes(place.grid);
}

/** Whether this role may decide items of this review level: committee items are the committee's (or the town's). */
export function mayReview(role: Role, level: 'auto' | 'village' | 'committee'): boolean {
  if (role === 'town_admin' || role === 'committee') return true;
  return role === 'village_office' && level !== 'committee';
}
