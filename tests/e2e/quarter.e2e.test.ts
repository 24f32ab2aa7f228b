/**
 * From an empty town to its first published month, by the screens of those who have a part in it: rolls, people, goods, rules, a tablet
 * and a counter enrolled, deeds at the doors, the review, and July closed and published. Every number of the list (paper, Excel, public
 * page) is added up again from the op log, by an accountant who knows nothing of the product's code. Objections, a second month,
 * redemption, the close of the store and the ranking are not in it.
 */
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Accountant } from './quarter/accountant.ts';
import { checkListPapers, checkListSheet, checkPublicPage } from './quarter/checks.ts';
import { enrolCounter, enrolTablet, scoreDeed } from './quarter/deviceActs.ts';
import { neighboursPhone, openMonth, publishMonth } from './quarter/monthActs.ts';
import * as acts from './quarter/officeActs.ts';
import { readOps } from './quarter/opRows.ts';
import { approve, approveWith, reject } from './quarter/reviewActs.ts';
import { writeCleanRoll } from './quarter/rolls.ts';
import { TownClock } from './quarter/townClock.ts';
import { CHROMIUM_ARGS, findChromium } from './support/chromium.ts';
import { OfficeHands } from './support/officeDesk.ts';
import { type Product, startProduct } from './support/product.ts';
import type { TabletHands, Worker } from './support/tablet.ts';

const DATA = join(import.meta.dirname, '../data');
const STEP_MS = 480_000;
/** A busy machine takes its time; nobody waits longer than for this. */
const WAIT_MS = 90_000;
const SOAP = '6900000010372';
const CLERK = '邓秋芬';
/** Codes of the households, whose heads the roll names. */
const [WU, XIE, CHEN, HAI] = ['XW-0001', 'XW-0002', 'XW-0004', 'XW-0005'] as const;

let folder: string;
let clock: TownClock;
let product: Product;
let browser: Browser;
let admin: acts.Secrets;
let office: OfficeHands;
let town: OfficeHands;
let tablet: TabletHands;
let phone: Page;
let worker: Worker;
let clerk: Worker;
const secrets = new Map<string, acts.Secrets>();
const heads = new Map<string, string>();
let households = 0;
/** What follows a step that failed would only fail of it. */
let broken = false;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'village-points-quarter-'));
  clock = await TownClock.on('2026-06-26', folder);
  product = await startProduct(['--no-build', '--empty'], clock.env);
  browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_ARGS });
});
beforeEach(({ skip }) => skip(broken, 'a step before it failed'));
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  broken = true;
  const shots = join(tmpdir(), 'quarter-failed');
  await mkdir(shots, { recursive: true });
  const pages = browser.contexts().flatMap((context) => context.pages());
  for (const [i, page] of pages.entries()) await page.screenshot({ path: join(shots, `${i}.png`) });
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** A desk whose browser keeps the town's time. */
async function desk(login = '', password = ''): Promise<OfficeHands> {
  const hands = await OfficeHands.open(browser, product.origin, login, password, async (context) => {
    context.setDefaultTimeout(WAIT_MS);
    await clock.follow(context);
  });
  return hands;
}

/** The village's office opens its PC on another day: who was signed in is no longer. */
async function officeOn(day: string): Promise<void> {
  await clock.goTo(day);
  await signInAgain(office, 'CWH-XW');
}

async function signInAgain(hands: OfficeHands, id: string): Promise<void> {
  const { login = '', password = '' } = secrets.get(id) ?? admin;
  await hands.page.goto(`${product.origin}/office`);
  await hands.signIn(login, password);
}

/** The worker takes the tablet on another day. */
async function tabletOn(day: string): Promise<void> {
  await clock.goTo(day);
  await tablet.reopen();
  tablet.page.setDefaultTimeout(WAIT_MS);
  await tablet.unlock(worker);
}

const plus = (household: string, category: string, title: string, choose?: string) =>
  scoreDeed(tablet, { household, head: heads.get(household) ?? '', category, title, ...(choose ? { choose } : {}) });
const minus = (household: string, category: string, title: string) =>
  scoreDeed(tablet, { household, head: heads.get(household) ?? '', category, title }, '减分');
const books = async () => new Accountant(await readOps(product.dataDir));

