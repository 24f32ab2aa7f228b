/**
 * From an empty town to a finished quarter and the frozen ranking of its year, through the screens of everybody who has a part in it.
 * Every number on paper, in Excel and on the public page is added up again from the op log, by an accountant who knows nothing of the
 * product's code.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Accountant } from './quarter/accountant.ts';
import { checkListPapers, checkListSheet, checkPublicPage } from './quarter/checks.ts';
import { enrolCounter, enrolTablet, openDaysClose, redeem, scoreDeed } from './quarter/deviceActs.ts';
import { object, openMonth, publishMonth, uphold } from './quarter/monthActs.ts';
import * as acts from './quarter/officeActs.ts';
import { readOps } from './quarter/opRows.ts';
import type { Proof } from './quarter/papers.ts';
import { checkQuarter, checkRedemptionPapers } from './quarter/quarterChecks.ts';
import { checkCertificates, checkRankPapers, checkRankSheets } from './quarter/rankChecks.ts';
import { approve, approveWith, reject } from './quarter/reviewActs.ts';
import { writeCleanRoll } from './quarter/rolls.ts';
import { checkMinutes, closeSession, openSession } from './quarter/sessionActs.ts';
import { Stage, WAIT_MS } from './quarter/stage.ts';
import { AT_COUNTER, checkClosePaper, checkCloseSheets, IN_OFFICE } from './quarter/storeChecks.ts';
import * as yearly from './quarter/yearActs.ts';
import type { CounterHands } from './support/counter.ts';
import type { OfficeHands } from './support/officeDesk.ts';
import type { TabletHands, Worker } from './support/tablet.ts';

const DATA = join(import.meta.dirname, '../data');
/** Many acts, each of which waits its own time at most. */
const STEP_MS = 1_200_000;
const SOAP = '6900000010372';
const CLERK = '邓秋芬';
/** They sit in the committee; the first of them has an account. */
const COMMITTEE = ['关伯年', '梁惠珍', '陈兆棠'] as const;
const THIRD_QUARTER = {
  ...{ village: 'XW', name: '下湾村', from: '2026-07-01', to: '2026-09-30' },
  window: { from: '2026-09-18', to: '2026-09-20' },
} as const;
/** Codes of the households, whose heads the roll names. */
const [WU, XIE, CHEN, HAI] = ['XW-0001', 'XW-0002', 'XW-0004', 'XW-0005'] as const;

let stage: Stage;
let admin: acts.Secrets;
let office: OfficeHands;
let town: OfficeHands;
let tablet: TabletHands;
let counter: CounterHands;
let phone: Page;
let worker: Worker;
let clerk: Worker;
const secrets = new Map<string, acts.Secrets>();
const heads = new Map<string, string>();
/** What hangs on the board, by the name under which `town verify` knows it. */
const board = new Map<string, Proof>();
let households = 0;
/** What follows a step that failed would only fail of it. */
let broken = false;

beforeAll(async () => {
  stage = await Stage.on('2026-06-26');
});
beforeEach(({ skip }) => skip(broken, 'a step before it failed'));
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  broken = true;
  await stage.look();
});
afterAll(async () => stage?.close());

/** The village's office opens its PC on another day. */
async function officeOn(day: string): Promise<void> {
  await stage.clock.goTo(day);
  await stage.signInAgain(office, secrets.get('CWH-XW') ?? {});
}

/** The worker takes the tablet on another day. */
async function tabletOn(day: string): Promise<void> {
  await stage.clock.goTo(day);
  await tablet.reopen();
  tablet.page.setDefaultTimeout(WAIT_MS);
  await tablet.unlock(worker);
}

async function counterOn(day: string): Promise<void> {
  await stage.clock.goTo(day);
  await counter.hands.goto('/');
  await counter.typePin(clerk.pin);
  await counter.page.getByText(/没网/).first().waitFor();
  await counter.syncNow();
}

const plus = (household: string, category: string, title: string, choose?: string) =>
  scoreDeed(tablet, { household, head: heads.get(household) ?? '', category, title, ...(choose ? { choose } : {}) });
const minus = (household: string, category: string, title: string) =>
  scoreDeed(tablet, { household, head: heads.get(household) ?? '', category, title }, '减分');
const books = async () => new Accountant(await readOps(stage.product.dataDir));

