import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

/** The devices the screens are looked at on: a tablet upright, a phone, a tablet or PC on its side. */
export const LOOK_SIZES = {
  tablet: { width: 800, height: 1280 },
  phone: { width: 390, height: 844 },
  wide: { width: 1366, height: 768 },
} as const;
export type LookSize = keyof typeof LOOK_SIZES;

export const LOOK_LANGUAGES = ['zh-CN', 'en'] as const;
export type LookLanguage = (typeof LOOK_LANGUAGES)[number];

/** An installed Chromium without a sandbox or background traffic, as tests run it. */
export function launchChromium(args: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...args,
    ],
  });
}

export interface LookOptions {
  readonly origin: string;
  /** Folder for `<name>-<size>-<language>.png`. */
  readonly outDir: string;
  readonly sizes?: readonly LookSize[];
  readonly languages?: readonly LookLanguage[];
  readonly look?: 'light' | 'sun' | 'dark';
}

/** A page with the device's preferences set before the app starts. `complaints` fills with what the app complains about. */
export async function openPage(
  browser: Browser,
  size: LookSize,
  language: LookLanguage,
  look: 'light' | 'sun' | 'dark' = 'light',
): Promise<{ readonly page: Page; readonly complaints: readonly string[] }> {
  const context = await browser.newContext({ viewport: LOOK_SIZES[size], reducedMotion: 'reduce', locale: language });
  await context.addInitScript(
    ([l, k]) => {
      localStorage.setItem('language', l);
      localStorage.setItem('look', k);
    },
    [language, look] as const,
  );
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return { page, complaints };
}

/** Takes a picture of one screen in every size and language; `walk` brings the page there. Gives what went wrong. */
export async function look(
  browser: Browser,
  name: string,
  walk: (page: Page) => Promise<void>,
  options: LookOptions,
): Promise<readonly string[]> {
  await mkdir(options.outDir, { recursive: true });
  const wrong: string[] = [];
  for (const size of options.sizes ?? (Object.keys(LOOK_SIZES) as LookSize[])) {
    for (const language of options.languages ?? LOOK_LANGUAGES) {
      const { page, complaints } = await openPage(browser, size, language, options.look);
      try {
        await page.goto(options.origin);
        await walk(page);
        await page.screenshot({ path: join(options.outDir, `${name}-${size}-${language}.png`) });
      } finally {
        wrong.push(...complaints.map((c) => `${name} ${size} ${language}: ${c}`));
        await page.context().close();
      }
    }
  }
  return wrong;
}
