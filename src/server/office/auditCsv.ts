/** The audit list as a file for Excel, written page by page: no size of it is held in memory. */
import type { Kysely } from 'kysely';
import { auditKind, auditOutcome } from '../../protocol/auditKinds.ts';
import { type AuditLanguage, auditSaid } from '../../protocol/auditWords.ts';
import type { AuditRow, AuditSearch } from '../../protocol/officeAudit.ts';
import type { Database } from '../db/schema.ts';
import { searchAudit } from './audit.ts';

const PAGE_ROWS = 1_000;
const HEADS = {
  zh: ['时间', '谁', '编号', '做了什么', '户编号', '户主', '设备', '村', '结果', '说明', '凭据'],
  en: ['When', 'Who', 'Id', 'What', 'Household', 'Head', 'Device', 'Village', 'Outcome', 'Details', 'Reference'],
} as const;
/** So that Excel reads it as UTF-8. */
const BOM = '\uFEFF';

/** The lines of the file. */
export async function* auditCsv(
  db: Kysely<Database>,
  town: string,
  filter: AuditSearch,
  language: AuditLanguage,
  zoneOffsetMinutes: number,
): AsyncGenerator<string> {
  yield `${BOM}${HEADS[language].join(',')}\r\n`;
  let cursor: string | null = null;
  do {
    const page = await searchAudit(db, town, { ...filter, cursor }, PAGE_ROWS);
    yield page.rows.map((row) => `${cellsOf(row, language, zoneOffsetMinutes).map(cell).join(',')}\r\n`).join('');
    cursor = page.cursor;
  } while (cursor !== null);
}

function cellsOf(row: AuditRow, language: AuditLanguage, zone: number): readonly string[] {
  return [
    new Date(row.at + zone * 60_000).toISOString().slice(0, 19).replace('T', ' '),
    row.by?.name ?? '',
    row.by?.id ?? '',
    auditKind(row.kind, language),
    row.household?.code ?? '',
    row.household?.head ?? '',
    row.device?.name ?? '',
    row.village ?? '',
    row.outcome === null ? '' : `${auditOutcome(row.outcome, language)} ${row.code ?? ''}`.trimEnd(),
    Object.entries(row.details)
      .map(([name, value]) => auditSaid(name, value, language))
      .join('; '),
    row.id,
  ];
}

/** RFC 4180; what a spreadsheet would take for a formula is made a text. */
function cell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
