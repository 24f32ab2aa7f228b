import { useTranslation } from 'react-i18next';
import type { RedemptionLine } from '../../../domain/household.ts';
import { Stepper } from '../../ui/Stepper.tsx';
import { useTabletState } from '../../useTablet.tsx';

interface Props {
  readonly lines: readonly RedemptionLine[];
  /** How many pieces of each line come back. */
  readonly back: readonly number[];
  readonly onChange: (back: readonly number[]) => void;
}

/** Which of the goods come back: all of them, unless the clerk says fewer. */
export function ReturnLines({ lines, back, onChange }: Props) {
  const { t } = useTranslation();
  const goods = useTabletState((s) => s.catalogue?.goods);
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 font-semibold">{t('counter.void.which')}</legend>
      {lines.map((line, i) => {
        const found = goods?.find((one) => one.sku === line.sku);
        // Two sizes of the same goods are two lines.
        const name = found ? `${found.name} ${found.spec}`.trim() : line.sku;
        const set = (count: number) => onChange(back.map((before, j) => (j === i ? count : before)));
        return (
          <Stepper
            key={`${line.sku} ${line.price}`}
            label={t('counter.void.line', { name, price: line.price })}
            value={back[i] ?? 0}
            min={0}
            max={line.quantity}
            unit={t('counter.void.of', { count: line.quantity })}
            less={t('counter.void.less', { name })}
            more={t('counter.void.moreOf', { name })}
            onChange={set}
          />
        );
      })}
    </fieldset>
  );
}
