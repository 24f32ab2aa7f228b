import { useTranslation } from 'react-i18next';
import type { StockView } from '../../../domain/stockView.ts';
import { Choice } from '../../ui/Choice.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { useTabletState } from '../../useTablet.tsx';

interface Props {
  readonly value: string | undefined;
  readonly onChange: (device: string) => void;
  readonly missing: boolean;
  readonly hands: StockView['hands'];
}

/** Whose tablet the goods go with: the tablets in use, and any other that still has some. */
export function CarrierChoice({ value, onChange, missing, hands }: Props) {
  const { t } = useTranslation();
  const carriers = useTabletState((s) => s.catalogue?.carriers) ?? [];
  const piecesOf = (id: string) => [...(hands.get(id)?.values() ?? [])].reduce((sum, n) => sum + n, 0);
  const known = new Set(carriers.map(({ id }) => id));
  const gone = [...hands.keys()].filter((id) => !known.has(id) && piecesOf(id) !== 0);
  const options = [
    ...carriers.map(({ id, name }) => ({ id, name })),
    ...gone.map((id) => ({ id, name: t('stock.carrier.gone') })),
  ];
  if (options.length === 0) return <Notice tone="waiting">{t('stock.carrier.none')}</Notice>;
  return (
    <div className="flex flex-col gap-2">
      <Choice
        legend={t('stock.carrier.legend')}
        options={options.map(({ id, name }) => ({
          value: id,
          label: name,
          detail: piecesOf(id) === 0 ? id : t('stock.carrier.holds', { id, count: piecesOf(id) }),
        }))}
        value={value}
        onChange={onChange}
      />
      {missing ? (
        <p role="alert" className="font-semibold text-danger">
          {t('stock.carrier.missing')}
        </p>
      ) : null}
    </div>
  );
}
