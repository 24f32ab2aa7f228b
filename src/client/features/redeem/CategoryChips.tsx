import { useTranslation } from 'react-i18next';
import { cx } from '../../ui/cx.ts';

interface Props {
  readonly categories: readonly string[];
  readonly value: string | undefined;
  readonly onChange: (category: string | undefined) => void;
}

/** Shelves of the store. */
export function CategoryChips({ categories, value, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <div className="no-scrollbar flex shrink-0 gap-2 overflow-x-auto border-b wide:flex-wrap bg-surface px-3 py-2">
      {[undefined, ...categories].map((category) => (
        <button
          key={category ?? ''}
          type="button"
          aria-pressed={category === value}
          onClick={() => onChange(category)}
          className={cx(
            'min-h-12 shrink-0 rounded-xl border px-3.5 font-semibold whitespace-nowrap',
            category === value ? 'border-primary bg-primary text-on-primary' : 'border-line-strong bg-surface',
          )}
        >
          {category ?? t('redeem.all')}
        </button>
      ))}
    </div>
  );
}
