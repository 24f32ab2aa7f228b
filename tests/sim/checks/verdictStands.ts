import { canonicalJson } from '../../../src/protocol/canonical.ts';
import { type LoggedOp, written } from '../world/ledgerRoom.ts';
import { refOf, type World } from '../world/world.ts';
import type { Check } from './check.ts';

/**
 * After a restore: what speaks of an op that is not back yet is held for it; somebody may have decided before the lost decision is here again
 * (CF-24); what a device brings again that was revoked meanwhile waits for a person (CF-17).
 */
const MAY_BECOME: ReadonlySet<string> = new Set(['after_restore', 'already_decided', 'device_revoked']);

/** Of two decisions about a household the one that comes first after the restore stands (CF-09). */
function endedFirst({ kind, verdict }: LoggedOp): boolean {
  return kind.startsWith('household.') && verdict.code === 'household_ended';
}

/** And of two first consents: a second person may have given other points before the lost one is here again (CF-24). */
function consentedFirst(before: LoggedOp, after: LoggedOp): boolean {
  return before.verdict.code === 'agreed_first' && after.verdict.code === 'other_points_agreed';
}

/**
 * What stands in a Case of several ops is judged anew with its decision; what spoke of an op there may find that it does not count any more. And a
 * storage that was copied or put back uses numbers again that the restored server had forgotten: then it is another op, or one recorded later. So
 * is judged anew of which its own device had not heard the verdict; when that refuses it, the device hears only this, also in the next history. And what a
 * worker takes back counts for nothing either way once the office has turned it down.
 */
function judgedAnew(world: World, { kind: what, body, verdict, at, shift }: LoggedOp): boolean {
  const { redemption, entry, case: of } = body as { redemption?: string; entry?: string; case?: string };
  const { reservation } = body as { reservation?: string };
  const target = world.logged.get(redemption ?? entry ?? of ?? reservation ?? '');
  if (!target || !verdict.code.startsWith('unknown_')) return false;
  const told = world.lost.get(refOf(target))?.verdict.outcome;
  const neverCounted = told === undefined || (told === 'refused' && !world.counted.has(refOf(target)));
  // Nothing held it this time: then there is no Case that the decision could be about.
  const noCase = what === 'case.decide' && told === undefined;
  const unheard = noCase || (target.verdict.outcome !== 'applied' && neverCounted);
  const { code } = target.verdict;
  const turnedDown = world.oracle.cases.get(refOf(target))?.decided?.decision === 'reject';
  return (
    unheard ||
    turnedDown ||
    world.usedAgain(refOf(target)) ||
    target.at + target.shift > at + shift ||
    code === 'device_revoked' ||
    code === 'forked'
  );
}

/** What a void, a reversal or a swap takes back: once, whoever comes first after the restore. */
function takenBack({ kind, body }: Pick<LoggedOp, 'kind' | 'body'>): string | undefined {
  // Of a branch the op inside counts, once a person has let it.
  if (kind === 'op.adopt') return takenBack((body as { op: Pick<LoggedOp, 'kind' | 'body'> }).op);
  const { redemption, entry, replace } = body as { redemption?: string; entry?: string; replace?: string };
  return { 'redemption.void': redemption, 'entry.reverse': entry, 'case.decide': replace }[kind];
}

/** At once, or since somebody decided, or what it waited for came back. */
function counts(world: World, op: LoggedOp): boolean {
  const together = op.verdict.params?.case;
  const decided = world.oracle.cases.get(typeof together === 'string' ? together : refOf(op))?.decided;
  return op.verdict.outcome === 'applied' || (decided !== undefined && decided.decision !== 'reject');
}

export const verdictStands: Check = {
  name: 'verdict stands',
  promise: 'SY-4, SY-5: what the server has said of an op, and the op itself, never change',
  end: async (world: World) => {
    const wrong: string[] = [];
    const { ops } = await written(world.server.db, world.town, world.oracle.seq, new Map());
    const now = new Map(ops.map((op) => [refOf(op), op]));
    for (const [ref, before] of world.logged) {
      if (canonicalJson(now.get(ref)) !== canonicalJson(before))
        wrong.push(`${ref} is another one than it was at first`);
    }
    const back = new Set(ops.filter((op) => counts(world, op)).map(takenBack));
    for (const [ref, before] of world.lost) {
      const after = world.logged.get(ref);
      if (!after || MAY_BECOME.has(after.verdict.code) || after.verdict.outcome === before.verdict.outcome) continue;
      // A reservation ends once: by its last day, by somebody else's cancel, or because it was fetched.
      if (after.verdict.code === 'reservation_ended') continue;
      if (endedFirst(after) || consentedFirst(before, after) || judgedAnew(world, after)) continue;
      const what = takenBack(after);
      if (what !== undefined && back.has(what)) continue;
      wrong.push(
        `${ref} was ${before.verdict.outcome} (${before.verdict.code}) before the restore and is ${after.verdict.outcome} (${after.verdict.code}) now`,
      );
    }
    return wrong;
  },
};
