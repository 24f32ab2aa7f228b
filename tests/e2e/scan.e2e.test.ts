import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { signCard } from '../../src/protocol/card.ts';
import { generateTownKey, importTownPrivateKey } from '../../src/server/auth/townKey.ts';
import { buildHarness } from './support/buildHarness.ts';
import { findChromium } from './support/chromium.ts';
import { fakeCameraArgs, makeClip } from './support/fakeCamera.ts';
import { type StrictServer, serveStrictly } from './support/strictServer.ts';

/** The page's side of the harness, as far as the tests read it. */
type Seen = {
  codes: { text: string; format: string }[];
  errors: string[];
  twoCodes: number;
  live: number;
  detects: number;
};

const CHROMIUM = findChromium();
const BASE_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let folder: string;
let clip: string;
let server: StrictServer;
let browser: Browser;
let page: Page;
let firstCard: string;
let secondCard: string;
const requested: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scan-'));
  clip = join(folder, 'camera.y4m');
  const key = await importTownPrivateKey(await generateTownKey());
  firstCard = await signCard(key, { town: 'CC', household: 'XW-0001', n: 1 });
  secondCard = await signCard(key, { town: 'CC', household: 'XW-0002', n: 1 });
  makeClip({ file: clip, text: firstCard });
  await buildHarness(join(folder, 'site'));
  server = await serveStrictly(join(folder, 'site'));
  browser = await launch(fakeCameraArgs(clip));
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

afterEach(async () => {
  await page?.context().close();
});

function launch(args: string[]): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: [...BASE_ARGS, ...args] });
}

async function open(query = '', inBrowser = browser): Promise<void> {
  const context = await inBrowser.newContext({ viewport: { width: 420, height: 860 } });
  page = await context.newPage();
  requested.length = 0;
  page.on('request', (request) => requested.push(request.url()));
  page.on('pageerror', (error) => requested.push(`page error: ${error.message}`));
  await page.goto(`${server.origin}/${query}`);
  await page.waitForFunction(() => 'harness' in window);
}

function seen(): Promise<Seen> {
  return page.evaluate(() => {
    const { codes, errors, twoCodes, detects, tracks } = window.harness;
    return { codes, errors, twoCodes, detects, live: tracks.filter((track) => track.readyState === 'live').length };
  });
}

/** Nothing was blocked by the policy, nothing was asked from elsewhere, nothing threw. */
async function expectCleanPage(): Promise<void> {
  expect(await page.evaluate(() => window.harness.violations)).toEqual([]);
  expect(requested.filter((url) => !url.startsWith(server.origin) && !url.startsWith('blob:'))).toEqual([]);
}

