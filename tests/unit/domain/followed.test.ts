/** CF-09: what a verdict says of an op that became another household's, and how a device reads it. */
import { describe, expect, it } from 'vitest';
import type { HouseholdFile } from '../../../src/domain/household.ts';
import { effects, householdOf } from '../../../src/domain/judge/effects.ts';
import { type Routed, redirected, routeOf, withRoute } from '../../../src/domain/judge/route.ts';
import type { HouseholdOp } from '../../../src/domain/op.ts';
import { APPLIED, applied, held, refused } from '../../../src/domain/verdict.ts';
import { deed, entry, freshFile, HOUSEHOLD, NOON_MS, op } from './support/world.ts';

const B = 'XW-0002';
const C = 'XW-0003';
const said = { ref: '0FFC-000001', by: 'o1', at: NOON_MS + 100, reason: 'r' };
const merged = (into: string, members: Record<string, string> = {}) => ({ merged: { ...said, into, members } });
const split = (to: string, members: Record<string, string> = {}, at = said.at) => ({ ...said, at, to, members });
const route = (o: HouseholdOp, list: readonly HouseholdFile[], choice?: string) =>
  routeOf(o, NOON_MS, (code) => list.find((f) => f.code === code), choice);

describe('[CF-09] the verdict of an op that followed', () => {
  const about: Routed = { op: deed(), file: undefined, params: { to: B, members: ['m1=m4'] } };
  const stayed: Routed = { op: deed(), file: undefined };
  const open: Routed = { ...stayed, choices: [HOUSEHOLD, C] };

  it('names where it went; what else is to be said comes first', () => {
    expect(withRoute(APPLIED, about, HOUSEHOLD)).toEqual({
      outcome: 'applied',
      code: 'followed',
      params: { to: B, members: ['m1=m4'] },
    });
    expect(withRoute(applied('late', { late: '2026-10' }), about, HOUSEHOLD)).toEqual({
      outcome: 'applied',
      code: 'late',
      params: { late: '2026-10', to: B, members: ['m1=m4'] },
    });
  });
  it('is the judge’s own when it stayed or does not count', () => {
    expect(withRoute(APPLIED, stayed, HOUSEHOLD)).toBe(APPLIED);
    for (const v of [held('rule_off', { rule: 'A' }), refused('not_allowed')])
      expect(withRoute(v, about, HOUSEHOLD)).toBe(v);
  });
  it('with several successors is a person’s choice before anything else, unless it could not count anyway', () => {
    const choice = {
      outcome: 'held',
      code: 'several_successors',
      params: { household: HOUSEHOLD, choices: [HOUSEHOLD, C] },
    };
    expect(withRoute(APPLIED, open, HOUSEHOLD)).toEqual(choice);
    expect(withRoute(held('over_cap', {}), open, HOUSEHOLD)).toEqual(choice);
    for (const v of [held('no_right', { by: 'w9' }), refused('not_allowed')])
      expect(withRoute(v, open, HOUSEHOLD)).toBe(v);
  });
});

describe('[CF-09] [SY-9] a device reads from the verdict which household its op counts for', () => {
  it('and books it there, with the member’s id there', () => {
    const verdict = applied('followed', { to: B, members: ['m1=m4', '0FFC-000001-2=x=y'] });
    expect(householdOf(deed(), verdict)).toBe(B);
    expect(householdOf(deed(), APPLIED)).toBe(HOUSEHOLD);
    expect(householdOf(deed(), undefined)).toBe(HOUSEHOLD);
    const at = (member: string) => {
      const [event] = effects(freshFile(), deed({ member }), verdict, {
        ref: 'K7Q2-000009',
        at: 1,
        zoneOffsetMinutes: 480,
      });
      return event?.type === 'entry.recorded' ? [event.household, event.entry.member] : [];
    };
    expect(at('m1')).toEqual([B, 'm4']);
    expect(at('0FFC-000001-2')).toEqual([B, 'x=y']);
    expect(at('m2')).toEqual([B, 'm2']);
  });
  it('a verdict that names none, or something else than a household, changes nothing', () => {
    const o = deed({ member: 'm1', card: 1 });
    expect(redirected(o, { late: '2026-10' })).toBe(o);
    expect(redirected(o, { to: 7 })).toBe(o);
    expect(redirected(o, { to: B, members: 'm1=m4' })).toMatchObject({ body: { household: B, member: 'm1' } });
  });
});

