import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pinChange } from '../../../src/domain/familyPin.ts';
import type { Member, ProfileField, ProfileValue } from '../../../src/domain/household.ts';
import { sameValue } from '../../../src/domain/judge/householdEdit.ts';
import type { OpOf } from '../../../src/domain/op.ts';
import { fieldValue, profileOf } from '../../../src/domain/profile.ts';
import type { Verdict } from '../../../src/domain/verdict.ts';
import { freshFile, HOUSEHOLD, Ledger, NOON_MS, op, REGISTERED } from './support/world.ts';

type Set = readonly [field: ProfileField, value: ProfileValue, was: ProfileValue];
const edit = (at: number, ...sets: Set[]): OpOf<'household.edit'> =>
  op(
    'household.edit',
    { household: HOUSEHOLD, set: sets.map(([field, value, was]) => ({ field, value, was })) },
    'w1',
    NOON_MS + at,
  );
const phone = (at: number, value: string, was = REGISTERED.base.phone) => edit(at, ['phone', value, was]);

/** Settles the ops of devices in this order; gives verdicts by device and the file. */
function arrive(...arrivals: readonly (readonly [device: string, o: OpOf<'household.edit'>])[]) {
  const ledger = new Ledger();
  const verdicts: Record<string, Verdict> = {};
  for (const [device, o] of arrivals) verdicts[device] = ledger.settle(device, o);
  return { verdicts, file: ledger.file, profile: profileOf(ledger.file) };
}

describe('[CF-07] different fields', () => {
  it('[CF-07] edited on two devices merge without a word, in either order', () => {
    const a = ['AAAA', phone(1, '111')] as const;
    const b = ['BBBB', edit(2, ['head', '谢关亮', '谢关明'])] as const;
    for (const order of [
      [a, b],
      [b, a],
    ] as const) {
      const { verdicts, profile } = arrive(...order);
      expect(verdicts).toEqual({ AAAA: { outcome: 'applied', code: 'ok' }, BBBB: { outcome: 'applied', code: 'ok' } });
      expect(profile).toMatchObject({ phone: '111', head: '谢关亮', doorPlate: '12号' });
    }
  });
  it('[CF-07] the same field to the same value is no collision', () => {
    expect(arrive(['AAAA', phone(1, '111')], ['BBBB', phone(2, '111')]).verdicts.BBBB).toEqual({
      outcome: 'applied',
      code: 'ok',
    });
  });
});

describe('[CF-08] the same field', () => {
  const older = ['AAAA', phone(1, '111')] as const;
  const newer = ['BBBB', phone(2, '222')] as const;

  it('[CF-08] the later knowledge wins in either order of arrival, and the second to arrive is told against whom', () => {
    const forth = arrive(older, newer);
    const back = arrive(newer, older);
    expect(forth.profile.phone).toBe('222');
    expect(JSON.stringify(back.file)).toBe(JSON.stringify(forth.file));
    expect(forth.verdicts.BBBB).toEqual({
      outcome: 'applied',
      code: 'overrode',
      params: { fields: ['phone'], against: ['AAAA-000001'] },
    });
    expect(back.verdicts.AAAA).toEqual({
      outcome: 'applied',
      code: 'kept_later',
      params: { fields: ['phone'], against: ['BBBB-000001'] },
    });
  });
  it('[CF-08] both values stay in the history', () =>
    expect(arrive(older, newer).file.edits.map((e) => e.value)).toEqual(['111', '222']));
  it('[CF-08] at the same instant the reference decides, on every device alike', () => {
    const a = ['AAAA', phone(1, '111')] as const;
    const b = ['BBBB', phone(1, '222')] as const;
    expect(arrive(a, b).profile.phone).toBe('222');
    expect(arrive(b, a).profile.phone).toBe('222');
    expect(arrive(b, a).verdicts.AAAA).toMatchObject({ code: 'kept_later' });
  });
  it('[CF-08] who saw the other value before changing it collides with nobody', () => {
    expect(arrive(older, ['BBBB', phone(2, '222', '111')]).verdicts.BBBB).toEqual({ outcome: 'applied', code: 'ok' });
  });
  it('[CF-08] a change that loses to later knowledge is told so, also when that knowledge is the value once seen', () => {
    const { verdicts, profile } = arrive(
      ['AAAA', phone(10, '111')],
      ['CCCC', phone(15, REGISTERED.base.phone, '111')],
      ['BBBB', phone(12, '222')],
    );
    expect(profile.phone).toBe(REGISTERED.base.phone);
    expect(verdicts.BBBB).toEqual({
      outcome: 'applied',
      code: 'kept_later',
      params: { fields: ['phone'], against: ['CCCC-000001'] },
    });
  });
  it('[CF-08] one field lost and one won: the loss is what is said, both fields are named', () => {
    const { verdicts } = arrive(
      ['AAAA', phone(5, '111')],
      ['CCCC', edit(1, ['doorPlate', '1号', '12号'])],
      ['BBBB', edit(3, ['phone', '222', REGISTERED.base.phone], ['doorPlate', '2号', '12号'])],
    );
    expect(verdicts.BBBB).toMatchObject({
      code: 'kept_later',
      params: { fields: ['phone', 'doorPlate'], against: ['AAAA-000001', 'CCCC-000001'] },
    });
  });

  it('[CF-08] whenever two devices disagree, exactly the second to arrive is told, and the outcome is symmetric', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 0, max: 3 }),
        fc.constantFrom('1', '2'),
        fc.constantFrom('1', '2'),
        (s, t, x, y) => {
          const a = ['AAAA', phone(s, x)] as const;
          const b = ['BBBB', phone(t, y)] as const;
          const ab = arrive(a, b);
          const ba = arrive(b, a);
          expect(JSON.stringify(ab.file)).toBe(JSON.stringify(ba.file));
          expect(ab.verdicts.AAAA?.code).toBe('ok');
          expect(ba.verdicts.BBBB?.code).toBe('ok');
          const aLoses = t >= s;
          expect(ab.verdicts.BBBB?.code).toBe(x === y ? 'ok' : aLoses ? 'overrode' : 'kept_later');
          expect(ba.verdicts.AAAA?.code).toBe(x === y ? 'ok' : aLoses ? 'kept_later' : 'overrode');
        },
      ),
    );
  });
});

