/** The processes that play seeds, each with a database of its own. */
import { type ChildProcess, fork } from 'node:child_process';
import type { SimPostgres } from './postgres.ts';
import type { Task, TaskDone } from './task.ts';

/** Before anything is loaded: libraries look for it at once. */
const PRELOAD = 'data:text/javascript,Reflect.deleteProperty(globalThis, "BroadcastChannel")';

/** Most of what a story makes is soon forgotten: a large nursery saves a quarter of the time. */
const HEAP = ['--max-semi-space-size=64'];

class Player {
  private readonly child: ChildProcess;

  constructor(file: string, url: string) {
    this.child = fork(file, [url], { execArgv: [...HEAP, '--import', PRELOAD] });
  }

  /** The next thing that the process says. */
  private heard(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const gone = (code: number | null) => reject(new Error(`a process of the simulator ended (${code})`));
      this.child.once('exit', gone);
      this.child.once('message', (message) => {
        this.child.off('exit', gone);
        resolve(message);
      });
    });
  }

  async ready(): Promise<void> {
    await this.heard();
  }

  play(task: Task): Promise<TaskDone> {
    const done = this.heard();
    this.child.send(task);
    return done as Promise<TaskDone>;
  }

  async end(): Promise<void> {
    const exited = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.disconnect();
    await exited;
  }
}

/**
 * Plays tasks in `jobs` processes until there are none left or `enough` says so after one. Results come in the order in which
 * they are done.
 */
export async function playAll(
  postgres: SimPostgres,
  file: string,
  tasks: readonly Task[],
  jobs: number,
  enough: (done: TaskDone) => boolean,
): Promise<void> {
  let next = 0;
  let over = false;
  const run = async (job: number): Promise<void> => {
    const player = new Player(file, await postgres.database(`sim_${job}`));
    await player.ready();
    for (let task = tasks[next++]; task && !over; task = tasks[next++]) {
      if (enough(await player.play(task))) over = true;
    }
    await player.end();
  };
  // One after the other: a database cannot be copied twice at once.
  await Promise.all(Array.from({ length: Math.min(jobs, tasks.length) }, (_, job) => run(job)));
}
