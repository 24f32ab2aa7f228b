import { PackageCheck, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Reservation } from '../../../domain/household.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useGoodsWords } from '../reserve/useGoodsWords.ts';
import { handOver } from './counterStore.ts';

/** In the place of the shelf while reserved goods are handed over: their basket is what was reserved, and nothing else. */
export function HandingOver({ reservation }: { reservation: Reservation }) {
  const { t } = useTranslation();
  const goodsWords = useGoodsWords();
  return (
    <section aria-label={t('reserve.handing')} className="flex flex-col max-wide:border-b wide:min-h-0">
      <EmptyState
        icon={PackageCheck}
        title={t('reserve.handing')}
        action={
          <Button icon={X} onClick={() => handOver(undefined)}>
            {t('reserve.notNow')}
          </Button>
        }
      >
        <p className="text-lg font-bold text-ink">{goodsWords(reservation.lines)}</p>
        <p>{t('reserve.handingHint')}</p>
      </EmptyState>
    </section>
  );
}
