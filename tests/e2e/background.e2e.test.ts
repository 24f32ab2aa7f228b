/** [SY-12] What was recorded without a signal goes up after the app was closed: the browser wakes the service worker. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeClip } from './support/fakeCamera.ts';
import { type Product, startProduct } from './support/product.ts';
import { TabletHands } from './support/tablet.ts';

let product: Product;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'village-points-background-'));
  product = await startProduct(['--no-build']);
});

afterAll(async () => {
  await product?.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function entries(): Promise<number> {
  const { total } = JSON.parse(await product.town('stats', '--json')) as { total: { entries: number } };
  return total.entries;
}

/** What the app asked the browser to do in the background. */
function asked(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    const sync =
      registration && 'sync' in registration ? (registration.sync as { getTags(): Promise<string[]> }) : undefined;
    return (await sync?.getTags()) ?? [];
  });
}

/** Id of the app's service worker, as the browser's tools name it. */
async function registrationId(tools: CDPSession, origin: string): Promise<string> {
  const found = new Promise<string>((resolve) => {
    tools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const own = registrations.find((one) => one.scopeURL.startsWith(origin) && !one.isDeleted);
      if (own) resolve(own.registrationId);
    });
  });
  await tools.send('ServiceWorker.enable');
  return found;
}

it('[SY-12] ops recorded offline are pushed in the background after the app was closed', async () => {
  const secrets = await product.secrets();
  const clip = join(folder, 'nothing.y4m');
  makeClip({ file: clip, text: 'nothing' });
  const tablet = await TabletHands.open(product.origin, clip, join(folder, 'tablet'), ['background-sync']);
  try {
    const printed = await product.town('enrol', '--village', 'XW', '--users', 'WG-XW1');
    await tablet.enrolByLink(/[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(printed)?.[0] ?? '');
    await tablet.unlock({ name: '吴锦权', pin: secrets['WG-XW1'] ?? '' });
    await tablet.loaded(268);
    const before = await entries();
    await tablet.offline(true);
    await tablet.find('XW-0089', '谢锦昌家');
    await tablet.score('人居环境整治', '生活垃圾分类投放');
    // A try that fails is what asks the browser.
    await tablet.tab('待传');
    await tablet.button('现在上传').click();
    await tablet.expectText(/离线/);
    await expect.poll(() => asked(tablet.page), { timeout: 30_000 }).toEqual(['push']);
    const tools = await tablet.closeApp();
    const id = await registrationId(tools, product.origin);
    await tools.send('ServiceWorker.dispatchSyncEvent', {
      origin: product.origin,
      registrationId: id,
      tag: 'push',
      lastChance: false,
    });
    await expect.poll(entries, { timeout: 60_000, interval: 1_000 }).toBe(before + 1);
  } finally {
    await tablet.close();
  }
});
