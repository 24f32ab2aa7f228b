/**
 * What a tablet survives, on the real product. The browser is killed again and again while a worker saves without a signal: what the
 * screen called 已存本机 is there when the tablet is opened again, once, and the server takes all of it (SY-3, SY-4, SY-10). And what
 * it cannot survive, the deleting of its databases, is told with a way out.
 */
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpBodies } from '../../src/domain/op.ts';
import { openDatabase } from '../../src/server/db/connect.ts';
import { createLog } from '../../src/server/log.ts';
import { auditTown } from '../server/support/auditTown.ts';
import { Random } from '../server/support/random.ts';
import { CHROMIUM_ARGS, findChromium } from './support/chromium.ts';
import { type KillableBrowser, openKillable } from './support/killableBrowser.ts';
import { OfficeHands } from './support/officeDesk.ts';
import { type Product, startProduct } from './support/product.ts';
import { TabletHands, type Worker } from './support/tablet.ts';

const SEED = Number(process.env.SEED ?? 20261123);
/** `npm run crash` asks for more. */
const KILLS = Number(process.env.BROWSER_KILLS ?? 6);
const FAMILY = { code: 'XW-0089', name: '谢锦昌家' };
const HOUSEHOLDS = 268;
/** Saves that were called done before a kill: between one and this many. */
const SAVES_MAX = 6;
/** Longer than a save: the kill meets it anywhere, or just behind it. */
const INTO_SAVE_MS_MAX = 120;

let product: Product;
let desk: Browser;
let office: OfficeHands;
let folder: string;
let tablet: KillableBrowser | undefined;
let worker: Worker;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'village-points-kill-'));
  product = await startProduct(['--no-build']);
  const secrets = await product.secrets();
  worker = { name: '吴锦权', pin: secrets['WG-XW1'] ?? '' };
  desk = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_ARGS });
  office = await OfficeHands.open(desk, product.origin, 'xiawan', secrets['CWH-XW'] ?? '');
});
afterAll(async () => {
  await tablet?.kill();
  await desk?.close();
  await product?.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** In the page: a worker who changes the phone number again and again, as fast as the screens go. */
async function saveOnAndOn(page: Page, first: number): Promise<void> {
  await page.evaluate((from) => {
    const until = <T>(look: () => T | null | undefined): Promise<T> =>
      new Promise((resolve) => {
        const tick = () => {
          const found = look();
          if (found) resolve(found);
          else setTimeout(tick, 2);
        };
        tick();
      });
    const button = (words: RegExp) =>
      [...document.querySelectorAll('button')].find((b) => words.test(b.textContent ?? '') && !b.disabled);
    const field = (label: string) =>
      [...document.querySelectorAll('label')].find((l) => l.textContent === label)?.control as HTMLInputElement | null;
    let saved = 0;
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes)
        for (const node of addedNodes)
          if (node.textContent?.startsWith('已存本机')) {
            saved++;
            window.saidSaved(from + saved - 1);
          }
    }).observe(document.body, { subtree: true, childList: true });
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
    const loop = async () => {
      for (let n = from; ; n++) {
        (await until(() => button(/修改资料/))).click();
        const phone = await until(() => field('电话'));
        set?.call(phone, String(n));
        phone.dispatchEvent(new Event('input', { bubbles: true }));
        (await until(() => button(/^保存/))).click();
        const before = n - from;
        await until(() => saved > before);
      }
    };
    void loop();
  }, first);
}

declare global {
  interface Window {
    saidSaved(phone: number): void;
  }
}

interface JournalOp {
  readonly seq: number;
  readonly prev: string;
  readonly hash: string;
}

/** The chain of the device's log as it lies in the browser's storage. */
async function journalOf(page: Page): Promise<readonly JournalOp[]> {
  return page.evaluate(
    () =>
      new Promise<{ seq: number; prev: string; hash: string }[]>((resolve, reject) => {
        const opening = indexedDB.open('village-points-journal');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const all = opening.result.transaction('ops').objectStore('ops').getAll();
          all.onerror = () => reject(all.error);
          all.onsuccess = () => {
            resolve(all.result.map(({ seq, prev, hash }) => ({ seq, prev, hash })));
            opening.result.close();
          };
        };
      }),
  );
}

/** Numbered without a gap, each behind the one before it. */
function expectChained(ops: readonly JournalOp[]): void {
  ops.forEach((op, i) => {
    expect(op.seq).toBe(i + 1);
    if (i > 0) expect(op.prev).toBe(ops[i - 1]?.hash);
  });
}

