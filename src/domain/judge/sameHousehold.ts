/** CF-10: whether a registration says of a household what the first one said. */
import type { HouseholdFile, Profile } from '../household.ts';
import type { OpOf } from '../op.ts';
import { baseOf } from './effects.ts';
import { sameValue } from './householdEdit.ts';

/** The same registration again, word for word: nothing is lost when it is not taken twice. */
export function sameRegistration(file: HouseholdFile, op: OpOf<'household.register'>): boolean {
  const [first = file] = file.places ?? [];
  return first.village === op.body.village && first.grid === op.body.grid && sameProfile(file.base, baseOf(op.body));
}

function sameProfile(a: Profile, b: Profile): boolean {
  const texts = ['head', 'phone', 'doorPlate', 'naturalVillage', 'status'] as const;
  if (!texts.every((field) => a[field] === b[field]) || !sameValue(a.tags, b.tags)) return false;
  const ids = Object.keys(a.members);
  return (
    ids.length === Object.keys(b.members).length &&
    ids.every((id) => sameValue(a.members[id] ?? null, b.members[id] ?? null))
  );
}
