/** The ops as they came and the ledger that they made. */
import type { Generated } from 'kysely';
import type { Verdict, VerdictParams } from '../../../domain/verdict.ts';
import type { Json, Moment } from './columns.ts';

export interface OpTable {
  town: string;
  device: string;
  seq: number;
  kind: string;
  body: Json<unknown>;
  by_user: string;
  /** Device's clock, ms. */
  at: number;
  schema: number;
  hash: string;
  received_at: Generated<Moment>;
  /** Added to `at` to get the corrected instant, ms. */
  shift_ms: number;
  outcome: Verdict['outcome'];
  code: Verdict['code'];
  params: Json<VerdictParams> | null;
  /** The household that it names; null for what concerns none, and for what was refused as malformed. */
  household: string | null;
  /** The village whose it is; null for the whole town's. */
  village: string | null;
  /** Signature of the batch whose last op this is. */
  signature: string | null;
}

/** Ledger and feed are one table: gapless per town, each row hashed with the one before it. */
export interface LedgerTable {
  town: string;
  seq: number;
  hash: string;
  type: string;
  village: string | null;
  grid: string | null;
  household: string | null;
  /** Only these devices may see it; null: everyone in scope. */
  only_devices: string[] | null;
  /** The device whose own op this is, when it can derive the event itself (SY-9: no echo). */
  author: string | null;
  body: Json<unknown>;
}
