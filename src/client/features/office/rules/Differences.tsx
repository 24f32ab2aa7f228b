import { useTranslation } from 'react-i18next';
import type { RuleChange } from '../../../../domain/ruleDiff.ts';
import { Chip } from '../../../ui/Chip.tsx';
import { useRuleWords } from './useRuleWords.ts';

interface Props {
  readonly changes: readonly RuleChange[];
  /** What the two sides are called. */
  readonly before: string;
  readonly after: string;
}

const TONE = { added: 'good', removed: 'danger', changed: 'waiting' } as const;

/** Two versions side by side, only where they differ: what was added, what is gone, which fields changed from what to what. */
export function Differences({ changes, before, after }: Props) {
  const { t } = useTranslation('rules');
  const words = useRuleWords();
  return (
    <ul className="flex flex-col gap-3">
      {changes.map((change) => (
        <li key={change.code} className="rounded-xl border bg-surface">
          <h3 className="flex flex-wrap items-center gap-2 px-3 py-2 font-semibold">
            <span className="tabular-nums text-muted">{change.code}</span> {change.rule.title}
            <Chip tone={TONE[change.type]}>{t(`compare.${change.type}`)}</Chip>
          </h3>
          {change.type === 'changed' ? (
            <table className="w-full table-fixed border-collapse border-t">
              <thead>
                <tr className="text-left text-xs text-muted">
                  <th scope="col" className="w-1/4 px-3 py-1.5">
                    {t('compare.field')}
                  </th>
                  <th scope="col" className="px-3 py-1.5">
                    {before}
                  </th>
                  <th scope="col" className="px-3 py-1.5">
                    {after}
                  </th>
                </tr>
              </thead>
              <tbody>
                {change.fields.map(({ field, before: was, after: is }) => (
                  <tr key={field} className="border-t align-top">
                    <th scope="row" className="px-3 py-1.5 text-left font-normal text-muted">
                      {t(`field.${field}`)}
                    </th>
                    <td className="px-3 py-1.5 break-words">{words.value(field, was)}</td>
                    <td className="px-3 py-1.5 font-semibold break-words">{words.value(field, is)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          ) : (
            <p className="border-t px-3 py-2 text-muted">
              {words.worth(change.rule)} · {words.cap(change.rule.cap)} · {change.rule.description}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
