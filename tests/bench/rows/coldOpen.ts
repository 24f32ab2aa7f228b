/** The installed PWA, closed, opened again with no server in reach: from the address to a home that can be used. */
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { formatEnrolCode } from '../../../src/protocol/enrolCode.ts';
import { CHROMIUM_ARGS } from '../../e2e/support/chromium.ts';
import { buildApp, gzipBytesOf } from '../support/app.ts';
import { PAGE_HELPERS, tools } from '../support/page.ts';
import { against, median, type Row, rounded } from '../support/row.ts';
import { type BenchServer, startServer } from '../support/server.ts';
import { PIN, WORKER, type World } from '../support/world.ts';

/** The grid's own week stands on home only once the directory has been read; households that are away are not in it. */
const HOME_TEXT = /本周走了 \d+ 户，共 [1-9]\d* 户/;
const FILE_TEXT = '可兑';
const LOADED_MS_MAX = 120_000;
const CPU_SLOWER = 6;
const SLOW_RUNS_MAX = 3;
/** Files that are opened by tapping after each start. */
const TAPS = 3;

/** Moments the page itself noted, ms since the navigation. */
interface Moments {
  readonly padMs: number;
  readonly lastDigitMs: number;
  readonly homeMs: number;
}

function openProfile(world: World, folder: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, {
    executablePath: world.chromium,
    args: CHROMIUM_ARGS,
    locale: 'zh-CN',
    viewport: { width: 800, height: 1280 },
  });
}

/** Notes when the PIN pad and home are on the screen, before anything of the app runs. */
async function noteMoments(context: BrowserContext): Promise<void> {
  await context.addInitScript(PAGE_HELPERS);
  await context.addInitScript((home) => {
    const moments: Partial<Record<keyof Moments, number>> = {};
    Object.assign(window, { moments });
    let digits = 0;
    document.addEventListener('keydown', (event) => {
      if (/^\d$/.test(event.key) && ++digits === 6) moments.lastDigitMs = performance.now();
    });
    const note = (key: keyof Moments) => {
      // Two frames: the one that is drawn now has then been shown.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          moments[key] ??= performance.now();
        }),
      );
    };
    const look = () => {
      const text = document.body?.textContent ?? '';
      if (moments.padMs === undefined && document.querySelectorAll('button').length >= 11) note('padMs');
      if (moments.homeMs === undefined && new RegExp(home).test(text)) note('homeMs');
      if (moments.homeMs === undefined) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, HOME_TEXT.source);
}

async function openToHome(page: Page, address: string): Promise<number> {
  await page.goto(address);
  await page.waitForFunction(() => 'padMs' in (window as unknown as { moments: object }).moments);
  await page.keyboard.type(PIN);
  await page.waitForFunction(() => 'homeMs' in (window as unknown as { moments: object }).moments, undefined, {
    timeout: LOADED_MS_MAX,
  });
  const moments = await page.evaluate(() => (window as unknown as { moments: Moments }).moments);
  return moments.padMs + moments.homeMs - moments.lastDigitMs;
}

/** Enrols through the screens, loads everything, waits until the service worker has the app. */
async function install(world: World, server: BenchServer, folder: string): Promise<void> {
  const context = await openProfile(world, folder);
  try {
    const page = await context.newPage();
    await page.goto(`${server.origin}/enrol#${formatEnrolCode(await world.enrolCode())}`);
    await page.getByRole('button', { name: '登记', exact: true }).click();
    const pad = page.getByRole('button', { name: '5', exact: true });
    const name = page.getByRole('button', { name: `人${WORKER}` });
    await pad.or(name).waitFor();
    if (await name.isVisible()) await name.click();
    await pad.waitFor();
    await page.keyboard.type(PIN);
    await page.getByText(HOME_TEXT).waitFor({ timeout: LOADED_MS_MAX });
    await page.waitForFunction(
      async () => {
        await navigator.serviceWorker.ready;
        const [open] = await Promise.all([
          new Promise<IDBDatabase>((resolve, reject) => {
            const asked = indexedDB.open('village-points-cache');
            asked.onsuccess = () => resolve(asked.result);
            asked.onerror = () => reject(asked.error);
          }),
        ]);
        const keys = await new Promise<IDBValidKey[]>((resolve, reject) => {
          const asked = open.transaction('meta').objectStore('meta').getAllKeys();
          asked.onsuccess = () => resolve(asked.result);
          asked.onerror = () => reject(asked.error);
        });
        open.close();
        return keys.includes('cursor') && !keys.includes('load');
      },
      undefined,
      { timeout: LOADED_MS_MAX, polling: 500 },
    );
  } finally {
    await context.close();
  }
}

