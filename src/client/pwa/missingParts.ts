/** Failures that only say that a file of the app could not be fetched: without a line, before the whole app is on the device. */
const failures = new WeakSet<Error>();

window.addEventListener('vite:preloadError', ({ payload }) => failures.add(payload));

/** Whether the app itself is fine and only a part of it is not here yet. */
export function isMissingPart(error: unknown): boolean {
  return error instanceof Error && failures.has(error);
}
