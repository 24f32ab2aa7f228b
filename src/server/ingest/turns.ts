/** One writer at a time per town inside this process, so that waiting pushes hold no database connection. */
const tails = new Map<string, Promise<unknown>>();

/** Runs `work` after everything queued before it for the same key; a failure does not stop the ones behind. */
export function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
  const run = (tails.get(key) ?? Promise.resolve()).then(work, work);
  const tail = run.then(
    () => undefined,
    () => undefined,
  );
  tails.set(key, tail);
  void tail.then(() => {
    if (tails.get(key) === tail) tails.delete(key);
  });
  return run;
}
