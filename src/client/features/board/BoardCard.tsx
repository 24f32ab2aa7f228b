import { Megaphone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Button } from '../../ui/Button.tsx';
import { useBoard } from './board.ts';

/** The way to the notices, with how many the person has not read; nothing while there are none. */
export default function BoardCard() {
  const { t } = useTranslation('notices');
  const navigate = useNavigate();
  const { notices, isRead } = useBoard();
  if (notices.length === 0) return null;
  const fresh = notices.filter((one) => !isRead(one.id)).length;
  return (
    <Button size="lg" icon={Megaphone} block className="justify-start" onClick={() => void navigate('/notices')}>
      <span className="flex min-w-0 flex-col items-start py-1.5 text-left">
        {t('board.card')}
        <span className={fresh > 0 ? 'text-sm font-semibold text-waiting' : 'text-sm font-normal text-muted'}>
          {fresh > 0 ? t('board.cardNew', { count: fresh }) : t('board.cardSeen', { count: notices.length })}
        </span>
      </span>
    </Button>
  );
}
