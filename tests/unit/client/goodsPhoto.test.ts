/** Pictures of goods on a device: fetched once, there without a connection, and never in anybody's way. */
import { afterEach, expect, test } from 'vitest';
import { goodsPhoto, type PictureShelf } from '../../../src/client/sync/goodsPhoto.ts';
import { type Bench, Clock, readyScene } from './support/bench.ts';
import { ANNE, PINS } from './support/village.ts';

let opened: Bench | undefined;
afterEach(() => {
  opened?.powerOff();
  opened = undefined;
});

function setUp() {
  const asked: { url: string; auth: string | null }[] = [];
  const line = { online: true, status: 200 };
  const deps = {
    origin: 'https://town.test',
    timers: new Clock().api,
    fetch: (async (input, init) => {
      if (!line.online) throw new TypeError('no line');
      asked.push({ url: String(input), auth: new Headers(init?.headers).get('authorization') });
      return new Response('picture', { status: line.status });
    }) as typeof fetch,
  };
  const kept = new Map<string, Blob>();
  const shelf: PictureShelf = {
    get: async (id) => kept.get(id),
    put: async (id, picture) => {
      kept.set(id, picture);
    },
  };
  return { asked, line, deps, kept, shelf };
}

test('fetched with the device’s own word, kept, and there without a connection', async () => {
  const { asked, line, deps, shelf } = setUp();
  expect(await (await goodsPhoto(deps, 'Device K7Q2.x', shelf, 'abc'))?.text()).toBe('picture');
  expect(asked).toEqual([{ url: 'https://town.test/api/goods/photos/abc', auth: 'Device K7Q2.x' }]);
  line.online = false;
  expect(await (await goodsPhoto(deps, 'Device K7Q2.x', shelf, 'abc'))?.text()).toBe('picture');
  expect(await goodsPhoto(deps, 'Device K7Q2.x', shelf, 'def')).toBeUndefined();
  expect(asked).toHaveLength(1);
});

test('what the server does not have is not kept; a shelf that is full or closed is no matter', async () => {
  const { line, deps, kept, shelf } = setUp();
  line.status = 404;
  expect(await goodsPhoto(deps, 'x', shelf, 'abc')).toBeUndefined();
  expect(kept.size).toBe(0);
  line.status = 200;
  const full: PictureShelf = { get: shelf.get, put: () => Promise.reject(new Error('full')) };
  expect(await (await goodsPhoto(deps, 'x', full, 'abc'))?.text()).toBe('picture');
  const closed: PictureShelf = { ...full, get: () => Promise.reject(new Error('forbidden')) };
  expect(await goodsPhoto(deps, 'x', closed, 'abc')).toBeUndefined();
  expect(await (await goodsPhoto(deps, 'x', undefined, 'abc'))?.text()).toBe('picture');
});

test('a tablet shows them to whoever is unlocked, and asks for none while it is locked', async () => {
  const { bench, server, tablet } = await readyScene();
  opened = bench;
  const asked: string[] = [];
  const rest = server.fetch;
  const fetch: typeof rest = async (input, init) => {
    if (!String(input).includes('/api/goods/')) return rest(input, init);
    asked.push(new Headers(init?.headers).get('authorization') ?? '');
    return new Response('picture');
  };
  Object.assign(server, { fetch });
  tablet.lock();
  expect(await tablet.goodsPhoto('abc')).toBeUndefined();
  expect(asked).toEqual([]);
  expect(await tablet.unlock(ANNE.id, PINS[ANNE.id] ?? '')).toBe('ok');
  expect(await (await tablet.goodsPhoto('abc'))?.text()).toBe('picture');
  expect(asked).toEqual([expect.stringMatching(/^Device K7Q2\./)]);
});