test(`[SY-3] [SY-4] [SY-10] ${KILLS} SIGKILLs of the browser while a worker saves offline (seed ${SEED})`, async () => {
  const startedAt = Date.now();
  const random = new Random(SEED);
  const profile = join(folder, 'tablet');
  tablet = await openKillable(profile);
  let hands = TabletHands.in(tablet.context, product.origin, tablet.page);
  await hands.enrol(await office.enrolCode('会被杀的平板', [worker.name]));
  await hands.unlock(worker);
  await hands.loaded(HOUSEHOLDS);

  const reported = new Set<number>();
  let next = 13_100_000_000;
  for (let kill = 0; kill < KILLS; kill++) {
    await hands.offline(true);
    await tablet.page.exposeFunction('saidSaved', (phone: number) => reported.add(phone));
    await hands.find(FAMILY.code, FAMILY.name);
    const from = reported.size;
    const wanted = 1 + random.below(SAVES_MAX);
    await saveOnAndOn(tablet.page, next);
    while (reported.size < from + wanted) await sleep(1);
    await sleep(random.below(INTO_SAVE_MS_MAX));
    await tablet.kill();
    next += 1_000;

    tablet = await openKillable(profile);
    hands = TabletHands.in(tablet.context, product.origin, tablet.page);
    await hands.offline(true);
    await hands.goto('/');
    await hands.unlock(worker);
    const ops = await journalOf(tablet.page);
    expectChained(ops);
    expect(ops.length).toBeGreaterThanOrEqual(reported.size);
  }

  await hands.offline(false);
  await hands.sync();
  const inJournal = (await journalOf(tablet.page)).length;
  const { db, stop } = await openDatabase({ databaseUrl: null, dataDir: product.dataDir }, createLog('silent'), {
    whenRunning: 'join',
  });
  try {
    const { town, id } = await db
      .selectFrom('devices')
      .select(['town', 'id'])
      .where('name', '=', '会被杀的平板')
      .executeTakeFirstOrThrow();
    const ops = await db
      .selectFrom('ops')
      .select(['seq', 'body', 'outcome'])
      .where('town', '=', town)
      .where('device', '=', id)
      .orderBy('seq')
      .execute();
    expect(ops).toHaveLength(inJournal);
    expect(ops.map((op) => op.outcome)).toEqual(ops.map(() => 'applied'));
    const phones = ops.map((op) => Number((op.body as OpBodies['household.edit']).set[0]?.value));
    const lost = [...reported].filter((phone) => !phones.includes(phone));
    const doubled = phones.length - new Set(phones).size;
    expect(lost).toEqual([]);
    expect(doubled).toBe(0);
    await auditTown(db, town);
    if (process.env.FIGURES_FILE) {
      const figures = { reported: reported.size, recorded: phones.length, lost: lost.length, doubled };
      const seconds = Math.round((Date.now() - startedAt) / 1000);
      const line = { of: 'browser', seed: SEED, kills: KILLS, ...figures, seconds };
      await appendFile(process.env.FIGURES_FILE, `${JSON.stringify(line)}\n`);
    }
  } finally {
    await stop();
  }
}, 3_600_000);

/** What a browser's settings, or a cleaning app, do to the databases. */
async function deleteDatabases(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (const { name } of await indexedDB.databases()) {
      if (name === undefined) continue;
      await new Promise<void>((resolve, reject) => {
        const deleting = indexedDB.deleteDatabase(name);
        deleting.onsuccess = () => resolve();
        deleting.onerror = () => reject(deleting.error);
      });
    }
  });
}

test('[SY-3] the tablet’s databases are deleted while it is in use: what may be lost, what the village has, and the way out', async () => {
  await tablet?.kill();
  tablet = await openKillable(join(folder, 'cleaned'));
  const { page, context } = tablet;
  const hands = TabletHands.in(context, product.origin, page);
  await hands.enrol(await office.enrolCode('会被清的平板', [worker.name]));
  await hands.unlock(worker);
  await hands.loaded(HOUSEHOLDS);
  await hands.find(FAMILY.code, FAMILY.name);
  await hands.edit({ 电话: '13900000001' });
  await hands.sync();
  await hands.offline(true);
  await hands.find(FAMILY.code, FAMILY.name);
  await hands.edit({ 电话: '13900000002' });

  await deleteDatabases(page);
  await hands.button(/修改资料/).click();
  await hands.expectText('这台平板上的数据被清掉了');
  const id = /登记为 (\w{4,6})（/.exec((await page.getByRole('alert').first().textContent()) ?? '')?.[1] ?? '';
  await hands.expectText('清掉之前还有 1 条没上传，可能找不回来了。');
  await hands.expectText(`再请他们停用 ${id}，核销它带的额度。`);
  // Closed and opened again, without a signal: the same words.
  await hands.goto('/');
  await hands.expectText('清掉之前还有 1 条没上传，可能找不回来了。');

  await hands.offline(false);
  await hands.enrol(await office.enrolCode('重新登记的平板', [worker.name]));
  await hands.expectText(`村里收到 ${id} 的 1 条记录`);
  await hands.button('知道了').click();
  await page.getByText('这台平板上的数据被清掉了').waitFor({ state: 'detached' });
  await hands.unlock(worker);
  await hands.loaded(HOUSEHOLDS);
  await hands.find(FAMILY.code, FAMILY.name);
  await hands.expectText('139****0001');
  await hands.edit({ 电话: '13900000003' });
  await hands.sync();
});
