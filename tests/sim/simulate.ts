/** Plays a range of seeds of the product as it is. */
import { bundle, type Patch } from './bundle.ts';
import { playAll } from './crew.ts';
import type { Played } from './play.ts';
import type { SimPostgres } from './postgres.ts';
import type { TaskDone } from './task.ts';

export interface Range {
  readonly seeds: number;
  readonly from: number;
  /** Ops to record in each. */
  readonly ops: number;
  readonly jobs: number;
  /** Names of checks to leave out. */
  readonly without?: readonly string[];
  /** Looks for a shorter story of every broken promise. */
  readonly shrink?: boolean;
  readonly patches?: readonly Patch[];
}

/** What became of every seed, whole; `heard` is told of each as soon as it has been played, with the shorter story if there is one. */
export async function simulate(
  postgres: SimPostgres,
  range: Range,
  heard: (done: TaskDone) => void = () => undefined,
): Promise<readonly Played[]> {
  const { seeds, from, ops, jobs, without = [], shrink = false, patches = [] } = range;
  const tasks = Array.from({ length: seeds }, (_, i) => ({ seed: from + i, ops, without, shrink }));
  const all: Played[] = [];
  const file = await bundle(patches.length === 0 ? 'sim' : 'sim-patched', patches);
  await playAll(postgres, file, tasks, jobs, (done) => {
    all.push(done.played);
    heard(done);
    return false;
  });
  return all;
}
