import type { Scanner } from './scanner.ts';

let loading: Promise<Scanner> | undefined;

/**
 * Loads the camera code and the decoder (about 570 KiB gzip, precached for offline use) when first needed. There is one
 * camera, so there is one scanner. A failed load is tried again at the next call.
 */
export function loadScanner(): Promise<Scanner> {
  loading ??= import('./html5Scanner.ts')
    .then(async ({ createHtml5Scanner }) => createHtml5Scanner())
    .catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
  return loading;
}

/**
 * Loads the scanner while the device is idle, so that the scan button answers at once. Purely a preparation: if it fails,
 * `loadScanner` meets the same failure when the button is pressed and tells it there.
 */
export function warmScanner(): void {
  const warm = () => void loadScanner().catch(() => undefined);
  // Safari has no requestIdleCallback.
  if ('requestIdleCallback' in globalThis) requestIdleCallback(warm, { timeout: 10_000 });
  else setTimeout(warm, 2_000);
}
