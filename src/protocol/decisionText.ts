/** What a person decided about a held op, as a sentence in both languages. */
import type { CaseDecision } from '../domain/op.ts';
import type { TextLanguage, VerdictNames } from './verdictWords/said.ts';

const DECISIONS: Readonly<Record<CaseDecision, { readonly zh: string; readonly en: string }>> = {
  accept: { zh: '{who}定了：这条算数。', en: '{who} decided: this one counts.' },
  reject: { zh: '{who}定了：这条不算。', en: '{who} decided: this one does not count.' },
  keep_both: { zh: '{who}定了：两条都算。', en: '{who} decided: both count.' },
  swap: { zh: '{who}定了：算这条，换掉先前那条。', en: '{who} decided: this one counts in place of the earlier one.' },
  reprice: {
    zh: '{who}定了：按当时的价格算。',
    en: '{who} decided: it counts at the prices of that time.',
  },
  cut: { zh: '{who}定了：按还剩的分数算。', en: '{who} decided: it counts with the points that were left.' },
  to: { zh: '{who}定了：算在{household}。', en: '{who} decided: it goes to {household}.' },
  noted: { zh: '{who}看过了，记下了。', en: '{who} has looked into it.' },
  merge: {
    zh: '{who}定了：是同一户，已经并户。',
    en: '{who} decided: they are one household and were merged.',
  },
};

/** One sentence for what a person decided about a held op. `reason` is their own words and follows as they are. */
export function decisionText(
  decided: {
    readonly decision: CaseDecision;
    readonly by: string;
    readonly household?: string;
    readonly reason?: string;
  },
  language: TextLanguage,
  names: VerdictNames,
): string {
  const words = DECISIONS[decided.decision];
  const sentence = (language === 'en' ? words.en : words.zh)
    .replace('{who}', names.person(decided.by))
    .replace('{household}', names.household(decided.household ?? ''));
  if (!decided.reason) return sentence;
  return language === 'en' ? `${sentence} Reason: ${decided.reason}` : `${sentence}原因：${decided.reason}`;
}
