/** Deciding Cases about households themselves (CF-10): two of one code, and one that was registered twice. */
import { decide } from '../../domain/judge/decide.ts';
import { effects } from '../../domain/judge/effects.ts';
import { type Routed, redirected } from '../../domain/judge/route.ts';
import type { HouseholdOp, OpOf } from '../../domain/op.ts';
import type { Actor } from '../../domain/role.ts';
import { refused, type Verdict } from '../../domain/verdict.ts';
import type { CaseState } from './batch.ts';
import { contextFor } from './contextFor.ts';
import { changeHousehold, routed } from './households.ts';
import type { Judging } from './judging.ts';

/** Whoever decides lends the held op their rights, under the name of the person who recorded it. */
export function standIn(op: HouseholdOp, decider: Actor): Actor {
  return { ...decider, id: op.by, role: decider.role === 'committee' ? 'village_office' : decider.role };
}

/** CF-10: the second household of a code is registered under another, free one. */
export function registerUnder(
  j: Judging,
  heldOp: OpOf<'household.register'>,
  code: string | undefined,
  decider: Actor,
  open: CaseState,
  at: number,
): Verdict | undefined {
  if (code === undefined) return refused('decision_not_offered', { decision: 'to' });
  const op = { ...heldOp, body: { ...heldOp.body, household: code } };
  const about = { op, file: j.batch.households.get(code)?.file };
  if (about.file) return refused('already_registered', { household: code });
  const ctx = contextFor(j, op, about, { id: open.device, kind: 'office' }, standIn(op, decider), open.id, at);
  const verdict = decide(undefined, op, ctx);
  if (verdict.outcome !== 'applied') return refused('still_held', { code: verdict.code });
  for (const event of effects(undefined, op, verdict, ctx)) j.batch.applyFileEvent(event, null);
  open.household = code;
  return undefined;
}

/** CF-10: what was recorded for the second household of a code, put where a person says it belongs. */
export function elsewhere(j: Judging, op: HouseholdOp, household: string): Routed {
  const file = j.batch.households.get(household)?.file;
  if (household === op.body.household) return { op, file };
  const params = { to: household };
  return { op: redirected(op, params), file, params };
}

/** CF-10: two registrations are one household; `choice` is the one that goes on. */
export function mergeDuplicates(
  j: Judging,
  op: OpOf<'case.decide'>,
  open: CaseState,
  decider: Actor,
  ref: string,
  at: number,
): Verdict | undefined {
  const pair = [open.household, ...(Array.isArray(open.params?.duplicates) ? open.params.duplicates : [])];
  const into = op.body.choice;
  const gone = pair.filter((code) => code !== into);
  const [household] = into === open.household ? gone : [open.household];
  // The new one may become any of those that were there; the other way round only when there is just one.
  const offered = into !== undefined && pair.includes(into) && (into !== open.household || gone.length === 1);
  if (!offered || typeof household !== 'string') return refused('decision_not_offered', { decision: 'merge' });
  const reason = op.body.reason ?? '同一户登记了两次';
  const merge: OpOf<'household.merge'> = { ...op, kind: 'household.merge', body: { household, into, reason } };
  const about = routed(j, merge, at);
  const ctx = contextFor(j, merge, about, j.people.device, decider, ref, at);
  // Whoever may decide the Case may do what it offers.
  const verdict = decide(about.file, merge, { ...ctx, actor: standIn(merge, decider) });
  if (verdict.outcome !== 'applied')
    return verdict.outcome === 'refused' ? verdict : refused('still_held', { code: verdict.code });
  changeHousehold(j, merge, ctx);
  return undefined;
}
