/**
 * The hash chain of a device's log (SY-1 `prev`). hash(op n) = SHA-256(hash(op n−1) + canonical JSON of [seq, kind, body,
 * by, at, schema]); before the first op stands the genesis text of the enrolment. A batch carries the hash before its first
 * op and the hash of its last, so the chain costs two hashes a batch on the wire, not one an op.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson } from './canonical.ts';

export interface RawOp {
  readonly seq: number;
  readonly kind: string;
  readonly body: unknown;
  readonly by: string;
  readonly at: number;
  readonly schema: number;
}

/** SHA-256 of a text as 64 hex digits. */
export function sha256Hex(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** The text whose hash is the op's hash. */
export function opHashText(prev: string, op: RawOp): string {
  return prev + canonicalJson([op.seq, op.kind, op.body, op.by, op.at, op.schema]);
}

/** Hash of an op behind `prev`. Synchronous, so that a save can chain inside its database transaction. */
export function opHash(prev: string, op: RawOp): string {
  return sha256Hex(opHashText(prev, op));
}
