import { PackageCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { profileOf } from '../../../domain/profile.ts';
import { standingReservations } from '../../../domain/reservation.ts';
import { Card } from '../../ui/Card.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { LoadingRows } from '../../ui/Loading.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { useBack } from '../../ui/useBack.ts';
import { useTabletState } from '../../useTablet.tsx';
import { useDirectory } from '../household/useDirectory.ts';
import { useFile } from '../household/useFile.ts';
import { type Delivery, deliveriesOf } from './deliveries.ts';
import { ReservationLine } from './ReservationLine.tsx';

/** What this tablet has to bring, household by household, the most urgent first. */
export default function DeliveriesScreen() {
  const { t } = useTranslation();
  const back = useBack('/');
  const device = useTabletState((s) => s.device?.id);
  const list = deliveriesOf(useDirectory(), device);
  return (
    <Screen header={<PageHeader title={t('reserve.deliverTitle')} back={{ label: t('act.back'), onBack: back }} />}>
      {list.length === 0 ? (
        <EmptyState icon={PackageCheck} title={t('reserve.deliverNone')}>
          {t('reserve.deliverNoneHint')}
        </EmptyState>
      ) : null}
      {list.map((delivery) => (
        <DeliveryCard key={delivery.row.code} delivery={delivery} />
      ))}
    </Screen>
  );
}

function DeliveryCard({ delivery: { row } }: { delivery: Delivery }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const device = useTabletState((s) => s.device?.id);
  const opened = useFile(row.code);
  const family = t('family', { name: row.head });
  return (
    <Card title={family} aside={<span className="text-muted">{row.doorPlate}</span>} flush>
      {opened.status === 'open' ? (
        <ul className="divide-y divide-line">
          {standingReservations(opened.view.file)
            .filter((r) => r.device === device)
            .map((reservation) => (
              <li key={reservation.id}>
                <ReservationLine
                  file={opened.view.file}
                  family={t('family', { name: profileOf(opened.view.file).head })}
                  reservation={reservation}
                  onHandOver={({ id }) => void navigate(`/households/${row.code}/redeem?reservation=${id}`)}
                />
              </li>
            ))}
        </ul>
      ) : (
        <LoadingRows rows={1} label={t('loading')} />
      )}
    </Card>
  );
}