describe.sequential('a quarter', () => {
  it('an empty town gets its villages from their rolls, with what is wrong named before', {
    timeout: STEP_MS,
  }, async () => {
    const created = await stage.product.town('create', '--code', 'CC', '--name', '苍城镇');
    const [, login = '', password = ''] = /administrator: (\S+)\s+(\S+)/.exec(created) ?? [];
    admin = { login, password, pin: '' };
    town = await stage.desk(admin);

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

    const table = join(stage.folder, '大罗村.csv');
    const clean = await writeCleanRoll('大罗村', table);
    const looked = await acts.previewRoll(town, table, 'DL', '大罗村');
    expect(looked.figures.slice(0, 3)).toEqual([clean.households, 0, 0]);
    await acts.takeRoll(town, clean.households);
  });

  it('people, goods, the framework, the overlay, a tablet and a counter', { timeout: STEP_MS }, async () => {
    const village = '下湾村';
    for (const who of [
      { id: 'CWH-XW', name: '下湾村村委会', role: '村委会', village, login: 'xiawan' },
      { id: 'JW-XW', name: COMMITTEE[0], role: '积分监督管理委员会', village, login: 'jianwei' },
      { id: 'WG-XW1', name: '吴锦权', role: '网格员', village },
      { id: 'DY-XW', name: CLERK, role: '兑换超市店员', village },
    ])
      secrets.set(who.id, await acts.addPerson(town, who));
    worker = { name: '吴锦权', pin: secrets.get('WG-XW1')?.pin ?? '' };
    clerk = { name: CLERK, pin: secrets.get('DY-XW')?.pin ?? '' };
    const soap = { name: '洗衣皂', spec: '2块/组', category: '日用百货', barcode: SOAP, price: '3' };
    await acts.addGoods(town, soap);
    await acts.publishFramework(town, 'rules-v2-changes.csv', '2026-07-01');
    office = await stage.desk(secrets.get('CWH-XW') ?? {});
    await acts.publishOverlay(office, 'rules-xiawan.csv', '2026-07-01', 'GY-07');

    const { browser, clock } = stage;
    const place = { browser, origin: stage.product.origin, clock, office, waitMs: WAIT_MS };
    tablet = await enrolTablet(place, worker, households);
    counter = await enrolCounter(place, clerk);
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
    board.set('XW 2026-07', await checkListPapers(office.page, list));
    await checkListSheet(office.page, list);
    phone = await stage.neighbour('XW/2026-07');
    await checkPublicPage(phone, list);
  });

  it('an objection is upheld; August shows its effect, and what came late', { timeout: STEP_MS }, async () => {
    await officeOn('2026-08-05');
    await phone.reload();
    const receipt = await object(phone, '李四', `${heads.get(WU)}家没有分类`);
    await uphold(office, receipt, WU, '生活垃圾分类投放', '核过了，这一条撤销。');
    await tablet.offline(false);
    await tabletOn('2026-08-06');
    await plus(WU, '乡村建设', '参加村民会议和议事');
    await plus(WU, '人居环境整治', '房前屋后日常整洁', '+3');
    await plus(XIE, '家庭美德', '邻里互助');
    await plus(CHEN, '乡村建设', '支持公共建设');
    await plus(HAI, '遵纪守法', '见义勇为', '+8');
    await plus(XIE, '家庭美德', '长期照料非亲属的困难邻居');
    await tablet.sync();

    await stage.clock.goTo('2026-08-28');
    const committee = await stage.desk(secrets.get('JW-XW') ?? {});
    await openSession(committee, COMMITTEE);
    await approve(committee, CHEN, '支持公共建设');
    await approveWith(committee, HAI, '见义勇为', 6, '有人一起帮忙');
    await reject(committee, XIE, '长期照料非亲属的困难邻居', '还不满六个月');
    await closeSession(committee, '三件都议了。');
    await checkMinutes(committee.page, await books(), COMMITTEE);
    await committee.page.context().close();

    await officeOn('2026-09-01');
    const figures = await publishMonth(office, '2026-08');
    const book = await books();
    const list = book.month('XW', '2026-08');
    expect(list.rows.flatMap(({ deeds }) => deeds.map(({ mark }) => mark)).sort()).toEqual([
      ...['', '', '', '', ''],
      '撤销',
      '补登',
    ]);
    expect([figures.get('其中补登'), figures.get('其中撤销')]).toEqual(['1', '1']);
    expect(figures.get('异议收到')).toBe('2026年9月10日');
    await openMonth(office, '2026-08');
    await checkListPapers(office.page, list);
    await checkListSheet(office.page, list);
    // What hangs on the board since August is still the same.
    await phone.context().close();
    phone = await stage.neighbour('XW/2026-07');
    await phone.getByText('已收到 1 条异议，答复了 1 条').waitFor();
    await checkPublicPage(phone, book.month('XW', '2026-07'));
  });

  it('the window opens, households redeem at the counter, and the store closes its day', {
    timeout: STEP_MS,
  }, async () => {
    const { window } = THIRD_QUARTER;
    await stage.signInAgain(town, admin);
    await acts.openWindow(town, '苍城镇', window.from, window.to);
    const cards = [await office.cardPayload('XW', WU), await office.cardPayload('XW', CHEN)] as const;
    await counterOn('2026-09-17');
    await counter.shoot(cards[0]);
    await counter.page.getByText('现在不是兑换的日子').first().waitFor();
    await officeOn('2026-09-18');
    await office.goto('季度兑换');
    await checkRedemptionPapers(office.page, await books(), THIRD_QUARTER);

    await counterOn('2026-09-19');
    await redeem(counter, cards[0], /吴\*林家/, [SOAP]);
    await counter.page.keyboard.press('Enter');
    await redeem(counter, cards[1], /陈\*权家/, [SOAP, SOAP]);
    await counter.syncNow();
    const day = { from: '2026-09-19', to: '2026-09-19' };
    await openDaysClose(counter);
    await checkClosePaper(counter.page, await books(), day, CLERK, AT_COUNTER);
  });

  it('the quarter is closed: September’s list, the store, who redeemed and what is left over', {
    timeout: STEP_MS,
  }, async () => {
    await tabletOn('2026-09-21');
    await plus(HAI, '家庭美德', '邻里互助');
    await tablet.sync();
    // A deed of the next quarter is not in this one's sums.
    await tabletOn('2026-10-08');
    await plus(XIE, '家庭美德', '邻里互助');
    await tablet.sync();

    await officeOn('2026-10-09');
    const figures = await publishMonth(office, '2026-09');
    // The Saturday behind the holidays is worked.
    expect(figures.get('异议收到')).toBe('2026年10月19日');
    const book = await books();
    await openMonth(office, '2026-09');
    await checkListPapers(office.page, book.month('XW', '2026-09'));
    await checkListSheet(office.page, book.month('XW', '2026-09'));
    await acts.openStoreClose(office, '上季度');
    await checkClosePaper(office.page, book, THIRD_QUARTER, CLERK, IN_OFFICE);
    await checkCloseSheets(office.page, book, THIRD_QUARTER, CLERK);
    await office.goto('季度兑换');
    await office.page.getByRole('button', { name: '上一季' }).click();
    await office.page.getByRole('region', { name: '兑换期' }).getByText('已结束').waitFor();
    await checkQuarter(office.page, book, THIRD_QUARTER);
  });

  it('the year is ranked and frozen, and every figure is the ledger’s', { timeout: STEP_MS }, async () => {
    const day = '2027-01-08';
    await officeOn(day);
    await publishMonth(office, '2026-10');
    await yearly.openRanking(office, '2026');
    await yearly.exclude(office, heads.get(HAI) ?? '', '户主是村委会聘用人员');
    await yearly.freeze(office);
    const book = await books();
    const year = { village: 'XW', name: '下湾村', year: '2026', day };
    board.set('XW 2026', await checkRankPapers(office.page, book, year));
    await checkCertificates(office.page, book, year);
    await checkRankSheets(office.page, book, year);

    const stats = JSON.parse(await stage.product.town('stats', '--json')) as {
      villages: { code: string; earned: number; redeemed: number }[];
    };
    const sum = (of: (code: string) => number) => book.homesOf('XW').reduce((all, { code }) => all + of(code), 0);
    const [earned, redeemed] = [sum((code) => book.earned(code)), sum((code) => book.redeemed(code))];
    // By hand: July's 15, of which 3 were taken back, 24 in August, 1 in September and 1 in October; three pieces of soap.
    expect([earned, redeemed]).toEqual([38, 9]);
    expect(stats.villages.find(({ code }) => code === 'XW')).toMatchObject({ earned, redeemed });
    expect(await stage.product.town('verify')).toContain('核对无误');
    for (const [name, { root, list }] of board) {
      const said = await stage.product.town('verify', '--root', root, '--publication', list);
      expect(said).toContain(`公示用它的：${name}`);
      expect(said).toMatch(new RegExp(`这是 ${name} 的.*名单，存的名单和指纹一致`));
    }
  });
});
