/**
 * A day at the doors: two tablets and an office on the real product. Both tablets go offline, meet at one household, and come
 * back in either order.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { CHROMIUM_ARGS, findChromium } from './support/chromium.ts';
import { makeClip } from './support/fakeCamera.ts';
import { OfficeHands } from './support/officeDesk.ts';
import { type Product, startProduct } from './support/product.ts';
import { TabletHands, type Worker } from './support/tablet.ts';

let product: Product;
let browser: Browser;
let folder: string;
let secrets: Readonly<Record<string, string>>;
let office: OfficeHands;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'village-points-doors-'));
  product = await startProduct(['--no-build']);
  secrets = await product.secrets();
  browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_ARGS });
  office = await OfficeHands.open(browser, product.origin, 'xiawan', secrets['CWH-XW'] ?? '');
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

const WU: Omit<Worker, 'pin'> & { id: string } = { id: 'WG-XW1', name: '吴锦权' };
const SITU = { id: 'WG-XW2', name: '司徒达成' };
const HOUSEHOLDS = 268;

interface Day {
  readonly household: string;
  readonly head: string;
  readonly earned: number;
  /** Which tablet comes online first. */
  readonly first: 'A' | 'B';
  readonly decision: '两条都算' | '不算';
}

const DAYS: readonly Day[] = [
  { household: 'XW-0089', head: '谢锦昌', earned: 110, first: 'A', decision: '两条都算' },
  { household: 'XW-0076', head: '谢振康', earned: 110, first: 'B', decision: '不算' },
];

async function openTablets(day: Day): Promise<{ a: TabletHands; b: TabletHands }> {
  const clip = join(folder, `${day.household}.y4m`);
  makeClip({ file: clip, text: await office.cardPayload('XW', day.household) });
  const tablet = async (label: string, person: { id: string; name: string }) => {
    const hands = await TabletHands.open(product.origin, clip, join(folder, `${day.household}-${label}`));
    onTestFinished(async ({ task }) => {
      if (task.result?.state === 'fail') await hands.look(join(tmpdir(), `doors-${day.first}-${label}.png`));
      await hands.close();
    });
    await hands.enrol(await office.enrolCode(`${label}${day.household}`, [person.name]));
    await hands.unlock({ name: person.name, pin: secrets[person.id] ?? '' });
    await hands.loaded(HOUSEHOLDS);
    return hands;
  };
  const a = await tablet('A', WU);
  const b = await tablet('B', SITU);
  await a.carry();
  return { a, b };
}

describe('a day at the doors', () => {
  for (const day of DAYS) {
    it(`[CF-02][CF-08][CF-11][SY-10] ${day.first} comes back first, the office decides: ${day.decision}`, async () => {
      const { a, b } = await openTablets(day);
      const family = `${day.head}家`;
      await a.offline(true);
      await b.offline(true);

      // A scans the card and scores three deeds; B scores one of them too.
      await a.scanCard(family);
      expect(await a.figure('累计')).toBe(day.earned);
      await a.score('人居环境整治', '生活垃圾分类投放');
      await a.score('人居环境整治', '房前屋后日常整洁', '+2');
      await a.score('人居环境整治', '参加环境卫生集中整治');
      expect(await a.figure('累计')).toBe(day.earned + 4);
      await a.expectText('另有 +5 分等审核');
      await a.edit({ 电话: '13800001111', 门牌: '新门牌1号' });
      await b.find(day.household, family);
      await b.score('人居环境整治', '生活垃圾分类投放');
      await b.edit({ 电话: '13800002222', 标签: '党员户' });

      // A redeems inside the allowance, and is told why not more.
      expect(await a.figure('本机可用')).toBe(30);
      await a.redeem({ 大米: 2 }, '2.5千克');
      await a.expectText(`额度不够：本机可给${family}用 30 分，这单要 32 分。`);
      await a.lessOf('大米');
      await a.handOver();
      expect(await a.figure('本机可用')).toBe(14);
      expect(await a.figure('可兑')).toBe(day.earned + 4 - 16);

      // The app is closed and opened offline: everything is still there.
      await a.reopen();
      await a.unlock({ name: WU.name, pin: secrets[WU.id] ?? '' });
      await a.find(day.household, family);
      expect(await a.figure('累计')).toBe(day.earned + 4);
      expect(await a.figure('本机可用')).toBe(14);
      await a.expectText('新门牌1号');

      const [first, second] = day.first === 'A' ? [a, b] : [b, a];
      for (const tablet of [first, second, first]) {
        await tablet.offline(false);
        await tablet.sync();
      }
      const settled = day.earned + 4;
      for (const tablet of [a, b]) {
        await tablet.find(day.household, family);
        expect(await tablet.figure('累计')).toBe(settled);
        expect(await tablet.figure('可兑')).toBe(settled - 16);
        await tablet.expectText('新门牌1号');
        await tablet.expectText('138****2222');
        await tablet.expectText('党员户');
      }
      // The later deed waits for a person; both workers know, and the loser of the edit too.
      await second.find(day.household, family);
      await second.expectText('待村委会处理');
      await first.tab('待传');
      await first.expectText('别人记的和您记的相撞，村委会来定');
      await a.tab('待传');
      await a.expectText(day.first === 'A' ? '别人也改了' : /别人.*改/);

      // The office sees both sides and decides; both tablets learn it.
      await office.goto('待处理');
      await office.page.getByText('先到的这条').waitFor();
      await office.decideCase(day.decision, '和两位网格员核对过');
      const final = day.decision === '两条都算' ? settled + 2 : settled;
      for (const tablet of [a, b]) {
        await tablet.sync();
        await tablet.expectText('和两位网格员核对过');
        await tablet.find(day.household, family);
        expect(await tablet.figure('累计')).toBe(final);
      }
      expect(await office.earned(day.household)).toBe(final);
    });
  }
});
