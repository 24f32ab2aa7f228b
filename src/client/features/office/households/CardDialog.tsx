import { useTranslation } from 'react-i18next';
import { FinalDialog } from './FinalDialog.tsx';
import type { ActProps } from './householdActs.ts';

/** A new card: the old one is revoked by it (CF-15). */
export function CardDialog({ household, done, onClose }: ActProps & { readonly onClose: () => void }) {
  const { t } = useTranslation('households');
  const n = household.card.n + 1;
  return (
    <FinalDialog
      title={t('card.replaceTitle', { head: household.profile.head })}
      act={t('card.replace')}
      sure={t('card.sure', { n: household.card.n })}
      reasons={[t('card.reasons.lost'), t('card.reasons.broken'), t('card.reasons.wrongHands')]}
      onClose={onClose}
      onSaved={done(t('card.done', { n }))}
      opOf={(reason) => ({ kind: 'card.replace', body: { household: household.code, n, reason } })}
    >
      <ul className="flex list-disc flex-col gap-1 pl-5">
        <li>{t('card.effect.revoked', { n: household.card.n })}</li>
        <li>{t('card.effect.entries')}</li>
        <li>{t('card.effect.offline')}</li>
        <li>{t('card.effect.print', { n })}</li>
      </ul>
    </FinalDialog>
  );
}
