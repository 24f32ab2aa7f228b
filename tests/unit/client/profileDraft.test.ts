import { describe, expect, it } from 'vitest';
import {
  birthYearFine,
  changesOf,
  draftOf,
  holdsNationalId,
  phoneFine,
  tagsOf,
} from '../../../src/client/features/edit/profileDraft.ts';
import type { Profile } from '../../../src/domain/household.ts';

const SEEN: Profile = {
  head: '谢关明',
  phone: '13800000001',
  doorPlate: '东兴里2号',
  naturalVillage: '东兴里',
  status: 'active',
  tags: ['低保'],
  members: {
    m1: { tags: [], gender: '男', name: '谢关明', relation: '户主', birthYear: 1960 },
    m2: { name: '叶翠英', relation: '配偶', tags: [] },
  },
};

describe('changes of a profile', () => {
  it('[CF-07] holds nothing when nothing was changed, whatever the order of keys', () => {
    expect(changesOf(SEEN, draftOf(SEEN))).toEqual([]);
  });

  it('[CF-07] holds only the fields that differ, each with what the person saw', () => {
    const draft = { ...draftOf(SEEN), phone: ' 13900000002 ', tags: '低保，党员户' };
    expect(changesOf(SEEN, draft)).toEqual([
      { field: 'phone', value: '13900000002', was: '13800000001' },
      { field: 'tags', value: ['低保', '党员户'], was: ['低保'] },
    ]);
  });

  it('adds, changes and takes off people one by one', () => {
    const base = draftOf(SEEN);
    const fresh = {
      id: 'K7Q2-000009',
      name: '谢小明',
      relation: '子',
      birthYear: '1990',
      gender: '男' as const,
      tags: '',
      removed: false,
    };
    const draft = {
      ...base,
      members: [...base.members.map((m) => (m.id === 'm2' ? { ...m, removed: true } : m)), fresh],
    };
    expect(changesOf(SEEN, draft)).toEqual([
      { field: 'members.m2', value: null, was: { name: '叶翠英', relation: '配偶', tags: [] } },
      {
        field: 'members.K7Q2-000009',
        value: { name: '谢小明', relation: '子', birthYear: 1990, gender: '男', tags: [] },
        was: null,
      },
    ]);
    expect(changesOf(SEEN, { ...base, members: [...base.members, { ...fresh, removed: true }] })).toEqual([]);
  });
});

describe('what may be typed', () => {
  it('takes mobiles, landlines and no phone at all', () => {
    for (const good of ['', '13800000001', '0750-1234567', '07501234567']) expect(phoneFine(good)).toBe(true);
    for (const bad of ['1380000000', '12345678901', '1234567', '138 0000 0001']) expect(phoneFine(bad)).toBe(false);
  });

  it('sees a national id number, spaced or not, and no phone as one', () => {
    expect(holdsNationalId('99000019000000001X')).toBe(true);
    expect(holdsNationalId('谢关明 990000 19000000 0011')).toBe(true);
    expect(holdsNationalId('990000190000001')).toBe(true);
    expect(holdsNationalId('13800000001')).toBe(false);
    expect(holdsNationalId('东兴里2号')).toBe(false);
  });

  it('takes years in which a living person was born', () => {
    expect(birthYearFine('', 2026)).toBe(true);
    expect(birthYearFine('1968', 2026)).toBe(true);
    for (const bad of ['68', '1800', '2027']) expect(birthYearFine(bad, 2026)).toBe(false);
  });

  it('divides tags by whatever people type between them, and keeps one of each', () => {
    expect(tagsOf('低保、党员户, 低保；种养户')).toEqual(['低保', '党员户', '种养户']);
  });
});
