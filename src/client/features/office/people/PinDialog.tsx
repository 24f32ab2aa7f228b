import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfficeUser } from '../../../../protocol/officePeople.ts';
import { Notice } from '../../../ui/Notice.tsx';
import { codeOf, postJson } from '../officeApi.ts';
import { noteFailure } from '../officeSession.ts';
import { OfficeDialog } from '../parts/OfficeDialog.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useProblemText } from '../parts/useProblemText.ts';

interface Props {
  /** Undefined while nobody's PIN is asked for. */
  readonly user: OfficeUser | undefined;
  readonly onClose: () => void;
}

/** A new start PIN: what it does first, then the PIN itself, shown this once. */
export function PinDialog({ user, onClose }: Props) {
  const { t } = useTranslation('office');
  const problemText = useProblemText();
  const [pin, setPin] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const open = user !== undefined;

  useEffect(() => {
    if (!open) return;
    setPin(undefined);
    setProblem(undefined);
  }, [open]);

  const reset = async () => {
    if (user === undefined) return;
    setBusy(true);
    setProblem(undefined);
    try {
      setPin((await postJson<{ pin: string }>('/api/office/users/reset-pin', { user: user.id })).pin);
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
      title={t('people.resetTitle', { name: user?.name ?? '' })}
      onClose={onClose}
      footer={
        pin === undefined ? (
          <>
            <SmallButton onClick={onClose}>{t('cancel')}</SmallButton>
            <SmallButton look="primary" busy={busy} onClick={() => void reset()}>
              {t('people.resetAct')}
            </SmallButton>
          </>
        ) : (
          <SmallButton look="primary" onClick={onClose}>
            {t('done')}
          </SmallButton>
        )
      }
    >
      <div className="flex flex-col gap-4">
        {problem === undefined ? null : (
          <Notice tone="danger" alert>
            {problemText(problem)}
          </Notice>
        )}
        {pin === undefined ? (
          <p>{t('people.resetHelp')}</p>
        ) : (
          <>
            <p className="text-center text-4xl font-bold tracking-[0.3em]">{pin}</p>
            <Notice tone="waiting">{t('people.pinOnce', { name: user?.name ?? '' })}</Notice>
          </>
        )}
      </div>
    </OfficeDialog>
  );
}
