import { ListX } from 'lucide-react';
import { type KeyboardEvent, useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Rule } from '../../../domain/rule.ts';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { RuleRow } from './RuleRow.tsx';
import { rulesByCategory } from './ruleOrder.ts';
import { usedRules } from './usage.ts';

/** As many as fit without scrolling far. */
const OFTEN_MAX = 12;
const OFTEN = '';

interface Props {
  readonly rules: ReadonlyMap<string, Rule>;
  readonly kind: Rule['kind'];
  readonly onChoose: (rule: Rule) => void;
}

/** Items by category: the categories down the left, what was used last first. */
export function RulePicker({ rules, kind, onChoose }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const groups = useMemo(() => rulesByCategory(rules, kind), [rules, kind]);
  const often = useMemo(
    () =>
      usedRules()
        .flatMap((code) => rules.get(code) ?? [])
        .filter((rule) => rule.enabled && rule.kind === kind)
        .slice(0, OFTEN_MAX),
    [rules, kind],
  );
  const categories = [OFTEN, ...groups.keys()];
  const [chosen, setChosen] = useState<string>();
  const current = chosen ?? (often.length > 0 ? OFTEN : (categories[1] ?? OFTEN));
  const shown = current === OFTEN ? often : (groups.get(current) ?? []);

  const onKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const at = (categories.indexOf(current) + step + categories.length) % categories.length;
    setChosen(categories[at]);
    document.getElementById(`${id}-tab-${at}`)?.focus();
  };
  return (
    <div className="grid min-h-full grid-cols-[104px_minmax(0,1fr)] sm:grid-cols-[150px_minmax(0,1fr)]">
      <div role="tablist" aria-orientation="vertical" onKeyDown={onKey} className="border-r bg-sunken sun:bg-surface">
        {categories.map((category, at) => (
          <button
            key={category}
            id={`${id}-tab-${at}`}
            type="button"
            role="tab"
            aria-selected={category === current}
            aria-controls={`${id}-panel`}
            tabIndex={category === current ? 0 : -1}
            onClick={() => setChosen(category)}
            className={cx(
              'flex min-h-15 w-full items-center border-l-6 px-2 py-2 text-left leading-tight sm:px-4',
              category === current
                ? 'border-primary bg-surface font-bold text-primary sun:bg-primary sun:text-on-primary'
                : 'border-transparent text-ink',
            )}
          >
            {category === OFTEN ? t('score.often') : category}
          </button>
        ))}
      </div>
      <div
        id={`${id}-panel`}
        role="tabpanel"
        aria-labelledby={`${id}-tab-${categories.indexOf(current)}`}
        className="bg-surface"
      >
        {shown.length === 0 ? (
          <EmptyState icon={ListX} title={current === OFTEN ? t('score.often') : t('score.noRules')}>
            {current === OFTEN ? t('score.noRulesOften') : t('score.noRulesHint')}
          </EmptyState>
        ) : (
          <ul className="divide-y divide-line">
            {shown.map((rule) => (
              <li key={rule.code}>
                <RuleRow rule={rule} onChoose={onChoose} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
