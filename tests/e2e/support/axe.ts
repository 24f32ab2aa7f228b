/** Asks axe what is wrong with a page for somebody who sees, hears or moves differently (WCAG 2.2 AA). */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** One line per thing that is wrong: the rule, where, and what axe says of it. */
async function axeFaults(page: Page): Promise<readonly string[]> {
  await page.evaluate(SOURCE);
  const { violations } = await page.evaluate(async (tags) => {
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } };
    return axe.run({ runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
  }, TAGS);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${(failureSummary ?? '').replaceAll('\n', ' ')}`,
    ),
  );
}

/** Whether one has to push the whole page sideways to read it (WCAG 1.4.10), which axe does not look for. */
async function reflowFaults(page: Page): Promise<readonly string[]> {
  const beyond = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  return beyond > 0 ? [`reflow: the page is ${beyond} px wider than the window`] : [];
}

/** A PC's window and a phone's. */
export const AXE_WIDTHS = [
  { width: 1366, height: 768 },
  { width: 390, height: 844 },
] as const;

/** What axe finds at each width, and whether the page fits it; a screen is looked at once it stands still. `LOOK`: a folder for pictures of what it saw. */
export async function axeAtEachWidth(page: Page, state = ''): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const size of AXE_WIDTHS) {
    await page.setViewportSize(size);
    await page.waitForLoadState('networkidle');
    await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null);
    if (process.env.LOOK) {
      const name = `${new URL(page.url()).pathname.replaceAll('/', '_')}${state}`;
      await page.screenshot({ path: join(process.env.LOOK, `${name}-${size.width}.png`) });
    }
    const found = [...(await axeFaults(page)), ...(await reflowFaults(page))];
    faults.push(...found.map((fault) => `${size.width}: ${fault}`));
  }
  return faults;
}
