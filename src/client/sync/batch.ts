/** The next batch of own ops (SY-8): at most 500 ops and 256 KiB of JSON, signed as a whole. */

import { must } from '../../domain/must.ts';
import { packOps } from '../../protocol/packOps.ts';
import { BATCH_BYTES_MAX, BATCH_OPS_MAX, type SyncRequest } from '../../protocol/sync.ts';
import { packVerdicts } from '../../protocol/wireVerdict.ts';
import type { Journal } from '../journal/journal.ts';
import type { OwnOp, OwnOps } from '../journal/ownOps.ts';
import { signText } from '../seal/deviceKeys.ts';

/** Room in a request for everything but its ops. */
const ENVELOPE_BYTES = 8 * 1024;
const OPS_BYTES_MAX = BATCH_BYTES_MAX - ENVELOPE_BYTES;

export interface Batch {
  readonly push: NonNullable<SyncRequest['push']>;
  readonly count: number;
}

function bytesOf(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}

/** The longest start of the list whose packed JSON fits; always at least one op, which the record limits on its own. */
function fitting(ops: readonly OwnOp[]): { readonly ops: readonly OwnOp[]; readonly packed: unknown } {
  let count = ops.length;
  for (;;) {
    const some = ops.slice(0, count);
    const packed = packOps(some.map((o) => o.raw));
    if (count === 1 || bytesOf(packed) <= OPS_BYTES_MAX) return { ops: some, packed };
    count = Math.max(1, Math.floor(count / 2));
  }
}

/** The batch behind `after`; undefined when there is nothing to push. */
export async function nextBatch(
  journal: Journal,
  ownOps: OwnOps,
  after: { readonly seq: number; readonly hash: string },
): Promise<Batch | undefined> {
  const waiting = await ownOps.range(after.seq, Infinity, BATCH_OPS_MAX);
  if (waiting.length === 0) return undefined;
  const { ops, packed } = fitting(waiting);
  const { hash: head } = must(ops.at(-1), 'a batch has an op');
  const sig = await signText(journal.crypto, journal.keys, head);
  const former = (await journal.db.former.bulkGet(ops.map((o) => o.seq))).filter((row) => row !== undefined);
  const was = former.length > 0 ? { was: packVerdicts(former) } : {};
  return { push: { after: after.seq, prev: after.hash, ops: packed, head, sig, ...was }, count: ops.length };
}