describe.sequential('a quarter', () => {
  it('an empty town gets its villages from their rolls, with what is wrong named before', {
    timeout: STEP_MS,
  }, async () => {
    const created = await product.town('create', '--code', 'CC', '--name', '苍城镇');
    const [, login = '', password = ''] = /administrator: (\S+)\s+(\S+)/.exec(created) ?? [];
    admin = { login, password, pin: '' };
    town = await desk(login, password);

    const messy = JSON.parse(await readFile(join(DATA, 'roll-xiawan-messy.expected.json'), 'utf8')) as {
      counts: { households_after_recommended: number; problems: number };
      problems: { sheet: string; row: number }[];
      households: { code: string; head: string }[];
    };
    const count = messy.counts.households_after_recommended;
    const seen = await acts.previewRoll(town, join(DATA, 'roll-xiawan-messy.xlsx'), 'XW', '下湾村');
    expect(seen.figures.slice(0, 3)).toEqual([count, 0, 0]);
    expect(messy.problems).toHaveLength(messy.counts.problems);
    const unnamed = messy.problems.filter(({ sheet, row }) => !seen.problems.includes(`${sheet} 第 ${row} 行`));
    expect(unnamed, 'problems of the roll that the preview does not name').toEqual([]);
    await acts.takeRoll(town, count);
    households = count;
    for (const { code, head } of messy.households) heads.set(code, head);

    const clean = await writeCleanRoll('大罗村', join(folder, '大罗村.csv'));
    const looked = await acts.previewRoll(town, join(folder, '大罗村.csv'), 'DL', '大罗村');
    expect(looked.figures.slice(0, 3)).toEqual([clean.households, 0, 0]);
    await acts.takeRoll(town, clean.households);
  });

  it('people, goods, the framework, the overlay, a tablet and a counter', { timeout: STEP_MS }, async () => {
    const village = '下湾村';
    for (const who of [
      { id: 'CWH-XW', name: '下湾村村委会', role: '村委会', village, login: 'xiawan' },
      { id: 'WG-XW1', name: '吴锦权', role: '网格员', village },
      { id: 'DY-XW', name: CLERK, role: '兑换超市店员', village },
    ])
      secrets.set(who.id, await acts.addPerson(town, who));
    worker = { name: '吴锦权', pin: secrets.get('WG-XW1')?.pin ?? '' };
    clerk = { name: CLERK, pin: secrets.get('DY-XW')?.pin ?? '' };
    const soap = { name: '洗衣皂', spec: '2块/组', category: '日用百货', barcode: SOAP, price: '3' };
    await acts.addGoods(town, soap);
    await acts.publishFramework(town, 'rules-v2-changes.csv', '2026-07-01');
    office = await desk('xiawan', secrets.get('CWH-XW')?.password);
    await acts.publishOverlay(office, 'rules-xiawan.csv', '2026-07-01', 'GY-07');

    const place = { browser, origin: product.origin, clock, office, waitMs: WAIT_MS };
    tablet = await enrolTablet(place, worker, households);
    await enrolCounter(place, clerk);
  });

  it('a week at the doors, with and without a signal, and its review', { timeout: STEP_MS }, async () => {
    await tabletOn('2026-07-06');
    await tablet.sync();
    await plus(WU, '人居环境整治', '房前屋后日常整洁', '+3');
    await plus(WU, '人居环境整治', '生活垃圾分类投放');
    await plus(XIE, '人居环境整治', '参加环境卫生集中整治');
    await minus(WU, '人居环境整治', '占用门前公共地方');
    await plus(CHEN, '遵纪守法', '报告安全隐患', '+4');
    await minus(XIE, '村级特色', '借用公物逾期不还');

    await tabletOn('2026-07-07');
    await tablet.offline(true);
    await plus(XIE, '人居环境整治', '房前屋后日常整洁', '+2');
    await plus(CHEN, '乡村建设', '参加村民会议和议事');
    await plus(CHEN, '家庭美德', '孝老爱亲');
    await plus(HAI, '家庭美德', '邻里互助');
    await tablet.offline(false);
    await tablet.sync();

    // Once a week is the most: the second one waits for the office.
    await tabletOn('2026-07-08');
    await plus(WU, '人居环境整治', '房前屋后日常整洁', '+2');
    await tablet.sync();
    // And one that stays on the tablet until the month is closed.
    await tabletOn('2026-07-09');
    await tablet.offline(true);
    await plus(CHEN, '人居环境整治', '房前屋后日常整洁', '+1');

    await officeOn('2026-07-10');
    await office.goto('审核');
    await approve(office, WU, '占用门前公共地方堆放杂物');
    await reject(office, XIE, '参加环境卫生集中整治', '中途离开，没有全程参加');
    await approveWith(office, CHEN, '报告安全隐患', 3, '隐患不大');
    await approve(office, XIE, '借用公物逾期不还');
    await approve(office, CHEN, '孝老爱亲');
    await office.decideCase('不算', '本周已经记过一次');
  });

  it('July is closed and published: paper, Excel and the public page say what the log says', {
    timeout: STEP_MS,
  }, async () => {
    await officeOn('2026-08-03');
    const figures = await publishMonth(office, '2026-07');
    const list = (await books()).month('XW', '2026-07');
    // 3 + 3 − 1 for the first, 2 − 1, 3 + 3 + 2, 1: by hand, so that the accountant is looked at too.
    expect(list.rows.map(({ household, total }) => [household, total])).toEqual([
      ...[
        [CHEN, 8],
        [WU, 5],
        [XIE, 1],
        [HAI, 1],
      ],
    ]);
    expect([...figures].slice(0, 4)).toEqual([
      ['上榜户数', `${list.rows.length}`],
      ['记分条数', `${list.entries}`],
      ['积分合计', `${list.points}`],
      ['没有记分的户', `${list.quiet}`],
    ]);
    expect(figures.get('异议收到')).toBe('2026年8月12日');
    await openMonth(office, '2026-07');
    await checkListPapers(office.page, list);
    await checkListSheet(office.page, list);
    phone = await neighboursPhone(browser, clock, `${product.origin}/gongshi/XW/2026-07`);
    phone.setDefaultTimeout(WAIT_MS);
    await checkPublicPage(phone, list);
  });
});
