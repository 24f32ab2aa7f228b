/** The product as its users run it: the real `npm start` process on an empty data folder and a free port. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROJECT = join(import.meta.dirname, '../../..');
const START_MS_MAX = 120_000;

export interface Product {
  readonly origin: string;
  readonly dataDir: string;
  /** Everything it printed so far. */
  output(): string;
  /** Runs a `town` command on the same data folder and gives what it printed. */
  town(...args: string[]): Promise<string>;
  stop(): Promise<void>;
}

function tsx(script: string, args: readonly string[], env: Record<string, string>): ChildProcess {
  const cli = join(PROJECT, 'node_modules/tsx/dist/cli.mjs');
  return spawn(process.execPath, [cli, join(PROJECT, script), ...args], {
    cwd: PROJECT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Starts the product; the PWA must be built. `args` as on the command line, such as `--empty`; `more` is its environment besides. */
export async function startProduct(
  args: readonly string[] = [],
  more: Readonly<Record<string, string>> = {},
): Promise<Product> {
  const dataDir = await mkdtemp(join(tmpdir(), 'village-points-e2e-'));
  const env = { ...more, DATA_DIR: dataDir, PORT: '0', HOST: '127.0.0.1' };
  const child = tsx('src/server/main.ts', args, env);
  let printed = '';
  child.stdout?.on('data', (data: Buffer) => {
    printed += data.toString();
  });
  child.stderr?.on('data', (data: Buffer) => {
    printed += data.toString();
  });
  const origin = await waitForOrigin(child, () => printed);
  return {
    origin,
    dataDir,
    output: () => printed,
    town: (...words) => runTown(words, env),
    stop: async () => {
      if (child.exitCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function waitForOrigin(child: ChildProcess, printed: () => string): Promise<string> {
  const until = Date.now() + START_MS_MAX;
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`the product ended at its start:\n${printed()}`);
    const found = /http:\/\/localhost:(\d+)/.exec(printed());
    if (found) {
      const origin = `http://localhost:${found[1]}`;
      const answer = await fetch(`${origin}/healthz`).catch(() => undefined);
      if (answer?.ok) return origin;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill('SIGTERM');
  throw new Error(`the product did not get ready:\n${printed()}`);
}

async function runTown(words: readonly string[], env: Record<string, string>): Promise<string> {
  const child = tsx('src/server/cli/town.ts', words, env);
  let out = '';
  child.stdout?.on('data', (data: Buffer) => {
    out += data.toString();
  });
  let problems = '';
  child.stderr?.on('data', (data: Buffer) => {
    problems += data.toString();
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`town ${words.join(' ')} ended with ${code}:\n${out}${problems}`);
  return out;
}
