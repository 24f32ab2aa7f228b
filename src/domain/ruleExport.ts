/** A version of rules as a table again: the town's as rules.csv, a village's as its overlay. What importRules reads, it gives back. */
import type { Rule } from './rule.ts';
import { changedFields } from './ruleDiff.ts';
import type { ImportPlace } from './ruleImport.ts';
import { formatRuleRow, RULE_COLUMNS } from './ruleText.ts';

export interface RuleTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The table of a version. Of an overlay `framework` says which items are overridden, and in which fields. */
export function exportRules(rules: readonly Rule[], place: ImportPlace, framework: readonly Rule[] = []): RuleTable {
  const cells = (rule: Rule) => {
    const row = formatRuleRow(rule);
    return RULE_COLUMNS.map((column) => row[column]);
  };
  if (place === null) return { columns: RULE_COLUMNS, rows: rules.map(cells) };
  const town = new Map(framework.map((rule) => [rule.code, rule]));
  return {
    columns: ['action', 'village', ...RULE_COLUMNS, 'changed_fields'],
    rows: rules.map((rule) => {
      const item = town.get(rule.code);
      const changed = item ? changedFields(item, rule).map(({ field }) => field) : [];
      return [item ? 'override' : 'add', place.name, ...cells(rule), changed.join(';')];
    }),
  };
}

/** RFC 4180, one line a row, UTF-8. */
export function csvOf({ columns, rows }: RuleTable): string {
  const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [columns, ...rows].map((row) => `${row.map(quoted).join(',')}\n`).join('');
}
