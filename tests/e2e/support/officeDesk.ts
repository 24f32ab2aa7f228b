/** The village office at its PC: what a cadre clicks, by the words they read. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { EntrySearch, OfficeEntries } from '../../../src/protocol/officeEntries.ts';

export class OfficeHands {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  /** A browser at the office, signed in. `prepare` gets it before it opens a page. */
  static async open(
    browser: Browser,
    origin: string,
    login: string,
    password: string,
    prepare: (context: BrowserContext) => Promise<void> = async () => undefined,
  ): Promise<OfficeHands> {
    const context = await browser.newContext({
      viewport: { width: 1366, height: 768 },
      locale: 'zh-CN',
      reducedMotion: 'reduce',
    });
    await prepare(context);
    const office = new OfficeHands(await context.newPage());
    await office.page.goto(`${origin}/office`);
    await office.signIn(login, password);
    return office;
  }

  /** At the sign-in page, by keys and click. */
  async signIn(login: string, password: string): Promise<void> {
    await this.page.getByLabel('账号').fill(login);
    await this.page.getByLabel('密码').fill(password);
    await this.page.getByRole('button', { name: '登录', exact: true }).click();
    await this.page.getByRole('heading', { name: '总览' }).waitFor();
  }

  async goto(name: string): Promise<void> {
    await this.page
      .getByRole('navigation')
      .getByRole('link', { name: new RegExp(name) })
      .click();
    await this.page.getByRole('heading', { name, exact: true }).waitFor();
  }

  /** A one-time code for a tablet of these workers, or a counter of these clerks, as the screen shows it. */
  async enrolCode(name: string, workers: readonly string[], kind: 'tablet' | 'counter' = 'tablet'): Promise<string> {
    await this.goto('设备');
    await this.page.getByRole('button', { name: '登记新设备' }).first().click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('combobox').first().selectOption(kind);
    await dialog.getByLabel('给设备起个名字').fill(name);
    for (const worker of workers) await dialog.getByLabel(worker).check();
    await dialog.getByRole('button', { name: '出登记码' }).click();
    const code = await dialog.getByText(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/).textContent();
    await dialog.getByRole('button', { name: '好了' }).click();
    return (code ?? '').trim();
  }

  /** What the card of a household carries: the office prints it as QR. */
  async cardPayload(village: string, household: string): Promise<string> {
    const answer = await this.page.evaluate(
      async ({ village, household }) => {
        const response = await fetch('/api/office/cards/search', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ village, grid: null, codes: [household], after: null }),
        });
        return (await response.json()) as { cards: { payload: string }[] };
      },
      { village, household },
    );
    const payload = answer.cards[0]?.payload;
    if (!payload) throw new Error(`no card for ${household}`);
    return payload;
  }

  /** Settles the Case in view. */
  async decideCase(decision: string, reason: string): Promise<void> {
    await this.goto('待处理');
    const form = this.page.getByRole('region', { name: '怎么定' });
    await form.getByLabel('原因').fill(reason);
    await form.getByRole('button', { name: decision, exact: true }).click();
    await this.page.getByRole('alert').waitFor();
  }

  /** A page of the entries that this person may see, as the server lists them; `change` narrows them, or goes on at a cursor. */
  async entries(change: Partial<EntrySearch>): Promise<OfficeEntries> {
    const search: EntrySearch = {
      ...{ status: null, village: null, grid: null, rule: null, worker: null, from: null, to: null, q: '' },
      ...{ household: null, odd: null, sort: 'newest', level: null, cursor: null, ...change },
    };
    return this.page.evaluate(async (body) => {
      const response = await fetch('/api/office/entries/search', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return (await response.json()) as OfficeEntries;
    }, search);
  }

  /** Approved points of a household, added up from the entries the review list shows. */
  async earned(household: string): Promise<number> {
    let sum = 0;
    let cursor: string | null = null;
    do {
      const page: OfficeEntries = await this.entries({ status: 'approved', household, cursor });
      for (const entry of page.entries) sum += entry.points;
      cursor = page.cursor;
    } while (cursor !== null);
    return sum;
  }
}
