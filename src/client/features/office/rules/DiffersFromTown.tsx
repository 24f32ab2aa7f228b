import { useTranslation } from 'react-i18next';
import type { Rule } from '../../../../domain/rule.ts';
import { changedFields } from '../../../../domain/ruleDiff.ts';
import { useRuleWords } from './useRuleWords.ts';

interface Props {
  readonly rule: Rule;
  readonly framework: readonly Rule[];
}

/** In which fields a village's item differs from the town's, with what the town has. */
export function DiffersFromTown({ rule, framework }: Props) {
  const { t } = useTranslation('rules');
  const words = useRuleWords();
  const town = framework.find((one) => one.code === rule.code);
  if (!town) return <span className="block text-xs font-semibold text-decided">{t('ownItem')}</span>;
  const changes = changedFields(town, rule).filter(({ field }) => field !== 'shape' && field !== 'description');
  return (
    <span className="block text-xs font-semibold text-decided">
      {changes.length === 0
        ? t('asTown')
        : changes
            .map(({ field, before, after }) =>
              t('townHas', {
                field: t(`field.${field}`),
                town: words.value(field, before),
                here: words.value(field, after),
              }),
            )
            .join(t('worth.and'))}
    </span>
  );
}
