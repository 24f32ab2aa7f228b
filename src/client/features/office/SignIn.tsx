import { LogIn } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/Field.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { OfficeError } from './officeApi.ts';
import { signIn } from './officeSession.ts';
import { LanguageSwitch } from './parts/LanguageSwitch.tsx';
import { useProblemText } from './parts/useProblemText.ts';

/** Login and password. `ended`: a session was here and is over, nothing was lost. */
export function SignIn({ ended }: { readonly ended: boolean }) {
  const { t } = useTranslation('office');
  const problemText = useProblemText();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<OfficeError>();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (login.trim() === '' || password === '') {
      setProblem(new OfficeError('empty'));
      return;
    }
    setBusy(true);
    setProblem(undefined);
    try {
      await signIn(login.trim(), password);
    } catch (error) {
      setProblem(error instanceof OfficeError ? error : new OfficeError('internal'));
      setPassword('');
    } finally {
      setBusy(false);
    }
  };

  return (
    <main className="grid min-h-dvh place-items-center bg-ground p-6">
      <form
        onSubmit={submit}
        noValidate
        className="flex w-full max-w-md flex-col gap-5 rounded-2xl border bg-surface p-8"
      >
        <header className="flex items-center gap-4">
          <img src="/icons/icon.svg" alt="" className="size-14" />
          <div>
            <h1 className="text-xl font-bold">{t('signIn.title')}</h1>
            <p className="text-sm text-muted">{t('signIn.subtitle')}</p>
          </div>
        </header>
        {ended && problem === undefined ? <Notice tone="waiting">{t('signIn.ended')}</Notice> : null}
        {problem ? (
          <Notice tone="danger" alert>
            {problem.code === 'rate-limited' && problem.waitSeconds > 0
              ? t('signIn.wait', { minutes: Math.ceil(problem.waitSeconds / 60) })
              : problemText(problem.code)}
          </Notice>
        ) : null}
        <TextField
          label={t('signIn.login')}
          value={login}
          onChange={(event) => setLogin(event.target.value)}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
        />
        <TextField
          label={t('signIn.password')}
          type="password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          autoComplete="current-password"
        />
        <Button type="submit" look="primary" size="lg" icon={LogIn} busy={busy} block>
          {t('signIn.act')}
        </Button>
        <p className="text-sm text-muted">{t('signIn.help')}</p>
        <LanguageSwitch />
      </form>
    </main>
  );
}
