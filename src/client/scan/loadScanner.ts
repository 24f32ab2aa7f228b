import { whenIdle } from '../ui/whenIdle.ts';
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

/** Loads the scanner while the device is idle, so that the scan button answers at once. */
export function warmScanner(): void {
  whenIdle(loadScanner);
}
