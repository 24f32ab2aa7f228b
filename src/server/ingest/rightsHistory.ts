/** CF-16: what the people of a device were allowed to do before, so that what they recorded then still counts. */
import { type Kysely, sql } from 'kysely';
import type { HouseholdFile } from '../../domain/household.ts';
import { isHouseholdOp, type Op } from '../../domain/op.ts';
import { type Actor, inScope, mayRecordOp, type Role } from '../../domain/role.ts';
import type { Database } from '../db/schema.ts';
import type { DevicePeople } from './setting.ts';

/** What a person might do from an instant on. */
interface Rights extends Actor {
  readonly from: number;
  readonly active: boolean;
}

interface Past {
  /** Oldest first; the first also holds for what lies before it. */
  readonly rights: readonly Rights[];
  /** When the device's list lost the person, ms. */
  readonly removed: number | null;
}

export interface RightsHistory {
  readonly people: ReadonlyMap<string, Past>;
  /**
   * Ops behind this seq did not exist when the device was heard of last, at `headSeenMs` by the server's clock: whatever its own
   * clock says, they were not recorded before.
   */
  readonly headSeen: number;
  readonly headSeenMs: number;
}

const NOBODY: RightsHistory = { people: new Map(), headSeen: 0, headSeenMs: 0 };

interface Row {
  user_id: string;
  removed_ms: number | null;
  from_ms: number;
  role: Role;
  village: string | null;
  grids: string[];
  active: boolean;
  head_seen: number;
  head_seen_ms: number;
}

/** The history of those of the users whose rights ever changed; mostly nobody's. */
export async function loadRightsHistory(
  db: Kysely<Database>,
  town: string,
  device: string,
  users: Iterable<string>,
): Promise<RightsHistory> {
  const { rows } = await sql<Row>`
    select d.user_id, d.removed_ms, coalesce(r.from_ms, 0) as from_ms, coalesce(r.role, u.role) as role,
      case when r.user_id is null then u.village else r.village end as village, coalesce(r.grids, u.grids) as grids,
      coalesce(r.active, u.active) as active, v.head_seen, v.head_seen_ms
    from device_users d
    join users u on u.town = d.town and u.id = d.user_id
    join devices v on v.town = d.town and v.id = d.device
    left join user_rights r on r.town = d.town and r.user_id = d.user_id
    where d.town = ${town} and d.device = ${device} and d.user_id = any(${[...new Set(users)]}::text[])
      and (d.removed_ms is not null or r.user_id is not null)
    order by d.user_id, from_ms`.execute(db);
  const [first] = rows;
  if (!first) return NOBODY;
  const people = new Map<string, { rights: Rights[]; removed: number | null }>();
  for (const { user_id: id, removed_ms: removed, from_ms: from, role, village, grids, active } of rows) {
    const past = people.get(id) ?? { rights: [], removed };
    past.rights.push({ id, role, village, grids, active, from });
    people.set(id, past);
  }
  return { people, headSeen: first.head_seen, headSeenMs: first.head_seen_ms };
}

/** The person as they were at an instant; undefined when they had left, or the device's list had lost them. */
function actorAt(past: Past, at: number): Actor | undefined {
  if (past.removed !== null && at >= past.removed) return undefined;
  const then = past.rights.findLast((r) => r.from <= at) ?? past.rights[0];
  return then?.active ? then : undefined;
}

/**
 * Who stands behind an op: the person as they are now when that suffices, else as they were when they recorded it, on this
 * device's list. Undefined when a right that there once was is gone: the op is held, not refused. `at` is the corrected
 * instant, ms, which is never later than the arrival.
 */
export function actorFor(
  { device, actors, history }: DevicePeople,
  op: Op,
  file: HouseholdFile | undefined,
  at: number,
): Actor | undefined {
  const place = op.kind === 'household.register' ? op.body : file;
  const may = (actor: Actor | undefined): boolean =>
    actor !== undefined &&
    mayRecordOp(actor.role, device.kind, op) &&
    (!isHouseholdOp(op) || place === undefined || inScope(actor, place));
  const now = actors.get(op.by);
  const past = history?.people.get(op.by);
  if (may(now) || !history || !past) return now;
  const then = actorAt(past, op.seq > history.headSeen ? Math.max(at, history.headSeenMs) : at);
  if (may(then)) return then;
  const role = (actor: Actor | undefined) => actor !== undefined && mayRecordOp(actor.role, device.kind, op);
  return role(now) || !past.rights.some(role) ? now : undefined;
}
