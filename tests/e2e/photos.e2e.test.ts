/** What leaves a camera's file behind when it becomes the photo of a deed, in a real browser. */
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHROMIUM_ARGS, findChromium } from './support/chromium.ts';

const MARK = 'GPS-22.3765N-112.6985E';

let browser: Browser;
let script: string;

beforeAll(async () => {
  const entry = fileURLToPath(new URL('../../src/client/photos/shrinkPhoto.ts', import.meta.url));
  const made = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, target: 'es2022', lib: { entry, formats: ['iife'], name: 'made', fileName: 'made' } },
  });
  const [first] = [made].flat();
  const chunk = first && 'output' in first ? first.output[0] : undefined;
  if (!chunk) throw new Error('nothing was built');
  script = chunk.code;
  browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_ARGS });
});

afterAll(() => browser.close());

/** Notes of a camera: turned by a quarter (orientation 6), and where it stood. */
function exif(): number[] {
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
  const content = [...Buffer.from('Exif\0\0'), ...tiff, ...Buffer.from(MARK)];
  const length = content.length + 2;
  return [0xff, 0xe1, length >> 8, length & 0xff, ...content];
}

test('the photo is small, upright, a JPEG, and says nothing of place or camera', async () => {
  const page = await browser.newPage();
  await page.addScriptTag({ content: script });
  const result = await page.evaluate(
    async ({ notes }) => {
      const canvas = document.createElement('canvas');
      Object.assign(canvas, { width: 4000, height: 3000 });
      const pen = canvas.getContext('2d');
      if (!pen) throw new Error('no canvas');
      pen.fillStyle = 'green';
      pen.fillRect(0, 0, 2000, 3000);
      const plain = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.95));
      const bytes = new Uint8Array(await (plain ?? new Blob()).arrayBuffer());
      const taken = new Blob([bytes.slice(0, 2), new Uint8Array(notes), bytes.slice(2)], { type: 'image/jpeg' });
      const { shrinkPhoto } = (globalThis as unknown as { made: { shrinkPhoto(file: Blob): Promise<Uint8Array> } })
        .made;
      const text = (b: Uint8Array) => Array.from(b, (byte) => String.fromCharCode(byte)).join('');
      const photo = await shrinkPhoto(taken);
      const shown = await createImageBitmap(new Blob([new Uint8Array(photo)], { type: 'image/jpeg' }));
      return {
        before: text(new Uint8Array(await taken.arrayBuffer())),
        after: text(photo),
        size: [shown.width, shown.height],
      };
    },
    { notes: exif() },
  );
  expect(result.before).toContain(MARK);
  expect(result.after.startsWith('\u00ff\u00d8\u00ff')).toBe(true);
  expect(result.after).not.toContain(MARK);
  expect(result.after).not.toContain('Exif');
  expect(result.size).toEqual([960, 1280]);
  expect(result.after.length).toBeLessThan(400_000);
});

test('a file that is no picture is not taken', async () => {
  const page = await browser.newPage();
  await page.addScriptTag({ content: script });
  const refused = await page.evaluate(async () => {
    const { shrinkPhoto } = (globalThis as unknown as { made: { shrinkPhoto(file: Blob): Promise<Uint8Array> } }).made;
    return shrinkPhoto(new Blob(['a text'], { type: 'image/jpeg' })).then(
      () => false,
      () => true,
    );
  });
  expect(refused).toBe(true);
});
