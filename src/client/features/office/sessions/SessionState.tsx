import { CircleCheck, Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CommitteeSession } from '../../../../protocol/officeReview.ts';
import { Chip } from '../../../ui/Chip.tsx';

/** Whether a session sits or is over. */
export function SessionState({ session }: { readonly session: CommitteeSession }) {
  const { t } = useTranslation('review');
  return session.closedAt === null ? (
    <Chip tone="decided" icon={Users}>
      {t('session.running')}
    </Chip>
  ) : (
    <Chip tone="good" icon={CircleCheck}>
      {t('session.closed')}
    </Chip>
  );
}
