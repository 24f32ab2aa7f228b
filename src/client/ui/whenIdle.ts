/**
 * Does something that prepares for later while the device is idle. Purely a preparation: if it fails, whoever needs it meets the
 * same failure and tells it there.
 */
export function whenIdle(prepare: () => Promise<unknown>): void {
  const run = () => void prepare().catch(() => undefined);
  // Safari has no requestIdleCallback.
  if ('requestIdleCallback' in globalThis) requestIdleCallback(run, { timeout: 10_000 });
  else setTimeout(run, 2_000);
}
