/** Reading a roll beside everything else: a large one takes seconds, and nobody waits for it. */
import { inThread } from '../../jobs/inThread.ts';
import { JobFailed } from '../../jobs/jobKind.ts';
import type { RollReadCode } from '../../rolls/table.ts';
import type { RollDecisions, RollPlace, RollPlan } from './planRoll.ts';

export interface RollReading {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  readonly place: RollPlace;
  readonly thisYear: number;
  readonly decisions: RollDecisions;
}

export type RollAnswer = { readonly plan: RollPlan } | { readonly unreadable: RollReadCode };

/**
 * The plan of a roll, made in a thread of its own.
 * @throws JobFailed `roll_<code>` when the file is no table
 */
export async function readRoll(reading: RollReading): Promise<RollPlan> {
  const answer = await inThread<RollAnswer>(new URL('./readRollThread.ts', import.meta.url), reading);
  if ('unreadable' in answer) throw new JobFailed(`roll_${answer.unreadable}`);
  return answer.plan;
}
