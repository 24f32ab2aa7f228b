/** Cases of several ops: what a revoked device hands over (CF-17), and what stood behind a fork (CF-19). */
import { type Kysely, type Selectable, sql } from 'kysely';
import type { OpOf } from '../../domain/op.ts';
import { groupCaseId, isGroupCase, makeRef } from '../../domain/ref.ts';
import { held, type Verdict, type VerdictParams } from '../../domain/verdict.ts';
import type { RawOp } from '../../protocol/opHash.ts';
import { type ParsedOp, parseOp } from '../../protocol/opSchemas.ts';
import { verdictText } from '../../protocol/verdictText.ts';
import type { OpTable } from '../db/schema/ledger.ts';
import type { Database } from '../db/schema.ts';
import { innerOf, takeAdopted } from './adopt.ts';
import type { Batch, CaseState } from './batch.ts';
import { judgeOp } from './judgeOps.ts';
import type { Judging } from './judging.ts';
import { type Lineage, loadLineage } from './lineage.ts';
import { announceCase } from './openCase.ts';
import { loadRightsHistory } from './rightsHistory.ts';
import { type DevicePeople, loadActors } from './setting.ts';

type GroupCode = 'device_revoked' | 'forked';

/** The ops of one Case, with the device that recorded them. */
export interface Group {
  readonly people: DevicePeople;
  readonly lineage: Lineage | undefined;
  /** In the order of the log. `at` is the corrected instant, ms. */
  readonly members: readonly { readonly raw: RawOp; readonly at: number }[];
}

/** The Case of several ops that is open for a device, if it is among those of the batch. */
function openGroup(batch: Batch, device: string, code: GroupCode): CaseState | undefined {
  return [...batch.cases.values()].find(
    (c) => isGroupCase(c.id) && c.device === device && c.code === code && c.decision === null,
  );
}

/** Loads a device's open Cases of several ops: further ones join them. */
export async function loadOpenGroups(db: Kysely<Database>, batch: Batch, device: string): Promise<void> {
  const rows = await db
    .selectFrom('cases')
    .selectAll()
    .where('town', '=', batch.town.town)
    .where('device', '=', device)
    .where('decision', 'is', null)
    .where('code', 'in', ['device_revoked', 'forked'])
    .execute();
  for (const { town: _town, opened_at: _opened, decided_at: _decided, ...row } of rows) {
    if (!batch.cases.has(row.id)) batch.cases.set(row.id, { ...row, changed: false });
  }
}

/** Loads the ops of a Case. */
export async function loadGroup(db: Kysely<Database>, batch: Batch, open: CaseState): Promise<Group> {
  const { town } = batch.town;
  const [device, actors, lineage, { rows }] = await Promise.all([
    db
      .selectFrom('devices')
      .select(['id', 'kind', 'village'])
      .where('town', '=', town)
      .where('id', '=', open.device)
      .executeTakeFirstOrThrow(),
    loadActors(db, town, open.device),
    loadLineage(db, town, open.device),
    sql<Selectable<OpTable>>`
      select o.* from case_ops c join ops o on o.town = c.town and o.device = ${open.device} and o.seq = c.seq
      where c.town = ${town} and c.case_id = ${open.id} order by o.seq`.execute(db),
  ]);
  const members = rows.map(({ seq, kind, body, by_user, at, schema, shift_ms }) => ({
    raw: { seq, kind, body, by: by_user, at, schema },
    at: at + shift_ms,
  }));
  const history = await loadRightsHistory(db, town, open.device, new Set(rows.map((row) => row.by_user)));
  return { people: { device, actors, history }, lineage, members };
}

/** The ops inside a Case as they will be judged, for loading what that takes. */
export function opsOfGroup({ members, lineage }: Group) {
  return members.flatMap(({ raw }) => {
    const { parsed } = readMember(raw, lineage);
    return parsed.ok ? [parsed.op] : [];
  });
}

function readMember(raw: RawOp, lineage: Lineage | undefined) {
  const parsed = parseOp(raw);
  if (!parsed.ok || parsed.op.kind !== 'op.adopt') return { raw, parsed, adopted: false };
  return { ...innerOf(parsed.op, lineage), adopted: true };
}

