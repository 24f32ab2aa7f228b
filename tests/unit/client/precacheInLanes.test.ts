import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PrecacheController } from 'workbox-precaching';
import { precacheInLanes } from '../../../src/client/pwa/precacheInLanes.ts';

const ORIGIN = 'https://village.example';

beforeAll(() => {
  Object.assign(globalThis, { location: { href: `${ORIGIN}/sw.js` } });
});
afterAll(() => {
  Reflect.deleteProperty(globalThis, 'location');
});

/** Answers each request when told, and notes what was asked for. */
class Line {
  readonly asked: { url: string; key: string; cache: string }[] = [];
  private readonly open: ((fine: boolean) => void)[] = [];
  readonly controller: PrecacheController;

  constructor(keys: ReadonlyMap<string, string>) {
    const handleAll = ({ request, params }: { request: Request; params: { cacheKey: string } }) => {
      this.asked.push({ url: request.url, key: params.cacheKey, cache: request.cache });
      const done = new Promise<void>((resolve, reject) => {
        this.open.push((fine) => (fine ? resolve() : reject(new Error('no line'))));
      });
      return [done, done];
    };
    this.controller = { getURLsToCacheKeys: () => keys, strategy: { handleAll } } as unknown as PrecacheController;
  }

  get waiting(): number {
    return this.open.length;
  }

  async answer(fine = true): Promise<void> {
    this.open.shift()?.(fine);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const files = (n: number) =>
  new Map(Array.from({ length: n }, (_, i) => [`${ORIGIN}/assets/${i}.js`, `${ORIGIN}/assets/${i}.js`] as const));

it('asks for every file once, from the last on, five at a time; one that fails is left to the library', async () => {
  const line = new Line(files(12));
  const all = precacheInLanes(line.controller, {} as ExtendableEvent);
  expect(line.waiting).toBe(5);
  await line.answer(false);
  expect(line.waiting).toBe(5);
  while (line.waiting > 0) await line.answer();
  await all;
  expect(line.asked.map(({ url }) => url)).toEqual([...files(12).keys()].reverse());
});

it('takes a file with its hash in its name from the browser’s cache, one with a revision only from the server', async () => {
  const page = `${ORIGIN}/index.html`;
  const line = new Line(new Map([...files(1), [page, `${page}?__WB_REVISION__=1`]]));
  const all = precacheInLanes(line.controller, {} as ExtendableEvent);
  while (line.waiting > 0) await line.answer();
  await all;
  expect(line.asked).toEqual([
    { url: page, key: `${page}?__WB_REVISION__=1`, cache: 'reload' },
    { url: `${ORIGIN}/assets/0.js`, key: `${ORIGIN}/assets/0.js`, cache: 'default' },
  ]);
});
