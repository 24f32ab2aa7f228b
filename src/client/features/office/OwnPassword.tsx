import { KeyRound } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isGoodPassword, type OwnPasswordRequest, PASSWORD_CHARS_MIN } from '../../../protocol/ownPassword.ts';
import { Notice } from '../../ui/Notice.tsx';
import { showToast } from '../../ui/toastStore.ts';
import { codeOf, postJson } from './officeApi.ts';
import { noteFailure } from './officeSession.ts';
import { InputField } from './parts/InputField.tsx';
import { OfficeDialog } from './parts/OfficeDialog.tsx';
import { SmallButton } from './parts/SmallButton.tsx';
import { useProblemText } from './parts/useProblemText.ts';

/** One's own password: the old one, the new one twice, and its rules before one types. */
export function OwnPassword({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('people');
  const { t: office } = useTranslation('office');
  const problemText = useProblemText();
  const form = useId();
  const [old, setOld] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (old === '') return setFailure(t('ownPassword.oldMissing'));
    if (!isGoodPassword(password, { old, login: '' }))
      return setFailure(t('ownPassword.notGood', { count: PASSWORD_CHARS_MIN }));
    if (password !== again) return setFailure(t('ownPassword.notSame'));
    setBusy(true);
    try {
      await postJson('/api/office/password', { old, password } satisfies OwnPasswordRequest);
      showToast(t('ownPassword.done'));
      onClose();
    } catch (error) {
      const code = codeOf(error);
      noteFailure(code);
      if (code === 'sign-in-failed') setFailure(t('ownPassword.wrongOld'));
      else if (code === 'invalid') setFailure(t('ownPassword.notGood', { count: PASSWORD_CHARS_MIN }));
      else setFailure(problemText(code));
      setBusy(false);
    }
  };

  return (
    <OfficeDialog
      open
      title={t('ownPassword.title')}
      onClose={onClose}
      footer={
        <>
          <SmallButton onClick={onClose}>{office('cancel')}</SmallButton>
          <SmallButton type="submit" form={form} look="primary" icon={KeyRound} busy={busy}>
            {t('ownPassword.act')}
          </SmallButton>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
        <p>{t('ownPassword.rules', { count: PASSWORD_CHARS_MIN })}</p>
        {failure === undefined ? null : (
          <Notice tone="danger" alert>
            {failure}
          </Notice>
        )}
        <InputField
          label={t('ownPassword.old')}
          type="password"
          autoComplete="current-password"
          block
          value={old}
          onChange={(event) => setOld(event.target.value)}
        />
        <InputField
          label={t('ownPassword.new')}
          type="password"
          autoComplete="new-password"
          block
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <InputField
          label={t('ownPassword.again')}
          type="password"
          autoComplete="new-password"
          block
          value={again}
          onChange={(event) => setAgain(event.target.value)}
        />
        <p className="text-muted">{t('ownPassword.others')}</p>
      </form>
    </OfficeDialog>
  );
}
