/** Scanning a household card: from the first camera frame that shows the code to its text, and to the tablet's next step. */
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { signCard } from '../../../src/protocol/card.ts';
import { generateTownKey, importTownPrivateKey } from '../../../src/server/auth/townKey.ts';
import { buildHarness } from '../../e2e/support/buildHarness.ts';
import { CHROMIUM_ARGS } from '../../e2e/support/chromium.ts';
import { fakeCameraArgs, makeClip } from '../../e2e/support/fakeCamera.ts';
import { serveStrictly } from '../../e2e/support/strictServer.ts';
import { PAGE_HELPERS, tools } from '../support/page.ts';
import { against, median, type Row, rounded } from '../support/row.ts';
import { householdCode, TOWN } from '../support/town.ts';
import type { World } from '../support/world.ts';

const WAIT_MS_MAX = 30_000;

/** One scan, and afterwards one decode of the frame that was read. */
async function scanOnce(page: Page): Promise<{ readonly ms: number; readonly decodeMs: number }> {
  const measured = page.evaluate(async () => {
    const { harness } = window;
    const before = harness.codes.length;
    const probe = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    if (!probe) throw new Error('no canvas');
    const read = new Promise<number>((resolve) => {
      harness.codes.push = (...codes) => {
        resolve(performance.now());
        return Array.prototype.push.apply(harness.codes, codes);
      };
    });
    await harness.start(['qr_code']);
    const video = document.querySelector<HTMLVideoElement>('#picture video');
    if (!video) throw new Error('no camera picture');
    const seen = new Promise<number>((resolve) => {
      const look: VideoFrameRequestCallback = (_now, { presentationTime }) => {
        // The card's white margin left of the code; the desk around it is dark.
        probe.drawImage(video, 0.265 * video.videoWidth, 0.48 * video.videoHeight, 8, 8, 0, 0, 1, 1);
        if ((probe.getImageData(0, 0, 1, 1).data[0] ?? 0) > 150) resolve(presentationTime);
        else video.requestVideoFrameCallback(look);
      };
      video.requestVideoFrameCallback(look);
    });
    const ms = (await read) - (await seen);
    const frame = new OffscreenCanvas(video.videoWidth, video.videoHeight);
    frame.getContext('2d')?.drawImage(video, 0, 0);
    const still = await createImageBitmap(frame);
    type Detector = new (options: { formats: string[] }) => { detect(image: ImageBitmap): Promise<unknown[]> };
    const { BarcodeDetector } = window as unknown as { BarcodeDetector: Detector };
    const detector = new BarcodeDetector({ formats: ['qr_code'] });
    const begin = performance.now();
    await detector.detect(still);
    const decodeMs = performance.now() - begin;
    await harness.stop();
    harness.codes.length = before;
    return { ms, decodeMs };
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no code was read in time')), WAIT_MS_MAX);
  });
  return Promise.race([measured, late]).finally(() => clearTimeout(timer));
}

async function scans(browser: Browser, origin: string, runs: number, slower: number) {
  const page = await browser.newPage({ viewport: { width: 800, height: 1280 } });
  try {
    await page.addInitScript(PAGE_HELPERS);
    await page.goto(origin);
    await page.waitForFunction(() => 'harness' in window);
    const { cpu } = await tools(page);
    // The first start loads the decoder, which the product does before the button is pressed.
    await scanOnce(page);
    await cpu(slower);
    const all: Awaited<ReturnType<typeof scanOnce>>[] = [];
    for (let run = 0; run < runs; run++) all.push(await scanOnce(page));
    return { ms: median(all.map((s) => s.ms)), decodeMs: median(all.map((s) => s.decodeMs)) };
  } finally {
    await page.close();
  }
}

/** Rows `scan*`. */
export async function measureScan(world: World): Promise<Row[]> {
  const { runs } = world;
  const clip = join(world.folder, 'camera.y4m');
  const key = await importTownPrivateKey(await generateTownKey());
  const text = await signCard(key, { town: TOWN, household: householdCode(1), n: 1 });
  makeClip({
    file: clip,
    scenes: [
      { seconds: 1, codes: [] },
      { seconds: 3, codes: [{ text }] },
    ],
  });
  const site = join(world.folder, 'scan');
  await buildHarness(site);
  const server = await serveStrictly(site);
  const browser = await chromium.launch({
    executablePath: world.chromium,
    args: [...CHROMIUM_ARGS, ...fakeCameraArgs(clip)],
  });
  try {
    const fast = await scans(browser, server.origin, runs, 1);
    const slow = await scans(browser, server.origin, runs, 4);
    const floor = 'one decode of the same frame';
    const row = (name: string, of: typeof fast, target: number): Row => ({
      name,
      value: rounded(of.ms),
      unit: 'ms',
      target,
      against: against(floor, of.decodeMs, of.ms),
      runs,
      note: 'first frame with the code to its text, camera of 15 frames a second',
    });
    return [row('scan', fast, 250), row('scan-4x', slow, 500)];
  } finally {
    await browser.close();
    await server.close();
  }
}
