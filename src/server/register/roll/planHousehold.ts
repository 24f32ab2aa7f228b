/** What a roll changes about a household that the system has already. Pure. */

import type { HouseholdFile, Member, ProfileField, ProfileValue } from '../../../domain/household.ts';
import { sameValue } from '../../../domain/judge/householdEdit.ts';
import type { OpBodies } from '../../../domain/op.ts';
import { fieldValue, profileOf } from '../../../domain/profile.ts';
import type { RollHousehold, RollHouseholdMember } from '../../rolls/mergeRecommended.ts';
import { comparable } from '../../rolls/text.ts';

export type KnownFile = Pick<HouseholdFile, 'code' | 'grid' | 'base' | 'edits' | 'places' | 'merged' | 'closed'>;

type Setting = OpBodies['household.edit']['set'][number];

/**
 * Why a value of the roll was not taken: `older`, the system had that value once and people changed it since; `place`, an
 * import moves no household to another grid or natural village; `absent`, the roll does not list this member.
 */
export type KeptReason = 'older' | 'place' | 'absent';

export interface Kept {
  readonly field: string;
  readonly reason: KeptReason;
  /** What the system has and keeps. */
  readonly here: string;
  readonly roll: string;
}

export interface HouseholdPlan {
  readonly set: readonly Setting[];
  readonly kept: readonly Kept[];
}

/**
 * The edits that bring a household up to its roll. A blank in the roll changes nothing, a name in traditional characters is
 * the same name, and nothing is ever taken away. What the system knew before and people changed since stays as they left
 * it, so that importing an old roll again undoes nobody's work.
 */
export function planHousehold(file: KnownFile, roll: RollHousehold): HouseholdPlan {
  const set: Setting[] = [];
  const kept: Kept[] = [];
  for (const [field, value] of plainFields(roll)) {
    const was = String(fieldValue(file, field));
    if (value === '' || comparable(value) === comparable(was)) continue;
    const known = earlierValues(file, field).some((old) => comparable(String(old)) === comparable(value));
    if (known) kept.push({ field, reason: 'older', here: was, roll: value });
    else set.push({ field, value, was });
  }
  planTags(file, roll, set, kept);
  planMembers(file, roll, set, kept);
  planPlace(file, roll, kept);
  return { set, kept };
}

function plainFields(roll: RollHousehold): readonly (readonly [ProfileField, string])[] {
  return [
    ['head', roll.head],
    ['phone', roll.phone ?? ''],
    ['doorPlate', roll.doorPlate ?? ''],
    ['status', roll.status],
  ];
}

/** Every value that the field had: as registered, and what each edit set or saw. */
function earlierValues(file: KnownFile, field: ProfileField): readonly ProfileValue[] {
  const edits = file.edits.filter((edit) => edit.field === field);
  return [fieldValue({ base: file.base, edits: [] }, field), ...edits.flatMap(({ value, was }) => [value, was])];
}

function planTags(file: KnownFile, roll: RollHousehold, set: Setting[], kept: Kept[]): void {
  const was = profileOf(file).tags;
  const had = new Set(
    earlierValues(file, 'tags').flatMap((value) => (Array.isArray(value) ? (value as string[]) : [])),
  );
  const missing = roll.tags.filter((tag) => !was.includes(tag));
  const fresh = missing.filter((tag) => !had.has(tag));
  if (fresh.length > 0) set.push({ field: 'tags', value: [...was, ...fresh], was });
  for (const tag of missing.filter((other) => had.has(other))) {
    kept.push({ field: 'tags', reason: 'older', here: was.join('、'), roll: tag });
  }
}

function planMembers(file: KnownFile, roll: RollHousehold, set: Setting[], kept: Kept[]): void {
  const ids = memberIds(file);
  const idOf = new Map(
    ids.flatMap((id) => membersThatWere(file, id).map((member) => [comparable(member.name), id] as const)),
  );
  const listed = new Set<string>();
  let added = 0;
  for (const person of roll.members) {
    const id = idOf.get(comparable(person.name));
    if (id === undefined) {
      added += 1;
      set.push({ field: `members.${nextMemberId(ids, added)}`, value: memberOf(person), was: null });
      continue;
    }
    listed.add(id);
    planMember(file, id, person, set, kept);
  }
  for (const id of ids.filter((known) => !listed.has(known))) {
    const now = memberNow(file, id);
    if (now !== null) kept.push({ field: 'members', reason: 'absent', here: now.name, roll: '' });
  }
}

function planMember(file: KnownFile, id: string, person: RollHouseholdMember, set: Setting[], kept: Kept[]): void {
  const now = memberNow(file, id);
  if (now === null) {
    kept.push({ field: 'members', reason: 'older', here: '', roll: person.name });
    return;
  }
  const past = membersThatWere(file, id);
  const roll = memberOf(person);
  const merged: { -readonly [K in keyof Member]: Member[K] } = { ...now };
  const take = <K extends 'relation' | 'birthYear' | 'gender'>(key: K): void => {
    const value = roll[key];
    if (value === undefined || value === '' || value === now[key]) return;
    if (!past.some((member) => member[key] === value)) merged[key] = value;
    else
      kept.push({
        field: `members.${key}`,
        reason: 'older',
        here: `${now.name} ${now[key] ?? ''}`,
        roll: String(value),
      });
  };
  take('relation');
  take('birthYear');
  take('gender');
  const had = new Set(past.flatMap(({ tags }) => tags));
  const fresh = roll.tags.filter((tag) => !had.has(tag));
  if (fresh.length > 0) merged.tags = [...now.tags, ...fresh];
  if (!sameValue(merged, now)) set.push({ field: `members.${id}`, value: merged, was: now });
}

function planPlace(file: KnownFile, roll: RollHousehold, kept: Kept[]): void {
  const { naturalVillage } = file.base;
  if (roll.naturalVillage !== '' && comparable(roll.naturalVillage) !== comparable(naturalVillage)) {
    kept.push({ field: 'naturalVillage', reason: 'place', here: naturalVillage, roll: roll.naturalVillage });
  }
  if (roll.grid !== '' && roll.grid !== file.grid) {
    kept.push({ field: 'grid', reason: 'place', here: file.grid, roll: roll.grid });
  }
}

/** A member as the household file has them; what the roll does not say has no key. */
export function memberOf({ name, relation, birthYear, gender, tags }: RollHouseholdMember): Member {
  return {
    name,
    relation,
    ...(birthYear === null ? {} : { birthYear }),
    ...(gender === null ? {} : { gender }),
    tags,
  };
}

function memberIds(file: KnownFile): readonly string[] {
  const edited = file.edits.flatMap(({ field }) =>
    field.startsWith('members.') ? [field.slice('members.'.length)] : [],
  );
  return [...new Set([...Object.keys(file.base.members), ...edited])];
}

/** Devices name new members by their op's reference, so the next free m-number is the console's to give. */
function nextMemberId(ids: readonly string[], nth: number): string {
  const highest = Math.max(0, ...ids.flatMap((id) => (/^m\d+$/.test(id) ? [Number(id.slice(1))] : [])));
  return `m${highest + nth}`;
}

function memberNow(file: KnownFile, id: string): Member | null {
  return profileOf(file).members[id] ?? null;
}

function membersThatWere(file: KnownFile, id: string): readonly Member[] {
  return earlierValues(file, `members.${id}`).filter(isMember);
}

function isMember(value: ProfileValue): value is Member {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
