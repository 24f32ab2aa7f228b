import { RollReadError } from './table.ts';

function startsWith(bytes: Uint8Array, ...mark: readonly number[]): boolean {
  return mark.every((value, index) => bytes[index] === value);
}

function decodeStrictly(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/**
 * Text of a csv file. A byte order mark decides; without one it is UTF-8 if every byte fits UTF-8, else GB18030 (what
 * Excel and WPS write in China). Bytes that fit neither are not a text file.
 */
export function decodeText(bytes: Uint8Array): string {
  const marked = startsWith(bytes, 0xff, 0xfe) ? 'utf-16le' : startsWith(bytes, 0xfe, 0xff) ? 'utf-16be' : undefined;
  const text = marked
    ? decodeStrictly(bytes, marked)
    : (decodeStrictly(bytes, 'utf-8') ?? decodeStrictly(bytes, 'gb18030'));
  // Control characters other than tab and line ends mean pictures, archives and the like.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  if (text === undefined || /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text)) {
    throw new RollReadError('not_a_table', '读不懂这个文件：它不是表格。请用 Excel 或 WPS 另存为 xlsx 或 csv 再导入。');
  }
  return text;
}
