import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Rule } from '../../../../domain/rule.ts';
import { Chip } from '../../../ui/Chip.tsx';
import { CELL, HEAD } from '../parts/tableClasses.ts';
import { useRuleWords } from './useRuleWords.ts';

interface Props {
  readonly rules: readonly Rule[];
  /** Beside the title: where an item comes from. */
  readonly mark?: (rule: Rule) => ReactNode;
  /** Below it: what is wrong, what differs. */
  readonly more?: (rule: Rule) => ReactNode;
  readonly acts?: (rule: Rule) => ReactNode;
}

/** Items of rules by category: what a deed is worth, the cap, the evidence, who reviews. On a narrow screen each item is a block. */
export function RuleTable({ rules, mark, more, acts }: Props) {
  const { t } = useTranslation('rules');
  const words = useRuleWords();
  const categories = [...new Set(rules.map((rule) => rule.category))];
  return (
    <>
      {categories.map((category) => (
        <section key={category} aria-label={category} className="rounded-xl border bg-surface">
          <h3 className="border-b bg-sunken px-3 py-2 text-sm font-bold">{category}</h3>
          <table className="w-full border-collapse max-wide:block">
            <thead className="max-wide:sr-only">
              <tr className={HEAD}>
                {(['item', 'points', 'cap', 'proof'] as const).map((name) => (
                  <th key={name} scope="col" className={CELL}>
                    {t(`head.${name}`)}
                  </th>
                ))}
                {acts ? (
                  <th scope="col" className={CELL}>
                    <span className="sr-only">{t('head.acts')}</span>
                  </th>
                ) : null}
              </tr>
            </thead>
            <tbody className="max-wide:block">
              {rules
                .filter((rule) => rule.category === category)
                .map((rule) => (
                  <tr key={rule.code} className="border-t align-top max-wide:block max-wide:p-3">
                    <th scope="row" className="px-3 py-2 text-left font-semibold max-wide:block max-wide:p-0">
                      <span className="tabular-nums text-muted">{rule.code}</span> {rule.title}{' '}
                      {rule.enabled ? null : <Chip tone="plain">{t('off')}</Chip>} {mark?.(rule)}
                      <span className="block text-xs font-normal text-muted">{rule.description}</span>
                      {more?.(rule)}
                    </th>
                    <td className="px-3 py-2 max-wide:block max-wide:p-0 max-wide:pt-1 wide:min-w-28">
                      {words.worth(rule)}
                    </td>
                    <td className="px-3 py-2 max-wide:block max-wide:p-0 wide:min-w-36">{words.cap(rule.cap)}</td>
                    <td className="px-3 py-2 max-wide:block max-wide:p-0 wide:min-w-32">
                      {t(`enum.evidence.${rule.evidence}`)} · {t(`enum.review.${rule.review}`)}
                    </td>
                    {acts ? (
                      <td className="px-3 py-2 max-wide:block max-wide:p-0 max-wide:pt-2">
                        <div className="flex flex-wrap justify-end gap-2 max-wide:justify-start wide:min-w-44">
                          {acts(rule)}
                        </div>
                      </td>
                    ) : null}
                  </tr>
                ))}
            </tbody>
          </table>
        </section>
      ))}
    </>
  );
}
