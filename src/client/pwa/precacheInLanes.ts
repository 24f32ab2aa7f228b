import type { PrecacheController } from 'workbox-precaching';

/**
 * Files asked for at a time while the app is installed. The library asks for one after another, so that on a slow line every file costs
 * a round trip; all at once is more than a browser takes.
 */
const LANES = 5;

/**
 * Fetches the files of `controller` from the last one on, several at a time, while the library begins with the first; what it finds
 * fetched it does not ask for again. It alone says whether the installation succeeded: a file that fails here is asked for by it.
 */
export function precacheInLanes(controller: PrecacheController, event: ExtendableEvent): Promise<unknown> {
  const ahead = [...controller.getURLsToCacheKeys()];
  const lane = async () => {
    for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
      const [url, cacheKey] = next;
      // A file without its hash in its name stands in the key with its revision, and may be an old one in the browser's cache.
      const cache = cacheKey === new URL(url, location.href).href ? 'default' : 'reload';
      const request = new Request(url, { credentials: 'same-origin', cache });
      await Promise.all(controller.strategy.handleAll({ params: { cacheKey }, request, event })).catch(() => undefined);
    }
  };
  return Promise.all(Array.from({ length: LANES }, lane));
}
