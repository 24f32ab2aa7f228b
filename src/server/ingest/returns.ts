/** A device gives spending rights back (AL-5). */
import { allowanceLine, claimable, returnAcceptable, returnTo } from '../../domain/allowance.ts';
import type { AllowanceLine } from '../../domain/events/spending.ts';
import { must } from '../../domain/must.ts';
import type { OpOf } from '../../domain/op.ts';
import { APPLIED, refused, type Verdict } from '../../domain/verdict.ts';
import type { Judging } from './judging.ts';

/**
 * AL-5: the device's own return; the totals only grow and never exceed what it holds. Rights that were written off meanwhile may
 * come back too: they are granted once more and returned with it, so that nothing is counted twice.
 */
export function judgeReturn(j: Judging, op: OpOf<'allowance.return'>): Verdict {
  const { id: device, kind } = j.people.device;
  // No person stands behind it, so the kind of device alone decides.
  if (kind !== 'tablet' && kind !== 'counter') return refused('not_allowed', { kind: op.kind });
  if (j.former && op.seq <= j.former.faithSeq) return returnAgain(j, op);
  const seen = new Set<string>();
  for (const [household, returned] of op.body.lines) {
    const known = j.batch.households.has(household) && !seen.has(household);
    seen.add(household);
    const account = j.batch.allowance(device, household);
    if (!known || !returnAcceptable(account, returned, claimable(account)?.points)) {
      return refused('malformed', { field: 'lines', reason: `return of ${household} does not fit what is held` });
    }
  }
  const byPlace = new Map<string, AllowanceLine[]>();
  for (const [household, returned] of op.body.lines) {
    const account = returnTo(j.batch.allowance(device, household), returned);
    j.batch.changeAllowance(device, household, account);
    const { village } = must(j.batch.households.get(household), `household ${household} is loaded`).file;
    const lines = byPlace.get(village) ?? [];
    lines.push(allowanceLine(household, account));
    byPlace.set(village, lines);
  }
  for (const [village, lines] of byPlace) j.batch.announceRights(device, village, lines);
  j.batch.drainMerged();
  return APPLIED;
}

/**
 * SY-14: a return of the lost history. The report already brought the totals; what it lacked is taken up, and a household that is not
 * here yet brings it with the next report.
 */
function returnAgain(j: Judging, op: OpOf<'allowance.return'>): Verdict {
  const { id: device } = j.people.device;
  for (const [household, returned] of op.body.lines) {
    const state = j.batch.households.get(household);
    const account = j.batch.allowance(device, household);
    if (!state || returned <= account.returned) continue;
    const granted = Math.max(account.granted, returned + account.spent + account.writtenOff);
    const now = { ...account, returned, granted };
    j.batch.honourAllowance(device, household, now);
    j.batch.announceRights(device, state.file.village, [allowanceLine(household, now)]);
  }
  return APPLIED;
}
