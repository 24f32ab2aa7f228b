import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfficeDevice } from '../../../../protocol/officeDevices.ts';
import { showToast } from '../../../ui/toastStore.ts';
import { codeOf, postJson } from '../officeApi.ts';
import { noteFailure } from '../officeSession.ts';
import { FinalActFooter, FinalActSure } from '../parts/FinalAct.tsx';
import { grouped } from '../parts/moments.ts';
import { OfficeDialog } from '../parts/OfficeDialog.tsx';
import { useProblemText } from '../parts/useProblemText.ts';
import { useSure } from '../parts/useSure.ts';

interface Props {
  readonly device: OfficeDevice;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onRevoked: () => void;
}

/** Revoking cannot be undone (CF-17): the outcome in figures first, then a deliberate second act. */
export function RevokeDialog({ device, open, onClose, onRevoked }: Props) {
  const { t } = useTranslation('office');
  const problemText = useProblemText();
  const sure = useSure(open);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  useEffect(() => {
    if (!open) return;
    setProblem(undefined);
  }, [open]);

  const revoke = async () => {
    if (!sure.given()) return;
    setBusy(true);
    try {
      await postJson('/api/office/devices/revoke', { device: device.id });
      showToast(t('devices.revokeDone', { name: device.name }));
      onRevoked();
    } catch (error) {
      noteFailure(codeOf(error));
      setProblem(codeOf(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <OfficeDialog
      open={open}
      title={t('devices.revokeTitle', { name: device.name })}
      onClose={onClose}
      footer={<FinalActFooter act={t('devices.revoke')} busy={busy} onClose={onClose} onAct={() => void revoke()} />}
    >
      <div className="flex flex-col gap-4">
        <ul className="flex list-disc flex-col gap-1 pl-5">
          <li>{t('devices.revokeEffect.wipe')}</li>
          <li>{t('devices.revokeEffect.ops', { count: device.unsent })}</li>
          <li>
            {t('devices.revokeEffect.allowance', {
              points: grouped(device.allowance.points),
              households: grouped(device.allowance.households),
            })}
          </li>
          <li>{t('devices.revokeEffect.final')}</li>
        </ul>
        <FinalActSure
          failure={problem === undefined ? undefined : problemText(problem)}
          label={t('devices.revokeSure')}
          sure={sure}
        />
      </div>
    </OfficeDialog>
  );
}
