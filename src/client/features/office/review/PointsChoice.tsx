import { useTranslation } from 'react-i18next';
import type { OfficeEntry } from '../../../../protocol/officeEntries.ts';
import { InputField } from '../parts/InputField.tsx';
import { signed } from '../parts/moments.ts';

interface Props {
  readonly offer: OfficeEntry['offer'];
  /** As typed; empty for nothing yet. Of a minus item with its sign. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** The points that a rule can give: its levels as a choice, everything else as a number. */
export function PointsChoice({ offer, value, onChange }: Props) {
  const { t } = useTranslation('review');
  if (offer.type === 'none') return <p>{t('change.none')}</p>;
  if (offer.type === 'values')
    return (
      <fieldset className="flex flex-col gap-2">
        <legend className="text-xs font-semibold text-muted">{t('change.points')}</legend>
        <p className="text-xs text-muted">{t('change.values')}</p>
        <div className="flex flex-wrap gap-2">
          {offer.values.map((points) => (
            <label
              key={points}
              className="inline-flex min-h-11 items-center gap-2 rounded-lg border border-line-strong px-3 font-semibold has-checked:border-primary has-checked:bg-primary-soft"
            >
              <input
                type="radio"
                name="points"
                value={points}
                checked={value === String(points)}
                onChange={() => onChange(String(points))}
                className="accent-primary"
              />
              {signed(points)}
            </label>
          ))}
        </div>
      </fieldset>
    );
  const limits =
    offer.type === 'between'
      ? { min: offer.min, max: offer.max, step: 1 }
      : { ...(offer.of < 0 ? { max: offer.of } : { min: offer.of }), step: Math.abs(offer.of) };
  return (
    <div className="flex flex-col gap-1">
      <InputField
        label={t('change.points')}
        type="number"
        inputMode="numeric"
        {...limits}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <p className="text-xs text-muted">
        {offer.type === 'between'
          ? t('change.between', { min: signed(offer.min), max: signed(offer.max) })
          : t('change.multiples', { of: signed(offer.of) })}
      </p>
    </div>
  );
}
