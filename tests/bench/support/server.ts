/** A server process of the bench: where it listens, what it counted, how it ends. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Counters } from './serverChild.ts';

export interface BenchServer {
  readonly origin: string;
  counters(): Promise<Counters>;
  stop(): Promise<void>;
}

/** Starts the product's server on a free port; it serves the pages of `clientDir`. */
export async function startServer(databaseUrl: string, clientDir: string, dataDir: string): Promise<BenchServer> {
  const child = fork(fileURLToPath(new URL('./serverChild.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
    env: {
      ...process.env,
      BENCH_DATABASE_URL: databaseUrl,
      BENCH_CLIENT_DIR: clientDir,
      BENCH_DATA_DIR: dataDir,
      NODE_ENV: 'production',
    },
  });
  const ended = once(child, 'exit');
  const early = ended.then(([code]) => {
    throw new Error(`the server ended with ${code}`);
  });
  early.catch(() => {}); // Only who waits for an answer wants to know.
  const answer = async <T>(): Promise<T> => (await Promise.race([once(child, 'message'), early]))[0] as T;
  const { port } = await answer<{ port: number }>();
  return {
    origin: `http://127.0.0.1:${port}`,
    counters: () => {
      child.send('counters');
      return answer<Counters>();
    },
    stop: async () => {
      // A stop from the terminal reaches the child too, and it may have gone already.
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

/** What happened on the wire while `work` ran. */
export async function counted<T>(
  server: BenchServer,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly wire: Counters }> {
  const before = await server.counters();
  const result = await work();
  const after = await server.counters();
  return {
    result,
    wire: {
      requests: after.requests - before.requests,
      bytesUp: after.bytesUp - before.bytesUp,
      bytesDown: after.bytesDown - before.bytesDown,
      cpuUs: after.cpuUs - before.cpuUs,
    },
  };
}
