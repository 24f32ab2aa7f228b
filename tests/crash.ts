/**
 * `npm run crash [-- --server 100 --browser 30 --seed N --json FILE]`: kills real processes as often as asked and prints what was
 * acknowledged, lost and doubled. `npm test` runs the same tests with fewer kills.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    server: { type: 'string', default: '100' },
    browser: { type: 'string', default: '30' },
    seed: { type: 'string' },
    json: { type: 'string' },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'village-points-crash-figures-'));
const figures = join(folder, 'figures');
writeFileSync(figures, '');

function run(project: string, file: string): Promise<boolean> {
  const vitest = join(import.meta.dirname, '../node_modules/vitest/vitest.mjs');
  const child = spawn(process.execPath, [vitest, 'run', '--project', project, file], {
    stdio: 'inherit',
    env: {
      ...process.env,
      FIGURES_FILE: figures,
      SERVER_KILLS: values.server,
      BROWSER_KILLS: values.browser,
      ...(values.seed === undefined ? {} : { SEED: values.seed }),
    },
  });
  return new Promise((resolve) => child.on('exit', (code) => resolve(code === 0)));
}

let fine = true;
if (Number(values.server) > 0) fine = (await run('server', 'tests/server/crash.test.ts')) && fine;
if (Number(values.browser) > 0) fine = (await run('e2e', 'tests/e2e/tabletLoss.e2e.test.ts')) && fine;
const lines = readFileSync(figures, 'utf8').trim();
rmSync(folder, { recursive: true });
process.stdout.write(`${lines}\n`);
if (values.json) writeFileSync(values.json, `${JSON.stringify(lines.split('\n').map((line) => JSON.parse(line)))}\n`);
process.exit(fine ? 0 : 1);
