import { useEffect, useEffectEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenEnrolCode } from '../../../../protocol/officeDevices.ts';
import { timeOf } from '../../../ui/dates.ts';
import { getJson } from '../officeApi.ts';
import { useRemote } from '../useRemote.ts';

/** Somebody stands beside the PC with the device in hand. */
const LOOK_EVERY_MS = 10_000;

interface Props {
  /** Another one asks again. */
  readonly version: number;
  /** Called now and then while a code may be used: a device may have come. */
  readonly onLook: () => void;
}

/** Enrolment codes that somebody may still use. The codes themselves are not shown again. */
export function OpenCodes({ version, onLook }: Props) {
  const { t } = useTranslation('office');
  const { data } = useRemote(`codes ${version}`, () => getJson<{ codes: OpenEnrolCode[] }>('/api/office/enrol-codes'));
  const waiting = data !== undefined && data.codes.length > 0;
  const look = useEffectEvent(() => {
    if (!document.hidden) onLook();
  });

  useEffect(() => {
    if (!waiting) return undefined;
    const timer = setInterval(() => look(), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [waiting]);

  if (!data || data.codes.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1 border-b bg-amber-soft px-5 py-2 text-waiting">
      {data.codes.map((code) => (
        <li key={`${code.name} ${code.expiresAt}`}>
          {t('devices.openCode', { name: code.name, users: code.users.join('、'), time: timeOf(code.expiresAt) })}
        </li>
      ))}
    </ul>
  );
}
