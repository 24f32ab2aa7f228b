import { CalendarClock, CircleCheck, CircleX, Hourglass, Scale, UserCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { mayReview } from '../../../../domain/role.ts';
import type { OfficeEntry } from '../../../../protocol/officeEntries.ts';
import { Chip } from '../../../ui/Chip.tsx';
import { useMe } from '../useMe.ts';

/** Where an entry stands: icon, word and colour. */
export function EntryState({ entry }: { readonly entry: OfficeEntry }) {
  const { t } = useTranslation('office');
  const { t: review } = useTranslation('review');
  const { user } = useMe();
  if (entry.waits)
    return (
      <Chip tone="waiting" icon={CalendarClock}>
        {t('review.waits')}
      </Chip>
    );
  if (entry.status === 'approved')
    return (
      <Chip tone="good" icon={CircleCheck}>
        {t('review.tab.approved')}
      </Chip>
    );
  if (entry.status === 'rejected')
    return (
      <Chip tone="danger" icon={CircleX}>
        {t('review.tab.rejected')}
      </Chip>
    );
  if (entry.agreed)
    return (
      <Chip tone="decided" icon={UserCheck}>
        {review('two.chip')}
      </Chip>
    );
  if (!mayReview(user.role, entry.review))
    return (
      <Chip tone="plain" icon={Scale}>
        {t('review.committee')}
      </Chip>
    );
  return (
    <Chip tone="decided" icon={Hourglass}>
      {t('review.tab.submitted')}
    </Chip>
  );
}
