/** Whether the device has no room left. Dexie wraps what IndexedDB says; an aborted transaction carries the reason inside. */
export function isQuota(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'QuotaExceededError') return true;
  return 'inner' in error && isQuota(error.inner);
}
