import { useTranslation } from 'react-i18next';
import { grouped } from '../parts/moments.ts';
import { FinalDialog } from './FinalDialog.tsx';
import type { ActProps } from './householdActs.ts';

/** Closes a household of which nobody lives here any more (CF-09). */
export function CloseDialog({ household, done, onClose }: ActProps & { readonly onClose: () => void }) {
  const { t } = useTranslation('households');
  const { points, profile, reservations } = household;
  return (
    <FinalDialog
      title={t('close.title', { head: profile.head })}
      act={t('act.close')}
      sure={t('close.sure')}
      reasons={[t('close.reasons.left'), t('close.reasons.died'), t('close.reasons.mistake')]}
      onClose={onClose}
      onSaved={done(t('close.done'))}
      opOf={(reason) => ({ kind: 'household.close', body: { household: household.code, reason } })}
    >
      <ul className="flex list-disc flex-col gap-1 pl-5">
        <li>{t('close.effect.members', { count: Object.keys(profile.members).length })}</li>
        <li>{t('close.effect.points', { points: grouped(points.redeemable) })}</li>
        {points.allotted > 0 ? <li>{t('close.effect.allotted', { points: grouped(points.allotted) })}</li> : null}
        {reservations.length > 0 ? <li>{t('close.effect.reservations', { count: reservations.length })}</li> : null}
        <li>{t('close.effect.later')}</li>
      </ul>
    </FinalDialog>
  );
}