describe('the profile', () => {
  const child: Member = { name: '谢小明', relation: '子', birthYear: 2010, gender: '男', tags: ['学生'] };

  it('is what was registered until something is edited', () => expect(profileOf(freshFile())).toBe(REGISTERED.base));

  it('shows the newest edit of every field; members are changed, removed and added', () => {
    const { profile } = arrive([
      'AAAA',
      edit(
        1,
        ['head', '李𬭎珈', '谢关明'],
        ['phone', '', '1'],
        ['doorPlate', '9号', '12号'],
        ['status', 'away', 'active'],
        ['tags', ['低保'], []],
        ['members.m1', null, null],
        ['members.AAAA-000001', child, null],
      ),
    ]);
    expect(profile).toEqual({
      ...REGISTERED.base,
      head: '李𬭎珈',
      phone: '',
      doorPlate: '9号',
      status: 'away',
      tags: ['低保'],
      members: { m2: REGISTERED.base.members.m2, 'AAAA-000001': child },
    });
    expect(Object.keys(profile.members)).toEqual(['m2', 'AAAA-000001']);
  });

  it('gives each field, null for a member or field that is not there', () => {
    const file = freshFile();
    const value = (f: ProfileField) => fieldValue(file, f);
    expect([value('head'), value('phone'), value('doorPlate'), value('status'), value('tags')]).toEqual([
      '谢关明',
      '13800001234',
      '12号',
      'active',
      [],
    ]);
    expect(value('members.m1')).toEqual(REGISTERED.base.members.m1);
    expect(value('members.m9')).toBeNull();
    expect(value('grid' as ProfileField)).toBeNull();
  });

  it('a member whose properties come in another order is the same member', () => {
    const { name, relation, birthYear, gender, tags } = child;
    expect(sameValue(child, { tags, gender: gender ?? '男', birthYear: birthYear ?? 0, relation, name })).toBe(true);
    expect(sameValue(child, { ...child, name: '谢大明' })).toBe(false);
    expect(sameValue(child, null)).toBe(false);
    expect(sameValue(['a'], ['a'])).toBe(true);
    expect(sameValue(['a', 'b'], ['b', 'a'])).toBe(false);
    expect(sameValue('a', ['a'])).toBe(false);
  });
});

describe('the family PIN', () => {
  const HASH = `200000:${'A'.repeat(22)}:${'b'.repeat(43)}`;
  const OTHER = `200000:${'A'.repeat(22)}:${'c'.repeat(43)}`;
  const pin = (at: number, value: string | null, was: string | null) => edit(at, ['pin', value, was]);

  it('is part of the profile while there is one, and only then', () => {
    expect(arrive(['AAAA', phone(1, '111')]).profile).not.toHaveProperty('pin');
    expect(arrive(['AAAA', pin(1, HASH, null)]).profile).toMatchObject({ pin: HASH, head: '谢关明' });
    expect(arrive(['AAAA', pin(1, HASH, null)], ['BBBB', pin(2, null, HASH)]).profile).not.toHaveProperty('pin');
  });

  it('[CF-08] set on two devices: the later one stands, whichever arrives first', () => {
    const a = ['AAAA', pin(1, HASH, null)] as const;
    const b = ['BBBB', pin(2, OTHER, null)] as const;
    expect(arrive(a, b)).toMatchObject({ profile: { pin: OTHER }, verdicts: { BBBB: { code: 'overrode' } } });
    expect(arrive(b, a)).toMatchObject({ profile: { pin: OTHER }, verdicts: { AAAA: { code: 'kept_later' } } });
  });

  it.each([
    [null, HASH, 'set'],
    [HASH, OTHER, 'changed'],
    [HASH, null, 'removed'],
  ])('from %s to %s was %s: no more is said of it', (was, value, words) => {
    expect(pinChange({ was, value })).toBe(words);
  });
});
