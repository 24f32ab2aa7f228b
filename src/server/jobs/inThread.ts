import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

/** The sources run as they are; a bundled server would name its own loader. */
const LOADER = ['--import', 'tsx'];

/**
 * Runs a module of ours in a thread, so that reading or writing a large file keeps nobody else waiting. The module calls
 * `serveThread`. What goes in and comes out is copied.
 */
export function inThread<Answer>(module: URL, data: unknown): Promise<Answer> {
  return new Promise<Answer>((resolve, reject) => {
    const thread = new Worker(module, { workerData: data, execArgv: LOADER });
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
  parentPort?.postMessage(work(workerData as Data));
}
