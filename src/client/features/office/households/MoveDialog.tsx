import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '../../../ui/Field.tsx';
import { useMe } from '../useMe.ts';
import { FinalDialog } from './FinalDialog.tsx';
import type { ActProps } from './householdActs.ts';
import { PlaceFields, usePlace } from './PlaceFields.tsx';

/** The household lives elsewhere from now on (CF-09); its points, entries and card come along. */
export function MoveDialog({ household, done, onClose }: ActProps & { readonly onClose: () => void }) {
  const { t } = useTranslation('households');
  const me = useMe();
  const place = usePlace(household.village, household.grid, household.profile.naturalVillage);
  const [doorPlate, setDoorPlate] = useState(household.profile.doorPlate);
  const leaves = place.village !== household.village;
  return (
    <FinalDialog
      title={t('move.title', { head: household.profile.head })}
      act={t('act.move')}
      sure={t('move.sure')}
      reasons={[t('move.reasons.built'), t('move.reasons.married'), t('move.reasons.wrong')]}
      onClose={onClose}
      onSaved={done(t('move.done'))}
      opOf={(reason) => {
        const { village, grid, naturalVillage } = place;
        if (grid === '') return undefined;
        return {
          kind: 'household.move',
          body: {
            household: household.code,
            village,
            grid,
            naturalVillage: naturalVillage.trim(),
            doorPlate: doorPlate.trim(),
            reason,
          },
        };
      }}
    >
      <PlaceFields place={place} villages={me.villages} />
      <TextField
        label={t('field.doorPlate')}
        value={doorPlate}
        maxLength={60}
        onChange={(e) => setDoorPlate(e.target.value)}
      />
      <ul className="flex list-disc flex-col gap-1 pl-5">
        <li>{t('move.effect.keeps', { code: household.code })}</li>
        {leaves ? <li>{t('move.effect.leaves')}</li> : null}
        <li>{t('move.effect.workers')}</li>
      </ul>
    </FinalDialog>
  );
}
