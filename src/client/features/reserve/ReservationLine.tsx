import { Ban, CalendarX, CircleCheck, PackageCheck, Smartphone, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HouseholdFile, Reservation } from '../../../domain/household.ts';
import { type ReservationState, reservationState } from '../../../domain/reservation.ts';
import { Button } from '../../ui/Button.tsx';
import { Chip, type Tone } from '../../ui/Chip.tsx';
import { longDay } from '../../ui/dates.ts';
import { useToday } from '../household/useToday.ts';
import { CancelSheet } from './CancelSheet.tsx';
import { useGoodsWords } from './useGoodsWords.ts';
import { useReservationWhere } from './useReservationWhere.ts';

const LOOKS: Readonly<Record<ReservationState, { readonly tone: Tone; readonly icon: typeof X }>> = {
  waiting: { tone: 'waiting', icon: Smartphone },
  open: { tone: 'decided', icon: PackageCheck },
  handed_over: { tone: 'good', icon: CircleCheck },
  cancelled: { tone: 'plain', icon: Ban },
  lapsed: { tone: 'plain', icon: CalendarX },
};

interface Props {
  readonly file: HouseholdFile;
  readonly family: string;
  readonly reservation: Reservation;
  /** Hands it over here; absent where nothing is handed over. */
  readonly onHandOver?: ((reservation: Reservation) => void) | undefined;
}

/** One reservation: what is kept, where it is fetched and until when, and what can be done about it. */
export function ReservationLine({ file, family, reservation, onHandOver }: Props) {
  const { t } = useTranslation();
  const whereOf = useReservationWhere();
  const goodsWords = useGoodsWords();
  const today = useToday();
  const [cancelling, setCancelling] = useState(false);
  const { lines, points, until, ended } = reservation;
  const state = reservationState(file, reservation);
  const stands = state === 'open' || state === 'waiting';
  const where = whereOf(reservation);
  const { tone, icon } = LOOKS[state];
  return (
    <div className="flex flex-col gap-2 px-4 py-3">
      <div className="flex items-start justify-between gap-3">
        <p className="min-w-0 font-semibold">{goodsWords(lines)}</p>
        <p className="shrink-0 font-bold">{t('redeem.price', { points })}</p>
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
        <Chip tone={tone} icon={icon}>
          {t(`reserve.state.${state}`)}
        </Chip>
        {stands ? <span>{where.words}</span> : null}
        {stands && until !== undefined ? (
          <span>{until === today ? t('reserve.last') : t('reserve.until', { until: longDay(until) })}</span>
        ) : null}
        {ended?.how === 'cancelled' && !stands ? <span>{t('reserve.reason', { reason: ended.reason })}</span> : null}
      </div>
      {stands ? (
        <div className="flex flex-wrap gap-2">
          {where.here && onHandOver ? (
            <Button look="primary" icon={PackageCheck} onClick={() => onHandOver(reservation)}>
              {t('reserve.handOver')}
            </Button>
          ) : null}
          <Button look="quiet" icon={X} onClick={() => setCancelling(true)}>
            {t('reserve.cancel')}
          </Button>
        </div>
      ) : null}
      {cancelling ? (
        <CancelSheet
          household={file.code}
          family={family}
          reservation={reservation}
          onClose={() => setCancelling(false)}
        />
      ) : null}
    </div>
  );
}
