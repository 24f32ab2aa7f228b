import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { GoodsDraft, GoodsFaults, GoodsField } from '../../../../domain/goodsDraft.ts';
import { InputField } from '../parts/InputField.tsx';
import { SelectField } from '../parts/SelectField.tsx';

interface Props {
  readonly draft: GoodsDraft;
  readonly faults: GoodsFaults;
  /** Categories that are in use, to choose from. */
  readonly categories: readonly string[];
  /** The price was changed: from when it holds is asked. */
  readonly repriced: boolean;
  readonly onChange: (change: Partial<GoodsDraft>) => void;
}

const PERIODS = ['month', 'quarter', 'year'] as const;

/** Everything the store knows of one kind of goods. */
export function GoodsForm({ draft, faults, categories, repriced, onChange }: Props) {
  const { t } = useTranslation('office');
  const list = useId();
  const field = (name: GoodsField, more: Partial<Parameters<typeof InputField>[0]> = {}) => (
    <div>
      <InputField
        block
        label={t(`goods.${name}`)}
        value={draft[name]}
        aria-invalid={faults[name] !== undefined}
        aria-describedby={faults[name] === undefined ? undefined : `${list}-${name}`}
        onChange={(event) => onChange({ [name]: event.target.value })}
        {...more}
      />
      {faults[name] === undefined ? null : (
        <p id={`${list}-${name}`} className="mt-1 font-semibold text-danger">
          {t(`goods.faults.${faults[name]}`)}
        </p>
      )}
    </div>
  );
  return (
    <div className="grid grid-cols-2 gap-x-4 gap-y-3 max-sm:grid-cols-1">
      {field('name', { autoFocus: true })}
      {field('spec', { placeholder: t('goods.specHint') })}
      {field('category', { list })}
      <datalist id={list}>
        {categories.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
      {field('barcode', { inputMode: 'numeric', maxLength: 14 })}
      {field('price', { inputMode: 'numeric' })}
      {repriced ? field('from', { type: 'date' }) : <div className="max-sm:hidden" />}
      {field('unitCost', { inputMode: 'decimal' })}
      {field('lowStock', { inputMode: 'numeric' })}
      {field('limit', { inputMode: 'numeric', placeholder: t('goods.noLimit') })}
      <SelectField
        label={t('goods.period')}
        value={draft.period}
        disabled={draft.limit.trim() === ''}
        options={PERIODS.map((value) => ({ value, label: t(`goods.periods.${value}`) }))}
        onChange={(value) => onChange({ period: PERIODS.find((one) => one === value) ?? 'quarter' })}
      />
      <label className="col-span-full flex min-h-10 items-center gap-2 font-semibold">
        <input
          type="checkbox"
          checked={draft.active}
          onChange={(event) => onChange({ active: event.target.checked })}
          className="size-5 accent-primary"
        />
        {t('goods.active')}
      </label>
    </div>
  );
}
