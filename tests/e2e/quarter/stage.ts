/** Where the quarter is played: an empty town with a clock of its own, its server, and a browser whose windows keep the town's time. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { CHROMIUM_ARGS, findChromium } from '../support/chromium.ts';
import { OfficeHands } from '../support/officeDesk.ts';
import { type Product, startProduct } from '../support/product.ts';
import { neighboursPhone } from './monthActs.ts';
import type { Secrets } from './officeActs.ts';
import { withoutPrinter } from './papers.ts';
import { TownClock } from './townClock.ts';

/** A busy machine takes its time; nobody waits longer than for this. */
export const WAIT_MS = 90_000;

export class Stage {
  private constructor(
    readonly folder: string,
    readonly clock: TownClock,
    readonly product: Product,
    readonly browser: Browser,
  ) {}

  static async on(day: string): Promise<Stage> {
    const folder = await mkdtemp(join(tmpdir(), 'village-points-quarter-'));
    const clock = await TownClock.on(day, folder);
    const product = await startProduct(['--no-build', '--empty'], clock.env);
    const browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_ARGS });
    return new Stage(folder, clock, product, browser);
  }

  /** A PC of the office, signed in. */
  async desk({ login = '', password = '' }: Partial<Secrets>): Promise<OfficeHands> {
    return OfficeHands.open(this.browser, this.product.origin, login, password, async (context) => {
      context.setDefaultTimeout(WAIT_MS);
      await this.clock.follow(context);
      await withoutPrinter(context);
    });
  }

  /** On another day nobody is signed in any more. */
  async signInAgain(hands: OfficeHands, { login = '', password = '' }: Partial<Secrets>): Promise<void> {
    await hands.page.goto(`${this.product.origin}/office`);
    await hands.signIn(login, password);
  }

  /** Whoever comes by reads the list of a month; a browser that was there before may show it as it was a minute ago. */
  async neighbour(address: string): Promise<Page> {
    const phone = await neighboursPhone(this.browser, this.clock, `${this.product.origin}/gongshi/${address}`);
    phone.setDefaultTimeout(WAIT_MS);
    return phone;
  }

  /** What everybody has before them, for whoever looks for the cause of a failure. */
  async look(): Promise<void> {
    const shots = join(tmpdir(), 'quarter-failed');
    await mkdir(shots, { recursive: true });
    const pages = this.browser.contexts().flatMap((context) => context.pages());
    for (const [i, page] of pages.entries()) await page.screenshot({ path: join(shots, `${i}.png`) });
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.product.stop();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
