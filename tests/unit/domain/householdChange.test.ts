/** CF-09: who may merge, split, move and close households, when it is refused, and what stands in the files afterwards. */
import { describe, expect, it } from 'vitest';
import type { FileEvent } from '../../../src/domain/event.ts';
import type { Edit, HouseholdFile, Member, ProfileField, ProfileValue } from '../../../src/domain/household.ts';
import type { JudgeContext } from '../../../src/domain/judge/context.ts';
import { decide } from '../../../src/domain/judge/decide.ts';
import { effects } from '../../../src/domain/judge/effects.ts';
import {
  changeEvents,
  type HouseholdChange,
  judgeMerge,
  judgeMove,
} from '../../../src/domain/judge/householdChange.ts';
import type { OpBodies } from '../../../src/domain/op.ts';
import { pointsOf } from '../../../src/domain/points.ts';
import { profileOf } from '../../../src/domain/profile.ts';
import { context, entry, fold, freshFile, HOUSEHOLD, NOON_MS, OFFICER, op, TOWN } from './support/world.ts';

const B = 'XW-0002';
const NEW = 'XW-0003';
const REF = '0FFC-000007';
const SAID = { ref: '0FFC-000001', by: 'o1', at: NOON_MS, reason: '同一户' };
const OFFICE = { device: { id: '0FFC', kind: 'office' as const }, actor: OFFICER };
const CLOSED = freshFile({ closed: SAID });
const MERGED = freshFile({ merged: { ...SAID, into: 'XW-0009', members: {} } });
const other = (change: Partial<HouseholdFile> = {}) => freshFile({ code: B, ...change });
const member = (name: string, more: Partial<Member> = {}): Member => ({ name, relation: '子', tags: [], ...more });
const edited = (field: ProfileField, value: ProfileValue, at: number, ref = 'K7Q2-000003'): Edit => ({
  ref,
  field,
  value,
  was: null,
  by: 'w1',
  at,
});

const merge = op('household.merge', { household: HOUSEHOLD, into: B, reason: '同一户' }, 'o1');
const split = (change: Partial<OpBodies['household.split']> = {}) =>
  op(
    'household.split',
    {
      household: HOUSEHOLD,
      to: NEW,
      head: '李𬭎珈',
      phone: '139',
      doorPlate: '13号',
      members: ['m2'],
      points: 0,
      reason: '分户',
      ...change,
    },
    'o1',
  );
const move = (change: Partial<OpBodies['household.move']> = {}) =>
  op(
    'household.move',
    {
      household: HOUSEHOLD,
      village: 'XW',
      grid: 'XW-G2',
      naturalVillage: '塘尾',
      doorPlate: '1号',
      reason: '搬',
      ...change,
    },
    'o1',
  );
const close = op('household.close', { household: HOUSEHOLD, reason: '迁出' }, 'o1');

const judge = (file: HouseholdFile, change: HouseholdChange, ctx: Partial<JudgeContext> = {}) =>
  decide(file, change, context(file, { ...OFFICE, ...ctx }));
const APPLIED = { outcome: 'applied', code: 'ok' };
const refusal = (code: string, params: object) => ({ outcome: 'refused', code, params });

