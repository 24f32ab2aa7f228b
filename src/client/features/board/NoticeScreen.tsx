import { Megaphone } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { Card } from '../../ui/Card.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { useBack } from '../../ui/useBack.ts';
import { useTablet } from '../../useTablet.tsx';
import { useBoard } from './board.ts';
import { NoticeBody } from './NoticeBody.tsx';
import { NoticePicture } from './NoticePicture.tsx';

/** One notice, with its pictures as far as they are here. Whoever opens it has read it. */
export default function NoticeScreen() {
  const { t } = useTranslation('notices');
  const { id = '' } = useParams();
  const back = useBack('/notices');
  const tablet = useTablet();
  const { notices } = useBoard();
  const notice = notices.find((one) => one.id === id);
  const there = notice !== undefined;
  useEffect(() => {
    if (there) void tablet.noticeOpened(id);
  }, [tablet, id, there]);
  return (
    <Screen
      header={<PageHeader title={notice?.title ?? t('board.title')} back={{ label: t('board.back'), onBack: back }} />}
    >
      {notice ? (
        <Card>
          <NoticeBody
            notice={notice}
            from={notice.from}
            untitled
            picture={(photo, n) => <NoticePicture id={photo} n={n} />}
          />
        </Card>
      ) : (
        <EmptyState icon={Megaphone} title={t('board.gone')}>
          {t('board.noneHelp')}
        </EmptyState>
      )}
    </Screen>
  );
}
