/** What a browser gives the engine, and what it may withhold. */
import { afterEach, expect, test, vi } from 'vitest';
import { browserDeps } from '../../../src/client/engine/browserDeps.ts';

afterEach(() => vi.unstubAllGlobals());

class Channel {
  static readonly all: Channel[] = [];
  onmessage: ((event: { data: unknown }) => void) | undefined;
  closed = false;
  readonly name: string;
  constructor(name: string) {
    this.name = name;
    Channel.all.push(this);
  }
  postMessage(data: unknown): void {
    for (const other of Channel.all) if (other !== this && other.name === this.name) other.onmessage?.({ data });
  }
  close(): void {
    this.closed = true;
  }
}

/** A page whose globals are the test's. */
function page(change: { readonly stored?: Map<string, string>; readonly forbidden?: boolean } = {}) {
  const ears = new Map<string, () => void>();
  const listening = {
    addEventListener: (name: string, ear: () => void) => ears.set(name, ear),
    removeEventListener: (name: string) => ears.delete(name),
  };
  const document = { ...listening, visibilityState: 'hidden' };
  const stored = change.stored ?? new Map<string, string>();
  const guard = () => {
    if (change.forbidden) throw new DOMException('denied', 'SecurityError');
  };
  vi.stubGlobal('document', document);
  vi.stubGlobal('addEventListener', listening.addEventListener);
  vi.stubGlobal('removeEventListener', listening.removeEventListener);
  vi.stubGlobal('BroadcastChannel', Channel);
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => {
      guard();
      return stored.get(key) ?? null;
    },
    setItem: (key: string, text: string) => {
      guard();
      stored.set(key, text);
    },
  });
  const asked: unknown[] = [];
  vi.stubGlobal('navigator', {
    locks: {
      request: async (...args: unknown[]) => {
        asked.push(args.slice(0, 2));
        return (args[2] as (lock: unknown) => unknown)({});
      },
    },
    storage: { estimate: async () => ({}) },
  });
  return { ears, document, stored, asked };
}

test('[SY-12] a page hears of a connection and of being looked at again, until it no longer listens', () => {
  const { ears, document } = page();
  const heard: string[] = [];
  const stop = browserDeps().signals?.((signal) => heard.push(signal));
  ears.get('online')?.();
  ears.get('visibilitychange')?.();
  document.visibilityState = 'visible';
  ears.get('visibilitychange')?.();
  expect(heard).toEqual(['online', 'visible']);
  stop?.();
  expect([...ears.keys()]).toEqual([]);
});

test('[SY-11] tabs hear each other, and lock each other out by the browser’s locks', async () => {
  const { asked } = page();
  const [one, two] = [browserDeps(), browserDeps()];
  const heard: string[] = [];
  two.channel?.listen((message) => heard.push(message));
  one.channel?.post('journal');
  expect(heard).toEqual(['journal']);
  one.channel?.close();
  expect(await one.locks?.request('vp-sync', { ifAvailable: true }, async () => 7)).toBe(7);
  expect(asked).toEqual([['vp-sync', { ifAvailable: true }]]);
});

test('[SY-3] the mark outlives the page; a browser that forbids it breaks nothing', () => {
  const { stored } = page();
  browserDeps().mark?.write('{"now":1}');
  expect(browserDeps().mark?.read()).toBe('{"now":1}');
  page({ stored, forbidden: true });
  expect(browserDeps().mark?.read()).toBeNull();
  browserDeps().mark?.write('x');
  expect([...stored.values()]).toEqual(['{"now":1}']);
});

test('a picture of goods lies in the browser’s own cache of answers, under the address that it is fetched from', async () => {
  page();
  const kept = new Map<string, Response>();
  const shelf = {
    match: async (url: string) => kept.get(url),
    put: async (url: string, answer: Response) => void kept.set(url, answer),
  };
  const names: string[] = [];
  vi.stubGlobal('caches', {
    open: async (name: string) => {
      names.push(name);
      return shelf;
    },
  });
  const { pictures } = browserDeps();
  expect(await pictures?.get('abc')).toBeUndefined();
  await pictures?.put('abc', new Blob(['rice']));
  expect([...kept.keys()]).toEqual(['/api/goods/photos/abc']);
  expect(await (await pictures?.get('abc'))?.text()).toBe('rice');
  expect(new Set(names)).toEqual(new Set(['village-points-goods']));
});

test('a service worker and an old browser have less, and the engine is told so', () => {
  page();
  vi.stubGlobal('navigator', {});
  for (const missing of ['document', 'BroadcastChannel']) Reflect.deleteProperty(globalThis, missing);
  const deps = browserDeps();
  for (const name of ['locks', 'channel', 'storage', 'pictures', 'signals', 'mark', 'askBackgroundPush'])
    expect(deps).not.toHaveProperty(name);
  expect([typeof deps.now(), typeof deps.monotonic(), typeof deps.random()]).toEqual(['number', 'number', 'number']);
});

test('time and requests are the browser’s own', async () => {
  page();
  const fetched = vi.fn(async () => new Response('ok'));
  vi.stubGlobal('fetch', fetched);
  const { fetch, timers } = browserDeps();
  expect(await (await fetch('/x')).text()).toBe('ok');
  const rung = await new Promise((resolve) => timers.set(() => resolve('rung'), 1));
  expect(rung).toBe('rung');
  const timer = timers.set(() => expect.unreachable(), 60_000);
  timers.clear(timer);
});
