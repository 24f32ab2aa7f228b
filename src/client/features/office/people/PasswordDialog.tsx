import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfficeUser } from '../../../../protocol/officePeople.ts';
import type { UserSecretsResponse } from '../../../../protocol/officeUsers.ts';
import { Notice } from '../../../ui/Notice.tsx';
import { codeOf, postJson } from '../officeApi.ts';
import { noteFailure } from '../officeSession.ts';
import { OfficeDialog } from '../parts/OfficeDialog.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useProblemText } from '../parts/useProblemText.ts';

interface Props {
  readonly user: OfficeUser;
  readonly onClose: () => void;
  readonly onReset: (secrets: UserSecretsResponse) => void;
}

/** A new password: what it does first; the password itself is shown by whoever asked. */
export function PasswordDialog({ user, onClose, onReset }: Props) {
  const { t } = useTranslation('people');
  const { t: office } = useTranslation('office');
  const problemText = useProblemText();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const reset = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      onReset(await postJson<UserSecretsResponse>('/api/office/users/reset-password', { user: user.id }));
    } catch (error) {
      noteFailure(codeOf(error));
      setProblem(codeOf(error));
      setBusy(false);
    }
  };
  return (
    <OfficeDialog
      open
      title={t('reset.title', { name: user.name })}
      onClose={onClose}
      footer={
        <>
          <SmallButton onClick={onClose}>{office('cancel')}</SmallButton>
          <SmallButton look="primary" busy={busy} onClick={() => void reset()}>
            {t('reset.act')}
          </SmallButton>
        </>
      }
    >
      {problem === undefined ? null : (
        <Notice tone="danger" alert>
          {problemText(problem)}
        </Notice>
      )}
      <p>{t('reset.help')}</p>
    </OfficeDialog>
  );
}
