import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

/**
 * A thread begins without the loader of the sources, and Node 20 does not take one from `--import` there: it is asked for by hand. Bundled
 * sources need none.
 */
const BEGIN = `const { workerData } = require('node:worker_threads');
import(workerData.loader).then(({ register }) => { register(); return import(workerData.module); })`;

/**
 * Runs a module of ours in a thread, so that reading or writing a large file keeps nobody else waiting. The module calls
 * `serveThread`. What goes in and comes out is copied.
 */
export function inThread<Answer>(module: URL, data: unknown): Promise<Answer> {
  return new Promise<Answer>((resolve, reject) => {
    const loader = import.meta.resolve('tsx/esm/api');
    const thread = new Worker(BEGIN, { eval: true, workerData: { loader, module: module.href, data } });
    thread.once('message', (answer: Answer) => {
      resolve(answer);
      void thread.terminate();
    });
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`a thread ended without an answer (${code})`)));
  });
}

/** The thread's side: answers with what `work` makes of the data. */
export function serveThread<Data, Answer>(work: (data: Data) => Answer): void {
  if (isMainThread) return;
  parentPort?.postMessage(work((workerData as { readonly data: Data }).data));
}
