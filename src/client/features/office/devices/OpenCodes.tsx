import { useTranslation } from 'react-i18next';
import type { OpenEnrolCode } from '../../../../protocol/office.ts';
import { timeOf } from '../../../ui/dates.ts';
import { getJson } from '../officeApi.ts';
import { useRemote } from '../useRemote.ts';

/** Enrolment codes that somebody may still use; another `version` asks again. The codes themselves are not shown again. */
export function OpenCodes({ version }: { readonly version: number }) {
  const { t } = useTranslation('office');
  const { data } = useRemote(`codes ${version}`, () => getJson<{ codes: OpenEnrolCode[] }>('/api/office/enrol-codes'));
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
