/** Schemas of op bodies: the edge where unknown input becomes an Op (SY-5 refused `malformed` names field and reason). */
import type * as z from 'zod/mini';
import { OP_KINDS, OP_SCHEMA, type Op, type OpBodies, type OpKind } from '../domain/op.ts';
import { type Malformed, whyMalformed } from './malformed.ts';
import { caseBodies } from './opBodies/cases.ts';
import { entryBodies } from './opBodies/entries.ts';
import { householdBodies } from './opBodies/households.ts';
import { noticeBodies } from './opBodies/notices.ts';
import { policyBodies } from './opBodies/policy.ts';
import { publicityBodies } from './opBodies/publicity.ts';
import { quarterBodies } from './opBodies/quarter.ts';
import { rankingBodies } from './opBodies/ranking.ts';
import { redemptionBodies } from './opBodies/redemptions.ts';
import { ruleBodies } from './opBodies/rules.ts';
import { stockBodies } from './opBodies/stock.ts';
import { townBodies } from './opBodies/town.ts';
import type { RawOp } from './opHash.ts';

const bodies = {
  ...entryBodies,
  ...householdBodies,
  ...redemptionBodies,
  ...stockBodies,
  ...ruleBodies,
  ...policyBodies,
  ...publicityBodies,
  ...rankingBodies,
  ...quarterBodies,
  ...noticeBodies,
  ...townBodies,
  ...caseBodies,
} satisfies { [K in OpKind]: z.ZodMiniType<OpBodies[K]> };

export type ParsedOp =
  | { readonly ok: true; readonly op: Op }
  /** CF-20: a kind or schema of a newer app, to be held as it is. */
  | { readonly ok: false; readonly unknown: true }
  /** CF-21: which field and why. */
  | ({ readonly ok: false; readonly unknown: false } & Malformed);

/** Whether this version knows ops of that kind and schema. */
export function knownOp(kind: string, schema: number): kind is OpKind {
  return schema <= OP_SCHEMA && (OP_KINDS as readonly string[]).includes(kind);
}

/** The op with its body parsed, or why not. Unknown fields, at any depth, are refused: they would be lost silently. */
export function parseOp(raw: RawOp): ParsedOp {
  if (!knownOp(raw.kind, raw.schema)) return { ok: false, unknown: true };
  if (raw.schema < 1) return { ok: false, unknown: false, field: 'schema', reason: 'below 1' };
  const schema = bodies[raw.kind] as z.ZodMiniType;
  const parsed = schema.safeParse(raw.body);
  if (parsed.success) return { ok: true, op: { ...raw, body: parsed.data } as Op };
  return { ok: false, unknown: false, ...whyMalformed(parsed.error.issues) };
}

/** The schema of each op body, for the published interface description. */
export const OP_BODY_SCHEMAS: Readonly<Record<OpKind, z.ZodMiniType>> = bodies;
