import { ChevronRight } from 'lucide-react';
import type { Rule } from '../../../domain/rule.ts';
import { useWorth } from './useWorth.ts';

/** One item to score: its title, what it is worth, how often. */
export function RuleRow({ rule, onChoose }: { rule: Rule; onChoose: (rule: Rule) => void }) {
  const { worth, limits } = useWorth();
  const limit = limits(rule);
  return (
    <button
      type="button"
      onClick={() => onChoose(rule)}
      className="flex min-h-18 w-full items-center gap-2 px-4 py-2.5 text-left active:bg-primary-soft"
    >
      <span className="flex min-w-0 flex-1 flex-col gap-0.5">
        <span className="font-bold leading-snug">{rule.title}</span>
        <span className="flex flex-wrap gap-x-3 text-sm text-muted">
          <span className={rule.kind === 'minus' ? 'font-semibold text-danger' : 'font-semibold text-primary'}>
            {worth(rule)}
          </span>
          {limit === '' ? null : <span>{limit}</span>}
        </span>
      </span>
      <ChevronRight aria-hidden="true" className="size-6 shrink-0 text-muted" />
    </button>
  );
}