/** What no app of this kind can do without: the PIN's 600,000 rounds. */
function pinRounds(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const key = await crypto.subtle.importKey('raw', new TextEncoder().encode('246810'), 'PBKDF2', false, [
      'deriveBits',
    ]);
    const begin = performance.now();
    const salt = new Uint8Array(16);
    await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: 600_000 }, key, 256);
    return performance.now() - begin;
  });
}

/** Opens files from home by tapping; ms until the points are on the screen. */
async function openFilesByTap(page: Page): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < TAPS; i++) {
    times.push(
      await page.evaluate(
        ([place, text]) =>
          new Promise<number>((resolve, reject) => {
            const row = document.querySelectorAll<HTMLElement>('main li button')[place];
            if (!row) return reject(new Error('home shows no households'));
            const begin = performance.now();
            row.click();
            const look = () => {
              if (document.body.textContent.includes(text))
                requestAnimationFrame(() => resolve(performance.now() - begin));
              else requestAnimationFrame(look);
            };
            requestAnimationFrame(look);
          }),
        [i, FILE_TEXT] as const,
      ),
    );
    await page.goBack();
    await page.getByText(HOME_TEXT).waitFor();
  }
  return times;
}

interface Opened {
  readonly ms: number;
  readonly pinMs: number;
  readonly taps: readonly number[];
}

async function openCold(world: World, folder: string, address: string, slower: number): Promise<Opened> {
  const context = await openProfile(world, folder);
  try {
    await noteMoments(context);
    const page = await context.newPage();
    const { cpu } = await tools(page);
    await cpu(slower);
    const ms = await openToHome(page, address);
    return { ms, pinMs: await pinRounds(page), taps: await openFilesByTap(page) };
  } finally {
    await context.close();
  }
}

/** Rows `cold-open*`, `open-file-tap*`, and what the app weighs. */
export async function measureColdOpen(world: World): Promise<Row[]> {
  const { runs } = world;
  const app = await buildApp(join(world.folder, 'app'));
  const server = await startServer(world.databaseUrl, app, world.folder);
  const folder = join(world.folder, 'profile');
  try {
    await install(world, server, folder);
  } finally {
    await server.stop();
  }
  const opened: Opened[] = [];
  const slow: Opened[] = [];
  for (let run = 0; run < runs; run++) {
    opened.push(await openCold(world, folder, server.origin, 1));
    if (run < SLOW_RUNS_MAX) slow.push(await openCold(world, folder, server.origin, CPU_SLOWER));
  }
  const floor = 'the PIN’s 600,000 rounds alone';
  const pinMs = median([...opened, ...slow].map((o) => o.pinMs));
  const row = (name: string, all: readonly Opened[], target: number): Row => {
    const ms = median(all.map((o) => o.ms));
    return { name, value: rounded(ms), unit: 'ms', target, against: against(floor, pinMs, ms), runs: all.length };
  };
  const taps = (all: readonly Opened[]) => all.flatMap((o) => o.taps);
  const tapRow = (name: string, all: readonly Opened[], target: number): Row => ({
    name,
    value: rounded(median(taps(all))),
    unit: 'ms',
    target,
    against: null,
    runs: taps(all).length,
    note: `tap to points on screen; the first after a start ${rounded(median(all.flatMap((o) => o.taps.slice(0, 1))))}`,
  });
  const bytes = await gzipBytesOf(app);
  return [
    row('cold-open', opened, 1200),
    row('cold-open-6x', slow, 3500),
    tapRow('open-file-tap', opened, 50),
    tapRow('open-file-tap-6x', slow, 200),
    {
      name: 'first-screen-js',
      value: bytes.firstScreen,
      unit: 'bytes',
      target: 150 * 1024,
      against: null,
      runs: 1,
      note: 'gzip: entry and what it imports',
    },
    {
      name: 'precache',
      value: bytes.all,
      unit: 'bytes',
      target: 1.6 * 1024 * 1024,
      against: null,
      runs: 1,
      note: 'gzip',
    },
  ];
}
