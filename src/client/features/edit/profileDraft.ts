/** What is typed in the edit form, and the changes it makes: only fields that differ go into the op (CF-07). */
import type { HouseholdStatus, Member, Profile, ProfileField, ProfileValue } from '../../../domain/household.ts';
import { sameValue } from '../../../domain/judge/householdEdit.ts';
import type { OpBodies } from '../../../domain/op.ts';

export interface MemberDraft {
  /** m1, m2 … or a fresh id of a person added now. */
  readonly id: string;
  readonly name: string;
  readonly relation: string;
  readonly birthYear: string;
  readonly gender: Member['gender'] | undefined;
  readonly tags: string;
  readonly removed: boolean;
}

export interface ProfileDraft {
  readonly head: string;
  readonly phone: string;
  readonly doorPlate: string;
  readonly status: HouseholdStatus;
  readonly tags: string;
  readonly members: readonly MemberDraft[];
}

/** `低保、党员户` as a list; commas and spaces of either width divide too. */
export function tagsOf(text: string): readonly string[] {
  return [
    ...new Set(
      text
        .split(/[、，,；;\s]+/)
        .map((tag) => tag.trim())
        .filter((tag) => tag !== ''),
    ),
  ];
}

export function memberDraft(id: string, member: Member): MemberDraft {
  return {
    id,
    name: member.name,
    relation: member.relation,
    birthYear: member.birthYear === undefined ? '' : String(member.birthYear),
    gender: member.gender,
    tags: member.tags.join('、'),
    removed: false,
  };
}

export function draftOf(profile: Profile): ProfileDraft {
  return {
    head: profile.head,
    phone: profile.phone,
    doorPlate: profile.doorPlate,
    status: profile.status,
    tags: profile.tags.join('、'),
    members: Object.entries(profile.members).map(([id, member]) => memberDraft(id, member)),
  };
}

/** The member as it goes into the file; null for one that is taken off. */
export function memberOf(draft: MemberDraft): Member | null {
  if (draft.removed) return null;
  return {
    name: draft.name.trim(),
    relation: draft.relation,
    ...(draft.birthYear === '' ? {} : { birthYear: Number(draft.birthYear) }),
    ...(draft.gender === undefined ? {} : { gender: draft.gender }),
    tags: tagsOf(draft.tags),
  };
}

/** The same facts in the order of keys that `memberOf` writes, so that equal members are equal text. */
function orderedMember(member: Member): Member {
  return {
    name: member.name,
    relation: member.relation,
    ...(member.birthYear === undefined ? {} : { birthYear: member.birthYear }),
    ...(member.gender === undefined ? {} : { gender: member.gender }),
    tags: member.tags,
  };
}

/** The changes of a draft against what the person saw when the form opened. */
export function changesOf(seen: Profile, draft: ProfileDraft): OpBodies['household.edit']['set'] {
  const set: { field: ProfileField; value: ProfileValue; was: ProfileValue }[] = [];
  const put = (field: ProfileField, value: ProfileValue, was: ProfileValue) => {
    if (!sameValue(value, was)) set.push({ field, value, was });
  };
  put('head', draft.head.trim(), seen.head);
  put('phone', draft.phone.trim(), seen.phone);
  put('doorPlate', draft.doorPlate.trim(), seen.doorPlate);
  put('status', draft.status, seen.status);
  put('tags', tagsOf(draft.tags), seen.tags);
  for (const member of draft.members) {
    const was = seen.members[member.id];
    if (!was && member.removed) continue;
    put(`members.${member.id}`, memberOf(member), was ? orderedMember(was) : null);
  }
  return set;
}

const MOBILE = /^1[3-9]\d{9}$/;
const LANDLINE = /^0\d{2,3}-?\d{7,8}$/;
/** 18 characters of a national id number, or the old 15 digits: never stored. */
const NATIONAL_ID = /(?<!\d)\d{17}[\dXx](?!\d)|(?<!\d)\d{15}(?!\d)/;

/** A phone that could be called, or none. */
export function phoneFine(phone: string): boolean {
  const text = phone.trim();
  return text === '' || MOBILE.test(text) || LANDLINE.test(text);
}

/** True when a text holds what looks like a national id number. */
export function holdsNationalId(text: string): boolean {
  return NATIONAL_ID.test(text.replace(/[\s-]/g, ''));
}

/** Empty, or a year that a living person can be born in. */
export function birthYearFine(text: string, thisYear: number): boolean {
  if (text === '') return true;
  const year = Number(text);
  return /^\d{4}$/.test(text) && year >= thisYear - 125 && year <= thisYear;
}
