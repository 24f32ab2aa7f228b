/** A table that somebody uploads: its name travels in a header, because it may be a person's, and its kind is seen in its bytes. */
import { ROLL_NAME_HEADER } from '../../../protocol/officeRoll.ts';

const NAME_CHARS_MAX = 200;

/** The file's name; undefined when the header is not what a page of ours sends. */
export function uploadedName(headers: Readonly<Record<string, string | string[] | undefined>>): string | undefined {
  const header = headers[ROLL_NAME_HEADER];
  if (typeof header !== 'string' || header === '') return undefined;
  try {
    return decodeURIComponent(header).slice(0, NAME_CHARS_MAX);
  } catch {
    // Not what a page of ours sends.
    return undefined;
  }
}

/** By the ending and by what is inside: an Excel file of either age, or text. */
export function isTable(fileName: string, bytes: Buffer): boolean {
  const ending = /\.(xlsx|xls|csv|txt)$/i.exec(fileName)?.[1]?.toLowerCase();
  if (ending === undefined || bytes.length === 0) return false;
  const zip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const compound = bytes[0] === 0xd0 && bytes[1] === 0xcf;
  return zip || compound ? ending.startsWith('xls') : !bytes.subarray(0, 4_096).includes(0);
}
