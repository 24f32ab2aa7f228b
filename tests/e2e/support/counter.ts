/** The store's counter in a clerk's hands: the gun, the keyboard, and what people read. */
import { setTimeout } from 'node:timers/promises';
import type { CDPSession, Locator, Page } from 'playwright-core';
import { TabletHands, type Worker } from './tablet.ts';

/** Between two keys of a barcode gun, ms. */
const GUN_KEY_MS = 5;
const LANDSCAPE = { width: 1366, height: 768 };

export class CounterHands {
  readonly hands: TabletHands;
  private gun: CDPSession | undefined;

  private constructor(hands: TabletHands) {
    this.hands = hands;
  }

  /** A PC at the store, with nothing before its camera. */
  static async open(origin: string, profile: string): Promise<CounterHands> {
    return CounterHands.of(await TabletHands.open(origin, '/dev/null', profile));
  }

  /** A PC whose browser is open already. */
  static async of(hands: TabletHands): Promise<CounterHands> {
    await hands.page.setViewportSize(LANDSCAPE);
    return new CounterHands(hands);
  }

  get page(): Page {
    return this.hands.page;
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }

  /** Everything is here: rights for the village, households, and the app itself. */
  async start(code: string, clerk: Worker): Promise<void> {
    await this.hands.enrol(code);
    await this.typePin(clerk.pin);
    await this.page.getByText(/没网还能兑 \d+ 分|没网不能兑/).waitFor();
    await this.page.evaluate(async () => navigator.serviceWorker.ready);
  }

  /** By a person's hand: faster, and it were a gun's. */
  async typePin(pin: string): Promise<void> {
    await this.page.getByText('请按 6 位 PIN').waitFor();
    await this.page.keyboard.type(pin, { delay: 60 });
  }

  /** A code from a USB gun, and an Enter. */
  async shoot(code: string): Promise<void> {
    await this.shootInParts([code]);
  }

  /**
   * A code whose keys reach the page in parts, because the machine is busy; `between` is waited for before the next part. By their
   * own time stamps the keys are 5 ms apart, whatever the machine of the test does.
   */
  async shootInParts(parts: readonly string[], between?: () => Promise<unknown>): Promise<void> {
    this.gun ??= await this.page.context().newCDPSession(this.page);
    const gun = this.gun;
    let at = Date.now();
    const end = at + [...parts.join(''), 'Enter'].length * GUN_KEY_MS;
    for (const [i, part] of parts.entries()) {
      const keys = i === parts.length - 1 ? [...part, 'Enter'] : [...part];
      await Promise.all(
        keys.flatMap((key) => {
          const timestamp = at / 1_000;
          at += GUN_KEY_MS;
          const text = key === 'Enter' ? '\r' : key;
          const down = { type: 'keyDown', key, text, unmodifiedText: text, timestamp } as const;
          const up = { type: 'keyUp', key, timestamp: timestamp + 0.002 } as const;
          return [gun.send('Input.dispatchKeyEvent', down), gun.send('Input.dispatchKeyEvent', up)];
        }),
      );
      await between?.();
    }
    // Nothing is typed before the gun has finished.
    await setTimeout(Math.max(0, end - Date.now()));
  }

  /** A household's code from a gun while a Chinese input method is on: it takes the keys and writes something else. */
  async shootThroughInputMethod(code: string, written: string): Promise<void> {
    this.gun ??= await this.page.context().newCDPSession(this.page);
    const gun = this.gun;
    const from = Date.now();
    const places = [...code].map((key) => (/\d/.test(key) ? `Digit${key}` : key === '-' ? 'Minus' : `Key${key}`));
    const press = (place: string, i: number) => {
      const timestamp = (from + i * GUN_KEY_MS) / 1_000;
      const down = { type: 'rawKeyDown', key: 'Process', code: place, windowsVirtualKeyCode: 229, timestamp } as const;
      return gun.send('Input.dispatchKeyEvent', down);
    };
    const taken = places.map(press);
    const writes = gun.send('Input.insertText', { text: written });
    await Promise.all([...taken, writes, press('Enter', places.length)]);
    await setTimeout((places.length + 1) * GUN_KEY_MS);
  }

  /** Sends what waits and hears what is new, as a clerk does it by hand. */
  async syncNow(): Promise<void> {
    await this.page.getByRole('link', { name: /待传|已上传/ }).click();
    await this.button('现在上传').click();
    await this.page.getByRole('status').filter({ hasText: '都已上传' }).first().waitFor();
    await this.page.keyboard.press('Escape');
  }

  /** Points that the counter says it can serve without a connection. */
  async servable(): Promise<number> {
    const words = await this.page.getByText(/没网还能兑 \d+ 分/).textContent();
    return Number(/\d+/.exec(words ?? '')?.[0]);
  }

  /** The figure under a word of the household's column. */
  figure(label: string): Promise<number> {
    return this.hands.figure(label);
  }
}
