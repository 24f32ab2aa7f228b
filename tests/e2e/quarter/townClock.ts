/**
 * The days of the test's quarter. A quarter takes a quarter, so the clocks of the machines are set: of the server's process before it
 * starts, and of each browser; the product has no part in it.
 */
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';

/** Runs in the page: moves its clock. */
function moveClock(moved: number): void {
  const all = globalThis as unknown as { townClock?: { moved: number } };
  if (all.townClock) {
    all.townClock.moved = moved;
    return;
  }
  const clock = { moved };
  all.townClock = clock;
  const RealDate = Date;
  const now = () => RealDate.now() + clock.moved;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, self) => Reflect.construct(target, args.length === 0 ? [now()] : args, self) as object,
    get: (target, key, self) => (key === 'now' ? now : Reflect.get(target, key, self)),
  });
}

export class TownClock {
  private readonly file: string;
  private readonly contexts: BrowserContext[] = [];
  private moved = 0;
  /** The day on the wall. */
  day: string;

  private constructor(file: string, day: string) {
    this.file = file;
    this.day = day;
  }

  static async on(day: string, folder: string): Promise<TownClock> {
    const clock = new TownClock(join(folder, 'clock'), day);
    await clock.goTo(day);
    return clock;
  }

  /** For the server and the `town` command. */
  get env(): Record<string, string> {
    const preload = new URL('./serverClock.mjs', import.meta.url).href;
    return { TOWN_CLOCK: this.file, NODE_OPTIONS: `--import ${preload}` };
  }

  /** The browser's clock goes with this one from now on, on every page that it opens. */
  async follow(context: BrowserContext): Promise<void> {
    this.contexts.push(context);
    context.on('close', () => this.contexts.splice(this.contexts.indexOf(context), 1));
    await context.addInitScript(moveClock, this.moved);
  }

  /** Nine in the morning of that day, everywhere. Time goes on from there as it does. */
  async goTo(day: string): Promise<void> {
    this.day = day;
    this.moved = Date.parse(`${day}T09:00:00+08:00`) - Date.now();
    // Whole at every instant: the server reads it meanwhile.
    await writeFile(`${this.file}.new`, String(this.moved));
    await rename(`${this.file}.new`, this.file);
    for (const context of this.contexts) {
      await context.addInitScript(moveClock, this.moved);
      for (const page of context.pages()) await page.evaluate(moveClock, this.moved);
    }
  }
}
