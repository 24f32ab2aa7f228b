import { LockKeyhole } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HouseholdFile } from '../../../domain/household.ts';
import { profileOf } from '../../../domain/profile.ts';
import { mayRecord, maySetPin } from '../../../domain/role.ts';
import { Button } from '../../ui/Button.tsx';
import { useTabletState } from '../../useTablet.tsx';
import { isEnded } from '../household/lineage.ts';

const FamilyPinSheet = lazy(() => import('./FamilyPinSheet.tsx'));

/** Setting or changing the family PIN, where the person may. */
export function FamilyPinAct({ file }: { file: HouseholdFile }) {
  const { t } = useTranslation();
  const role = useTabletState((s) => s.user?.role);
  const kind = useTabletState((s) => s.device?.kind);
  const [open, setOpen] = useState(false);
  if (role === undefined || kind === undefined || !maySetPin(role, kind) || isEnded(file)) return null;
  return (
    <>
      <Button icon={LockKeyhole} block onClick={() => setOpen(true)}>
        {t(profileOf(file).pin === undefined ? 'familyPin.set' : 'familyPin.change')}
      </Button>
      {open ? (
        <Suspense fallback={null}>
          <FamilyPinSheet
            file={file}
            removes={mayRecord(role, kind, 'household.edit')}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      ) : null}
    </>
  );
}
