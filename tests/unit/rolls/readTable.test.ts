import { utils, write } from '@e965/xlsx';
import { describe, expect, it } from 'vitest';
import { readTable } from '../../../src/server/rolls/readTable.ts';
import { RollReadError, type Sheet } from '../../../src/server/rolls/table.ts';
import { encodeGb18030 } from './gb18030.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const cells = (sheets: readonly Sheet[]): readonly (readonly string[])[] =>
  sheets.flatMap(({ rows }) => rows.map((row) => row.cells));

function failure(bytes: Uint8Array): RollReadError {
  try {
    readTable(bytes, 'roll.xlsx');
  } catch (error) {
    if (error instanceof RollReadError) return error;
    throw error;
  }
  throw new Error('was read');
}

/** A compound file as Office writes for a workbook with a password: only its directory matters here. */
function protectedWorkbook(): Uint8Array {
  const sector = 512;
  const bytes = new Uint8Array(sector * 4);
  const view = new DataView(bytes.buffer);
  bytes.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  const free = 0xffffffff;
  const end = 0xfffffffe;
  const fatSector = 0xfffffffd;
  view.setUint16(24, 0x3e, true);
  view.setUint16(26, 3, true);
  view.setUint16(28, 0xfffe, true);
  view.setUint16(30, 9, true);
  view.setUint16(32, 6, true);
  view.setUint32(44, 1, true);
  view.setUint32(48, 1, true);
  view.setUint32(56, 4096, true);
  view.setUint32(60, end, true);
  view.setUint32(68, end, true);
  for (let index = 0; index < 109; index += 1) view.setUint32(76 + index * 4, index === 0 ? 0 : free, true);
  for (let index = 0; index < 128; index += 1) view.setUint32(sector + index * 4, free, true);
  view.setUint32(sector, fatSector, true);
  view.setUint32(sector + 4, end, true);
  const entry = (at: number, name: string, kind: number, child: number, right: number): void => {
    const offset = sector * 2 + at * 128;
    for (const [index, character] of [...name].entries())
      view.setUint16(offset + index * 2, character.charCodeAt(0), true);
    view.setUint16(offset + 64, (name.length + 1) * 2, true);
    bytes[offset + 66] = kind;
    bytes[offset + 67] = 1;
    view.setUint32(offset + 68, free, true);
    view.setUint32(offset + 72, right, true);
    view.setUint32(offset + 76, child, true);
    view.setUint32(offset + 116, end, true);
  };
  entry(0, 'Root Entry', 5, 1, free);
  entry(1, 'EncryptedPackage', 2, free, 2);
  entry(2, 'EncryptionInfo', 2, free, free);
  return bytes;
}

describe('readTable', () => {
  it.each([
    ['UTF-8', utf8('户主,电话\n关㛃柔,13800000001\n')],
    ['UTF-8 with a mark', utf8('\ufeff户主,电话\r\n关㛃柔,13800000001\r\n')],
    ['GB18030', encodeGb18030('户主,电话\r\n关㛃柔,13800000001\r\n')],
    [
      'UTF-16 with tabs, as Excel saves Unicode text',
      new Uint8Array(Buffer.from('\ufeff户主\t电话\r\n关㛃柔\t13800000001\r\n', 'utf16le')),
    ],
  ])('tells the encoding of a csv: %s', (_, bytes) => {
    expect(cells(readTable(bytes, 'C:\\rolls\\下湾.csv'))).toEqual([
      ['户主', '电话'],
      ['关㛃柔', '13800000001'],
    ]);
    expect(readTable(bytes, 'C:\\rolls\\下湾.csv')[0]?.name).toBe('下湾');
  });

  it('keeps blank lines and quoted line ends, so that row numbers stay those of the table', () => {
    const [sheet] = readTable(utf8('户主,备注\n\n李一,"a\nb"\n何四,\n'), 'x.csv');
    expect(sheet?.rows.map(({ row, cells: [first] }) => [row, first])).toEqual([
      [1, '户主'],
      [2, ''],
      [3, '李一'],
      [4, '何四'],
    ]);
  });

  it('reads every sheet of a workbook, numbers with all digits and dates as days', () => {
    const book = utils.book_new();
    const sheet = utils.aoa_to_sheet([
      ['电话', '出生日期'],
      [13800000001, 25569],
    ]);
    const date = sheet.B2;
    date.z = 'm/d/yy';
    utils.book_append_sheet(book, sheet, '甲');
    utils.book_append_sheet(book, utils.aoa_to_sheet([]), '空');
    utils.book_append_sheet(book, utils.aoa_to_sheet([['户主']]), '乙');
    const sheets = readTable(new Uint8Array(write(book, { type: 'array', bookType: 'xlsx' })), 'x.xlsx');
    expect(sheets.map(({ name }) => name)).toEqual(['甲', '乙']);
    expect(sheets[0]?.rows[1]?.cells).toEqual(['13800000001', '1970-01-01']);
  });

  it('blanks all columns under a merged identity header', () => {
    const book = utils.book_new();
    const sheet = utils.aoa_to_sheet([
      ['姓名', '公民身份号码', '', '电话'],
      ['李一', '440783', '1970', '13800000001'],
    ]);
    sheet['!merges'] = [{ s: { r: 0, c: 1 }, e: { r: 0, c: 2 } }];
    utils.book_append_sheet(book, sheet, '甲');
    const [read] = readTable(new Uint8Array(write(book, { type: 'array', bookType: 'xlsx' })), 'x.xlsx');
    expect(read?.rows[1]?.cells).toEqual(['李一', '', '', '13800000001']);
    expect(read?.dropped.map(({ letter }) => letter)).toEqual(['B', 'C']);
  });

  it('leaves two phones in one cell alone', () => {
    const [, row] = cells(readTable(utf8('电话\n13800001503 13800004869\n'), 'x.csv'));
    expect(row).toEqual(['13800001503 13800004869']);
  });

  it.each([
    ['nothing', new Uint8Array(), 'empty', '空的'],
    ['only blanks', utf8(',,\n,,\n'), 'empty', '没有内容'],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1), 'not_a_table', '不是表格'],
    ['a PDF', utf8('%PDF-1.7 text'), 'not_a_table', '不是表格'],
    ['a web page', utf8('<html><table></table></html>'), 'not_a_table', '不是表格'],
    ['a broken zip', utf8('PK\u0003\u0004 nothing more'), 'not_a_table', '打不开'],
    ['a protected workbook', protectedWorkbook(), 'password', '密码'],
    ['too many bytes', new Uint8Array(20_000_001), 'too_large', '20 MB'],
    ['too many rows', utf8('a,b\n'.repeat(50_001)), 'too_large', '50000 行'],
  ])('says in Chinese what is wrong with %s', (_, bytes, code, words) => {
    const error = failure(bytes);
    expect(error.code).toBe(code);
    expect(error.message).toContain(words);
  });
});
