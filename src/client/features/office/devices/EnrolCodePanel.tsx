import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { enrolUrl, formatEnrolCode } from '../../../../protocol/enrolCode.ts';
import type { EnrolCodeResponse } from '../../../../protocol/officeDevices.ts';
import { Notice } from '../../../ui/Notice.tsx';
import { drawQrPath, type QrPath } from '../../cards/qrPath.ts';
import { SmallButton } from '../parts/SmallButton.tsx';

const SECOND_MS = 1_000;

interface Props {
  readonly made: EnrolCodeResponse;
  readonly busy: boolean;
  readonly onAgain: () => void;
}

/** The one-time code, large enough to scan across a desk and to read aloud, with the time that is left. */
export function EnrolCodePanel({ made, busy, onAgain }: Props) {
  const { t } = useTranslation('office');
  const [qr, setQr] = useState<QrPath>();
  const [failed, setFailed] = useState(false);
  const secondsLeft = useSecondsLeft(made.expiresAt);
  const code = formatEnrolCode(made.code);

  useEffect(() => {
    let current = true;
    drawQrPath(enrolUrl(made.origin, made.code)).then(
      (drawn) => current && setQr(drawn),
      () => current && setFailed(true),
    );
    return () => {
      current = false;
    };
  }, [made]);

  if (secondsLeft <= 0) {
    return (
      <Notice tone="waiting" title={t('devices.codeEnded')}>
        <SmallButton onClick={onAgain} busy={busy}>
          {t('devices.codeAgain')}
        </SmallButton>
      </Notice>
    );
  }
  return (
    <div className="flex flex-col items-center gap-3 text-center">
      <p>{t('devices.codeHow')}</p>
      {qr ? (
        <svg
          role="img"
          aria-label={t('devices.codeQr')}
          viewBox={`0 0 ${qr.size} ${qr.size}`}
          className="size-60 bg-white"
        >
          <path d={qr.d} fill="#000" />
        </svg>
      ) : (
        <div className="grid size-60 place-items-center rounded-lg bg-sunken text-muted">
          {failed ? t('devices.codeQrFailed') : t('loading')}
        </div>
      )}
      <p className="select-all text-3xl font-bold tracking-widest">{code}</p>
      <p className="text-muted">{made.origin}/enrol</p>
      <p className="font-semibold text-waiting">
        {t('devices.codeLeft', {
          time: `${Math.floor(secondsLeft / 60)}:${String(secondsLeft % 60).padStart(2, '0')}`,
        })}
      </p>
      <Notice tone="plain">{t('devices.codeOnce')}</Notice>
    </div>
  );
}

function useSecondsLeft(until: number): number {
  const left = () => Math.max(0, Math.ceil((until - Date.now()) / SECOND_MS));
  const [seconds, setSeconds] = useState(left);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `left` reads only `until`
  useEffect(() => {
    setSeconds(left());
    const timer = setInterval(() => setSeconds(left()), SECOND_MS);
    return () => clearInterval(timer);
  }, [until]);
  return seconds;
}
