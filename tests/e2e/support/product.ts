/** The product as its users run it: the real `npm start` process on a data folder of its own and a free port. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const PROJECT = join(import.meta.dirname, '../../..');
const START_MS_MAX = 120_000;
/** Environment variable with the folder of the demo town. */
const DEMO_TOWN = 'E2E_DEMO_TOWN';

export interface Product {
  readonly origin: string;
  readonly dataDir: string;
  /** Runs a `town` command on the same data folder and gives what it printed. */
  town(...args: string[]): Promise<string>;
  /** Passwords and PINs of the demo town, by the number of their owner. */
  secrets(): Promise<Readonly<Record<string, string>>>;
  /** Ends the process; its data stays. */
  end(): Promise<void>;
  /** Ends it and takes its data away. */
  stop(): Promise<void>;
}

/** The environment without the test's mode, in which React is its slow development build: the product is what its users run. */
export function userEnv(): NodeJS.ProcessEnv {
  const { NODE_ENV: _, ...env } = process.env;
  return env;
}

function tsx(script: string, args: readonly string[], env: Record<string, string>): ChildProcess {
  const cli = join(PROJECT, 'node_modules/tsx/dist/cli.mjs');
  return spawn(process.execPath, [cli, join(PROJECT, script), ...args], {
    cwd: PROJECT,
    env: { ...userEnv(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/**
 * Starts the product; the PWA must be built. `args` as on the command line, such as `--empty`; `more` is its environment besides. The
 * demo town is made once for all files and copied: what starts with anything else makes its own.
 */
export async function startProduct(
  args: readonly string[] = [],
  more: Readonly<Record<string, string>> = {},
): Promise<Product> {
  const dataDir = await mkdtemp(join(tmpdir(), 'village-points-e2e-'));
  const made = process.env[DEMO_TOWN];
  const asIs = args.every((arg) => arg === '--no-build') && Object.keys(more).length === 0;
  // With owners and modes: as root the database belongs to another user.
  if (made !== undefined && asIs) await promisify(execFile)('cp', ['-a', `${made}/.`, dataDir]);
  return startIn(dataDir, args, more);
}

/** The same in a given folder, which is empty or has a town; `stop` takes it away. */
async function startIn(
  dataDir: string,
  args: readonly string[],
  more: Readonly<Record<string, string>>,
): Promise<Product> {
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
  const end = async () => {
    if (child.exitCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  return {
    origin,
    dataDir,
    town: (...words) => runTown(words, env),
    secrets: async () => JSON.parse(await readFile(join(dataDir, 'demo-sign-ins.json'), 'utf8')).secrets,
    end,
    stop: async () => {
      await end();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Makes the demo town that other starts are copies of, and says so in the environment; gives its folder. */
export async function makeDemoTown(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'village-points-e2e-demo-'));
  await (await startIn(folder, ['--no-build'], {})).end();
  process.env[DEMO_TOWN] = folder;
  return folder;
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
