/** What a worker types to find a household, key by key. */
import type { DirectoryRow } from '../../../src/client/engine/tablet.ts';

const SOUGHT = 40;

/** Every prefix of names, initials, codes, door plates and phone ends of some households, as keys are pressed. */
export function keystrokes(rows: readonly DirectoryRow[]): readonly string[] {
  const step = Math.max(1, Math.floor(rows.length / SOUGHT));
  const typed = rows
    .filter((_, i) => i % step === 0)
    .flatMap((row) => [row.head, row.initials, row.code.toLowerCase(), row.doorPlate, row.phoneLast4, 'zzz', '龘']);
  return typed.flatMap((text) => [...text].map((_, i) => [...text].slice(0, i + 1).join('')));
}

/** Time of each query, ms. */
export function searchTimes(queries: readonly string[], find: (query: string) => unknown): readonly number[] {
  return queries.map((query) => {
    const begin = performance.now();
    find(query);
    return performance.now() - begin;
  });
}
