import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EnrolCodeResponse } from '../../../../protocol/officeDevices.ts';
import { Notice } from '../../../ui/Notice.tsx';
import { codeOf, postJson } from '../officeApi.ts';
import { noteFailure } from '../officeSession.ts';
import { InputField } from '../parts/InputField.tsx';
import { OfficeDialog } from '../parts/OfficeDialog.tsx';
import { SelectField } from '../parts/SelectField.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useProblemText } from '../parts/useProblemText.ts';
import { useMe } from '../useMe.ts';
import { EnrolCodePanel } from './EnrolCodePanel.tsx';

const FORM = 'enrol-form';
const NAME_CHARS_MAX = 40;

/** Who will use the new device; then its one-time code, shown this once. */
export function EnrolDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation('office');
  const problemText = useProblemText();
  const me = useMe();
  const [kind, setKind] = useState<'tablet' | 'counter'>('tablet');
  const [village, setVillage] = useState(me.villages[0]?.code ?? '');
  const [name, setName] = useState('');
  const [users, setUsers] = useState<ReadonlySet<string>>(new Set());
  const [made, setMade] = useState<EnrolCodeResponse>();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    if (!open) return;
    setMade(undefined);
    setProblem(undefined);
    setName('');
    setUsers(new Set());
  }, [open]);

  const candidates = me.people.filter(
    (one) => one.village === village && one.role === (kind === 'tablet' ? 'grid_worker' : 'store_clerk'),
  );
  const chosen = candidates.filter((one) => users.has(one.id));

  const make = async (event?: FormEvent) => {
    event?.preventDefault();
    if (name.trim() === '' || chosen.length === 0) {
      setProblem('empty');
      return;
    }
    setBusy(true);
    setProblem(undefined);
    try {
      const body = { kind, village, name: name.trim(), users: chosen.map((one) => one.id) };
      setMade(await postJson<EnrolCodeResponse>('/api/office/enrol-codes', body));
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
      title={made ? t('devices.codeTitle', { name: name.trim() }) : t('devices.enrol')}
      onClose={onClose}
      footer={
        made ? (
          <SmallButton look="primary" onClick={onClose}>
            {t('done')}
          </SmallButton>
        ) : (
          <>
            <SmallButton onClick={onClose}>{t('cancel')}</SmallButton>
            <SmallButton type="submit" form={FORM} look="primary" busy={busy}>
              {t('devices.makeCode')}
            </SmallButton>
          </>
        )
      }
    >
      {made ? (
        <EnrolCodePanel made={made} onAgain={() => void make()} busy={busy} />
      ) : (
        <form id={FORM} onSubmit={make} className="flex flex-col gap-4">
          {problem === undefined ? null : (
            <Notice tone="danger" alert>
              {problem === 'empty' ? t('devices.enrolMissing') : problemText(problem)}
            </Notice>
          )}
          <div className="grid grid-cols-2 gap-4">
            <SelectField
              label={t('devices.kindTitle')}
              value={kind}
              options={(['tablet', 'counter'] as const).map((one) => ({ value: one, label: t(`devices.kind.${one}`) }))}
              onChange={(value) => setKind(value === 'counter' ? 'counter' : 'tablet')}
            />
            <SelectField
              label={t('village')}
              value={village}
              options={me.villages.map((one) => ({ value: one.code, label: one.name }))}
              onChange={setVillage}
            />
          </div>
          <InputField
            block
            label={t('devices.nameHint')}
            value={name}
            maxLength={NAME_CHARS_MAX}
            placeholder={kind === 'tablet' ? t('devices.nameExample') : t('devices.nameExampleCounter')}
            onChange={(event) => setName(event.target.value)}
          />
          <fieldset>
            <legend className="mb-1 text-xs font-semibold text-muted">{t('devices.who')}</legend>
            {candidates.length === 0 ? <p className="text-muted">{t('devices.nobody')}</p> : null}
            {candidates.map((one) => (
              <label key={one.id} className="flex min-h-10 items-center gap-3 rounded-lg px-2 hover:bg-sunken">
                <input
                  type="checkbox"
                  checked={users.has(one.id)}
                  onChange={(event) => {
                    const next = new Set(users);
                    if (event.target.checked) next.add(one.id);
                    else next.delete(one.id);
                    setUsers(next);
                  }}
                  className="size-4.5 accent-primary"
                />
                {one.name} <span className="text-muted">{one.id}</span>
              </label>
            ))}
          </fieldset>
        </form>
      )}
    </OfficeDialog>
  );
}
