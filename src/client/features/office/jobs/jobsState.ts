/** A person's own long work as this page knows it: asked again while something goes on, so a reload or another screen loses nothing. */
import { create } from 'zustand';
import type { JobInputs } from '../../../../protocol/officeJobInputs.ts';
import type { Job, JobKindName } from '../../../../protocol/officeJobs.ts';
import { codeOf, getJson, postJson } from '../officeApi.ts';
import { askAgainWhoIsHere, noteFailure } from '../officeSession.ts';

const ASK_MS = 1_000;
const ASK_AGAIN_MS = 5_000;

interface JobsState {
  /** The newest first; undefined before the first answer. */
  readonly jobs: readonly Job[] | undefined;
  /** Code of the failure of the last question. */
  readonly problem: string | undefined;
}

export const jobsState = create<JobsState>(() => ({ jobs: undefined, problem: undefined }));

let timer: ReturnType<typeof setTimeout> | undefined;
let turn = 0;

/** Whether it goes on. */
export function isOpen({ state }: Pick<Job, 'state'>): boolean {
  return state === 'queued' || state === 'running';
}

/** Asks what the person's work is at, and goes on asking while some of it is open. */
export async function watchJobs(): Promise<void> {
  clearTimeout(timer);
  turn += 1;
  const mine = turn;
  try {
    const { jobs } = await getJson<{ jobs: Job[] }>('/api/office/jobs');
    if (mine !== turn) return;
    const wasOpen = new Set(
      jobsState
        .getState()
        .jobs?.filter(isOpen)
        .map(({ id }) => id),
    );
    jobsState.setState({ jobs, problem: undefined });
    // An imported roll may have brought a village, and every choice of a village is made of what the session knows.
    if (jobs.some((job) => job.kind === 'roll.import' && wasOpen.has(job.id) && !isOpen(job))) void askAgainWhoIsHere();
    if (jobs.some(isOpen)) timer = setTimeout(() => void watchJobs(), ASK_MS);
  } catch (error) {
    const problem = codeOf(error);
    noteFailure(problem);
    if (mine !== turn) return;
    jobsState.setState({ problem });
    if (problem !== 'not-signed-in') timer = setTimeout(() => void watchJobs(), ASK_AGAIN_MS);
  }
}

/** Stops asking and forgets: somebody else may sign in. */
export function forgetJobs(): void {
  clearTimeout(timer);
  turn += 1;
  jobsState.setState({ jobs: undefined, problem: undefined });
}

/** Starts long work. Throws OfficeError. */
export async function startJob<K extends JobKindName>(kind: K, input: JobInputs[K]): Promise<Job> {
  const job = await postJson<Job>('/api/office/jobs', { kind, input });
  noteJob(job);
  return job;
}

/** Asks one's own work to stop at its next step. Throws OfficeError. */
export async function cancelJob(id: string): Promise<void> {
  noteJob(await postJson<Job>(`/api/office/jobs/${id}/cancel`, {}));
}

/** Work that was just made or changed. */
export function noteJob(job: Job): void {
  const others = (jobsState.getState().jobs ?? []).filter(({ id }) => id !== job.id);
  const jobs = [job, ...others].sort((a, b) => b.createdAt - a.createdAt);
  jobsState.setState({ jobs });
  void watchJobs();
}
