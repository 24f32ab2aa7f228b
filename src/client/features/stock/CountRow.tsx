import { useTranslation } from 'react-i18next';
import { cx } from '../../ui/cx.ts';
import { plainPoints, signed } from '../../ui/Points.tsx';
import { type CountedLine, difference } from './countSheet.ts';
import { PiecesInput } from './PiecesInput.tsx';

interface Props {
  readonly line: CountedLine;
  readonly typed: string;
  readonly onType: (digits: string) => void;
}

/** One kind of goods on the count sheet. Enter leads to the next. */
export function CountRow({ line, typed, onType }: Props) {
  const { t } = useTranslation();
  const { goods, booked } = line;
  const differs = difference(line);
  return (
    <li data-sku={goods.sku} className="flex items-center gap-3 px-4 py-2">
      <span className="min-w-0 flex-1">
        <span className="font-bold">{goods.name}</span> <span className="text-sm text-muted">{goods.spec}</span>
        <span className="block text-sm text-muted">
          {booked === undefined ? t('stock.unbooked') : t('stock.count.booked', { pieces: plainPoints(booked) })}
        </span>
      </span>
      <span
        aria-live="polite"
        className={cx(
          'w-24 text-right font-bold tabular-nums',
          differs === undefined || differs === 0 ? 'text-muted' : differs < 0 ? 'text-danger' : 'text-primary',
        )}
      >
        {differs === undefined ? '' : differs === 0 ? t('stock.count.same') : signed(differs)}
      </span>
      <PiecesInput
        label={t('stock.count.found_label', { name: `${goods.name} ${goods.spec}` })}
        value={typed}
        onChange={onType}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          const next = event.currentTarget.closest('li')?.nextElementSibling?.querySelector('input');
          next?.focus();
        }}
      />
    </li>
  );
}
