/**
 * A table of rules read as a new version: a whole framework (rules.csv), a whole overlay (its rows begin with `action` add or override,
 * and the village), or the changes to a version (`action` change, retire or add). Every row is the complete item as it is to be.
 */
import { isDay } from './calendar.ts';
import type { Rule } from './rule.ts';
import { formatRuleRow, parseRuleRow, RULE_COLUMNS, type RuleColumn, type RuleRow, RuleTextError } from './ruleText.ts';

/** A row and the line of the file on which it begins. */
export interface TableRow {
  readonly line: number;
  readonly cells: RuleRow;
}

export type ImportProblemCode =
  | 'cell'
  | 'missing_column'
  | 'other_action'
  | 'other_village'
  | 'not_for_town'
  | 'unknown_code'
  | 'already_there'
  | 'twice'
  | 'other_before';

export interface ImportProblem {
  /** 1 is the head of the table. */
  readonly line: number;
  readonly column: string;
  readonly value: string;
  readonly code: ImportProblemCode;
  /** It is taken all the same. */
  readonly note?: true;
}

export interface ImportedRules {
  /** The whole version as it would be. */
  readonly rules: readonly Rule[];
  readonly problems: readonly ImportProblem[];
  /** The day that the table names. */
  readonly effectiveFrom?: string;
}

/** Where the table goes: the town's framework, or a village by its code and name. */
export type ImportPlace = { readonly code: string; readonly name: string } | null;

const CHANGES = ['change', 'retire', 'add'];
const OVERLAYS = ['add', 'override'];
/** A table may leave these out; an empty cell is no value there. */
const MAY_LACK: ReadonlySet<string> = new Set([
  'description',
  'unit',
  'note',
  'cap_times',
  'cap_points',
  'cap_period',
  'cap_scope',
]);

/** Reads a table for a place whose version before is `base`. Rows with a problem change nothing; the others are in `rules`. */
export function importRules(
  columns: readonly string[],
  rows: readonly TableRow[],
  base: readonly Rule[],
  place: ImportPlace,
): ImportedRules {
  const lacking = RULE_COLUMNS.filter((column) => !columns.includes(column) && !MAY_LACK.has(column));
  if (lacking.length > 0)
    return { rules: base, problems: lacking.map((column) => ({ line: 1, column, value: '', code: 'missing_column' })) };
  const problems: ImportProblem[] = [];
  const onTop = columns.includes('effective_from');
  const allowed = onTop ? CHANGES : columns.includes('action') ? OVERLAYS : undefined;
  const before = new Map(base.map((rule) => [rule.code, rule]));
  const rules = new Map(onTop ? before : []);
  const seen = new Set<string>();
  const days = new Set<string>();
  for (const { line, cells } of rows) {
    const cell = (column: string) => (cells[column] ?? '').trim();
    const wrong = (column: string, code: ImportProblemCode) =>
      problems.push({ line, column, value: cell(column), code, ...(code === 'other_before' ? { note: true } : {}) });
    const action = cell('action');
    if (allowed && !allowed.includes(action)) {
      wrong('action', 'other_action');
      continue;
    }
    if (allowed === OVERLAYS) {
      if (place === null) {
        wrong('village', 'not_for_town');
        continue;
      }
      if (![place.code, place.name].includes(cell('village'))) {
        wrong('village', 'other_village');
        continue;
      }
    }
    const rule = ruleOf(cells, line, problems);
    if (!rule) continue;
    if (seen.has(rule.code)) {
      wrong('code', 'twice');
      continue;
    }
    seen.add(rule.code);
    const was = before.get(rule.code);
    if (onTop) {
      if (action === 'add' ? was : !was) {
        wrong('code', was ? 'already_there' : 'unknown_code');
        continue;
      }
      if (was && !matches(was, cell('old_values'))) wrong('old_values', 'other_before');
      if (isDay(cell('effective_from'))) days.add(cell('effective_from'));
    }
    rules.set(rule.code, action === 'retire' ? { ...rule, enabled: false } : rule);
  }
  const [day] = [...days].sort();
  return { rules: [...rules.values()], problems, ...(day === undefined ? {} : { effectiveFrom: day }) };
}

function ruleOf(cells: RuleRow, line: number, problems: ImportProblem[]): Rule | undefined {
  try {
    return parseRuleRow(cells);
  } catch (error) {
    if (!(error instanceof RuleTextError)) throw error;
    problems.push({ line, column: error.column, value: error.value, code: 'cell' });
    return undefined;
  }
}

/** Whether the version before is what the table says it was: `field=value | field=value`. */
function matches(was: Rule, text: string): boolean {
  if (text === '') return true;
  const row = formatRuleRow(was);
  return text.split(' | ').every((pair) => {
    const equals = pair.indexOf('=');
    return row[pair.slice(0, equals) as RuleColumn] === pair.slice(equals + 1);
  });
}
