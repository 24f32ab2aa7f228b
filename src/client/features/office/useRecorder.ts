import { create } from 'zustand';
import type { OfficeMe } from '../../../protocol/officeSession.ts';
import { type OfficeOp, OfficeRecorder, type Recorded, recorderProblem } from './officeRecorder.ts';
import { noteFailure } from './officeSession.ts';

interface RecorderState {
  /** Decisions that are only in this browser. */
  readonly unsent: number;
  /** Why they are, or why nothing can be recorded: a stable code. */
  readonly problem: string | undefined;
}

export const recorderState = create<RecorderState>(() => ({ unsent: 0, problem: undefined }));

let opened: { readonly key: string; readonly recorder: Promise<OfficeRecorder> } | undefined;

function recorderFor(me: OfficeMe): Promise<OfficeRecorder> {
  const key = `${me.town.code} ${me.user.id}`;
  if (opened?.key !== key) opened = { key, recorder: OfficeRecorder.open(me) };
  return opened.recorder;
}

/** Records decisions of the signed-in person and sends them. Failures are in `problem`; nothing is thrown. */
export async function recordAll(me: OfficeMe, ops: readonly OfficeOp[]): Promise<Recorded> {
  try {
    const recorder = await recorderFor(me);
    const recorded = await recorder.record(ops);
    await tell(recorder, recorded.problem);
    return recorded;
  } catch (error) {
    opened = undefined;
    const problem = recorderProblem(error);
    noteFailure(problem);
    recorderState.setState({ problem });
    return { settled: [], refs: [], problem };
  }
}

/** This browser's id as a device, for ids of what it adds; undefined while it cannot be enrolled. Nothing is thrown. */
export async function recordingDevice(me: OfficeMe): Promise<string | undefined> {
  try {
    return (await recorderFor(me)).device;
  } catch (error) {
    opened = undefined;
    const problem = recorderProblem(error);
    noteFailure(problem);
    recorderState.setState({ problem });
    return undefined;
  }
}

/** Sends what an earlier visit left unsent. */
export async function sendLeftovers(me: OfficeMe): Promise<void> {
  try {
    const recorder = await recorderFor(me);
    const problem = (await recorder.unsent()) > 0 ? await recorder.send() : undefined;
    await tell(recorder, problem);
  } catch (error) {
    opened = undefined;
    const problem = recorderProblem(error);
    noteFailure(problem);
    recorderState.setState({ problem });
  }
}

async function tell(recorder: OfficeRecorder, problem: string | undefined): Promise<void> {
  if (problem !== undefined) noteFailure(problem);
  recorderState.setState({ unsent: await recorder.unsent(), problem });
}
