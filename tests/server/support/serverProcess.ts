import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const PROJECT = join(import.meta.dirname, '../../..');

export interface ServerProcess {
  readonly child: ChildProcess;
  readonly pid: number;
  /** What it said so far, both streams. */
  readonly said: () => string;
  /** Resolves with its origin once it runs; rejects with its words if it ends before. */
  readonly running: Promise<string>;
  /** Resolves with its exit code once it has ended; `null` if a signal ended it. */
  readonly ended: Promise<number | null>;
}

export interface ServerSettings {
  readonly environment: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly user?: { readonly uid: number; readonly gid: number };
  /** As people start it, with npm and a shell in between; `pid` is then npm's. */
  readonly throughNpm?: boolean;
  /** A file of `bundleServer` in place of the sources. */
  readonly bundle?: string;
  /** A new database gets the demo town; without it, it stays empty. */
  readonly demo?: boolean;
}

/** Starts the real server on 127.0.0.1 and a free port, without building the PWA. */
export function startServer(settings: ServerSettings): ServerProcess {
  const words = ['--no-build', ...(settings.demo ? [] : ['--empty']), ...(settings.args ?? [])];
  const [program, args] = settings.throughNpm
    ? ['npm', ['start', '--', ...words]]
    : [
        process.execPath,
        [...(settings.bundle ? [settings.bundle] : ['--import', 'tsx', 'src/server/main.ts']), ...words],
      ];
  const child = spawn(program, args, {
    cwd: PROJECT,
    env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: '0', ...settings.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...settings.user,
  });
  let text = '';
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const running = new Promise<string>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      text += chunk.toString();
      const origin = text.includes('Ctrl-C') ? /https?:\/\/localhost:\d+/.exec(text)?.[0] : undefined;
      if (origin !== undefined) resolve(origin);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    ended.then((code) => reject(new Error(`The server ended with ${code}: ${text}`)));
  });
  running.catch(() => {}); // A test that expects the end does not ask for the start.
  return { child, pid: child.pid ?? 0, said: () => text, running, ended };
}
