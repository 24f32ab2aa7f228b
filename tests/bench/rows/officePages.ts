/** `office-*-page`: the longest piece of main-thread work when a screen of the office opens in the big town, and when its search is typed in. */
import { type Browser, chromium, type Page, type Request } from 'playwright-core';
import { CHROMIUM_ARGS } from '../../e2e/support/chromium.ts';
import { BIG_PASSWORD } from '../support/bigTown.ts';
import { OFFICE_SCREENS, type OfficeScreen } from '../support/officeScreens.ts';
import { median, type Row, rounded } from '../support/row.ts';
import type { World } from '../support/world.ts';

/** What keeps a key or a tap from being answered. */
const TARGET_MS = 100;
const QUIET_MS = 1_000;
const WAIT_MS_MAX = 180_000;
const TRACED = ['toplevel', 'disabled-by-default-devtools.timeline'];

/** One event of Chromium's trace; durations in µs, `tdur` is processor time of the thread. */
interface Traced {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

interface Work {
  readonly longestMs: number;
  readonly allMs: number;
}

/** Opens every screen by its place in the rail, `runs` times each. */
export async function officePages(
  world: Pick<World, 'chromium' | 'runs'>,
  origin: string,
  screens: readonly OfficeScreen[] = OFFICE_SCREENS,
): Promise<Row[]> {
  const browser = await chromium.launch({ executablePath: world.chromium, args: CHROMIUM_ARGS });
  try {
    const page = await browser.newPage({ locale: 'zh-CN', viewport: { width: 1366, height: 768 } });
    page.setDefaultTimeout(WAIT_MS_MAX);
    const quiet = watchRequests(page);
    await signIn(page, origin);
    await quiet();
    const rows: Row[] = [];
    for (const screen of screens) {
      process.stderr.write(`  office-${screen.name}-page …\n`);
      const opened: Work[] = [];
      const typed: Work[] = [];
      for (let i = 0; i < world.runs; i++) {
        // From a screen that is drawn at once.
        await page.locator('a[href="/office/sessions"]').first().click();
        await quiet();
        opened.push(await traced(browser, page, () => open(page, screen, quiet)));
        if (screen.search !== undefined) typed.push(await traced(browser, page, () => type(page, screen, quiet)));
      }
      rows.push(row(`office-${screen.name}-page`, opened));
      if (typed.length > 0) rows.push(row(`office-${screen.name}-typing-page`, typed));
    }
    return rows;
  } finally {
    await browser.close();
  }
}

function row(name: string, works: readonly Work[]): Row {
  return {
    name,
    value: rounded(median(works.map(({ longestMs }) => longestMs))),
    unit: 'ms',
    target: TARGET_MS,
    against: null,
    runs: works.length,
    note: `processor time of the longest task; all tasks ${rounded(median(works.map(({ allMs }) => allMs)))} ms`,
  };
}

async function signIn(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/office`);
  await page.locator('input').first().fill('town');
  await page.locator('input[type="password"]').fill(BIG_PASSWORD);
  await page.keyboard.press('Enter');
  await page.locator('a[href="/office/sessions"]').first().waitFor();
}

async function open(
  page: Page,
  { path, tabs = [], press = [] }: OfficeScreen,
  quiet: () => Promise<void>,
): Promise<void> {
  await page.locator(`a[href="/office${path}"]`).first().click();
  await quiet();
  for (const name of tabs) {
    await page.getByRole('tab', { name, exact: true }).click();
    await quiet();
  }
  for (const what of press) {
    await page.locator(what).first().click();
    await quiet();
  }
}

async function type(page: Page, { search = '' }: OfficeScreen, quiet: () => Promise<void>): Promise<void> {
  await page.locator('main input[type="search"]').or(page.locator('main input:not([type])')).first().click();
  await page.keyboard.insertText(search.slice(0, 1));
  await page.keyboard.insertText(search.slice(1));
  await quiet();
}

/** Resolves when nothing has been asked of the server for a while. */
function watchRequests(page: Page): () => Promise<void> {
  const pending = new Set<Request>();
  let last = Date.now();
  const ended = (request: Request) => {
    pending.delete(request);
    last = Date.now();
  };
  page.on('request', (request) => {
    pending.add(request);
    last = Date.now();
  });
  page.on('requestfinished', ended);
  page.on('requestfailed', ended);
  return async () => {
    last = Date.now();
    const until = last + WAIT_MS_MAX;
    // Grey lines stand where something is still to come.
    const waits = page.locator('[role="status"][aria-label] > .bg-sunken');
    while (pending.size > 0 || Date.now() - last < QUIET_MS || (await waits.count()) > 0) {
      if (Date.now() > until) throw new Error(`${[...pending].map((one) => one.url()).join(' ')} never ended`);
      await page.waitForTimeout(QUIET_MS / 5);
    }
    // What came is drawn.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  };
}

/** Tasks of the page's main thread while `act` runs. */
async function traced(browser: Browser, page: Page, act: () => Promise<void>): Promise<Work> {
  await browser.startTracing(page, { categories: TRACED });
  await act();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString('utf8')) as { traceEvents: Traced[] };
  const mains = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = traceEvents
    .filter(({ name, ph, pid, tid }) => ph === 'X' && name.endsWith('RunTask') && mains.has(`${pid} ${tid}`))
    .map(({ tdur, dur = 0 }) => (tdur ?? dur) / 1000);
  if (tasks.length === 0) throw new Error('no task of the page was traced');
  return { longestMs: Math.max(...tasks), allMs: tasks.reduce((sum, ms) => sum + ms, 0) };
}
