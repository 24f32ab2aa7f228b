import { isPinHash } from '../../../domain/familyPin.ts';
import type { TrayItem } from '../../engine/tablet.ts';

/** A hashed family PIN is nobody's to read, in no file either. */
function withoutPins(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body), (_, part: unknown) => (isPinHash(String(part)) ? '' : part));
}

/** Hands the refused ops over as a file, each as it was written and with the verdict: nothing is lost (CF-21). */
export function exportRefused(device: string, day: string, items: readonly TrayItem[]): void {
  const records = items.map(({ ref, kind, body, by, at, verdict }) => ({
    ref,
    kind,
    body: withoutPins(body),
    by,
    at: new Date(at).toISOString(),
    verdict,
  }));
  const text = JSON.stringify({ device, exported: day, records }, null, 2);
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `jifen-${device}-${day}.json`;
  link.click();
  URL.revokeObjectURL(url);
}
