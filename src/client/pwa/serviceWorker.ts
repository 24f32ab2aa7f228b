import { Workbox } from 'workbox-window';
import { create } from 'zustand';

interface AppUpdate {
  /** A newer version is downloaded and waits for a person. */
  readonly waiting: boolean;
  /** The app opens without a network from now on. */
  readonly offlineReady: boolean;
}

export const appUpdate = create<AppUpdate>(() => ({ waiting: false, offlineReady: false }));

/** How often a tablet that is never closed looks for a new version. */
const LOOK_AGAIN_MS = 60 * 60_000;

let workbox: Workbox | undefined;

let started = false;

/** A first visit that comes to no screen which starts the worker does so after this time. */
const START_LATEST_MS = 60_000;

/**
 * Registers the service worker, once: the app opens offline, and a new version waits until a person takes it. On a first visit it
 * fetches the whole app, so it is called when nothing more urgent is on the line.
 */
export async function startServiceWorker(): Promise<void> {
  if (started || !('serviceWorker' in navigator)) return;
  started = true;
  workbox = new Workbox('/sw.js', { scope: '/' });
  workbox.addEventListener('waiting', () => appUpdate.setState({ waiting: true }));
  workbox.addEventListener('activated', () => appUpdate.setState({ offlineReady: true }));
  const registration = await workbox.register();
  if (registration?.active) appUpdate.setState({ offlineReady: true });
  // Offline this fails and the next hour tries again.
  setInterval(() => void registration?.update().catch(() => undefined), LOOK_AGAIN_MS);
}

/** Registers at once where the app is installed; otherwise leaves the line to the worker's own grid for a while. */
export function startServiceWorkerInTime(): void {
  if (navigator.serviceWorker?.controller) void startServiceWorker();
  else setTimeout(() => void startServiceWorker(), START_LATEST_MS);
}

/** Takes the waiting version and opens the app again with it. Callers make sure that nothing is being typed or unsent. */
export function takeUpdate(): void {
  workbox?.addEventListener('controlling', () => location.reload());
  workbox?.messageSkipWaiting();
}