describe('[CF-09] who is asked where an op belongs', () => {
  it('history carried over follows a merger; what changes the household itself does not', () => {
    const files = [freshFile(merged(B)), freshFile({ code: B })];
    const carried = { household: HOUSEHOLD, date: '2019-03-04', points: 1, recordedBy: 'x' };
    const paper = op('carryover.entry', { ...carried, rule: 'A', quantity: 1, status: 'approved' });
    expect(route(paper, files)).toEqual({
      op: { ...paper, body: { ...paper.body, household: B } },
      file: files[1],
      params: { to: B },
    });
    expect(route(op('carryover.redemption', { ...carried, lines: [] }), files).params).toEqual({ to: B });
    expect(route(op('household.close', { household: HOUSEHOLD, reason: 'r' }), files)).toMatchObject({
      file: files[0],
    });
  });

  it('of several splits the one that took the members; all of them that came later are asked for', () => {
    const file = freshFile({ splits: [split(B, { m2: 'm1' }), split(C, { m3: 'm1' }), split('XW-0009', {}, NOON_MS)] });
    const files = [file, freshFile({ code: B }), freshFile({ code: C })];
    expect(route(deed({ member: 'm3' }), files).params).toEqual({ to: C, members: ['m3=m1'] });
    expect(route(deed(), files).choices).toEqual([HOUSEHOLD, B, C]);
    const about = (...members: string[]) => {
      const set = members.map((id) => ({ field: `members.${id}` as const, value: null, was: null }));
      return route(op('household.edit', { household: HOUSEHOLD, set }), files);
    };
    expect(about('m3').op.body).toMatchObject({ household: C, set: [{ field: 'members.m1' }] });
    expect(about('m1', 'm5').op.body.household).toBe(HOUSEHOLD);
    // Members that went different ways: nobody but a person can tell.
    expect(about('m2', 'm3').choices).toEqual([HOUSEHOLD, B, C]);
    expect(about('m1', 'm3').choices).toEqual([HOUSEHOLD, B, C]);
  });

  it('an edit of the household as a whole asks even if a member’s field is in it', () => {
    const files = [freshFile({ splits: [split(B, { m2: 'm1' })] }), freshFile({ code: B })];
    const set = [
      { field: 'phone' as const, value: '1', was: '' },
      { field: 'members.m2' as const, value: null, was: null },
    ];
    expect(route(op('household.edit', { household: HOUSEHOLD, set }), files).choices).toEqual([HOUSEHOLD, B]);
  });

  it('a part that was chosen may have become another since', () => {
    const files = [
      freshFile({ splits: [split(B, { m2: 'm1' })] }),
      freshFile({ code: B, ...merged(C, { m1: 'm7' }) }),
      freshFile({ code: C }),
    ];
    expect(route(deed({ member: 'm2' }), files, B)).toMatchObject({
      file: files[2],
      params: { to: C, members: ['m2=m7'] },
    });
    expect(route(deed(), files, 'XW-0404').choices).toEqual([HOUSEHOLD, B]);
    expect(route(deed(), [], B)).toEqual({ op: deed(), file: undefined });
  });
});

describe('[CF-09] where a fact is that something is said of', () => {
  const fact = entry({ id: 'K7Q2-000001', status: 'submitted' });
  const review = op('entry.review', { household: HOUSEHOLD, entry: fact.id, decision: 'approve' }, 'o1');

  it('is found through whatever the household became, also when a part is not here', () => {
    const files = [
      freshFile({ splits: [split('XW-0404'), split(B)] }),
      freshFile({ code: B, ...merged(C) }),
      freshFile({ code: C, entries: [fact] }),
    ];
    expect(route(review, files)).toMatchObject({ file: files[2], params: { to: C } });
  });
  it('is searched once in each part, in a circle too', () => {
    const files = [freshFile({ splits: [split(B)] }), freshFile({ code: B, splits: [split(HOUSEHOLD), split(B)] })];
    expect(route(review, files)).toEqual({ op: review, file: files[0] });
  });
  it('a redemption is found like an entry', () => {
    const redemption = {
      id: 'K7Q2-000002',
      lines: [],
      points: 1,
      mode: 'online' as const,
      by: 'w1',
      at: 1,
      date: '2026-11-23',
    };
    const undo = op('redemption.void', { household: HOUSEHOLD, redemption: redemption.id, reason: 'r' });
    const files = [freshFile(merged(B)), freshFile({ code: B, redemptions: [redemption] })];
    expect(route(undo, files)).toMatchObject({ file: files[1], params: { to: B } });
    const here = [freshFile({ ...merged(B), redemptions: [redemption] }), freshFile({ code: B })];
    expect(route(undo, here)).toEqual({ op: undo, file: here[0] });
  });
});
