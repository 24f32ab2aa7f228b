import { useTranslation } from 'react-i18next';
import { OP_KINDS, type OpKind } from '../../../../domain/op.ts';
import { auditSaid } from '../../../../protocol/auditWords.ts';
import { AUDIT_ACT_KINDS, type AuditActKind, type AuditRow } from '../../../../protocol/officeAudit.ts';
import { currentLanguage } from '../../../i18n/i18n.ts';
import { Chip } from '../../../ui/Chip.tsx';
import { longMoment } from '../parts/moments.ts';
import { CELL, HEAD } from '../parts/tableClasses.ts';
import { useVerdictText } from '../parts/useVerdictText.ts';

const TONE = { applied: 'good', held: 'decided', refused: 'danger' } as const;

/** Apart more than this, what the device said is shown beside when the server took it. */
const APART_MS = 60_000;

function isKnown(kind: string): kind is OpKind | AuditActKind {
  return (OP_KINDS as readonly string[]).includes(kind) || (AUDIT_ACT_KINDS as readonly string[]).includes(kind);
}

/** One line per act, the newest first. */
export function AuditTable({ rows }: { readonly rows: readonly AuditRow[] }) {
  const { t } = useTranslation('audit');
  return (
    <table className="w-full border-collapse bg-surface">
      <thead className="sticky top-0 z-10 shadow-[0_1px_0_var(--t-line)]">
        <tr className={HEAD}>
          {(['when', 'person', 'kind', 'where', 'outcome', 'details'] as const).map((name) => (
            <th key={name} scope="col" className={CELL}>
              {t(name)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <AuditLine key={`${row.source} ${row.id}`} row={row} />
        ))}
      </tbody>
    </table>
  );
}

function AuditLine({ row }: { readonly row: AuditRow }) {
  const { t } = useTranslation('audit');
  const verdictText = useVerdictText();
  const outcome = row.outcome === 'applied' || row.outcome === 'held' || row.outcome === 'refused' ? row.outcome : null;
  const apart = row.doneAt !== null && Math.abs(row.at - row.doneAt) > APART_MS;
  const language = currentLanguage() === 'en' ? 'en' : 'zh';
  const said = Object.entries(row.details).map(([name, value]) => auditSaid(name, value, language));
  return (
    <tr className="border-t align-top">
      <td className={`${CELL} whitespace-nowrap tabular-nums`}>
        {longMoment(row.at)}
        {apart && row.doneAt !== null ? (
          <span className="block text-xs text-muted">{t('doneAt', { moment: longMoment(row.doneAt) })}</span>
        ) : null}
      </td>
      <th scope="row" className={`${CELL} text-left font-semibold whitespace-nowrap`}>
        {row.by?.name ?? t('unknown')}
        {row.by === null ? null : <span className="block text-xs font-normal text-muted">{row.by.id}</span>}
      </th>
      <td className={`${CELL} whitespace-nowrap`}>
        {isKnown(row.kind) ? t(`kinds.${row.kind}`) : t('other', { kind: row.kind })}
        <span className="block text-xs text-muted tabular-nums">{row.source === 'op' ? row.id : ''}</span>
      </td>
      <td className={`${CELL} whitespace-nowrap`}>
        {row.household === null ? null : (
          <span className="block">
            {row.household.head ?? ''} {row.household.code}
          </span>
        )}
        {row.device === null ? null : <span className="block text-xs text-muted">{row.device.name}</span>}
      </td>
      <td className={CELL}>
        {outcome === null ? null : (
          <>
            <Chip tone={TONE[outcome]}>{t(`outcomes.${outcome}`)}</Chip>
            {row.code === null || row.code === 'ok' ? null : (
              <span className="mt-1 block max-w-60 text-xs text-muted max-sm:whitespace-normal">
                {verdictText({ code: row.code as Parameters<typeof verdictText>[0]['code'] })}
              </span>
            )}
          </>
        )}
      </td>
      <td className={`${CELL} min-w-60 text-xs break-words text-muted max-sm:whitespace-normal`}>{said.join(' · ')}</td>
    </tr>
  );
}
