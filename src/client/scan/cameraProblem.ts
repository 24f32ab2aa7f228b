import type { CameraProblem } from './scanner.ts';

/** Browsers whose way to the camera permission differs enough to be told apart in words. */
export type BrowserKind = 'wechat' | 'ios' | 'android' | 'desktop';

/** Names the browser from its user agent string. WeChat first: its own browser also names Android or iPhone. */
export function browserKind(userAgent: string): BrowserKind {
  if (/MicroMessenger/i.test(userAgent)) return 'wechat';
  if (/iPhone|iPad|iPod/i.test(userAgent)) return 'ios';
  return /Android/i.test(userAgent) ? 'android' : 'desktop';
}

/** Reads the reason out of what opening the camera failed with: a `DOMException`, or html5-qrcode's text around its name. */
export function cameraProblemOf(error: unknown): CameraProblem {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  if (/NotAllowedError|PermissionDenied|SecurityError/.test(text)) return 'denied';
  if (/NotFoundError|DevicesNotFound|OverconstrainedError/.test(text)) return 'no_camera';
  if (/NotReadableError|TrackStartError|AbortError/.test(text)) return 'busy';
  if (/not supported/i.test(text)) return 'unsupported';
  return 'failed';
}
