/** Runs asynchronous tasks strictly one after the other, in the order they were given. A failed task does not stop the next. */
export function createTaskQueue(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const run = last.then(task);
    // The caller gets the failure through `run`; the queue only needs to know that the task is over.
    last = run.catch(() => undefined);
    return run;
  };
}
