import type { Rule } from '../../../domain/rule.ts';

/** The order of the town framework's eight categories (seed/README.md); codes begin with these letters. */
const PREFIXES = ['RJ', 'JT', 'AG', 'ZF', 'GY', 'XY', 'XC', 'TS'];

function placeOf(code: string): number {
  const at = PREFIXES.indexOf(code.slice(0, 2));
  return at < 0 ? PREFIXES.length : at;
}

/** Items that may be scored now, by category in the order of the framework. */
export function rulesByCategory(
  rules: ReadonlyMap<string, Rule>,
  kind: Rule['kind'],
): ReadonlyMap<string, readonly Rule[]> {
  const usable = [...rules.values()]
    .filter((rule) => rule.enabled && rule.kind === kind)
    .sort((a, b) => placeOf(a.code) - placeOf(b.code) || (a.code < b.code ? -1 : 1));
  const groups = new Map<string, Rule[]>();
  for (const rule of usable) groups.set(rule.category, [...(groups.get(rule.category) ?? []), rule]);
  return groups;
}
