/** Judging what becomes of a household (CF-09): merged, split, moved, closed. The first decision stands, as with reviews. */
import type { FileEvent } from '../event.ts';
import type { Edit, HouseholdFile, Member, MemberIds } from '../household.ts';
import { must } from '../must.ts';
import type { HouseholdOp, OpOf } from '../op.ts';
import { freePoints } from '../points.ts';
import { fieldValue, profileOf, winningEdit } from '../profile.ts';
import { inScope } from '../role.ts';
import { APPLIED, held, refused, type Verdict } from '../verdict.ts';
import type { JudgeContext } from './context.ts';

export type HouseholdChange = Extract<
  HouseholdOp,
  { kind: 'household.merge' | 'household.split' | 'household.move' | 'household.close' }
>;

/** What a household that has ended says of it. */
function ended(file: HouseholdFile): Verdict | undefined {
  if (file.merged) return refused('household_ended', { household: file.code, into: file.merged.into });
  return file.closed ? refused('household_ended', { household: file.code }) : undefined;
}

/** A closed household may still be merged: that is how the points that it left find a family. */
export function judgeMerge(file: HouseholdFile, op: OpOf<'household.merge'>, ctx: JudgeContext): Verdict {
  if (file.merged) return refused('household_ended', { household: file.code, into: file.merged.into });
  const into = ctx.other;
  // It was there: whoever registered it has not pushed that again yet (SY-14).
  if (!into && ctx.honoured) return held('unknown_household', { household: op.body.into });
  if (!into) return refused('malformed', { field: 'into', reason: 'unknown household' });
  const gone = ended(into);
  if (gone) return gone;
  return ctx.actor && inScope(ctx.actor, into) ? APPLIED : refused('not_allowed', { kind: op.kind });
}

/** At least one member goes and one stays; the new household takes no more points than are free, or than it once got (SY-14). */
export function judgeSplit(file: HouseholdFile, op: OpOf<'household.split'>, ctx: JudgeContext): Verdict {
  const gone = ended(file);
  if (gone) return gone;
  const { to, members, points } = op.body;
  if (ctx.other) return refused('already_registered', { household: to });
  const here = profileOf(file).members;
  const unknown = members.find((id) => !(id in here));
  if (unknown !== undefined) return refused('unknown_member', { household: file.code, member: unknown });
  if (members.length >= Object.keys(here).length)
    return refused('malformed', { field: 'members', reason: 'nobody would stay; this is a move' });
  if (ctx.honoured) return APPLIED;
  const free = Math.max(0, freePoints(ctx.points));
  return points > free ? refused('insufficient', { points, free }) : APPLIED;
}

/** Both the old and the new place must be the person's. */
export function judgeMove(file: HouseholdFile, op: OpOf<'household.move'>, ctx: JudgeContext): Verdict {
  const gone = ended(file);
  if (gone) return gone;
  return ctx.actor && inScope(ctx.actor, op.body) ? APPLIED : refused('not_allowed', { kind: op.kind });
}

/** Points that are left stay where they are until the office merges the household into another. */
export function judgeClose(file: HouseholdFile): Verdict {
  return ended(file) ?? APPLIED;
}

interface ChangeContext {
  readonly ref: string;
  readonly at: number;
  readonly other?: HouseholdFile | undefined;
}

/**
 * The events of an applied change, of both files. A merged household's free points are not in it: the server moves them, now
 * and whenever some become free, because only it knows the rights that are out.
 */
export function changeEvents(file: HouseholdFile, op: HouseholdChange, ctx: ChangeContext): readonly FileEvent[] {
  const { ref, at } = ctx;
  const { by } = op;
  const { household, reason } = op.body;
  const said = { household, ref, by, at, reason };
  switch (op.kind) {
    case 'household.merge': {
      const into = must(ctx.other, 'the household that takes over');
      const { members, edits } = joinMembers(file, into, { ref, by, at });
      return [
        { type: 'household.merged', ...said, into: op.body.into, members },
        ...(edits.length > 0 ? [{ type: 'profile.edited' as const, household: into.code, edits }] : []),
      ];
    }
    case 'household.split':
      return splitEvents(file, op.body, said);
    case 'household.move': {
      const { village, grid, naturalVillage, doorPlate } = op.body;
      const was = fieldValue(file, 'doorPlate');
      const edit: Edit = { ref, field: 'doorPlate', value: doorPlate, was, by, at };
      return [
        { type: 'household.moved', ...said, village, grid, naturalVillage },
        ...(was === doorPlate ? [] : [{ type: 'profile.edited' as const, household, edits: [edit] }]),
      ];
    }
    case 'household.close':
      return [{ type: 'household.closed', ...said }];
  }
}

type Stamp = Pick<Edit, 'ref' | 'by' | 'at'>;

/** Members of a merged household join the other, unless somebody of that name is there already. */
function joinMembers(
  file: HouseholdFile,
  into: HouseholdFile,
  stamp: Stamp,
): { readonly members: MemberIds; readonly edits: readonly Edit[] } {
  const there = new Map(Object.entries(profileOf(into).members).map(([id, m]) => [m.name, id]));
  const here = profileOf(file).members;
  const members: Record<string, string> = {};
  const edits: Edit[] = [];
  for (const id of new Set([...Object.keys(file.base.members), ...Object.keys(here)])) {
    const member = here[id];
    const known = member && there.get(member.name);
    // Ids by reference are unique in the town already; m1, m2 … are somebody else's in the other file.
    members[id] = known ?? (id in file.base.members ? `${stamp.ref}-${Object.keys(members).length + 1}` : id);
    if (member && known === undefined)
      // Joining is no newer knowledge of the member: what others have learned meanwhile still stands.
      edits.push({ ...stamp, at: knownSince(file, id), field: `members.${members[id]}`, value: member, was: null });
  }
  return { members, edits };
}

function knownSince(file: HouseholdFile, member: string): number {
  return winningEdit(file.edits, `members.${member}`)?.at ?? file.registered.at;
}

function splitEvents(
  file: HouseholdFile,
  body: OpOf<'household.split'>['body'],
  said: Stamp & { readonly household: string; readonly reason: string },
): readonly FileEvent[] {
  const { household, ref, by, at } = said;
  const here = profileOf(file);
  const going = body.members.flatMap((id): readonly [string, Member][] => {
    const member = here.members[id];
    return member ? [[id, member]] : [];
  });
  const events: FileEvent[] = [
    {
      type: 'household.registered',
      household: body.to,
      village: file.village,
      grid: file.grid,
      ref,
      by,
      at,
      base: {
        head: body.head,
        phone: body.phone,
        doorPlate: body.doorPlate,
        naturalVillage: here.naturalVillage,
        status: here.status,
        tags: [],
        members: Object.fromEntries(going.map(([, member], i) => [`m${i + 1}`, member])),
      },
    },
    {
      type: 'household.split',
      ...said,
      to: body.to,
      members: Object.fromEntries(going.map(([id], i) => [id, `m${i + 1}`])),
    },
    {
      type: 'profile.edited',
      household,
      edits: going.map(([id, was]) => ({ ref, field: `members.${id}` as const, value: null, was, by, at })),
    },
  ];
  if (body.points === 0) return events;
  const move = { type: 'points.moved' as const, id: ref };
  const { points } = body;
  return [
    ...events,
    { ...move, household, with: body.to, points: -points, earned: -points },
    { ...move, household: body.to, with: household, points, earned: points },
  ];
}
