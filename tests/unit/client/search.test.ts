import { beforeAll, expect, test } from 'vitest';
import { SearchIndex } from '../../../src/client/cache/search.ts';
import type { DirectoryRow } from '../../../src/client/engine/tablet.ts';
import { type InitialsOf, loadInitials } from '../../../src/domain/search/initials.ts';

let initialsOf: InitialsOf;
const index = new SearchIndex();

function row(code: string, head: string, doorPlate: string, phoneLast4: string): DirectoryRow {
  return {
    code,
    head,
    initials: initialsOf(head),
    doorPlate,
    phoneLast4,
    village: '下湾村',
    grid: 'XW-G1',
    status: 'active',
    card: 1,
    earned: 0,
    lastEntry: '',
  };
}

beforeAll(async () => {
  initialsOf = await loadInitials();
  index.put([
    row('XW-0001', '张三丽', '东兴里1号', '8531'),
    row('XW-0012', '单雄信', '东兴里12号', '7932'),
    row('XW-0120', '欧阳小明', '西华里3号', '5432'),
    row('DL-0012', '张三', '龙塘里12号', '0012'),
    row('DL-0013', '小张三', '龙塘里13号', '1207'),
    row('DL-0014', '关㛃柔', '龙塘里14号', '9931'),
  ]);
});

function codes(query: string, limit = 10) {
  return index.find(query, limit).map((r) => r.code);
}

test('finds by name, the exact one first, then beginnings, then parts', () => {
  expect(codes('张三')).toEqual(['DL-0012', 'XW-0001', 'DL-0013']);
  expect(codes('㛃')).toEqual(['DL-0014']);
});

test('finds by pinyin initials in either case', () => {
  expect(codes('zsl')).toEqual(['XW-0001']);
  expect(codes('ZS')).toEqual(['DL-0012', 'XW-0001', 'DL-0013']);
  expect(codes('oyxm')).toEqual(['XW-0120']);
});

test('finds by household code, however it is typed', () => {
  for (const typed of ['XW-0012', 'xw0012', 'xw12', 'ｘｗ－１２', 'xw 12']) expect(codes(typed)[0]).toBe('XW-0012');
  expect(codes('xw1')).toEqual(['XW-0001', 'XW-0012', 'XW-0120']);
  expect(codes('xw-00')).toEqual(['XW-0001', 'XW-0012']);
});

test('finds by number: code first, then the end of the phone, then the door', () => {
  expect(codes('12')).toEqual(['XW-0012', 'DL-0012', 'XW-0120']);
  expect(codes('0012')[0]).toBe('XW-0012');
  expect(codes('7932')).toEqual(['XW-0012']);
  expect(codes('793')).toEqual(['XW-0012']);
});

test('finds by door plate', () => {
  expect(codes('龙塘里')).toEqual(['DL-0012', 'DL-0013', 'DL-0014']);
  expect(codes('西华里3号')).toEqual(['XW-0120']);
});

test('nothing typed finds nothing, and no more than asked for', () => {
  expect(codes('')).toEqual([]);
  expect(codes(' - ')).toEqual([]);
  expect(codes('里', 2)).toHaveLength(2);
  expect(codes('没有这个人')).toEqual([]);
});

test('a changed row replaces the old one', () => {
  const own = new SearchIndex();
  own.put([row('XW-0001', '张三丽', '东兴里1号', '8531')]);
  own.put([row('XW-0001', '李四', '东兴里1号', '8531')]);
  expect(own.find('zsl', 5)).toEqual([]);
  expect(own.find('ls', 5)).toHaveLength(1);
  expect(own.rows()).toHaveLength(1);
});

test('Latin letters are found in a name and on a door, digits on a door, each behind what fits better', () => {
  const own = new SearchIndex();
  own.put([
    row('XW-0001', '王AB', 'C栋77号', '0001'),
    row('XW-0002', '李四', 'ab座2', '0002'),
    row('XW-0003', '阿白', '', '0003'),
    row('XW-0004', '小王ab', '', '0004'),
  ]);
  const found = (query: string, limit = 9) => own.find(query, limit).map((r) => r.code);
  expect(found('ab')).toEqual(['XW-0003', 'XW-0001', 'XW-0004', 'XW-0002']);
  expect(found('77')).toEqual(['XW-0001']);
  expect(found('ab', 1)).toEqual(['XW-0003']);
  expect(found('zz')).toEqual([]);
});
