/** A draft of rules: what somebody is changing, kept in this browser until it is published. */
import { addDays, type Day, isDay } from '../../../../domain/calendar.ts';
import { OWN_PREFIX } from '../../../../domain/overlay.ts';
import type { Rule } from '../../../../domain/rule.ts';
import { ruleSchema } from '../../../../protocol/opBodies/rules.ts';
import type { RuleForm } from './ruleForm.ts';

export interface RuleDraft {
  /** Null: the town's framework. */
  readonly village: string | null;
  /** The version it was begun from; 0: from nothing. */
  readonly base: number;
  /** The newest version that its writer has seen: it is published as the next one. */
  readonly seen: number;
  readonly effectiveFrom: Day;
  readonly rules: readonly Rule[];
  /** The item that is being typed, and the code it had; null: a new one. */
  readonly typing?: { readonly form: RuleForm; readonly of: string | null };
}

/** A draft begun from a version's items. */
export function startDraft(
  village: string | null,
  from: { readonly version: number; readonly rules: readonly Rule[] },
  newest: number,
  today: Day,
): RuleDraft {
  return { village, base: from.version, seen: newest, effectiveFrom: addDays(today, 1), rules: from.rules };
}

/** The draft with an item put in the place of the one of that code, or behind all others. */
export function withRule(draft: RuleDraft, rule: Rule, of: string | null): RuleDraft {
  const known = draft.rules.some((one) => one.code === of);
  const rules = known ? draft.rules.map((one) => (one.code === of ? rule : one)) : [...draft.rules, rule];
  return { ...draft, rules };
}

/** The draft without the item of a code: of an overlay's override, the town's item holds again. */
export function withoutRule(draft: RuleDraft, code: string): RuleDraft {
  return { ...draft, rules: draft.rules.filter((one) => one.code !== code) };
}

/** The next free code of a prefix: TS-10 behind TS-09. */
export function nextCode(codes: readonly string[], prefix: string): string {
  const numbers = codes.flatMap((code) => {
    const number = code.startsWith(prefix) ? code.slice(prefix.length) : '';
    return /^\d{1,4}$/.test(number) ? [Number(number)] : [];
  });
  return `${prefix}${String(Math.max(0, ...numbers) + 1).padStart(2, '0')}`;
}

/** The prefix of a category: of its other items, and of a village's own items always the same. */
export function prefixOf(village: string | null, category: string, rules: readonly Rule[]): string {
  if (village !== null) return OWN_PREFIX;
  const other = rules.find((one) => one.category === category)?.code ?? '';
  return /^.+-(?=\d+$)/.exec(other)?.[0] ?? '';
}

/** Where a draft is kept: per person, so that two at one PC do not write into each other's. */
export function draftKey(town: string, user: string, village: string | null): string {
  return `office-rules-draft ${town} ${user} ${village ?? ''}`;
}

/** What was kept, if it still is a draft: what another version of the program wrote may not be. */
export function readDraft(text: string | null): RuleDraft | undefined {
  if (text === null) return undefined;
  let kept: Partial<RuleDraft> | null;
  try {
    kept = JSON.parse(text) as Partial<RuleDraft> | null;
  } catch {
    return undefined;
  }
  const { rules, effectiveFrom, base, seen, village } = kept ?? {};
  const whole = Array.isArray(rules) && rules.every((rule) => ruleSchema.safeParse(rule).success);
  const placed = village === null || typeof village === 'string';
  const dated = typeof effectiveFrom === 'string' && (effectiveFrom === '' || isDay(effectiveFrom));
  if (!whole || !placed || !dated || typeof base !== 'number' || typeof seen !== 'number') return undefined;
  return kept as RuleDraft;
}
