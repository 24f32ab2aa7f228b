import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day } from '../../../../domain/calendar.ts';
import { compareRules } from '../../../../domain/ruleDiff.ts';
import { type ImportedRules, importRules } from '../../../../domain/ruleImport.ts';
import { longDay } from '../../../ui/dates.ts';
import { Notice } from '../../../ui/Notice.tsx';
import { OfficeDialog } from '../parts/OfficeDialog.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { Differences } from './Differences.tsx';
import { type ReadTable, readRulesFile } from './importFile.ts';
import type { RuleDraft } from './ruleDraft.ts';
import { checkForm, formOf } from './ruleForm.ts';

interface Props {
  readonly draft: RuleDraft;
  /** Of the town or village. */
  readonly name: string;
  readonly today: Day;
  readonly onClose: () => void;
  readonly onTaken: (draft: RuleDraft) => void;
}

type Preview =
  | { readonly file: string; readonly imported: ImportedRules }
  | { readonly failed: (ReadTable & { ok: false })['code'] };

/** A table of rules into the draft: what would change and what is wrong in which line is seen before anything is taken. */
export function ImportDialog({ draft, name, today, onClose, onTaken }: Props) {
  const { t } = useTranslation('rules');
  const [preview, setPreview] = useState<Preview>();

  const read = async (file: File) => {
    const table = await readRulesFile(file);
    if (!table.ok) return setPreview({ failed: table.code });
    const place = draft.village === null ? null : { code: draft.village, name };
    const imported = importRules(table.columns, table.rows, draft.rules, place);
    setPreview({ file: file.name, imported });
  };
  const imported = preview && 'imported' in preview ? preview.imported : undefined;
  const changes = imported ? compareRules(draft.rules, imported.rules) : [];
  const tooLong = (imported?.rules ?? []).filter((rule) => !checkForm(formOf(rule), []).ok);
  const day = imported?.effectiveFrom;
  const takesDay = day !== undefined && day >= today;
  const take = () => {
    if (imported) onTaken({ ...draft, rules: imported.rules, ...(takesDay ? { effectiveFrom: day } : {}) });
  };
  return (
    <OfficeDialog
      open
      title={t('import.title')}
      onClose={onClose}
      footer={
        <>
          <SmallButton onClick={onClose}>{t('form.cancel')}</SmallButton>
          <SmallButton look="primary" disabled={!imported || changes.length === 0 || tooLong.length > 0} onClick={take}>
            {t('import.take')}
          </SmallButton>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <p className="text-muted">{t('import.about')}</p>
        <label className="flex flex-col gap-1 text-xs font-semibold text-muted">
          {t('import.file')}
          <input
            type="file"
            accept=".csv,text/csv"
            onChange={(event) => {
              const [file] = event.target.files ?? [];
              if (file) void read(file);
            }}
            className="min-h-11 rounded-lg border border-line-strong bg-surface p-2 text-sm text-ink"
          />
        </label>
        {preview && 'failed' in preview ? (
          <Notice tone="danger" alert>
            {t(`import.failed.${preview.failed}`)}
          </Notice>
        ) : null}
        {imported ? (
          <>
            {imported.problems.length > 0 ? (
              <Notice tone="danger" title={t('import.problems', { count: imported.problems.length })} alert>
                <ul className="list-disc pl-5">
                  {imported.problems.map(({ line, column, value, code }) => (
                    <li key={`${line} ${column} ${code}`}>
                      {t('import.line', { line, column, value: value === '' ? t('nothing') : value })}
                      {t(`import.code.${code}`)}
                    </li>
                  ))}
                </ul>
              </Notice>
            ) : null}
            {tooLong.length > 0 ? (
              <Notice tone="danger" alert>
                {t('import.tooLong', { codes: tooLong.map(({ code }) => code).join(t('worth.and')) })}
              </Notice>
            ) : null}
            <p role="status" className="font-semibold">
              {changes.length === 0 ? t('import.same') : t('import.differs', { count: changes.length })}
              {takesDay ? t('import.day', { day: longDay(day) }) : null}
              {day !== undefined && !takesDay ? t('import.pastDay', { day: longDay(day) }) : null}
            </p>
            <Differences changes={changes} before={t('compare.draft')} after={t('import.inFile')} />
          </>
        ) : null}
      </div>
    </OfficeDialog>
  );
}
