/** The simulator in the suite: two hundred seeds hold, and the simulator itself can be trusted. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundle } from './bundle.ts';
import { BUGS } from './planted/all.ts';
import type { Played } from './play.ts';
import { type SimPostgres, startPostgres } from './postgres.ts';
import { report, told } from './report.ts';
import { simulate } from './simulate.ts';

let postgres: SimPostgres;

beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

test('[SY-4] [SY-5] [SY-10] [AL-2] [AL-7] two hundred towns keep every promise, whatever breaks', async () => {
  const stories: string[] = [];
  const all = await simulate(
    postgres,
    { seeds: 200, from: 1, ops: 50, jobs: 2, shrink: true },
    ({ played, shrunk }) => {
      if (played.broken) stories.push(told(shrunk ?? played, played, 50));
    },
  );
  expect(stories.join('\n')).toBe('');
  const { seeds, ops, faults } = report(all);
  expect(seeds).toBe(200);
  expect(ops).toBeGreaterThan(200 * 40);
  for (const fault of [
    'client killed',
    'server killed',
    'answer lost',
    'answer cut',
    'request doubled late',
    'clock jump',
  ])
    expect(faults[fault], fault).toBeGreaterThan(20);
});

test('the same seed tells the same story to the last hash', async () => {
  const [first] = await simulate(postgres, { seeds: 1, from: 7, ops: 120, jobs: 1 });
  const [again] = await simulate(postgres, { seeds: 1, from: 7, ops: 120, jobs: 1 });
  expect(again?.story).toEqual(first?.story);
  expect(again?.end).toBe(first?.end);
});

test('a planted bug is found, and its story is cut down to what matters', async () => {
  const bug = BUGS.find((b) => b.name === 'held ops not shown');
  const range = { seeds: 8, from: 1, ops: 60, jobs: 2, patches: bug?.patches ?? [] };
  const whole = (await simulate(postgres, range)).find((played) => played.broken);
  expect(whole?.broken?.check).toBe('tray');
  const one = { ...range, seeds: 1, from: whole?.seed ?? 0, shrink: true };
  const shorter: Played[] = [];
  const [again] = await simulate(postgres, one, ({ shrunk }) => {
    if (shrunk) shorter.push(shrunk);
  });
  const [short] = shorter;
  expect(short?.broken?.check).toBe('tray');
  expect(short?.story.length).toBeLessThan((whole?.story.length ?? 0) / 2);
  // The figures of a run tell of what was played, not of the short story.
  expect(again).toEqual(whole);
});

test('every planted bug fits the source as it is', async () => {
  for (const { name, patches } of BUGS) {
    for (const { file, find } of patches) {
      const source = await readFile(join(import.meta.dirname, '../..', file), 'utf8');
      expect(source.split(find).length - 1, `${name}: ${file}`).toBe(1);
    }
  }
});

test('a bug that no longer fits the source cannot be planted unnoticed', async () => {
  const patch = { file: 'src/domain/apply.ts', find: 'return', replace: '' };
  await expect(bundle('misfit', [patch])).rejects.toThrow(/places for a bug, not one/);
  await expect(bundle('misfit', [{ ...patch, file: 'src/domain/nowhere.ts' }])).rejects.toThrow(/nothing was planted/);
});