describe('[CF-09] what may become of a household', () => {
  it('an open household may be merged, split, moved and closed by the office that both sides belong to', () => {
    const file = freshFile();
    expect(judge(file, merge, { other: other() })).toEqual(APPLIED);
    expect(judge(file, split())).toEqual(APPLIED);
    expect(judge(file, move())).toEqual(APPLIED);
    expect(judge(file, close)).toEqual(APPLIED);
  });

  it('the first decision stands: of a merged household each later change says where it went', () => {
    const ended = refusal('household_ended', { household: HOUSEHOLD, into: 'XW-0009' });
    expect(judge(MERGED, merge, { other: other() })).toEqual(ended);
    for (const change of [split(), move(), close]) expect(judge(MERGED, change), change.kind).toEqual(ended);
  });

  it('a closed one is neither split nor moved nor closed again, but may be merged so that its points find a family', () => {
    const ended = refusal('household_ended', { household: HOUSEHOLD });
    for (const change of [split(), move(), close]) expect(judge(CLOSED, change), change.kind).toEqual(ended);
    expect(judge(CLOSED, merge, { other: other() })).toEqual(APPLIED);
  });

  it('nothing is merged into a household that is not there or has ended', () => {
    const file = freshFile();
    expect(judge(file, merge)).toEqual(refusal('malformed', { field: 'into', reason: 'unknown household' }));
    expect(judge(file, merge, { other: other({ closed: SAID }) })).toEqual(
      refusal('household_ended', { household: B }),
    );
    expect(judge(file, merge, { other: other({ merged: { ...SAID, into: NEW, members: {} } }) })).toEqual(
      refusal('household_ended', { household: B, into: NEW }),
    );
  });

  it('the place it goes to must be the person’s too', () => {
    const file = freshFile();
    const away = { village: 'SW', grid: 'SW-G1' };
    expect(judge(file, merge, { other: other(away) })).toEqual(refusal('not_allowed', { kind: 'household.merge' }));
    expect(judge(file, move(away))).toEqual(refusal('not_allowed', { kind: 'household.move' }));
    const town = { actor: TOWN };
    expect(judge(file, merge, { other: other(away), ...town })).toEqual(APPLIED);
    expect(judge(file, move(away), town)).toEqual(APPLIED);
    const nobody = context(file, { actor: undefined, other: other() });
    expect(judgeMerge(file, merge, nobody)).toEqual(refusal('not_allowed', { kind: 'household.merge' }));
    expect(judgeMove(file, move(), nobody)).toEqual(refusal('not_allowed', { kind: 'household.move' }));
  });

  it('a split names a code that is free and members who are there now, and somebody stays', () => {
    const file = freshFile({ edits: [edited('members.m1', null, 5), edited('members.N', member('谢小明'), 6)] });
    expect(judge(file, split(), { other: other({ code: NEW }) })).toEqual(
      refusal('already_registered', { household: NEW }),
    );
    expect(judge(file, split({ members: ['m2', 'm1', 'm7'] }))).toEqual(
      refusal('unknown_member', { household: HOUSEHOLD, member: 'm1' }),
    );
    expect(judge(file, split({ members: ['m2', 'N'] }))).toEqual(
      refusal('malformed', { field: 'members', reason: 'nobody would stay; this is a move' }),
    );
    expect(judge(file, split({ members: ['N'] }))).toEqual(APPLIED);
  });

  it('a split takes along no more points than are free', () => {
    const allowances = { AAAA: { granted: 4, returned: 0 } };
    const file = freshFile({ entries: [entry({ id: 'K7Q2-000001', points: 10 })], allowances });
    expect(judge(file, split({ points: 6 }))).toEqual(APPLIED);
    expect(judge(file, split({ points: 7 }))).toEqual(refusal('insufficient', { points: 7, free: 6 }));
    const owing = freshFile({ allowances });
    expect(judge(owing, split({ points: 1 }))).toEqual(refusal('insufficient', { points: 1, free: 0 }));
    expect(judge(owing, split({ points: 0 }))).toEqual(APPLIED);
  });
});

/** The two files behind the events of a change. */
function change(file: HouseholdFile, o: HouseholdChange, into?: HouseholdFile) {
  const events = changeEvents(file, o, { ref: REF, at: NOON_MS, other: into });
  const of = (code: string) => events.filter((e) => e.household === code);
  return { events, of, file: fold(file, of(file.code)), into: into && fold(into, of(into.code)) };
}
const kinds = (events: readonly FileEvent[]) => events.map((e) => e.type);

describe('[CF-09] what stands in the files of merged households', () => {
  const stamp = { ref: REF, by: 'o1', at: NOON_MS, reason: '同一户' };

  it('who was in one is in the other, a namesake once; what was learned of a member keeps its age', () => {
    const early = NOON_MS - 5000;
    const file = freshFile({
      edits: [
        edited('members.m2', member('李𬭎珈', { birthYear: 1980 }), early),
        edited('members.N', member('谢小明'), 7),
      ],
    });
    const into = other({ base: { ...freshFile().base, members: { m1: member('谢关明', { relation: '户主' }) } } });
    const after = change(file, merge, into);
    const ids = { m1: 'm1', m2: `${REF}-2`, N: 'N' };
    expect(after.events).toEqual([
      { type: 'household.merged', household: HOUSEHOLD, ...stamp, into: B, members: ids },
      {
        type: 'profile.edited',
        household: B,
        edits: [
          {
            ref: REF,
            by: 'o1',
            at: early,
            field: `members.${REF}-2`,
            value: member('李𬭎珈', { birthYear: 1980 }),
            was: null,
          },
          { ref: REF, by: 'o1', at: 7, field: 'members.N', value: member('谢小明'), was: null },
        ],
      },
    ]);
    expect(after.file.merged).toMatchObject({ into: B, members: ids });
    const names = Object.values(profileOf(after.into ?? into).members).map((m) => m.name);
    expect(names).toEqual(['谢关明', '李𬭎珈', '谢小明']);
  });

  it('a member of the registration is known since then', () => {
    const into = other({ base: { ...freshFile().base, members: {} } });
    const { of } = change(freshFile(), merge, into);
    const [edits] = of(B).flatMap((e) => (e.type === 'profile.edited' ? [e.edits] : []));
    expect(edits?.map((e) => [e.field, e.at])).toEqual([
      [`members.${REF}-1`, freshFile().registered.at],
      [`members.${REF}-2`, freshFile().registered.at],
    ]);
  });

  it('who had left does not come back, and an op about them still finds an id that is nobody else’s', () => {
    const file = freshFile({ edits: [edited('members.m1', null, 5), edited('members.m2', null, 5)] });
    const { events } = change(file, merge, other());
    expect(kinds(events)).toEqual(['household.merged']);
    expect(events[0]).toMatchObject({ members: { m1: `${REF}-1`, m2: `${REF}-2` } });
  });

  it('needs the household that takes over', () => {
    expect(() => change(freshFile(), merge)).toThrow('the household that takes over');
  });
});

