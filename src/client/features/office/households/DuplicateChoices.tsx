import { useTranslation } from 'react-i18next';
import type { RollPreview } from '../../../../protocol/officeRoll.ts';
import { SelectField } from '../parts/SelectField.tsx';
import { PreviewSection } from './PreviewSection.tsx';

interface Props {
  readonly duplicates: RollPreview['duplicates'];
  readonly busy: boolean;
  readonly onDecide: (group: number, decision: 'merge' | 'keep_both') => void;
}

/** Lines of the roll that may be one household: taken as recommended until a person says otherwise. */
export function DuplicateChoices({ duplicates, busy, onDecide }: Props) {
  const { t } = useTranslation('households');
  return (
    <PreviewSection
      title={t('import.duplicates', { count: duplicates.length })}
      items={duplicates}
      open
      keyOf={({ group }) => String(group)}
    >
      {({ group, message, decision, blocks }) => (
        <div className="flex flex-wrap items-center gap-3 px-4 py-2">
          <div className="min-w-0 flex-1">
            <p>{message}</p>
            <p className="text-xs text-muted">
              {blocks
                .map(({ sheet, row, code, head }) => `${head} ${code} ${t('import.at', { sheet, row })}`)
                .join(' · ')}
            </p>
          </div>
          <SelectField
            label={t('import.decision')}
            value={decision}
            disabled={busy}
            options={[
              { value: 'merge', label: t('import.merge') },
              { value: 'keep_both', label: t('import.keepBoth') },
            ]}
            onChange={(value) => onDecide(group, value === 'merge' ? 'merge' : 'keep_both')}
          />
        </div>
      )}
    </PreviewSection>
  );
}
