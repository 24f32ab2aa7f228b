/** What the processes of the simulator tell each other. */
import type { Played } from './play.ts';

export interface Task {
  readonly seed: number;
  readonly ops: number;
  /** Names of checks that are left out. */
  readonly without: readonly string[];
  /** Looks for a shorter story when a promise is broken. */
  readonly shrink: boolean;
}

export interface TaskDone {
  readonly played: Played;
  /** Processor time of the story, ms, without the database's. */
  readonly cpuMs: number;
  readonly shrunk?: Played;
}