describe('[CF-09] what stands in the files of a household that is split', () => {
  const file = freshFile({
    entries: [entry({ id: 'K7Q2-000001', points: 10 })],
    edits: [edited('status', 'away', 5), edited('tags', ['低保'], 5), edited('members.N', member('谢小明'), 6)],
  });

  it('the new one has the place, the state and the members that went; the old one has the rest', () => {
    const { events, of, file: rest } = change(file, split({ members: ['N', 'm1', 'gone'], points: 0 }));
    expect(kinds(events)).toEqual(['household.registered', 'household.split', 'profile.edited']);
    expect(of(NEW)).toEqual([
      {
        type: 'household.registered',
        household: NEW,
        village: 'XW',
        grid: 'XW-G1',
        ref: REF,
        by: 'o1',
        at: NOON_MS,
        base: {
          head: '李𬭎珈',
          phone: '139',
          doorPlate: '13号',
          naturalVillage: '塘边',
          status: 'away',
          tags: [],
          members: { m1: member('谢小明'), m2: file.base.members.m1 },
        },
      },
    ]);
    expect(rest.splits).toEqual([
      { ref: REF, by: 'o1', at: NOON_MS, reason: '分户', to: NEW, members: { N: 'm1', m1: 'm2' } },
    ]);
    expect(Object.keys(profileOf(rest).members)).toEqual(['m2']);
    expect(rest.edits.filter((e) => e.ref === REF)).toEqual([
      { ref: REF, field: 'members.N', value: null, was: member('谢小明'), by: 'o1', at: NOON_MS },
      { ref: REF, field: 'members.m1', value: null, was: file.base.members.m1, by: 'o1', at: NOON_MS },
    ]);
  });

  it('points that go along leave the one and arrive in the other, and are made by nobody', () => {
    const { events, file: rest, of } = change(file, split({ points: 4 }));
    const moves = events.flatMap((e) => (e.type === 'points.moved' ? [e] : []));
    expect(moves).toEqual([
      { type: 'points.moved', id: REF, household: HOUSEHOLD, with: NEW, points: -4, earned: -4 },
      { type: 'points.moved', id: REF, household: NEW, with: HOUSEHOLD, points: 4, earned: 4 },
    ]);
    const part = fold(freshFile({ code: NEW }), of(NEW));
    expect([pointsOf(rest).final, pointsOf(part).final]).toEqual([6, 4]);
    expect([pointsOf(rest).earned, pointsOf(part).earned]).toEqual([6, 4]);
  });
});

describe('[CF-09] what stands in the file of a household that moves or closes', () => {
  it('a move takes the door plate along when it is another one', () => {
    const { events, file } = change(freshFile(), move());
    expect(events[0]).toEqual({
      type: 'household.moved',
      household: HOUSEHOLD,
      ref: REF,
      by: 'o1',
      at: NOON_MS,
      reason: '搬',
      village: 'XW',
      grid: 'XW-G2',
      naturalVillage: '塘尾',
    });
    expect(file).toMatchObject({ village: 'XW', grid: 'XW-G2' });
    expect(file.edits).toEqual([{ ref: REF, field: 'doorPlate', value: '1号', was: '12号', by: 'o1', at: NOON_MS }]);
    expect(profileOf(file)).toMatchObject({ naturalVillage: '塘尾', doorPlate: '1号', head: '谢关明' });
  });

  it('and says nothing of it when it stays the same', () => {
    const { events } = change(freshFile(), move({ doorPlate: '12号' }));
    expect(kinds(events)).toEqual(['household.moved']);
  });

  it('a closing says who closed it and why, and nothing else changes', () => {
    const { events, file } = change(freshFile(), close);
    expect(kinds(events)).toEqual(['household.closed']);
    expect(file).toEqual(freshFile({ closed: { ref: REF, by: 'o1', at: NOON_MS, reason: '迁出' } }));
  });

  it('[SY-9] these are no effects that a device derives by itself: they come by the feed', () => {
    for (const o of [merge, split(), move(), close]) {
      const ctx = { ref: REF, at: NOON_MS, zoneOffsetMinutes: 480 };
      expect(effects(freshFile(), o, { outcome: 'applied', code: 'ok' }, ctx), o.kind).toEqual([]);
    }
  });
});
