/** The profile a file shows now: what was registered, with the newest edit of each field on top. */
import type { Edit, HouseholdFile, Member, Profile, ProfileField, ProfileValue } from './household.ts';
import { isNewer } from './newer.ts';
import { newestPlace } from './place.ts';

/** The winning edit of a field; undefined while the registered value stands. */
export function winningEdit(edits: readonly Edit[], field: ProfileField): Edit | undefined {
  let best: Edit | undefined;
  for (const edit of edits) if (edit.field === field && (!best || isNewer(edit, best))) best = edit;
  return best;
}

/** The value of a field now; null for a member that does not exist. */
export function fieldValue(file: Pick<HouseholdFile, 'base' | 'edits'>, field: ProfileField): ProfileValue {
  const edit = winningEdit(file.edits, field);
  if (edit) return edit.value;
  if (field.startsWith('members.')) return file.base.members[field.slice('members.'.length)] ?? null;
  switch (field) {
    case 'head':
      return file.base.head;
    case 'phone':
      return file.base.phone;
    case 'doorPlate':
      return file.base.doorPlate;
    case 'status':
      return file.base.status;
    case 'tags':
      return file.base.tags;
    default:
      return null;
  }
}

/** The whole profile as it stands. Members keep the order of registration, added ones follow. */
export function profileOf(file: Pick<HouseholdFile, 'base' | 'edits' | 'places'>): Profile {
  const [first, ...moves] = file.places ?? [];
  const { naturalVillage } = first ? newestPlace(first, moves) : file.base;
  if (file.edits.length === 0) return file.places ? { ...file.base, naturalVillage } : file.base;
  const memberIds = new Set(Object.keys(file.base.members));
  for (const edit of file.edits)
    if (edit.field.startsWith('members.')) memberIds.add(edit.field.slice('members.'.length));
  const members: Record<string, Member> = {};
  for (const id of memberIds) {
    const value = fieldValue(file, `members.${id}`);
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) members[id] = value as Member;
  }
  const status = fieldValue(file, 'status');
  const pin = fieldValue(file, 'pin');
  return {
    head: String(fieldValue(file, 'head')),
    phone: String(fieldValue(file, 'phone')),
    doorPlate: String(fieldValue(file, 'doorPlate')),
    naturalVillage,
    status: status === 'away' ? 'away' : 'active',
    tags: fieldValue(file, 'tags') as readonly string[],
    members,
    ...(typeof pin === 'string' ? { pin } : {}),
  };
}
