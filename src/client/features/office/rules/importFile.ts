/** A CSV file of rules, as Excel or a text editor keeps it, read for importRules. */
import type { TableRow } from '../../../../domain/ruleImport.ts';

const BYTES_MAX = 2_000_000;
const ROWS_MAX = 2_000;

export type ReadTable =
  | { readonly ok: true; readonly columns: readonly string[]; readonly rows: readonly TableRow[] }
  | { readonly ok: false; readonly code: 'too_big' | 'empty' | 'no_table' };

/** UTF-8, and what Excel on a Chinese Windows writes when nobody tells it otherwise. */
function decoded(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/** The rows of a file by its columns, each with the line on which it begins. */
export async function readRulesFile(file: Blob): Promise<ReadTable> {
  if (file.size > BYTES_MAX) return { ok: false, code: 'too_big' };
  const text = decoded(await file.arrayBuffer());
  const { parse } = await import('csv-parse/browser/esm/sync');
  let lines: readonly { readonly record: readonly string[]; readonly info: { readonly lines: number } }[];
  try {
    lines = parse(text, { bom: true, info: true, relax_column_count: true }) as unknown as typeof lines;
  } catch {
    return { ok: false, code: 'no_table' };
  }
  const [head, ...rest] = lines;
  if (!head || rest.length === 0) return { ok: false, code: 'empty' };
  if (rest.length > ROWS_MAX) return { ok: false, code: 'too_big' };
  const columns = head.record.map((name) => name.trim());
  let line = head.info.lines;
  const rows = rest.map(({ record, info }): TableRow => {
    // The parser says where a row ends: it begins behind the one before.
    const begins = line + 1;
    line = info.lines;
    return { line: begins, cells: Object.fromEntries(columns.map((column, i) => [column, record[i] ?? ''])) };
  });
  return { ok: true, columns, rows };
}
