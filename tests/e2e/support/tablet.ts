/** A tablet in a worker's hands: what people tap, by the words they read. */
import { type BrowserContext, type CDPSession, chromium, type Locator, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { CHROMIUM_ARGS, findChromium } from './chromium.ts';
import { fakeCameraArgs } from './fakeCamera.ts';

export interface Worker {
  readonly name: string;
  readonly pin: string;
}

export class TabletHands {
  private readonly context: BrowserContext;
  private readonly origin: string;
  page: Page;

  private constructor(context: BrowserContext, origin: string, page: Page) {
    this.context = context;
    this.origin = origin;
    this.page = page;
  }

  /** A new tablet: a browser of its own, with a camera that shows a clip. `permissions` are what its person has allowed. */
  static async open(
    origin: string,
    clip: string,
    profile: string,
    permissions: readonly string[] = ['camera'],
  ): Promise<TabletHands> {
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: findChromium(),
      args: [...CHROMIUM_ARGS, ...fakeCameraArgs(clip)],
      viewport: { width: 800, height: 1280 },
      locale: 'zh-CN',
      reducedMotion: 'reduce',
      permissions: [...permissions],
    });
    const page = context.pages()[0] ?? (await context.newPage());
    return new TabletHands(context, origin, page);
  }

  /** A tablet in a browser that is open already. */
  static in(context: BrowserContext, origin: string, page: Page): TabletHands {
    return new TabletHands(context, origin, page);
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name });
  }

  async goto(path: string): Promise<void> {
    await this.page.goto(`${this.origin}${path}`);
  }

  /** By the link of the office's QR, as the tablet's own camera app opens it. */
  async enrolByLink(code: string): Promise<void> {
    await this.goto(`/enrol#${code}`);
    await this.button('登记').click();
    await this.atTheDoor().waitFor();
    expect(this.page.url(), 'the code stays in no history').not.toContain('#');
  }

  async enrol(code: string): Promise<void> {
    await this.goto('/enrol');
    await this.page.getByLabel('或者输入登记码').fill(code);
    await this.button('登记').click();
    await this.atTheDoor().waitFor();
  }

  /** Locked: the list of workers, or the PIN pad at once when only one works here. */
  private atTheDoor(): Locator {
    return this.page.getByText(/您是哪一位？|请按 6 位 PIN/);
  }

  async unlock(worker: Worker): Promise<void> {
    await this.atTheDoor().waitFor();
    const list = this.button(new RegExp(worker.name));
    if (await list.isVisible()) await list.click();
    for (const digit of worker.pin) await this.button(digit).click();
    await this.page.getByText('我的网格').waitFor();
  }

  /** Everything is on the tablet, and the app itself opens without a network. */
  async loaded(households: number): Promise<void> {
    await this.page.getByText(/都已上传/).waitFor();
    await this.tab('住户');
    await this.page.getByText(`共 ${households} 户`).waitFor();
    await this.page.evaluate(async () => navigator.serviceWorker.ready);
    await this.tab('首页');
  }

  /** One of the five places; a file has its own acts at the bottom, so one goes back first. */
  async tab(name: string): Promise<void> {
    const bar = this.page.getByRole('navigation', { name: '主菜单' });
    const back = this.button('返回');
    // A screen that is just changing shows neither, or a 返回 that is about to go: wait, look again.
    for (let step = 0; step < 10; step++) {
      await bar.or(back).first().waitFor();
      if (await bar.isVisible()) break;
      await back.click({ timeout: 3_000 }).catch(() => undefined);
    }
    // A place with a count has it in its text: the name is what it ends with.
    await bar
      .locator('a, button')
      .filter({ hasText: new RegExp(`${name}$`) })
      .click();
  }

  async offline(off: boolean): Promise<void> {
    await this.context.setOffline(off);
  }

  /** Opens a file by search, as one does without the card. */
  async find(query: string, family: string): Promise<void> {
    await this.tab('住户');
    await this.page.getByRole('searchbox').first().fill(query);
    await this.button(new RegExp(query)).first().click();
    await this.page.getByRole('heading', { name: family }).waitFor();
  }

  /** Opens a file by its card in front of the camera. */
  async scanCard(family: string): Promise<void> {
    await this.tab('扫码');
    await this.page.getByRole('heading', { name: family }).waitFor();
  }

  /** Scores an item by its title; `choose` taps what the sheet asks for. */
  async score(category: string, title: string, choose?: string): Promise<void> {
    await this.button('加分').click();
    await this.page.getByRole('tab', { name: category }).or(this.button(category)).first().click();
    await this.button(new RegExp(title)).first().click();
    const sheet = this.page.getByRole('dialog');
    if (choose) await sheet.getByText(choose, { exact: true }).click();
    await sheet.getByRole('button', { name: /^保存/ }).click();
    await this.page
      .getByText(/^已存本机 · [+−]/)
      .first()
      .waitFor();
    await this.button('加分').waitFor();
  }

  /** Changes fields of the profile, by their labels. */
  async edit(fields: Readonly<Record<string, string>>): Promise<void> {
    await this.button(/修改资料/).click();
    for (const [label, value] of Object.entries(fields)) await this.page.getByLabel(label, { exact: true }).fill(value);
    await this.button(/^保存/).click();
    await this.page.getByText('已存本机 · 资料已改好').waitFor();
    await this.button('加分').waitFor();
  }

  /** Uploads by the button, and waits until the sync line says that it is over. */
  async sync(): Promise<void> {
    await this.tab('待传');
    await this.button('现在上传').click();
    await this.button('现在上传').and(this.page.locator(':enabled')).waitFor();
    await this.page
      .getByRole('status')
      .filter({ hasText: /都已上传|等村委会处理/ })
      .first()
      .waitFor();
  }

  /** The figure under a label of the file: 累计, 可兑 or 本机可用. */
  async figure(label: string): Promise<number> {
    const figure = this.page.locator('div', { has: this.page.locator(`:scope > span:text-is("${label}")`) }).last();
    const text = await figure.locator('> span').nth(1).textContent();
    return Number(text?.replace('−', '-'));
  }

  /** 出门带额度: takes spending rights along, and waits until they are here. */
  async carry(): Promise<void> {
    await this.tab('首页');
    await this.page.getByRole('switch').click();
    await this.page.getByText(/现在带着 \d+ 分/).waitFor();
  }

  /** Puts goods into the basket, by name and size. */
  async redeem(goods: Readonly<Record<string, number>>, spec: string): Promise<void> {
    await this.button('兑换').click();
    for (const [name, pieces] of Object.entries(goods)) {
      const tile = this.page.getByRole('listitem').filter({ hasText: spec }).filter({ hasText: name });
      for (let i = 0; i < pieces; i++) await tile.getByRole('button', { name: `加一件${name}` }).click();
    }
  }

  async lessOf(name: string): Promise<void> {
    await this.button(`少一件${name}`).click();
  }

  /** The household looks, agrees, and gets its receipt. */
  async handOver(): Promise<void> {
    await this.button('给住户看一眼').click();
    await this.button('住户同意，兑换').click();
    await this.page.getByText('兑好了，可以给货').waitFor();
    await this.page.getByText(/^[0-9A-HJKMNP-TV-Z]{4}-\d{6}$/).waitFor();
    await this.button('好了').click();
    await this.button('加分').waitFor();
  }

  /** The app is closed and opened again on the same device. */
  async reopen(): Promise<void> {
    await this.page.close();
    this.page = await this.context.newPage();
    await this.goto('/');
    await this.atTheDoor().waitFor();
  }

  /** The app is closed and stays so; gives the browser's own tools, at a page of the server that is not the app. */
  async closeApp(): Promise<CDPSession> {
    const other = await this.context.newPage();
    await this.page.close();
    this.page = other;
    await this.offline(false);
    await this.goto('/healthz');
    return this.context.newCDPSession(other);
  }

  /** What the screen shows, for whoever reads why a test failed. */
  async look(file: string): Promise<void> {
    await this.page.screenshot({ path: file });
  }

  async close(): Promise<void> {
    await this.context.close();
  }

  /** Sends and fetches now, and is back at 我的. */
  async syncNow(): Promise<void> {
    await this.tab('待传');
    await this.button('现在上传').click();
    await this.page.getByRole('status').filter({ hasText: '都已上传' }).first().waitFor();
    await this.tab('我的');
  }

  async expectText(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor();
    expect(await this.page.getByText(text).count()).toBeGreaterThan(0);
  }
}
