/** What differs between two sets of rules, item by item and field by field, as a table of rules has its fields. */
import type { Rule } from './rule.ts';
import { formatRuleRow, RULE_COLUMNS, type RuleColumn } from './ruleText.ts';

export interface FieldChange {
  readonly field: RuleColumn;
  readonly before: string;
  readonly after: string;
}

export type RuleChange =
  | { readonly type: 'added'; readonly code: string; readonly rule: Rule }
  | { readonly type: 'removed'; readonly code: string; readonly rule: Rule }
  | { readonly type: 'changed'; readonly code: string; readonly rule: Rule; readonly fields: readonly FieldChange[] };

/** Fields of an item that differ; empty for equal ones. */
export function changedFields(before: Rule, after: Rule): readonly FieldChange[] {
  const [a, b] = [formatRuleRow(before), formatRuleRow(after)];
  return RULE_COLUMNS.flatMap((field) => (a[field] === b[field] ? [] : [{ field, before: a[field], after: b[field] }]));
}

/** Everything that became different from `before` to `after`, by code. The order of the items says nothing. */
export function compareRules(before: readonly Rule[], after: readonly Rule[]): readonly RuleChange[] {
  const [old, now] = [byCode(before), byCode(after)];
  const codes = [...new Set([...old.keys(), ...now.keys()])].sort();
  return codes.flatMap((code): readonly RuleChange[] => {
    const [was, is] = [old.get(code), now.get(code)];
    if (was && is) {
      const fields = changedFields(was, is);
      return fields.length === 0 ? [] : [{ type: 'changed', code, rule: is, fields }];
    }
    if (is) return [{ type: 'added', code, rule: is }];
    return was ? [{ type: 'removed', code, rule: was }] : [];
  });
}

function byCode(rules: readonly Rule[]): ReadonlyMap<string, Rule> {
  return new Map(rules.map((rule) => [rule.code, rule]));
}
