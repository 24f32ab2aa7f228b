/// <reference lib="webworker" />
/** The service worker: opens the app cold with no network, and lets a new version wait until a person takes it. */
import { cleanupOutdatedCaches, PrecacheController, PrecacheRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { browserDeps } from './engine/browserDeps.ts';
import { BACKGROUND_PUSH } from './pwa/backgroundSync.ts';
import { precacheInLanes } from './pwa/precacheInLanes.ts';
import { syncInBackground } from './sync/syncInBackground.ts';

declare const self: ServiceWorkerGlobalScope & typeof globalThis;

cleanupOutdatedCaches();
const precache = new PrecacheController();
self.addEventListener('install', (event) => event.waitUntil(precacheInLanes(precache, event)));
precache.addToCacheList(self.__WB_MANIFEST);
registerRoute(new PrecacheRoute(precache));

// Every address of the app is the one page; the server's own addresses are not.
registerRoute(
  new NavigationRoute(precache.createHandlerBoundToURL('/index.html'), {
    denylist: [/^\/api\//, /^\/healthz$/, /^\/gongshi\//],
  }),
);

/** Fired by Background Sync; the standard's types do not know it. */
interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}

// A push that fails is tried again by the browser, in its own time.
self.addEventListener('sync', (event) => {
  const { tag } = event as SyncEvent;
  if (tag === BACKGROUND_PUSH) (event as SyncEvent).waitUntil(syncInBackground(browserDeps()));
});

self.addEventListener('message', (event: ExtendableMessageEvent) => {
  if (event.data?.type === 'SKIP_WAITING') void self.skipWaiting();
});
