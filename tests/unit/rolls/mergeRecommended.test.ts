import { describe, expect, it } from 'vitest';
import type { ExistingHousehold } from '../../../src/server/rolls/context.ts';
import { mergeRecommended, type RollHousehold } from '../../../src/server/rolls/mergeRecommended.ts';
import { parseRoll } from '../../../src/server/rolls/parseRoll.ts';
import { readTable } from '../../../src/server/rolls/readTable.ts';
import type { RollReport } from '../../../src/server/rolls/report.ts';
import { cleanXiawan, dataFile, xiawan } from './xiawan.ts';

const sheets = readTable(dataFile('roll-xiawan-messy.xlsx'), 'roll-xiawan-messy.xlsx');

function reportWith(existing: readonly ExistingHousehold[]): RollReport {
  return parseRoll(sheets, { ...xiawan, existing });
}

function asExisting(households: readonly RollHousehold[]): readonly ExistingHousehold[] {
  return households.map(({ code, naturalVillage, doorPlate, head }) => ({
    code,
    naturalVillage,
    doorPlate: doorPlate ?? '',
    head,
  }));
}

function at(households: readonly RollHousehold[], sheet: string, row: number): RollHousehold {
  const found = households.find(({ sources }) =>
    sources.some((source) => source.sheet === sheet && source.row === row),
  );
  if (found === undefined) throw new Error(`no household from ${sheet} row ${row}`);
  return found;
}

describe('households after the recommended decisions', () => {
  const households = mergeRecommended(reportWith([]));

  it('are 268 with 268 codes, one head each, in a natural village and a grid', () => {
    expect(households).toHaveLength(268);
    expect(new Set(households.map(({ code }) => code)).size).toBe(268);
    for (const household of households) {
      const heads = household.members.filter(({ relation }) => relation === '户主');
      expect(heads.map(({ name }) => name)).toEqual([household.head]);
      expect(household.code).toMatch(/^XW-\d{4}$/);
      const known = xiawan.naturalVillages.find(({ name }) => name === household.naturalVillage);
      expect(household.grid).toBe(known?.grid);
    }
    expect(households.flatMap(({ members }) => members)).toHaveLength(1024);
  });

  it('get codes after the highest one in use, in the order of the roll, where the roll has none', () => {
    const given = households.filter(({ code }) => code >= 'XW-0268');
    expect(given.map(({ code }) => code)).toEqual(Array.from({ length: 17 }, (_, index) => `XW-0${268 + index}`));
    expect(at(households, '在册', 99).code).toBe('XW-0268');
    expect(at(households, '外出', 36).code).toBe('XW-0284');
  });

  it('leave a code that two households share to the first of them', () => {
    expect(at(households, '在册', 394)).toMatchObject({ code: 'XW-0157', head: '关俊斌' });
    expect(at(households, '在册', 517)).toMatchObject({ code: 'XW-0275', head: '黄建彬' });
  });

  it('unite blocks of one household: the earlier prevails, the later fills blanks and adds people', () => {
    expect(at(households, '在册', 604)).toMatchObject({
      code: 'XW-0178',
      head: '黄达辉',
      sources: [
        { sheet: '在册', row: 600 },
        { sheet: '在册', row: 604 },
      ],
    });
    expect(at(households, '在册', 604).members.map(({ name, relation }) => [name, relation])).toEqual([
      ['黄达辉', '户主'],
      ['谭翠芬', '配偶'],
      ['黄子朗', '子'],
      ['黄承希', '子'],
    ]);
    expect(at(households, '外出', 15)).toMatchObject({ status: 'active', head: '黄炳昌', phone: '13800004933' });
    expect(at(households, '在册', 909).head).toBe('余伟强');
  });

  it('take the member marked 户主 where the column of heads names nobody, and one 户主 of two', () => {
    expect(at(households, '在册', 230).head).toBe('谢达彬');
    expect(at(households, '在册', 744).members.find(({ name }) => name === '司徒晋豪')?.relation).toBe('');
  });

  it('take the near natural village for a misspelt one, and its grid where the roll contradicts itself', () => {
    expect(at(households, '在册', 430)).toMatchObject({ naturalVillage: '龙塘里', doorPlate: '龙塘里56号' });
    expect(at(households, '在册', 104)).toMatchObject({ naturalVillage: '东兴里', grid: 'XW-G1' });
  });

  it('carry notes into tags', () => {
    expect(at(households, '在册', 58).members.find(({ name }) => name === '林雪媚')?.tags).toEqual(['党员']);
    expect(at(households, '在册', 90).members.find(({ name }) => name === '谢敏红')?.tags).toEqual(['外出务工']);
  });
});

describe('importing the same roll again', () => {
  it('gives byte for byte the same households once they are in the system', () => {
    const first = mergeRecommended(reportWith([]));
    const second = mergeRecommended(reportWith(asExisting(first)));
    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
    const third = mergeRecommended(reportWith([...asExisting(second)].reverse()));
    expect(JSON.stringify(third)).toBe(JSON.stringify(first));
  });

  it('finds all 268 households of the clean roll again, also those without or with a wrong code', () => {
    const clean = cleanXiawan();
    const report = reportWith(clean);
    const households = mergeRecommended(report);
    const codeOf = new Map(
      clean.map(({ code, naturalVillage, doorPlate }) => [`${naturalVillage} ${doorPlate}`, code]),
    );
    expect(households.map(({ code }) => code).sort()).toEqual(clean.map(({ code }) => code).sort());
    for (const { code, naturalVillage, doorPlate } of households) {
      if (doorPlate !== null) expect(code).toBe(codeOf.get(`${naturalVillage} ${doorPlate}`));
    }
    expect(report.problems.find(({ row }) => row === 99)?.message).toContain('XW-0024');
    expect(report.problems.filter(({ code }) => code === 'code_taken')).toEqual([]);
  });

  it('never gives a household the code of another one in the system', () => {
    const stranger = { code: 'XW-0001', naturalVillage: '联庆里', doorPlate: '联庆里900号', head: '何某人' };
    const farther = { code: 'XW-0400', naturalVillage: '联庆里', doorPlate: '联庆里901号', head: '何另人' };
    const report = reportWith([stranger, farther]);
    const households = mergeRecommended(report);
    expect(report.problems.filter(({ code }) => code === 'code_taken')).toMatchObject([
      { sheet: '在册', row: 5, field: '户编号', raw: 'XW-0001' },
    ]);
    expect(at(households, '在册', 5).code).toBe('XW-0401');
    expect(households.map(({ code }) => code)).not.toContain('XW-0001');
    expect(households.map(({ code }) => code)).not.toContain('XW-0400');
  });
});
