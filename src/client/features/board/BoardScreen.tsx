import { CircleDot, Megaphone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { dayOf } from '../../../domain/calendar.ts';
import { Card } from '../../ui/Card.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { longDay } from '../../ui/dates.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Row } from '../../ui/Row.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { useBack } from '../../ui/useBack.ts';
import { useBoard } from './board.ts';

/** What the village and the town announce, the newest first. */
export default function BoardScreen() {
  const { t } = useTranslation('notices');
  const back = useBack('/');
  const navigate = useNavigate();
  const { notices, isRead } = useBoard();
  return (
    <Screen header={<PageHeader title={t('board.title')} back={{ label: t('board.back'), onBack: back }} />}>
      {notices.length === 0 ? (
        <EmptyState icon={Megaphone} title={t('board.none')}>
          {t('board.noneHelp')}
        </EmptyState>
      ) : (
        <Card flush>
          <ul className="divide-y divide-line">
            {notices.map((notice) => (
              <li key={notice.id}>
                <Row
                  title={notice.title}
                  detail={`${t(`kind.${notice.kind}`)} · ${longDay(dayOf(notice.from))}`}
                  trailing={
                    isRead(notice.id) ? undefined : (
                      <Chip tone="waiting" icon={CircleDot}>
                        {t('board.unread')}
                      </Chip>
                    )
                  }
                  onOpen={() => void navigate(`/notices/${notice.id}`)}
                />
              </li>
            ))}
          </ul>
        </Card>
      )}
    </Screen>
  );
}
