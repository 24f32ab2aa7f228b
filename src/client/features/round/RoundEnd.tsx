import { ClipboardList, House, PartyPopper } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Screen } from '../../ui/Screen.tsx';

interface Props {
  readonly scored: number;
  readonly skipped: number;
  readonly onAgain: () => void;
  readonly onHome: () => void;
}

/** The round is over: how many, and what now. */
export function RoundEnd({ scored, skipped, onAgain, onHome }: Props) {
  const { t } = useTranslation();
  return (
    <Screen
      footer={
        <div className="grid gap-2 sm:grid-cols-2">
          <Button size="lg" icon={ClipboardList} block onClick={onAgain}>
            {t('round.again')}
          </Button>
          <Button look="primary" size="lg" icon={House} block onClick={onHome}>
            {t('round.home')}
          </Button>
        </div>
      }
    >
      <EmptyState icon={PartyPopper} title={t('round.doneTitle')}>
        <p className="text-lg">{t('round.done', { scored, skipped })}</p>
      </EmptyState>
    </Screen>
  );
}
