import { FileUp } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Job } from '../../../../protocol/officeJobs.ts';
import { ROLL_BYTES_MAX, ROLL_NAME_HEADER, ROLL_TYPE } from '../../../../protocol/officeRoll.ts';
import { Notice } from '../../../ui/Notice.tsx';
import { noteJob } from '../jobs/jobsState.ts';
import { codeOf, postBytes } from '../officeApi.ts';
import { noteFailure } from '../officeSession.ts';
import { InputField } from '../parts/InputField.tsx';
import { SelectField } from '../parts/SelectField.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useProblemText } from '../parts/useProblemText.ts';
import { useMe } from '../useMe.ts';

const NEW = '+';
const VILLAGE_CODE = /^[A-Z][A-Z0-9]{0,5}$/;

/** Which village, which file. Nothing is changed by it. */
export function UploadForm() {
  const { t } = useTranslation('households');
  const me = useMe();
  const problemText = useProblemText();
  const [village, setVillage] = useState(me.villages[0]?.code ?? NEW);
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);
  const file = useRef<HTMLInputElement>(null);
  const isNew = village === NEW;

  const send = async (event: FormEvent) => {
    event.preventDefault();
    const chosen = file.current?.files?.[0];
    if (isNew && (!VILLAGE_CODE.test(code) || name.trim() === '')) return setFault(t('import.newWrong'));
    if (chosen === undefined) return setFault(t('import.noFile'));
    if (chosen.size > ROLL_BYTES_MAX) return setFault(t('import.tooLarge', { mb: ROLL_BYTES_MAX / 1_000_000 }));
    setFault(undefined);
    setBusy(true);
    const place = new URLSearchParams(isNew ? { village: code, name: name.trim() } : { village });
    try {
      const headers = { 'Content-Type': ROLL_TYPE, [ROLL_NAME_HEADER]: encodeURIComponent(chosen.name) };
      noteJob(await postBytes<Job>(`/api/office/rolls?${place}`, chosen, headers));
    } catch (error) {
      const problem = codeOf(error);
      noteFailure(problem);
      setFault(problem === 'bad-media-type' ? t('import.noTable') : problemText(problem));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form
      noValidate
      onSubmit={(event) => void send(event)}
      className="flex flex-col gap-4"
      aria-label={t('import.title')}
    >
      <p className="max-w-prose text-muted">{t('import.help')}</p>
      <div className="flex flex-wrap items-end gap-3">
        <SelectField
          label={t('village')}
          value={village}
          options={[
            ...me.villages.map((one) => ({ value: one.code, label: one.name })),
            ...(me.user.village === null ? [{ value: NEW, label: t('import.newVillage') }] : []),
          ]}
          onChange={setVillage}
        />
        {isNew ? (
          <>
            <InputField
              label={t('import.newCode')}
              value={code}
              maxLength={6}
              onChange={(e) => setCode(e.target.value.toUpperCase())}
            />
            <InputField
              label={t('import.newName')}
              value={name}
              maxLength={40}
              onChange={(e) => setName(e.target.value)}
            />
          </>
        ) : null}
      </div>
      <label className="flex flex-col gap-1">
        <span className="text-xs font-semibold text-muted">{t('import.file')}</span>
        <input
          ref={file}
          type="file"
          accept=".xlsx,.xls,.csv,.txt"
          className="min-h-11 max-w-md rounded-lg border border-line-strong bg-surface px-3 py-2"
        />
      </label>
      {fault === undefined ? null : (
        <Notice tone="danger" alert>
          {fault}
        </Notice>
      )}
      <SmallButton type="submit" look="primary" icon={FileUp} busy={busy} className="min-h-11 self-start">
        {t('import.look')}
      </SmallButton>
    </form>
  );
}
