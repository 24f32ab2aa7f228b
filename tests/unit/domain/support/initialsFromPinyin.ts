/** The table of pinyin initials, worked out from pinyin-pro. Run this file to write it anew. */
import { writeFile } from 'node:fs/promises';
import { pinyin } from 'pinyin-pro';
import { FIRST_CHARACTER, LAST_CHARACTER } from '../../../../src/domain/search/initials.ts';

const LINE_LETTERS = 112;
const TARGET = new URL('../../../../src/domain/search/initialsTable.ts', import.meta.url);

/** Initials of a text as the library reads it, one per character; `.` for what has none. */
export function initialsByLibrary(text: string, surname: 'head' | 'off'): string {
  const read = pinyin(text, { pattern: 'first', toneType: 'none', type: 'array', surname });
  return read.map((initial) => (/^[a-z]/.test(initial) ? initial.slice(0, 1) : '.')).join('');
}

/** One letter for every character of the table, in order. */
export function tableByLibrary(): string {
  const codes = Array.from({ length: LAST_CHARACTER - FIRST_CHARACTER + 1 }, (_, i) => FIRST_CHARACTER + i);
  return codes.map((code) => initialsByLibrary(String.fromCodePoint(code), 'off')).join('');
}

async function write(): Promise<void> {
  const lines = tableByLibrary().match(new RegExp(`.{1,${LINE_LETTERS}}`, 'g')) ?? [];
  const text = `/** Written by tests/unit/domain/support/initialsFromPinyin.ts: a letter for every character from U+3400 to U+9FFF. */
export const INITIALS = [
${lines.map((line) => `  '${line}',`).join('\n')}
].join('');
`;
  await writeFile(TARGET, text);
}

if (process.argv[1] === import.meta.filename) await write();
