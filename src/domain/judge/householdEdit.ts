/** Judging profile edits: different fields merge (CF-07), the same field goes to the later knowledge (CF-08). */
import type { Edit, HouseholdFile, Member, ProfileValue } from '../household.ts';
import { isNewer } from '../newer.ts';
import type { OpOf } from '../op.ts';
import { winningEdit } from '../profile.ts';
import { APPLIED, applied, type Verdict } from '../verdict.ts';
import type { JudgeContext } from './context.ts';

/** Equality of field values as facts: the order in which a member's properties were written says nothing. */
export function sameValue(a: ProfileValue, b: ProfileValue): boolean {
  return a === b || textOf(a) === textOf(b);
}

function textOf(value: ProfileValue): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
  const { name, relation, birthYear, gender, tags } = value as Member;
  return JSON.stringify({ name, relation, birthYear, gender, tags });
}

/** The edits an op makes. */
export function editsOf(op: OpOf<'household.edit'>, ref: string, at: number): readonly Edit[] {
  return op.body.set.map((s) => ({ ref, field: s.field, value: s.value, was: s.was, by: op.by, at }));
}

/**
 * Edits of the file that stand against a new edit: same field, another value, and either changed since the person saw it or
 * newer knowledge than the new edit, which then stays history whatever the person saw.
 */
export function collisions(file: HouseholdFile, edits: readonly Edit[]): readonly { mine: Edit; theirs: Edit }[] {
  const found: { mine: Edit; theirs: Edit }[] = [];
  for (const mine of edits) {
    const theirs = winningEdit(file.edits, mine.field);
    if (!theirs || theirs.ref === mine.ref) continue;
    if (sameValue(theirs.value, mine.value)) continue;
    if (sameValue(theirs.value, mine.was) && isNewer(mine, theirs)) continue;
    found.push({ mine, theirs });
  }
  return found;
}

/**
 * Always applied: both values stay in the history. Params when fields collided: `fields`, `against` (references of the other
 * edits) and the code says whose knowledge is later. Other fields changed by others merge without a word (CF-07).
 */
export function judgeEdit(file: HouseholdFile, op: OpOf<'household.edit'>, ctx: JudgeContext): Verdict {
  const edits = editsOf(op, ctx.ref, ctx.at);
  const hits = collisions(file, edits);
  if (hits.length > 0) {
    const lost = hits.some(({ mine, theirs }) => isNewer(theirs, mine));
    return applied(lost ? 'kept_later' : 'overrode', {
      fields: hits.map((h) => h.mine.field),
      against: hits.map((h) => h.theirs.ref),
    });
  }
  return APPLIED;
}
