/** Held ops that wait for a person. */
import type { Generated } from 'kysely';
import type { CaseDecision } from '../../../domain/op.ts';
import type { HeldCode, Verdict, VerdictParams } from '../../../domain/verdict.ts';
import type { Json, Moment } from './columns.ts';

export interface CaseTable {
  town: string;
  /** Reference of the held op. */
  id: string;
  code: HeldCode;
  village: string | null;
  household: string | null;
  device: string;
  /** Ids of the entries the op competes with. */
  competing: string[];
  params: Json<VerdictParams> | null;
  opened_at: Generated<Moment>;
  decision: CaseDecision | null;
  decided_by: string | null;
  decided_at: Moment | null;
  reason: string | null;
  replaced: string | null;
}

/** An op of a Case of several (CF-17, CF-19); the device is the Case's. */
export interface CaseOpTable {
  town: string;
  case_id: string;
  seq: number;
  /** What became of it when the Case was decided so that they count; null before, and after a rejection. */
  outcome: Verdict['outcome'] | null;
  code: Verdict['code'] | null;
  params: Json<VerdictParams> | null;
}
