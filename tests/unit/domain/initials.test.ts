import { beforeAll, expect, test } from 'vitest';
import { type InitialsOf, loadInitials } from '../../../src/domain/search/initials.ts';
import { INITIALS } from '../../../src/domain/search/initialsTable.ts';
import { initialsByLibrary, tableByLibrary } from './support/initialsFromPinyin.ts';

let initialsOf: InitialsOf;
beforeAll(async () => {
  initialsOf = await loadInitials();
});

test('initials read surnames as surnames', () => {
  const names = ['张三丽', '单雄信', '欧阳小明', '曾国藩', '仇英', '关㛃柔', '  '];
  expect(names.map(initialsOf)).toEqual(['zsl', 'sxx', 'oyxm', 'zgf', 'qy', 'gjr', '']);
});

test('the table of initials and the surnames are the ones of the pinyin library', () => {
  expect(INITIALS).toBe(tableByLibrary());
  const surnames = [
    ...'乐解单於郗郄仇曾查区繁句折召张王',
    '万俟',
    '尉迟',
    '澹台',
    '长孙',
    '子车',
    '乐正',
    '司徒',
    '欧阳',
  ];
  expect(surnames.map(initialsOf)).toEqual(surnames.map((surname) => initialsByLibrary(surname, 'head')));
});

test('what is no Chinese character stands for itself in the initials', () => {
  expect(['Li Ming', '王A', '李3'].map(initialsOf)).toEqual(['liming', 'wa', 'l3']);
});
