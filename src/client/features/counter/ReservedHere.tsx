import { useTranslation } from 'react-i18next';
import type { Reservation } from '../../../domain/household.ts';
import { standingReservations } from '../../../domain/reservation.ts';
import type { FileView } from '../../engine/tablet.ts';
import { useTabletState } from '../../useTablet.tsx';
import { ReservationLine } from '../reserve/ReservationLine.tsx';
import { handOver, say, useCounter } from './counterStore.ts';

/** What is reserved for the household: one act puts it into the basket, or words say where it is fetched. */
export function ReservedHere({ view, family }: { view: FileView; family: string }) {
  const { t } = useTranslation();
  const handing = useCounter((s) => s.reservation);
  const empty = useCounter((s) => s.cart.size === 0);
  const put = (reservation: Reservation) => (empty ? handOver(reservation) : say('danger', t('reserve.basketFirst')));
  const own = useTabletState((s) => s.device?.id);
  // What can be fetched here comes first.
  const list = [...standingReservations(view.file)].sort((a, b) => Number(b.device === own) - Number(a.device === own));
  if (list.length === 0) return null;
  return (
    <section className="rounded-2xl border-2 border-decided bg-surface">
      <h3 className="px-4 pt-2 font-bold">{t('reserve.card')}</h3>
      <ul className="divide-y divide-line">
        {list.map((reservation) => (
          <li key={reservation.id}>
            <ReservationLine
              file={view.file}
              family={family}
              reservation={reservation}
              onHandOver={handing ? undefined : put}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
