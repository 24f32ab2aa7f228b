/** A run of ops on the wire: per kind one table of columns; seqs are implied, because a log has no gaps (SY-1). */
import { ColumnsError } from './columns.ts';
import { type Grouped, packGrouped, unpackGrouped } from './grouped.ts';
import type { RawOp } from './opHash.ts';
import { hasUnstorable } from './storable.ts';

const BODY_FIELD = 'b.';
/** Deeper than any body; without a limit a few bytes a level would exhaust the stack of whoever walks the body. */
const DEPTH_MAX = 32;

function flatterThan(depth: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((inner) => flatterThan(depth - 1, inner));
}

function flat(body: unknown): Record<string, unknown> | undefined {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(body)) {
    if (value === null || name === '__proto__') return undefined;
    if (value !== undefined) fields[BODY_FIELD + name] = value;
  }
  return fields;
}

/** Packs consecutive ops. A body that columns cannot carry unchanged (a null field, no plain object) travels whole. */
export function packOps(ops: readonly RawOp[]): Grouped {
  return packGrouped(
    ops.map((op) => ({
      type: op.kind,
      fields: { by: op.by, at: op.at, schema: op.schema, ...(flat(op.body) ?? { body: { is: op.body } }) },
    })),
  );
}

/** The ops again, numbered from `after` + 1. Throws ColumnsError when the envelope does not fit; bodies are not judged here. */
export function unpackOps(input: unknown, after: number): RawOp[] {
  return unpackGrouped(input).map(({ type, fields }, i) => {
    const { by, at, schema, body: whole, ...rest } = fields;
    if (typeof by !== 'string' || by.length > 40 || hasUnstorable(by))
      throw new ColumnsError('by', 'expected a user id');
    if (typeof at !== 'number' || !Number.isSafeInteger(at)) throw new ColumnsError('at', 'expected milliseconds');
    if (typeof schema !== 'number' || !Number.isSafeInteger(schema))
      throw new ColumnsError('schema', 'expected a version');
    if (type.length > 40 || hasUnstorable(type)) throw new ColumnsError('order', 'expected a kind');
    const body: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(rest)) {
      const field = name.slice(BODY_FIELD.length);
      if (!name.startsWith(BODY_FIELD) || field === '__proto__') throw new ColumnsError(name, 'unknown field of an op');
      body[field] = value;
    }
    const carried = typeof whole === 'object' && whole !== null && 'is' in whole ? whole.is : body;
    if (!flatterThan(DEPTH_MAX, carried)) throw new ColumnsError('body', `deeper than ${DEPTH_MAX} levels`);
    return { seq: after + 1 + i, kind: type, body: carried, by, at, schema };
  });
}
