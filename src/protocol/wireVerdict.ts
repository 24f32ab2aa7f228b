/** Verdicts as columns: a thousand plain approvals cost a few bytes. */
import type { Verdict } from '../domain/verdict.ts';
import { type Columns, packColumns, unpackColumns } from './columns.ts';

export interface SeqVerdict {
  readonly seq: number;
  readonly verdict: Verdict;
  /** Milliseconds the server added to the device's time stamp (SY-7). */
  readonly shiftMs: number;
}

const LETTER = { applied: 'a', held: 'h', refused: 'r' } as const;
const OUTCOME = { a: 'applied', h: 'held', r: 'refused' } as const;
const PARAM = 'p.';

/** Packs verdicts; params are flattened into columns of their own. */
export function packVerdicts(list: readonly SeqVerdict[]): Columns {
  return packColumns(
    list.map(({ seq, verdict, shiftMs }) => {
      const params: Record<string, string | number | readonly string[]> = {};
      for (const [name, value] of Object.entries(verdict.params ?? {})) params[PARAM + name] = value;
      return {
        seq,
        o: LETTER[verdict.outcome],
        c: verdict.code === 'ok' ? undefined : verdict.code,
        shift: shiftMs === 0 ? undefined : shiftMs,
        ...params,
      };
    }),
  );
}

/** The verdicts again. Throws ColumnsError or TypeError when the answer is not one. */
export function unpackVerdicts(input: unknown): SeqVerdict[] {
  return unpackColumns(input).map((row) => {
    const { seq, o, c, shift, ...rest } = row;
    if (typeof seq !== 'number' || (o !== 'a' && o !== 'h' && o !== 'r')) throw new TypeError('not a verdict');
    if (c !== undefined && typeof c !== 'string') throw new TypeError('not a verdict code');
    const params: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(rest)) {
      if (!name.startsWith(PARAM)) throw new TypeError(`unknown field of a verdict: ${name}`);
      params[name.slice(PARAM.length)] = value;
    }
    const verdict = {
      outcome: OUTCOME[o],
      code: c ?? 'ok',
      ...(Object.keys(params).length > 0 ? { params } : {}),
    } as Verdict;
    return { seq, verdict, shiftMs: typeof shift === 'number' ? shift : 0 };
  });
}
