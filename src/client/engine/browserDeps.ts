/** The engine's needs as a browser fulfils them. */

import { goodsPhotoPath } from '../../protocol/photo.ts';
import { APP_VERSION } from '../pwa/appVersion.ts';
import { askBackgroundPush } from '../pwa/backgroundSync.ts';
import type { PictureShelf } from '../sync/goodsPhoto.ts';
import type { LockManagerLike } from '../sync/locks.ts';
import type { MarkPlace, Signal, TabChannel, TabletDeps } from './deps.ts';

const DB_PREFIX = 'village-points';
const MARK = `${DB_PREFIX}-device`;
const PICTURES = `${DB_PREFIX}-goods`;

function signals(listener: (signal: Signal) => void): () => void {
  const online = () => listener('online');
  const visible = () => {
    if (document.visibilityState === 'visible') listener('visible');
  };
  globalThis.addEventListener('online', online);
  document.addEventListener('visibilitychange', visible);
  return () => {
    globalThis.removeEventListener('online', online);
    document.removeEventListener('visibilitychange', visible);
  };
}

function tabChannel(): TabChannel {
  const channel = new BroadcastChannel(DB_PREFIX);
  return {
    post: (message) => channel.postMessage(message),
    listen: (listener) => {
      channel.onmessage = ({ data }) => listener(String(data));
    },
    close: () => channel.close(),
  };
}

const webLocks: LockManagerLike = {
  request: async (name, options, callback) => navigator.locks.request(name, options, callback),
};

/** Some browsers forbid it; then nothing is known of a device whose databases are gone. */
const markPlace: MarkPlace = {
  read: () => {
    try {
      return localStorage.getItem(MARK);
    } catch {
      return null;
    }
  },
  write: (text) => {
    try {
      localStorage.setItem(MARK, text);
    } catch {
      // Full or forbidden: the mark helps only after a loss, and saving must not fail for it.
    }
  },
};

/** The browser's own cache of answers: it may drop them, and they are fetched again. */
const pictures: PictureShelf = {
  get: async (id) => (await (await caches.open(PICTURES)).match(goodsPhotoPath(id)))?.blob(),
  put: async (id, picture) => (await caches.open(PICTURES)).put(goodsPhotoPath(id), new Response(picture)),
};

/** What a page or a service worker gives the engine. */
export function browserDeps(): TabletDeps {
  return {
    dbPrefix: DB_PREFIX,
    indexedDB: globalThis.indexedDB,
    IDBKeyRange: globalThis.IDBKeyRange,
    crypto: globalThis.crypto,
    fetch: (input, init) => globalThis.fetch(input, init),
    now: () => Date.now(),
    monotonic: () => performance.now(),
    random: () => Math.random(),
    origin: '',
    timers: {
      set: (run, ms) => setTimeout(run, ms),
      clear: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout> | undefined),
    },
    ...(navigator.locks ? { locks: webLocks } : {}),
    ...('BroadcastChannel' in globalThis ? { channel: tabChannel() } : {}),
    ...(navigator.storage ? { storage: navigator.storage } : {}),
    ...('caches' in globalThis ? { pictures } : {}),
    ...('document' in globalThis ? { signals, mark: markPlace } : {}),
    ...('document' in globalThis ? { askBackgroundPush } : {}),
    appVersion: APP_VERSION,
  };
}
