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

/** Registers the service worker: the app opens offline, and a new version waits until a person takes it. */
export async function startServiceWorker(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  workbox = new Workbox('/sw.js', { scope: '/' });
  workbox.addEventListener('waiting', () => appUpdate.setState({ waiting: true }));
  workbox.addEventListener('activated', () => appUpdate.setState({ offlineReady: true }));
  const registration = await workbox.register();
  if (registration?.active) appUpdate.setState({ offlineReady: true });
  // Offline this fails and the next hour tries again.
  setInterval(() => void registration?.update().catch(() => undefined), LOOK_AGAIN_MS);
}

/** Takes the waiting version and opens the app again with it. Callers make sure that nothing is being typed or unsent. */
export function takeUpdate(): void {
  workbox?.addEventListener('controlling', () => location.reload());
  workbox?.messageSkipWaiting();
}
