import { type Browser, chromium, type Page } from 'playwright-core';
import { CHROMIUM_ARGS, findChromium } from './chromium.ts';

/** The devices the screens are looked at on: a tablet upright, a phone, a tablet or PC on its side. */
export const LOOK_SIZES = {
  tablet: { width: 800, height: 1280 },
  phone: { width: 390, height: 844 },
  wide: { width: 1366, height: 768 },
} as const;
export type LookSize = keyof typeof LOOK_SIZES;

export type LookLanguage = 'zh-CN' | 'en';

/** An installed Chromium without a sandbox or background traffic, as tests run it. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: CHROMIUM_ARGS });
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
