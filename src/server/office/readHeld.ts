/** A stored op as people read it: what a device had recorded before a fork stands inside (SY-13). */
import type { Selectable } from 'kysely';
import type { Op } from '../../domain/op.ts';
import { parseOp } from '../../protocol/opSchemas.ts';
import type { OpTable } from '../db/schema/ledger.ts';

export type StoredOp = Pick<
  Selectable<OpTable>,
  'device' | 'seq' | 'kind' | 'body' | 'by_user' | 'at' | 'schema' | 'shift_ms'
>;

export interface ReadOp {
  readonly kind: string;
  readonly body: unknown;
  readonly by: string;
  /** Absent for a body that this version cannot read. */
  readonly op: Op | undefined;
  /** Its reference in the log that the device had before. */
  readonly was: string | null;
}

/** Opens a stored op, however often the device changed its identity. */
export function readHeld({ seq, kind, body, by_user, at, schema }: StoredOp): ReadOp {
  let raw = { seq, kind, body, by: by_user, at, schema };
  let was: string | null = null;
  for (;;) {
    const parsed = parseOp(raw);
    if (!parsed.ok || parsed.op.kind !== 'op.adopt') {
      return { kind: raw.kind, body: raw.body, by: raw.by, op: parsed.ok ? parsed.op : undefined, was };
    }
    was = parsed.op.body.was;
    raw = { ...parsed.op.body.op, seq };
  }
}