describe('the scanner in a real browser under the strict policy', () => {
  test('reads a card that comes into view, with the bundled wasm decoder in place of a broken native one', async () => {
    makeClip({
      file: clip,
      scenes: [
        { seconds: 0.7, codes: [] },
        { seconds: 1.3, codes: [{ text: firstCard }] },
      ],
    });
    await open();
    await page.evaluate(() => window.harness.start(['qr_code']));
    await page.waitForFunction(() => window.harness.codes.length > 0);
    const { codes, errors, detects } = await seen();
    expect(codes).toEqual([{ text: firstCard, format: 'qr_code' }]);
    expect(errors).toEqual([]);
    expect(detects).toBeGreaterThan(0);
    expect(requested.filter((url) => url.endsWith('.wasm'))).toHaveLength(1);
    await expectCleanPage();
  });

  test('a card that stays in view is told once, and the next start sees another card', async () => {
    makeClip({ file: clip, text: firstCard });
    await open();
    await page.evaluate(() => window.harness.start(['qr_code']));
    await page.waitForFunction(() => window.harness.codes.length > 0);
    const detects = (await seen()).detects;
    await page.waitForFunction((before) => window.harness.detects > before + 10, detects);
    expect((await seen()).codes).toHaveLength(1);
    await page.evaluate(() => window.harness.stop());
    makeClip({ file: clip, text: secondCard });
    await page.evaluate(() => window.harness.start(['qr_code']));
    await page.waitForFunction(() => window.harness.codes.length > 1);
    expect((await seen()).codes.map(({ text }) => text)).toEqual([firstCard, secondCard]);
  });

  test('two cards in view are told as such and neither is taken', async () => {
    const codes = [
      { text: firstCard, x: 0.27, size: 0.42 },
      { text: secondCard, x: 0.73, size: 0.5, rotateDegrees: -3 },
    ];
    makeClip({ file: clip, scenes: [{ seconds: 2, codes }] });
    await open();
    await page.evaluate(() => window.harness.start(['qr_code']));
    await page.waitForFunction(() => window.harness.twoCodes > 3);
    expect((await seen()).codes).toEqual([]);
  });

  test('goods are read by their EAN-13', async () => {
    makeClip({ file: clip, scenes: [{ seconds: 2, codes: [{ text: '6901234567892', format: 'ean_13', size: 0.8 }] }] });
    await open();
    await page.evaluate(() => window.harness.start(['ean_13']));
    await page.waitForFunction(() => window.harness.codes.length > 0);
    expect((await seen()).codes).toEqual([{ text: '6901234567892', format: 'ean_13' }]);
  });

  test('ten overlapping starts and stops leave no camera on, and the last call decides', async () => {
    makeClip({ file: clip, text: firstCard });
    await open();
    await page.evaluate(async () => {
      const calls: Promise<void>[] = [];
      for (let i = 0; i < 10; i += 1) {
        calls.push(window.harness.start(['qr_code']), window.harness.stop());
        // Let some of them get half-way, to a different place each time.
        if (i % 3 === 0) await new Promise((resolve) => requestAnimationFrame(resolve));
        if (i % 4 === 0) await window.harness.start(['qr_code']);
      }
      calls.push(window.harness.stop());
      await Promise.all(calls);
    });
    const stopped = await seen();
    expect(stopped.live).toBe(0);
    expect(stopped.errors).toEqual([]);
    expect(await page.evaluate(() => window.harness.tracks.length)).toBeGreaterThan(1);
    expect(await page.locator('#picture').innerHTML()).toBe('');
    await page.evaluate(() => Promise.all([window.harness.stop(), window.harness.start(['qr_code'])]));
    expect((await seen()).live).toBe(1);
    await page.waitForFunction(() => window.harness.codes.length > 0);
    await expectCleanPage();
  });

  test('decodes the camera’s own pixels however small the picture is shown', async () => {
    const wideClip = join(folder, 'wide.y4m');
    makeClip({
      file: wideClip,
      width: 1280,
      height: 720,
      scenes: [{ seconds: 1, codes: [{ text: firstCard, size: 0.3 }] }],
    });
    // A browser of its own: Chromium asks the camera for its sizes once.
    const wide = await launch(fakeCameraArgs(wideClip));
    onTestFinished(() => wide.close());
    await open('', wide);
    await page.evaluate(() => window.harness.start(['qr_code']));
    await page.waitForFunction(() => window.harness.codes.length > 0);
    const sizes = await page.evaluate(() => {
      const canvas = document.querySelector('canvas');
      const shown = document.getElementById('picture')?.getBoundingClientRect();
      const video = document.querySelector('video')?.getBoundingClientRect();
      return { canvas: [canvas?.width, canvas?.height], shown, video };
    });
    expect(sizes.canvas).toEqual([1280, 720]);
    // The picture covers what is given to it.
    expect(sizes.video?.width).toBeGreaterThanOrEqual((sizes.shown?.width ?? 0) - 1);
    expect(sizes.video?.height).toBeGreaterThanOrEqual((sizes.shown?.height ?? 0) - 1);
  });
});

describe('the scan dialog', () => {
  test('answers a card in the frame, and closing it turns the camera off', async () => {
    makeClip({ file: clip, text: firstCard });
    await open('?show=dialog');
    await page.getByText('已读到').waitFor();
    expect((await seen()).codes).toEqual([{ text: firstCard, format: 'qr_code' }]);
    expect(await page.locator('[data-state=accepted]').count()).toBe(1);
    await page.getByRole('button', { name: '关闭' }).click();
    await page.getByText('closed').waitFor();
    await page.waitForFunction(() => window.harness.tracks.every((track) => track.readyState === 'ended'));
    await expectCleanPage();
  });

  test('takes a typed code and shows a refusal in words', async () => {
    makeClip({ file: clip, scenes: [{ seconds: 1, codes: [] }] });
    await open('?show=dialog');
    const field = page.getByRole('textbox', { name: '或输入户编号' });
    await page.getByRole('button', { name: '确定' }).click();
    await page.getByText('请先输入').waitFor();
    await field.fill('6901234567892');
    await field.press('Enter');
    await page.getByText('这不是户卡').waitFor();
    expect((await seen()).codes).toEqual([{ text: '6901234567892', format: 'typed' }]);
  });

  test('explains a refused camera and still takes a typed code', async () => {
    const refusing = await launch(['--use-fake-device-for-media-stream', '--deny-permission-prompts']);
    onTestFinished(() => refusing.close());
    await open('?show=dialog', refusing);
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('相机没有获得允许');
    await page.getByRole('textbox').fill(firstCard);
    await page.getByRole('textbox').press('Enter');
    await page.getByText('已读到').waitFor();
    await expectCleanPage();
  });
});
