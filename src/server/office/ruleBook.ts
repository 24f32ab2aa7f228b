import type { Kysely } from 'kysely';
import type { Rule } from '../../domain/rule.ts';
import { type RuleVersion, rulesOn } from '../../domain/ruleSet.ts';
import type { Database } from '../db/schema.ts';

/** Finds the rule that was in force for a deed: village and deed date decide (CF-04). */
export interface RuleBook {
  find(village: string, date: string, code: string): Rule | undefined;
}

/** All versions of a town's rules. */
export async function loadRuleVersions(db: Kysely<Database>, town: string): Promise<RuleVersion[]> {
  const rows = await db
    .selectFrom('rule_versions')
    .select(['village', 'version', 'effective_from', 'rules'])
    .where('town', '=', town)
    .execute();
  return rows.map((row) => ({
    village: row.village === '' ? null : row.village,
    version: row.version,
    effectiveFrom: row.effective_from,
    rules: row.rules,
  }));
}

/** A town's rule book. What is looked up is kept, because the deeds of one page share a few days. */
export async function loadRuleBook(db: Kysely<Database>, town: string): Promise<RuleBook> {
  const versions = await loadRuleVersions(db, town);
  const known = new Map<string, ReadonlyMap<string, Rule>>();
  return {
    find: (village, date, code) => {
      const key = `${village} ${date}`;
      const rules = known.get(key) ?? rulesOn(versions, village, date);
      known.set(key, rules);
      return rules.get(code);
    },
  };
}
