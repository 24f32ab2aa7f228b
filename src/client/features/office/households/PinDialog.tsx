import { useTranslation } from 'react-i18next';
import { Notice } from '../../../ui/Notice.tsx';
import { OfficeDialog } from '../parts/OfficeDialog.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { usePublish } from '../usePublish.ts';
import type { ActProps } from './householdActs.ts';

/** Takes the family PIN off, for a family that forgot it; at the counter they may set another. */
export function PinDialog({ household, done, onClose }: ActProps & { readonly onClose: () => void }) {
  const { t } = useTranslation('households');
  const { problem, busy, publish } = usePublish(done(t('pin.done')));
  const remove = () =>
    publish({
      kind: 'household.edit',
      body: { household: household.code, set: [{ field: 'pin', value: null, was: household.profile.pin ?? null }] },
    });
  return (
    <OfficeDialog
      open
      title={t('pin.title', { head: household.profile.head })}
      onClose={onClose}
      footer={
        <>
          <SmallButton onClick={onClose}>{t('cancel')}</SmallButton>
          <SmallButton look="danger" busy={busy} onClick={() => void remove()}>
            {t('pin.act')}
          </SmallButton>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <p>{t('pin.help')}</p>
        {problem === undefined ? null : (
          <Notice tone="danger" alert>
            {problem}
          </Notice>
        )}
      </div>
    </OfficeDialog>
  );
}
