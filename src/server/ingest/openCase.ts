/** An op that waits for a person: its Case, and who hears of it. */
import { must } from '../../domain/must.ts';
import { isHouseholdOp, type Op } from '../../domain/op.ts';
import { deviceOf, firstOfCase } from '../../domain/ref.ts';
import type { Held, Verdict, VerdictParams } from '../../domain/verdict.ts';
import type { Batch, CaseState } from './batch.ts';
import type { Judging } from './judging.ts';

/** `recorded` is the op as its device wrote it, when it is about another household by now. */
export function hold(
  j: Judging,
  ref: string,
  op: Op | undefined,
  verdict: Held,
  at: number,
  recorded: Op | undefined = op,
): Verdict {
  if (recorded) j.heldOps.set(ref, { op: recorded, device: j.people.device.id, at, adopted: j.adopted ?? false });
  const household = op && isHouseholdOp(op) ? op.body.household : null;
  const state = household === null ? undefined : j.batch.households.get(household);
  const competing = verdict.params?.competing;
  openCase(j, {
    id: ref,
    code: verdict.code,
    village: state?.file.village ?? j.people.device.village,
    household,
    competing: Array.isArray(competing) ? [...competing] : [],
    params: { ...verdict.params },
  });
  return verdict;
}

/** Opens a Case and tells the devices that it concerns. */
export function openCase(
  j: Judging,
  opened: Pick<CaseState, 'id' | 'code' | 'village' | 'household' | 'competing'> & { readonly params: VerdictParams },
): void {
  const { id, code, household, competing, params } = opened;
  j.batch.cases.set(id, {
    ...opened,
    device: j.people.device.id,
    decision: null,
    decided_by: null,
    reason: null,
    replaced: null,
    changed: true,
  });
  announceCase(j, id, {
    type: 'case.opened',
    case: id,
    code,
    ...(household === null ? {} : { household }),
    ...(competing.length > 0 ? { competing } : {}),
    params,
  });
}

/** The household that an op is about which waits in a Case. */
export function householdOf({ id, household }: CaseState): string {
  return must(household, `Case ${id} names the household of its op`);
}

/** A Case concerns the device that recorded the op and those whose entries it competes with (CF-02: both workers). */
export function announceCase(j: Judging, id: string, event: Parameters<Batch['events']['push']>[0]['event']): void {
  const { village, household, competing } = must(j.batch.cases.get(id), `Case ${id} is loaded`);
  const devices = new Set([deviceOf(firstOfCase(id)), ...competing.map(deviceOf)]);
  devices.delete('');
  j.batch.events.push({
    event,
    village,
    grid: null,
    household,
    onlyDevices: [...devices],
    author: null,
  });
}
