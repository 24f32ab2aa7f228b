/** op.adopt (SY-13): what a device had recorded behind a fork comes again under its new identity, and waits for a person. */
import { type Kysely, sql } from 'kysely';
import type { Op, OpOf } from '../../domain/op.ts';
import { makeRef, parseRef } from '../../domain/ref.ts';
import { APPLIED, refused, type Verdict } from '../../domain/verdict.ts';
import { canonicalJson } from '../../protocol/canonical.ts';
import { type RawOp, sha256Hex } from '../../protocol/opHash.ts';
import { type ParsedOp, parseOp } from '../../protocol/opSchemas.ts';
import type { Database } from '../db/schema.ts';
import type { Batch } from './batch.ts';
import type { Judging } from './judging.ts';
import { type Lineage, refNow } from './lineage.ts';
import { holdInGroup } from './quarantine.ts';

interface Unwrapped {
  readonly raw: RawOp;
  readonly parsed: ParsedOp;
  /** Old references, of the last identity first: a device may have been in several forks. */
  readonly names: readonly string[];
}

type Parse = (raw: RawOp) => ParsedOp;

/** The op inside, as it was written. */
function unwrap(op: OpOf<'op.adopt'>, parse: Parse): Unwrapped {
  const names: string[] = [];
  let current: OpOf<'op.adopt'> = op;
  for (;;) {
    names.push(current.body.was);
    const raw: RawOp = { ...current.body.op, seq: op.seq };
    const parsed = parse(raw);
    if (!parsed.ok || parsed.op.kind !== 'op.adopt') return { raw, parsed, names };
    current = parsed.op;
  }
}

/** The op inside, with its references as they are now. */
export function innerOf(
  op: OpOf<'op.adopt'>,
  lineage: Lineage | undefined,
  parse: Parse = parseOp,
): Pick<Unwrapped, 'raw' | 'parsed'> {
  const { raw, parsed } = unwrap(op, parse);
  return { raw, parsed: parsed.ok ? { ok: true, op: withRefsNow(parsed.op, lineage) } : parsed };
}

function withRefsNow(op: Op, lineage: Lineage | undefined): Op {
  const now = (ref: string) => refNow(lineage, ref);
  switch (op.kind) {
    case 'entry.reverse':
      return { ...op, body: { ...op.body, entry: now(op.body.entry) } };
    case 'entry.review':
      return { ...op, body: { ...op.body, entry: now(op.body.entry) } };
    case 'notice.publish':
      return op.body.notice === undefined ? op : { ...op, body: { ...op.body, notice: now(op.body.notice) } };
    case 'notice.withdraw':
      return { ...op, body: { ...op.body, notice: now(op.body.notice) } };
    case 'redemption.void':
      return { ...op, body: { ...op.body, redemption: now(op.body.redemption) } };
    case 'redemption.record': {
      const { reservation, instead } = op.body;
      const refs = {
        ...(reservation === undefined ? {} : { reservation: now(reservation) }),
        ...(instead === undefined ? {} : { instead: now(instead) }),
      };
      return { ...op, body: { ...op.body, ...refs } };
    }
    case 'reservation.cancel':
      return { ...op, body: { ...op.body, reservation: now(op.body.reservation) } };
    case 'objection.record': {
      const { about } = op.body;
      if (about?.entry === undefined) return op;
      return { ...op, body: { ...op.body, about: { ...about, entry: now(about.entry) } } };
    }
    case 'objection.answer': {
      const { effects } = op.body;
      const refs = effects === undefined ? {} : { effects: effects.map(now) };
      return { ...op, body: { ...op.body, objection: now(op.body.objection), ...refs } };
    }
    case 'case.decide':
      return {
        ...op,
        body: {
          ...op.body,
          case: now(op.body.case),
          ...(op.body.replace === undefined ? {} : { replace: now(op.body.replace) }),
        },
      };
    default:
      return op;
  }
}

/** What an op says, whatever log it stands in. */
function digestOf({ kind, body, by, at, schema }: RawOp): string {
  return sha256Hex(canonicalJson([kind, body, by, at, schema]));
}

/** Loads which of the ops of these were taken over before, by whatever device. */
export async function loadTwins(db: Kysely<Database>, batch: Batch, ops: readonly OpOf<'op.adopt'>[]): Promise<void> {
  const names = ops.flatMap((op) => unwrap(op, parseOp).names);
  if (names.length === 0) return;
  const { rows } = await sql<{ device: string; was: string; seq: number; digest: string }>`
    select device, was, seq, digest from adopted_ops
    where town = ${batch.town.town} and was = any(${names}::text[])`.execute(db);
  for (const row of rows) batch.twins.set(`${row.was} ${row.digest}`, makeRef(row.device, row.seq));
}

/**
 * Takes an op of the old log: it waits in the Case of its fork. Only a device that came out of a fork may hand one over, only
 * ones behind the fork, and each of them once: two copies of one storage may bring the same op (AL-7).
 */
export function takeAdopted(j: Judging, op: OpOf<'op.adopt'>, code: 'forked' | 'device_revoked'): Verdict {
  const { lineage, batch, people } = j;
  const last = lineage?.before[0];
  if (!lineage || !last) return refused('not_allowed', { kind: op.kind });
  const old = parseRef(op.body.was);
  if (old?.device !== last.device || old.seq <= last.common)
    return refused('malformed', { field: 'was', reason: 'not behind the fork' });
  const { raw, names } = unwrap(op, parseOp);
  const digest = digestOf(raw);
  const ref = makeRef(people.device.id, op.seq);
  for (const was of names) {
    const twin = batch.twins.get(`${was} ${digest}`);
    if (twin !== undefined) return refused('already_adopted', { was: op.body.was, as: twin });
    if (lineage.taken.get(was)?.startsWith(`${people.device.id}-`))
      return refused('malformed', { field: 'was', reason: 'taken over already' });
  }
  for (const was of names) {
    batch.twins.set(`${was} ${digest}`, ref);
    lineage.taken.set(was, ref);
    batch.adoptedOps.push({ device: people.device.id, was, seq: op.seq, digest });
  }
  // Rights of the old identity do not come along, so there is nothing to give back (AL-1).
  if (raw.kind === 'allowance.return') return APPLIED;
  return holdInGroup(j, ref, op.seq, code, code === 'forked' ? { was: op.body.was } : {});
}
