/** Background Sync (SY-12): the browser wakes the service worker when there is a connection, also after the app was closed. */

/** The one thing that is asked for: push what the journal holds. */
export const BACKGROUND_PUSH = 'push';

/** A registration where the browser has Background Sync; the standard's types do not know it. */
interface WithSync extends ServiceWorkerRegistration {
  readonly sync: { register(tag: string): Promise<void> };
}

function hasSync(registration: ServiceWorkerRegistration): registration is WithSync {
  return 'sync' in registration;
}

/**
 * Asks the browser to push as soon as it can. Asking again changes nothing. A browser without it, or a person who forbade it,
 * leaves everything to the app itself, which pushes whenever it is open.
 */
export async function askBackgroundPush(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  if (registration && hasSync(registration)) await registration.sync.register(BACKGROUND_PUSH).catch(() => undefined);
}
