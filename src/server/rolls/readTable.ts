import { type CellObject, read, SSF, utils, type WorkBook, type WorkSheet } from '@e965/xlsx';
import { parse } from 'csv-parse/sync';
import { decodeText } from './decodeText.ts';
import { isIdHeader, scrubIds } from './idNumbers.ts';
import { columnLetter, type DroppedColumn, RollReadError, type Row, type ScrubbedCell, type Sheet } from './table.ts';

const fileBytesMax = 20_000_000;
const rowsMax = 50_000;
const columnsMax = 200;

interface RawSheet {
  readonly name: string;
  readonly rows: readonly (readonly string[])[];
  /** Last column of the merged range that starts at (row, column), both 0-based. */
  readonly lastMergedColumn: (row: number, column: number) => number;
}

/**
 * Reads xlsx, xls and csv bytes into sheets of raw text. National id numbers never leave this function: columns under
 * an id header and cells that look like one are blanked, and `dropped` and `scrubbed` say where.
 * @param fileName only its name without folder and ending is used, as the name of a csv's single sheet.
 * @throws RollReadError with a message in Chinese when the bytes are empty, too large, protected or no table.
 */
export function readTable(bytes: Uint8Array, fileName: string): readonly Sheet[] {
  if (bytes.length === 0) throw new RollReadError('empty', '这个文件是空的。');
  if (bytes.length > fileBytesMax) {
    throw new RollReadError(
      'too_large',
      `文件超过 ${fileBytesMax / 1_000_000} MB，不像一个村的花名册，请检查后再导入。`,
    );
  }
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const isCompound = bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0;
  const sheets = isZip || isCompound ? workbookSheets(bytes) : [csvSheet(bytes, fileName)];
  const withText = sheets.filter((sheet) => sheet.rows.some((row) => row.some((cell) => cell.trim() !== '')));
  if (withText.length === 0) throw new RollReadError('empty', '表格里没有内容。');
  return withText.map(withoutIds);
}

function workbookSheets(bytes: Uint8Array): readonly RawSheet[] {
  const book = openWorkbook(bytes);
  return book.SheetNames.flatMap((name) => {
    const sheet = book.Sheets[name];
    return sheet?.['!ref'] === undefined ? [] : [rawSheet(name, sheet, sheet['!ref'])];
  });
}

function openWorkbook(bytes: Uint8Array): WorkBook {
  try {
    const book = read(bytes, {
      type: 'array',
      cellDates: false,
      cellNF: true,
      cellHTML: false,
      sheetRows: rowsMax + 1,
    });
    if (book.SheetNames.length > 0) return book;
  } catch (error) {
    const words = error instanceof Error ? error.message : '';
    if (/password|encrypt/i.test(words) && !/Unsupported ZIP encryption/.test(words)) {
      throw new RollReadError('password', '这个文件有打开密码。请在 Excel 或 WPS 里去掉密码，另存后再导入。');
    }
  }
  throw new RollReadError(
    'not_a_table',
    '打不开这个文件：它不是表格，或者已经损坏。请用 Excel 或 WPS 另存为 xlsx 再导入。',
  );
}

function rawSheet(name: string, sheet: WorkSheet, ref: string): RawSheet {
  const range = utils.decode_range(ref);
  if (range.e.r >= rowsMax) throw new RollReadError('too_large', `“${name}”表超过 ${rowsMax} 行，请分开导入。`);
  const columns = Math.min(range.e.c + 1, columnsMax);
  const rows = Array.from({ length: range.e.r + 1 }, (_, r) =>
    Array.from({ length: columns }, (_, c) => cellText(sheet[utils.encode_cell({ r, c })])),
  );
  const merges = new Map((sheet['!merges'] ?? []).map((merge) => [`${merge.s.r},${merge.s.c}`, merge.e.c]));
  return { name, rows, lastMergedColumn: (row, column) => merges.get(`${row},${column}`) ?? column };
}

/** Numbers keep all their digits (a phone may be one); dates become YYYY-MM-DD whatever format they show. */
function cellText(cell: CellObject | undefined): string {
  if (cell === undefined || cell.v === undefined || cell.t === 'e') return '';
  if (cell.t === 'n' && typeof cell.z === 'string' && SSF.is_date(cell.z)) return SSF.format('yyyy-mm-dd', cell.v);
  return String(cell.v);
}

function csvSheet(bytes: Uint8Array, fileName: string): RawSheet {
  const text = decodeText(bytes).replace(/^\ufeff/, '');
  if (/^\s*(%PDF|\{\\rtf|<)/.test(text)) {
    throw new RollReadError('not_a_table', '这个文件不是表格。请用 Excel 或 WPS 另存为 xlsx 或 csv 再导入。');
  }
  const head = text.slice(0, 4000);
  const delimiter = [',', '\t', ';'].reduce((best, sign) =>
    head.split(sign).length > head.split(best).length ? sign : best,
  );
  const rows = parseCsv(text, delimiter).map((row) => row.slice(0, columnsMax));
  if (rows.length > rowsMax) throw new RollReadError('too_large', `表格超过 ${rowsMax} 行，请分开导入。`);
  const name = (fileName.split(/[\\/]/).at(-1) ?? fileName).replace(/\.[a-z0-9]{1,5}$/i, '');
  return { name, rows, lastMergedColumn: (_, column) => column };
}

function parseCsv(text: string, delimiter: string): readonly (readonly string[])[] {
  try {
    return parse(text, { delimiter, relax_column_count: true, relax_quotes: true, skip_empty_lines: false });
  } catch (error) {
    const words = error instanceof Error ? error.message.split('\n')[0] : '';
    const where = words?.match(/line (\d+)/)?.[1];
    throw new RollReadError(
      'not_a_table',
      `csv 的引号不成对${where ? `(第 ${where} 行附近)` : ''}，读不下去。请另存为 xlsx 再导入。`,
    );
  }
}

function withoutIds(sheet: RawSheet): Sheet {
  const dropped: DroppedColumn[] = [];
  const scrubbed: ScrubbedCell[] = [];
  const idColumns = new Set<number>();
  const rows = sheet.rows.map((raw, r): Row => {
    const cells = raw.map((cell, c) => {
      if (isIdHeader(cell)) {
        for (let column = c; column <= sheet.lastMergedColumn(r, c); column += 1) {
          if (!idColumns.has(column)) {
            dropped.push({ sheet: sheet.name, column: cell.trim(), letter: columnLetter(column) });
          }
          idColumns.add(column);
        }
        return cell;
      }
      if (idColumns.has(c)) return '';
      const { text, found } = scrubIds(cell);
      if (found) scrubbed.push({ row: r + 1, column: c });
      return text;
    });
    return { row: r + 1, cells };
  });
  return { name: sheet.name, rows, dropped, scrubbed };
}
