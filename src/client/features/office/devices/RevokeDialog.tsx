import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfficeDevice } from '../../../../protocol/office.ts';
import { Notice } from '../../../ui/Notice.tsx';
import { showToast } from '../../../ui/toastStore.ts';
import { codeOf, postJson } from '../officeApi.ts';
import { noteFailure } from '../officeSession.ts';
import { grouped } from '../parts/moments.ts';
import { OfficeDialog } from '../parts/OfficeDialog.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useProblemText } from '../parts/useProblemText.ts';

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
  const [sure, setSure] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  useEffect(() => {
    if (!open) return;
    setSure(false);
    setProblem(undefined);
  }, [open]);

  const revoke = async () => {
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
      footer={
        <>
          <SmallButton onClick={onClose}>{t('cancel')}</SmallButton>
          <SmallButton look="danger" disabled={!sure} busy={busy} onClick={() => void revoke()}>
            {t('devices.revoke')}
          </SmallButton>
        </>
      }
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
        {problem === undefined ? null : (
          <Notice tone="danger" alert>
            {problemText(problem)}
          </Notice>
        )}
        <label className="flex min-h-10 items-center gap-3 rounded-lg bg-sunken px-3">
          <input
            type="checkbox"
            checked={sure}
            onChange={(event) => setSure(event.target.checked)}
            className="size-5 accent-danger"
          />
          {t('devices.revokeSure')}
        </label>
      </div>
    </OfficeDialog>
  );
}
