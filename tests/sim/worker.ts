/** One process of the simulator: plays the seeds that it is told to, one after the other. */
import { must } from '../../src/domain/must.ts';
import { connect } from '../../src/server/db/connect.ts';
import { createLog } from '../../src/server/log.ts';
import { checksWithout } from './checks/all.ts';
import { installBreaker } from './machine/breaker.ts';
import { stopTheClock } from './machine/globals.ts';
import { countTasks } from './machine/quiet.ts';
import { keepStrays } from './machine/strays.ts';
import { playSeed } from './play.ts';
import { shrink } from './shrink.ts';
import type { Task, TaskDone } from './task.ts';
import { Server } from './world/server.ts';
import { TownPress } from './world/town.ts';

const CONNECTIONS_MAX = 4;
/** The day before every story. */
const DAY_BEFORE_MS = Date.UTC(2026, 2, 1, 1);

// The town that all others are copied from is the same in every run, too.
stopTheClock(DAY_BEFORE_MS);
const db = connect(must(process.argv[2], 'the database'), createLog('silent'), CONNECTIONS_MAX);
const press = await TownPress.make(db);
const server = await Server.open(db);
installBreaker();
keepStrays();
countTasks();

async function work(task: Task): Promise<TaskDone> {
  const play = { seed: task.seed, ops: task.ops, checks: checksWithout(task.without) };
  const before = process.cpuUsage();
  const played = await playSeed(server, press, play);
  const { user, system } = process.cpuUsage(before);
  const done = { played, cpuMs: (user + system) / 1000 };
  return task.shrink && played.broken ? { ...done, shrunk: await shrink(server, press, play, played) } : done;
}

process.on('message', (task: Task) => {
  void work(task).then((done) => process.send?.(done));
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
