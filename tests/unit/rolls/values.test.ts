import { describe, expect, it } from 'vitest';
import { readBirthYear } from '../../../src/server/rolls/birthYear.ts';
import { readCode } from '../../../src/server/rolls/householdCode.ts';
import { isIdHeader, scrubIds } from '../../../src/server/rolls/idNumbers.ts';
import { householdTagsIn, memberTagsIn, noteProblem } from '../../../src/server/rolls/notes.ts';
import { readPhone } from '../../../src/server/rolls/phone.ts';
import { proposeNaturalVillage, readDoorPlate, readGrid, readNaturalVillage } from '../../../src/server/rolls/place.ts';
import { readGender, readRelation } from '../../../src/server/rolls/relation.ts';
import { comparable, spokenNumber } from '../../../src/server/rolls/text.ts';
import { xiawan } from './xiawan.ts';

describe('values of a roll', () => {
  it.each([
    ['138 0000-1234', '13800001234', 'ok'],
    ['(+86)13800001234', '13800001234', 'ok'],
    ['008613800001234', '13800001234', 'ok'],
    ['8613800001234', '13800001234', 'ok'],
    ['１３８００００１２３４（儿子）', '13800001234', 'ok'],
    ['13800001234/13800005678', '13800001234', 'multiple'],
    ['0750-0000620、13800005678', '13800005678', 'multiple'],
    ['138 0000 1234 13800005678', '13800001234', 'multiple'],
    ['0750-0000620', '', 'invalid'],
    ['1380000O851', '', 'invalid'],
    ['23800001234', '', 'invalid'],
    ['1.38E+10', '', 'invalid'],
    ['', '', 'missing'],
    ['无', '', 'missing'],
    ['—', '', 'missing'],
  ])('phone %j', (raw, value, state) => {
    expect(readPhone(raw)).toEqual({ value, state });
  });

  it.each([
    ['１９５４', 1954, 'ok'],
    ['1975.1', 1975, 'ok'],
    ['1947年6月', 1947, 'ok'],
    ['1970-01-01', 1970, 'ok'],
    ['197001', 1970, 'ok'],
    ['19700101', 1970, 'ok'],
    ['2022', 2022, 'ok'],
    ['2023', null, 'invalid'],
    ['1899', null, 'invalid'],
    ['19751', null, 'invalid'],
    ['不详', null, 'invalid'],
    ['76', null, 'ambiguous'],
    ['76年', null, 'ambiguous'],
    [' ', null, 'missing'],
  ])('birth year %j', (raw, value, state) => {
    expect(readBirthYear(raw, 2022, false)).toEqual({ value, state });
  });

  it('reads a day number only in a column of dates', () => {
    expect(readBirthYear('27395', 2022, true)).toEqual({ value: 1975, state: 'ok' });
    expect(readBirthYear('27395', 2022, false).state).toBe('invalid');
  });

  it.each([
    ['ＸＷ－００２０', 'XW-0020'],
    ['xw 86', 'XW-0086'],
    ['XW0086', 'XW-0086'],
    ['86', 'XW-0086'],
    ['12345', 'XW-12345'],
    [' ', ''],
    ['DL-0001', undefined],
    ['0', undefined],
    ['440783001001', undefined],
  ])('code %j', (raw, code) => {
    expect(readCode(raw, 'XW')).toBe(code);
  });

  it.each([
    ['网格２', 'XW-G2'],
    ['第二网格', 'XW-G2'],
    ['2', 'XW-G2'],
    ['xw-g2', 'XW-G2'],
    ['第九网格', undefined],
    ['1、2网格', undefined],
  ])('grid %j', (raw, grid) => {
    expect(readGrid(raw, xiawan.grids)).toBe(grid);
  });

  it.each([
    ['東興里', '东兴里'],
    ['东兴', '东兴里'],
    ['下湾村东兴里', '东兴里'],
    ['龙堂里', undefined],
  ])('natural village %j', (raw, name) => {
    expect(readNaturalVillage(raw, xiawan.naturalVillages)).toBe(name);
  });

  it('proposes a natural village only when one is near, inside the grid if that is known', () => {
    expect(proposeNaturalVillage('龙堂里', 'XW-G2', xiawan.naturalVillages)).toBe('龙塘里');
    expect(proposeNaturalVillage('龙堂里', 'XW-G1', xiawan.naturalVillages)).toBeUndefined();
    expect(proposeNaturalVillage('西安里', '', xiawan.naturalVillages)).toBeUndefined();
  });

  it.each([
    ['7', '东兴里7号'],
    ['４４号', '东兴里44号'],
    ['東興里7號', '东兴里7号'],
    ['东兴7号', '东兴里7号'],
    ['苍城镇下湾村东兴里7号', '东兴里7号'],
    ['苍城镇下湾村7号', '东兴里7号'],
    ['12-1', '东兴里12-1号'],
    ['三巷5号', '东兴里三巷5号'],
    ['东兴里', ''],
    ['无', ''],
  ])('door plate %j', (raw, plate) => {
    expect(readDoorPlate(raw, '东兴里', xiawan)).toBe(plate);
  });

  it.each([
    ['第二网格', 2],
    ['十', 10],
    ['十二组', 12],
    ['二十一队', 21],
    ['Grid 03', 3],
    ['一二组', undefined],
    ['上围', undefined],
  ])('the number spoken in %j', (text, number) => {
    expect(spokenNumber(text)).toBe(number);
  });

  it('knows relations and genders in either script, and nothing it was not taught', () => {
    expect(readRelation(' 長子 ')).toEqual({ relation: '子', gender: '男' });
    expect(readRelation('配偶')).toEqual({ relation: '配偶', gender: '' });
    expect(readRelation('亲戚')).toBeUndefined();
    expect([readGender('Ｆ'), readGender('男性'), readGender(' '), readGender('？')]).toEqual([
      '女',
      '男',
      '',
      undefined,
    ]);
  });

  it('reads notes', () => {
    expect(memberTagsIn('党员、在深圳')).toEqual(['党员']);
    expect(memberTagsIn('在深圳')).toEqual(['外出务工']);
    expect(memberTagsIn('在校学生')).toEqual(['学生']);
    expect(memberTagsIn('党员户')).toEqual([]);
    expect(householdTagsIn('侨眷，种养大户')).toEqual(['侨属', '种养户']);
    expect([noteProblem('已去世'), noteProblem('户口已迁出'), noteProblem('电话是儿子的')]).toEqual([
      'note_deceased',
      'note_moved_out',
      undefined,
    ]);
  });

  it('compares names in one script without changing characters that are their own', () => {
    expect(comparable('余 偉強')).toBe('余伟强');
    expect(comparable('关㛃柔李𬭎珈谢俊堃')).toBe('关㛃柔李𬭎珈谢俊堃');
  });

  it.each([
    '440783197001011234',
    '44078319700101123X',
    '440783 19700101 1234',
    '440783700101123',
    '99****190000000001',
    '440783********123X',
    '４４０７８３１９７００１０１１２３４',
    '4.40783E+17',
  ])('takes %j for an identity number', (raw) => {
    expect(scrubIds(`甲${raw}乙`)).toEqual({ text: '甲乙', found: true });
  });

  it.each(['13800001234', '13800001503 13800004869', '138 0000 1503、138 0000 4869', '2022-03-28', '***************'])(
    'does not take %j for an identity number',
    (raw) => {
      expect(scrubIds(raw)).toEqual({ text: raw, found: false });
    },
  );

  it('knows the headers of identity columns from notes about them', () => {
    expect(
      ['身份证号', '身份證號碼', '公民身份号码', '居民身份证', '证件号码', '户主身份证 号'].every(isIdHeader),
    ).toBe(true);
    expect(isIdHeader('说明：身份证号码一律不得在本表中填写')).toBe(false);
  });
});
