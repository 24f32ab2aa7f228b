/** A browser page with the bench's own page in it, as a device of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type CDPSession, chromium, type Page } from 'playwright-core';
import { CHROMIUM_ARGS } from '../../e2e/support/chromium.ts';
import type { BenchPage } from '../page/main.ts';

/** "Slow line" of the quality page, in Chrome's units: bytes per second, ms. */
export const SLOW_LINE = { downloadThroughput: 50_000, uploadThroughput: 25_000, latency: 300 } as const;
const FAST_LINE = { downloadThroughput: -1, uploadThroughput: -1, latency: 0 } as const;

/** tsx marks named functions with a helper of its own; one that is sent into a page needs it there too. */
export const PAGE_HELPERS = { content: 'globalThis.__name = (named) => named;' };

export interface Device {
  readonly page: Page;
  /** Calls a function of the page by its name. */
  call<K extends keyof BenchPage>(
    name: K,
    ...args: Parameters<BenchPage[K]>
  ): Promise<Awaited<ReturnType<BenchPage[K]>>>;
  slow(on: boolean): Promise<void>;
  /** Times by which the processor is slower than this machine's; 1 is as it is. */
  cpu(times: number): Promise<void>;
  close(): Promise<void>;
}

/** Network and processor as Chrome's tools change them. */
export async function tools(page: Page): Promise<Pick<Device, 'slow' | 'cpu'> & { readonly session: CDPSession }> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  return {
    session,
    slow: async (on) => {
      await session.send('Network.emulateNetworkConditions', { offline: false, ...(on ? SLOW_LINE : FAST_LINE) });
    },
    cpu: async (rate) => {
      await session.send('Emulation.setCPUThrottlingRate', { rate });
    },
  };
}

/**
 * Opens the page in a browser with a profile of its own: a new device whose storage is on the disk. (A context beside others in one
 * browser keeps its databases in memory, and nothing it saves is durable.)
 */
export async function openDevice(executablePath: string, folder: string, origin: string): Promise<Device> {
  const profile = await mkdtemp(join(folder, 'device-'));
  const context = await chromium.launchPersistentContext(profile, { executablePath, args: CHROMIUM_ARGS });
  const page = await context.newPage();
  await page.goto(origin);
  await page.waitForFunction(() => 'bench' in window);
  const { slow, cpu } = await tools(page);
  return {
    page,
    // The name and its arguments belong together by the signature above; inside the page they are looked up.
    call: (name, ...args) =>
      page.evaluate(([method, given]) => (window.bench[method] as (...a: readonly unknown[]) => unknown)(...given), [
        name,
        args,
      ] as const) as never,
    slow,
    cpu,
    close: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}
