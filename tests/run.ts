/**
 * `npm test`: unit, server, simulator and browser tests one after the other, so that two cores are not fought over, and one line with
 * the sum of all at the end. RESULT_FILE, when set, receives "passed failed" for the caller.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROJECTS = ['unit', 'server', 'sim', 'e2e'];

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly success: boolean;
}

function run(project: string, report: string): Promise<number> {
  const vitest = join(import.meta.dirname, '../node_modules/vitest/vitest.mjs');
  const args = [
    vitest,
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
}

const folder = mkdtempSync(join(tmpdir(), 'village-points-tests-'));
let passed = 0;
let failed = 0;
for (const project of PROJECTS) {
  const file = join(folder, `${project}.json`);
  const code = await run(project, file);
  try {
    const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
    passed += report.numPassedTests;
    failed += report.numFailedTests;
    // A file that does not load, or an error outside any test, fails no test but fails the run.
    if (code !== 0 && report.numFailedTests === 0) failed += 1;
  } catch {
    process.stderr.write(`${project}: no report, the run broke off\n`);
    failed += 1;
  }
}
rmSync(folder, { recursive: true, force: true });
if (process.env.RESULT_FILE) writeFileSync(process.env.RESULT_FILE, `${passed} ${failed}\n`);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
