/** The two sources of the audit page, each in its own order: what devices recorded, and what was done by ordinary REST. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { addDays, startOfDay } from '../../domain/calendar.ts';
import { AUDIT_ACT_KINDS, type AuditSearch } from '../../protocol/officeAudit.ts';
import type { Database } from '../db/schema.ts';

/** A place in the merged list: instant to the microsecond, then ops before acts, then what names the row. */
export interface AuditPlace {
  readonly at: string;
  readonly source: 'op' | 'act';
  /** Of an op its device and seq; of an act its id. */
  readonly key: string;
  readonly seq: number;
}

interface Common {
  /** With its microseconds, as the database writes it. */
  readonly at: string;
  readonly at_ms: number;
  readonly kind: string;
  readonly by_user: string | null;
  readonly village: string | null;
}

export interface OpRow extends Common {
  readonly source: 'op';
  readonly device: string;
  readonly seq: number;
  readonly household: string | null;
  readonly outcome: string;
  readonly code: string;
  readonly done_ms: number;
  readonly body: unknown;
  readonly schema: number;
}

export interface ActRow extends Common {
  readonly source: 'act';
  readonly id: string;
  readonly subject: string | null;
  readonly details: Readonly<Record<string, string | number | boolean | null>>;
}

export interface AuditQuery extends Omit<AuditSearch, 'cursor'> {
  readonly town: string;
  readonly zoneOffsetMinutes: number;
  readonly after: AuditPlace | undefined;
  readonly limit: number;
}

const isActKind = (kind: string) => (AUDIT_ACT_KINDS as readonly string[]).includes(kind);

/** Which columns a source has for what both are asked about. */
function asked(query: AuditQuery, moment: RawBuilder<unknown>): RawBuilder<boolean> {
  const { from, to, village, kind, zoneOffsetMinutes: zone } = query;
  const parts: RawBuilder<unknown>[] = [sql`town = ${query.town}`];
  if (from !== null) parts.push(sql`${moment} >= ${new Date(startOfDay(from, zone))}`);
  if (to !== null) parts.push(sql`${moment} < ${new Date(startOfDay(addDays(to, 1), zone))}`);
  if (village !== null) parts.push(sql`village = ${village}`);
  // Written into the text, so that the planner sees whether it is one of the kinds that are seldom.
  if (kind !== null) parts.push(sql`kind = ${sql.lit(kind)}`);
  return sql`${sql.join(parts, sql` and `)}`;
}

/** The next ops behind a place, newest first. */
export async function opRows(db: Kysely<Database>, query: AuditQuery): Promise<readonly OpRow[]> {
  const { kind, person, household, device, after } = query;
  if (kind !== null && isActKind(kind)) return [];
  const parts: RawBuilder<unknown>[] = [asked(query, sql`received_at`)];
  if (person !== null) parts.push(sql`by_user = ${person}`);
  if (household !== null) parts.push(sql`household = ${household}`);
  if (device !== null) parts.push(sql`device = ${device}`);
  if (after?.source === 'op')
    parts.push(
      sql`(received_at, device, seq) < (${after.at}::timestamptz, ${after.key} collate "C", ${after.seq}::bigint)`,
    );
  if (after?.source === 'act') parts.push(sql`received_at < ${after.at}::timestamptz`);
  const { rows } = await sql<OpRow>`select 'op' as source, received_at::text as at,
      (extract(epoch from received_at) * 1000)::bigint as at_ms, kind, by_user, village, device, seq, household, outcome, code,
      at + shift_ms as done_ms, body, schema
    from ops where ${sql.join(parts, sql` and `)}
    order by received_at desc, device desc, seq desc limit ${query.limit}`.execute(db);
  return rows;
}

/** The next acts behind a place, newest first. A household has none. */
export async function actRows(db: Kysely<Database>, query: AuditQuery): Promise<readonly ActRow[]> {
  const { kind, person, household, device, after } = query;
  if (household !== null || (kind !== null && !isActKind(kind))) return [];
  const parts: RawBuilder<unknown>[] = [asked(query, sql`at`)];
  if (person !== null) parts.push(sql`(by_user = ${person} or subject = ${person})`);
  if (device !== null) parts.push(sql`subject = ${device}`);
  if (after?.source === 'op') parts.push(sql`at <= ${after.at}::timestamptz`);
  if (after?.source === 'act') parts.push(sql`(at, id) < (${after.at}::timestamptz, ${after.key} collate "C")`);
  const { rows } =
    await sql<ActRow>`select 'act' as source, at::text as at, (extract(epoch from at) * 1000)::bigint as at_ms,
      kind, by_user, village, id, subject, details
    from audit_acts where ${sql.join(parts, sql` and `)} order by at desc, id desc limit ${query.limit}`.execute(db);
  return rows;
}
