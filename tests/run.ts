/**
 * `npm test`: unit, server, simulator and browser tests one after the other, so that two cores are not fought over, and one line with
 * the sum of all at the end. RESULT_FILE, when set, receives "passed failed" for the caller.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

const PROJECTS = ['unit', 'server', 'sim', 'e2e'];

interface FileReport {
  readonly name: string;
  readonly message?: string;
  readonly status: string;
  readonly assertionResults: readonly {
    readonly fullName: string;
    readonly status: string;
    readonly failureMessages?: readonly string[];
  }[];
}

interface Report {
  readonly testResults: readonly FileReport[];
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

/** Every failed test with what it said, in a few lines each: a long log is often read from its end. */
function failures({ testResults }: Report): string[] {
  const root = join(import.meta.dirname, '..');
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const tests = assertionResults.filter((test) => test.status === 'failed');
    const said = tests.map(({ fullName, failureMessages }) => `${fullName}\n${failureMessages?.join('\n') ?? ''}`);
    if (status === 'failed' && tests.length === 0) said.push(message ?? '');
    const file = relative(root, name);
    return said.map((text) => `failed: ${file} ${text.split('\n').slice(0, 12).join('\n  ')}`);
  });
}

const folder = mkdtempSync(join(tmpdir(), 'village-points-tests-'));
let passed = 0;
let failed = 0;
const told: string[] = [];
for (const project of PROJECTS) {
  const file = join(folder, `${project}.json`);
  const code = await run(project, file);
  try {
    const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
    passed += report.numPassedTests;
    failed += report.numFailedTests;
    told.push(...failures(report));
    // A file that does not load, or an error outside any test, fails no test but fails the run.
    if (code !== 0 && report.numFailedTests === 0) failed += 1;
  } catch {
    process.stderr.write(`${project}: no report, the run broke off\n`);
    failed += 1;
  }
}
rmSync(folder, { recursive: true, force: true });
if (process.env.RESULT_FILE) writeFileSync(process.env.RESULT_FILE, `${passed} ${failed}\n`);
for (const text of told) process.stdout.write(`${text}\n`);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
