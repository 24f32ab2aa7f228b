/** A Chromium that a test can kill as a power cut would: the process tree is its own, the profile stays on the disk. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { must } from '../../../src/domain/must.ts';
import { CHROMIUM_ARGS, findChromium } from './chromium.ts';

export interface KillableBrowser {
  readonly context: BrowserContext;
  readonly page: Page;
  /** SIGKILL for every process of the browser at once; resolves when none is left. */
  kill(): Promise<void>;
}

/** Starts the browser on a profile, in which it finds whatever the last one left. */
export async function openKillable(profile: string): Promise<KillableBrowser> {
  const child = spawn(
    findChromium(),
    [
      ...CHROMIUM_ARGS,
      '--headless',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      '--no-first-run',
      '--hide-crash-restore-bubble',
      '--window-size=800,1280',
      '--lang=zh-CN',
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, LANGUAGE: 'zh_CN' } },
  );
  const browser = await chromium.connectOverCDP(await debuggingAddress(child));
  const context = must(browser.contexts()[0], 'the profile’s own context');
  const page = context.pages()[0] ?? (await context.newPage());
  return { context, page, kill: () => killTree(child) };
}

async function debuggingAddress(child: ChildProcess): Promise<string> {
  let said = '';
  for await (const chunk of must(child.stderr, 'its words')) {
    said += String(chunk);
    const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
    if (address) {
      child.stderr?.resume();
      return address;
    }
  }
  throw new Error(`the browser ended at its start:\n${said}`);
}

/** Every process and the one that started it. */
async function parents(): Promise<ReadonlyMap<number, number>> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')));
  // The name of a program stands in brackets and may hold anything; what follows the last one is numbers.
  return new Map(
    lines.flatMap((line, i) => {
      const parent = Number(line.slice(line.lastIndexOf(')') + 2).split(' ')[1]);
      return line === '' ? [] : [[pids[i] ?? 0, parent] as const];
    }),
  );
}

async function killTree(child: ChildProcess): Promise<void> {
  const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
  const all = await parents();
  const tree = new Set([must(child.pid, 'a process that started')]);
  for (let size = 0; size < tree.size; ) {
    size = tree.size;
    for (const [pid, parent] of all) if (tree.has(parent)) tree.add(pid);
  }
  for (const pid of tree) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
  await gone;
}
