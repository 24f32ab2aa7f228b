import { PackageCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Reservation } from '../../../domain/household.ts';
import { profileOf } from '../../../domain/profile.ts';
import { standingReservations } from '../../../domain/reservation.ts';
import type { FileView } from '../../engine/tablet.ts';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { isEnded } from '../household/lineage.ts';
import { ReservationLine } from './ReservationLine.tsx';

/** Those that ended are shown as long as they are among the newest. */
const SHOWN = 5;

/** What stands first, then the newest. */
function inOrder(file: FileView['file']): readonly Reservation[] {
  const standing = new Set(standingReservations(file).map((r) => r.id));
  const all = [...(file.reservations ?? [])].sort((a, b) => b.at - a.at);
  const ended = all.filter((r) => !standing.has(r.id)).slice(0, SHOWN);
  return [...all.filter((r) => standing.has(r.id)), ...ended];
}

/** Reserved goods in the household's file. */
export function ReservationsCard({ view }: { view: FileView }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { file } = view;
  const family = t('family', { name: profileOf(file).head });
  const list = inOrder(file);
  const redeem = `/households/${file.code}/redeem`;
  return (
    <Card
      title={t('reserve.card')}
      flush
      aside={
        isEnded(file) ? undefined : (
          <Button look="quiet" icon={PackageCheck} onClick={() => void navigate(`${redeem}?reserve=1`)}>
            {t('reserve.actOnly')}
          </Button>
        )
      }
    >
      {list.length === 0 ? <p className="px-4 pb-4 text-muted">{t('reserve.none')}</p> : null}
      <ul className="divide-y divide-line">
        {list.map((reservation) => (
          <li key={reservation.id}>
            <ReservationLine
              file={file}
              family={family}
              reservation={reservation}
              onHandOver={({ id }) => void navigate(`${redeem}?reservation=${id}`)}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}
