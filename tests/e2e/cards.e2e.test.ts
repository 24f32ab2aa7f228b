import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { SheetCard } from '../../src/client/features/cards/CardSheet.tsx';
import { signCard } from '../../src/protocol/card.ts';
import { generateTownKey, importTownPrivateKey } from '../../src/server/auth/townKey.ts';
import { buildHarness } from './support/buildHarness.ts';
import { findChromium } from './support/chromium.ts';
import { type StrictServer, serveStrictly } from './support/strictServer.ts';

const CHROMIUM = findChromium();
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const PX_PER_MM = 96 / 25.4;
const HEADS = ['吴仕林', '谢伟坤', '张三', '欧阳小明'];

let folder: string;
let server: StrictServer;
let browser: Browser;
let cards: SheetCard[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cards-'));
  const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const wasmBinary = new Uint8Array(await readFile(wasm)).buffer;
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  const key = await importTownPrivateKey(await generateTownKey());
  cards = await Promise.all(
    Array.from({ length: 23 }, async (_, i) => {
      const household = `XW-${String(i + 1).padStart(4, '0')}`;
      const n = (i % 3) + 1;
      const head = HEADS[i % HEADS.length] ?? '';
      return {
        household,
        n,
        head,
        doorPlate: `东兴里${i + 1}号`,
        payload: await signCard(key, { town: 'CC', household, n }),
      };
    }),
  );
  await buildHarness(join(folder, 'site'));
  server = await serveStrictly(join(folder, 'site'));
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS });
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

async function openSheet(query: string, shown: readonly SheetCard[]): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1000, height: 1200 }, deviceScaleFactor: 2 });
  await page.addInitScript((list) => Object.assign(window, { sheetCards: list }), shown);
  await page.goto(`${server.origin}/?show=sheet${query}`);
  return page;
}

describe('the printed sheet', () => {
  test('23 cards are three A4 pages of ten, numbered, each card of bank-card size', async () => {
    const page = await openSheet('', cards);
    await page.locator('.card-page').first().waitFor();
    expect(await page.locator('.card-page').count()).toBe(3);
    expect(await page.locator('.card-page').nth(0).locator('.card-face').count()).toBe(10);
    expect(await page.locator('.card-page').nth(2).locator('.card-face').count()).toBe(3);
    expect(await page.locator('.card-page-number').allTextContents()).toEqual(
      [1, 2, 3].map((n) => `苍城镇 下湾村 · 第 ${n} 页 共 3 页`),
    );
    const face = await page.locator('.card-face').first().boundingBox();
    expect((face?.width ?? 0) / PX_PER_MM).toBeCloseTo(85.6, 0);
    expect((face?.height ?? 0) / PX_PER_MM).toBeCloseTo(54, 0);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    const boxes = pdf.match(/\/MediaBox \[0 0 59[45][.\d]* 84[12][.\d]*\]/g);
    expect(boxes).toHaveLength(3);
    expect(await page.evaluate(() => window.harness.violations)).toEqual([]);
    await page.close();
  });

  test('every code on the page reads back as the card that it stands on', async () => {
    const page = await openSheet('', cards);
    const first = page.locator('.card-page').first();
    await first.waitFor();
    const codes = await readBarcodes(new Uint8Array(await first.screenshot()), {
      formats: ['QRCode'],
      maxNumberOfSymbols: 10,
    });
    expect(codes.map(({ text }) => text).sort()).toEqual(
      cards
        .slice(0, 10)
        .map(({ payload }) => payload)
        .sort(),
    );
    expect(new Set(codes.map(({ ecLevel }) => ecLevel))).toEqual(new Set(['Q']));
    const face = page.locator('.card-face', { hasText: 'XW-0007' });
    const [own] = await readBarcodes(new Uint8Array(await face.screenshot()), { formats: ['QRCode'] });
    expect(own?.text).toBe(cards[6]?.payload);
    await page.close();
  });

  test('heads are masked or not, by switch', async () => {
    const open = await openSheet('', cards);
    expect(await open.locator('.card-head').first().textContent()).toBe('吴仕林');
    await open.close();
    const masked = await openSheet('&masked', cards);
    await masked.locator('.card-page').first().waitFor();
    expect((await masked.locator('.card-head').allTextContents()).slice(0, 4)).toEqual([
      '吴*林',
      '谢*坤',
      '张*',
      '欧**明',
    ]);
    expect(await masked.locator('.card-sheet').textContent()).not.toContain('吴仕林');
    await masked.close();
  });

  test('an empty choice says what to do', async () => {
    const page = await openSheet('', []);
    await page.getByText('还没有要打印的户卡').waitFor();
    await page.close();
  });
});
