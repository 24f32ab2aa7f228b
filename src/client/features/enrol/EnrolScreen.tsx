import { ScanLine, TabletSmartphone } from 'lucide-react';
import { type FormEvent, lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatEnrolCode, parseEnrolCode } from '../../../protocol/enrolCode.ts';
import type { ReadCode, ScanAnswer } from '../../scan/ScanDialog.tsx';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/Field.tsx';
import { LoadingScreen } from '../../ui/LoadingScreen.tsx';
import { useTablet, useTabletState } from '../../useTablet.tsx';
import { enrolProblemWord } from './enrolProblems.ts';
import { LostNotice } from './LostNotice.tsx';

const ScanDialog = lazy(async () => ({ default: (await import('../../scan/ScanDialog.tsx')).ScanDialog }));

/** The code of an enrolment link (`/enrol#CODE`). Only reads: React may draw a screen for the first time more than once. */
function codeFromAddress(): string {
  if (!location.pathname.startsWith('/enrol')) return '';
  const code = parseEnrolCode(location.hash.slice(1));
  return code ? formatEnrolCode(code) : '';
}

/** First start: a one-time code from the office makes this tablet known. */
export default function EnrolScreen() {
  const { t } = useTranslation();
  const tablet = useTablet();
  const lost = useTabletState((s) => s.lost);
  const [code, setCode] = useState(codeFromAddress);
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [scanning, setScanning] = useState(false);

  // Once the screen stands, the code leaves the address, so that it stays in no history.
  useEffect(() => {
    if (location.hash !== '') history.replaceState(history.state, '', location.pathname);
  }, []);

  const enrol = async (text: string) => {
    const parsed = parseEnrolCode(text);
    if (!parsed) {
      setError(t('enrol.notACode'));
      return;
    }
    setError(undefined);
    setBusy(true);
    const result = await tablet.enrol(parsed);
    setBusy(false);
    if (!result.ok) setError(t(`enrol.problem.${enrolProblemWord(result.problem)}`));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void enrol(code);
  };
  const judge = (read: ReadCode): ScanAnswer => {
    const parsed = parseEnrolCode(read.text);
    if (!parsed) return { accepted: false, message: t('enrol.scanNotACode') };
    setCode(formatEnrolCode(parsed));
    setScanning(false);
    void enrol(parsed);
    return { accepted: true };
  };

  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-lg flex-col justify-center gap-6 p-5">
      <div className="flex flex-col items-center gap-3 text-center">
        <img src="/icons/icon.svg" alt="" className="size-22" />
        <p className="font-semibold text-primary">{t('appName')}</p>
        <h1 className="text-2xl font-bold">{t('enrol.title')}</h1>
        <p className="text-muted">{t('enrol.lead')}</p>
      </div>
      {lost ? <LostNotice lost={lost} /> : null}
      <Button look="primary" size="lg" icon={ScanLine} block disabled={busy} onClick={() => setScanning(true)}>
        {t('enrol.scan')}
      </Button>
      <form onSubmit={submit} noValidate className="flex flex-col gap-4 rounded-2xl border bg-surface p-4">
        <TextField
          label={t('enrol.code')}
          hint={t('enrol.codeHint')}
          error={error}
          value={code}
          onChange={(event) => setCode(event.target.value.toUpperCase())}
          autoCapitalize="characters"
          spellCheck={false}
          className="text-center text-xl font-bold tracking-widest"
        />
        <Button type="submit" size="lg" icon={TabletSmartphone} busy={busy} block>
          {t('enrol.act')}
        </Button>
      </form>
      <a href="/office" className="self-center p-3 font-semibold text-primary underline underline-offset-4">
        {t('enrol.office')}
      </a>
      {scanning ? (
        <Suspense fallback={<LoadingScreen />}>
          <ScanDialog target="enrolment" onCode={judge} onClose={() => setScanning(false)} />
        </Suspense>
      ) : null}
    </main>
  );
}
