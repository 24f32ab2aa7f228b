/** Where a device that came out of a fork comes from (SY-13), and under which references it took its old ops over. */
import { type Kysely, sql } from 'kysely';
import { makeRef, parseRef } from '../../domain/ref.ts';
import type { Database } from '../db/schema.ts';

export interface Lineage {
  readonly device: string;
  /** The identities before this one, the last first. In each, ops up to `common` are the server's own history. */
  readonly before: readonly { readonly device: string; readonly common: number }[];
  /** New references by old ones. */
  readonly taken: Map<string, string>;
}

/** The lineage of a device; undefined for one that was enrolled as others are. */
export async function loadLineage(db: Kysely<Database>, town: string, device: string): Promise<Lineage | undefined> {
  const { rows: before } = await sql<{ device: string; common: number }>`
    with recursive line(device, common, depth) as (
      select f.device, f.common, 1 from device_forks f where f.town = ${town} and f.created = ${device}
      union all
      select f.device, f.common, l.depth + 1 from line l join device_forks f on f.town = ${town} and f.created = l.device)
    select device, common from line order by depth`.execute(db);
  if (before.length === 0) return undefined;
  const devices = [...before.map((b) => b.device).reverse(), device];
  const { rows } = await sql<{ device: string; was: string; seq: number }>`
    select a.device, a.was, a.seq from unnest(${devices}::text[]) with ordinality as d(device, n)
    join adopted_ops a on a.town = ${town} and a.device = d.device order by d.n`.execute(db);
  return { device, before, taken: new Map(rows.map((r) => [r.was, makeRef(r.device, r.seq)])) };
}

/**
 * A reference that an op of the old log carries, as it is now. One behind the fork that was not taken over becomes one that
 * nothing has: under the old reference the server knows another op.
 */
export function refNow(lineage: Lineage | undefined, ref: string): string {
  const known = lineage?.taken.get(ref);
  if (known !== undefined || !lineage) return known ?? ref;
  const parsed = parseRef(ref);
  const step = lineage.before.find((b) => b.device === parsed?.device);
  return parsed && step && parsed.seq > step.common ? makeRef(lineage.device, 0) : ref;
}
