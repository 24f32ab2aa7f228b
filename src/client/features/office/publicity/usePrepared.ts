import { useRef } from 'react';
import type { Job } from '../../../../protocol/officeJobs.ts';
import { jobFilePath } from '../../../../protocol/officeJobs.ts';
import type { PublicityPrepared, PublicityPreview } from '../../../../protocol/publicity.ts';
import { isOpen, jobsState, startJob } from '../jobs/jobsState.ts';
import { getJson } from '../officeApi.ts';
import { useRemote } from '../useRemote.ts';

/** A list that was worked out so long ago is worked out again, ms. */
const FRESH_MS = 10 * 60_000;

/** One's own work on lists of a village: what goes on, and what is done and still says what is. The newest first. */
export function preparing(jobs: readonly Job[], village: string, now: number): readonly Job[] {
  return jobs.filter(
    (job) =>
      job.kind === 'publicity.prepare' &&
      job.village === village &&
      (isOpen(job) || (job.state === 'done' && now - job.createdAt < FRESH_MS)),
  );
}

/** The month that finished work is about. */
export function preparedMonth(job: Job): string | undefined {
  return job.state === 'done' ? (job.result as PublicityPrepared).month : undefined;
}

interface Prepared {
  /** The work; undefined until it is known to have begun. */
  readonly job: Job | undefined;
  /** What came out of it. */
  readonly preview: PublicityPreview | undefined;
  /** Code of the failure to begin it or to read what it made. */
  readonly problem: string | undefined;
  /** Works it out once more. */
  again(): void;
}

/** The list of a month as long work makes it: what was just made is taken, otherwise it is begun. */
export function usePrepared(village: string, month: string): Prepared {
  const { jobs = [] } = jobsState();
  const anew = useRef(false);
  const begun = useRemote(`prepare ${village} ${month}`, () => {
    const found = preparing(jobs, village, Date.now()).find((job) => preparedMonth(job) === month);
    return found && !anew.current ? Promise.resolve(found) : startJob('publicity.prepare', { village, month });
  });
  const job = jobs.find(({ id }) => id === begun.data?.id) ?? begun.data;
  const done = job?.state === 'done' ? job.id : undefined;
  const read = useRemote(`prepared ${done ?? ''}`, async () =>
    done === undefined ? undefined : { id: done, preview: await getJson<PublicityPreview>(jobFilePath(done)) },
  );
  return {
    job,
    preview: read.data?.id === done ? read.data?.preview : undefined,
    problem: begun.problem ?? read.problem,
    again: () => {
      anew.current = true;
      begun.reload();
    },
  };
}
