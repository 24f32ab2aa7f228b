import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { firstZh } from '../../../src/client/i18n/first.zh.ts';

const CLIENT = join(import.meta.dirname, '../../../src/client');

/** A file and all that it imports at once, as far as it is ours; screens that come later (`import()`) are not. */
function closure(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file) || !/\.tsx?$/.test(file)) return seen;
  seen.add(file);
  for (const [, typed, from] of readFileSync(file, 'utf8').matchAll(/^import (type )?[^;]*?'(\.[^']+)';/gms))
    if (!typed && from) closure(join(dirname(file), from), seen);
  return seen;
}

test('the first screens say nothing whose text comes only behind the PIN', () => {
  const screens = ['main.tsx', 'features/enrol/EnrolScreen.tsx', 'features/revoked/RevokedScreen.tsx'];
  const asked = new Set<string>();
  for (const screen of screens)
    for (const file of closure(join(CLIENT, screen)))
      for (const [, key] of readFileSync(file, 'utf8').matchAll(/\bt\(\s*['`]([a-z]\w*)\./g)) asked.add(String(key));
  expect([...asked]).toEqual(expect.arrayContaining(['unlock', 'enrol', 'revoked']));
  expect([...asked].filter((key) => !(key in firstZh))).toEqual([]);
});