/** An op of a revoked device: whatever it is, it waits (CF-17). */
export function quarantine(j: Judging, raw: RawOp, parsed: ParsedOp): Verdict {
  if (parsed.ok && parsed.op.kind === 'op.adopt') return takeAdopted(j, parsed.op, 'device_revoked');
  return holdInGroup(j, makeRef(j.people.device.id, raw.seq), raw.seq, 'device_revoked', {});
}

/** Holds an op in its device's one open Case of this kind, which it opens when there is none. */
export function holdInGroup(j: Judging, ref: string, seq: number, code: GroupCode, params: VerdictParams): Verdict {
  const { batch, people } = j;
  const open = openGroup(batch, people.device.id, code) ?? openNew(j, groupCaseId(ref), code);
  open.params = { ...open.params, ops: Number(open.params?.ops ?? 0) + 1 };
  open.changed = true;
  batch.caseOps.push({ case_id: open.id, seq, outcome: null, code: null, params: null });
  return held(code, { case: open.id, ...params });
}

function openNew(j: Judging, id: string, code: GroupCode): CaseState {
  const { device } = j.people;
  const made: CaseState = {
    id,
    code,
    village: device.village,
    household: null,
    device: device.id,
    competing: [],
    params: { ops: 0, ...(code === 'forked' ? { was: j.lineage?.before[0]?.device ?? '' } : {}) },
    decision: null,
    decided_by: null,
    reason: null,
    replaced: null,
    changed: true,
  };
  j.batch.cases.set(id, made);
  announceCase(j, id, { type: 'case.opened', case: id, code });
  return made;
}

/**
 * A person decides about several ops at once. When they count, each is judged in the order of its log, as if it came now from a
 * device in good standing: what is held for another reason gets a Case of its own, what is refused shows why.
 */
export function decideGroup(j: Judging, op: OpOf<'case.decide'>, open: CaseState, group: Group, at: number): void {
  const accepted = op.body.decision === 'accept';
  // What the decider's own ops were before a restore says nothing of these.
  const inside: Judging = { ...j, people: group.people, lineage: group.lineage, author: null, former: undefined };
  for (const { raw, at: recorded } of group.members) {
    const verdict = accepted ? judgeMember(inside, raw, recorded) : undefined;
    if (verdict) {
      const { outcome, code, params } = verdict;
      j.batch.caseOps.push({ case_id: open.id, seq: raw.seq, outcome, code, params: params ?? null });
    }
    // A device that was revoked is wiped: nobody there hears of it.
    if (open.code === 'forked' && verdict?.outcome !== 'held')
      tell(j, op, open, makeRef(open.device, raw.seq), verdict, at);
  }
}

function judgeMember(j: Judging, raw: RawOp, at: number): Verdict {
  const { raw: inner, parsed, adopted } = readMember(raw, j.lineage);
  return judgeOp({ ...j, adopted }, { ...inner, seq: raw.seq }, parsed, at);
}

/** What became of one op, for the device that recorded it: as if it had had a Case of its own. */
function tell(
  j: Judging,
  op: OpOf<'case.decide'>,
  { village }: CaseState,
  ref: string,
  verdict: Verdict | undefined,
  at: number,
): void {
  const reason = verdict?.outcome === 'refused' ? verdictText(verdict, 'zh-CN', PLAIN) : op.body.reason;
  j.batch.events.push({
    event: {
      type: 'case.decided',
      case: ref,
      decision: verdict?.outcome === 'applied' ? 'accept' : 'reject',
      by: op.by,
      at,
      ...(reason === undefined ? {} : { reason }),
    },
    village,
    grid: null,
    household: null,
    onlyDevices: [ref.slice(0, ref.indexOf('-'))],
    author: null,
  });
}

/** The server knows no names here; what is refused names at most an op. */
const PLAIN = {
  rule: (code: string) => code,
  person: (id: string) => id,
  day: (day: string) => day,
  household: (code: string) => code,
  goods: (sku: string) => sku,
};
