import { describe, expect, it } from 'vitest';
import type { RollContext } from '../../../src/server/rolls/context.ts';
import { mergeRecommended, type RollHousehold } from '../../../src/server/rolls/mergeRecommended.ts';
import { parseRoll } from '../../../src/server/rolls/parseRoll.ts';
import { readTable } from '../../../src/server/rolls/readTable.ts';
import type { RollReport } from '../../../src/server/rolls/report.ts';

const daluo: RollContext = {
  village: { code: 'DL', name: '大罗村' },
  naturalVillages: [
    { name: '上围', grid: 'DL-G1' },
    { name: '第三村民小组', grid: 'DL-G2' },
  ],
  grids: [
    { code: 'DL-G1', name: 'Grid 1' },
    { code: 'DL-G2', name: 'Grid 2', aliases: ['河西'] },
  ],
  birthYearMax: 2024,
};

function read(lines: readonly string[], context = daluo): { report: RollReport; households: readonly RollHousehold[] } {
  const report = parseRoll(readTable(new TextEncoder().encode(lines.join('\r\n')), 'roll.csv'), context);
  return { report, households: mergeRecommended(report) };
}

const codes = (report: RollReport): readonly string[] => report.problems.map(({ row, code }) => `${row} ${code}`);

describe('rolls of other villages', () => {
  it('reads other headers in another order, dates of birth, spoken and English grids', () => {
    const { report, households } = read([
      '大罗村住户名单',
      '手机号码,出生年月,成员姓名,性 别,称谓,户主,家庭住址,村民小组,网格名称,户号,民族',
      '13800001234,1970-05-06,李一,男,本人,李一,上围8号,上围,G1,1,汉',
      ',19720203,陈二,女,妻子,,,,,,汉',
      ',1999年,李三,男,儿子,,,,,,汉',
      '13800004321,25569,何四,女,户主,何四,3-1,3组,河西,DL-2,汉',
    ]);
    expect(report.problems).toEqual([]);
    expect(report.sheets[0]).toMatchObject({ layout: 'row_per_member', unread: ['民族'] });
    expect(households).toEqual([
      {
        code: 'DL-0001',
        village: '大罗村',
        naturalVillage: '上围',
        grid: 'DL-G1',
        head: '李一',
        phone: '13800001234',
        doorPlate: '上围8号',
        status: 'active',
        tags: [],
        members: [
          { name: '李一', relation: '户主', birthYear: 1970, gender: '男', tags: [] },
          { name: '陈二', relation: '配偶', birthYear: 1972, gender: '女', tags: [] },
          { name: '李三', relation: '子', birthYear: 1999, gender: '男', tags: [] },
        ],
        sources: [{ sheet: 'roll', row: 3 }],
      },
      {
        code: 'DL-0002',
        village: '大罗村',
        naturalVillage: '第三村民小组',
        grid: 'DL-G2',
        head: '何四',
        phone: '13800004321',
        doorPlate: '第三村民小组3-1号',
        status: 'active',
        tags: [],
        members: [{ name: '何四', relation: '户主', birthYear: 1970, gender: '女', tags: [] }],
        sources: [{ sheet: 'roll', row: 6 }],
      },
    ]);
  });

  it('reads household columns repeated in each member row and running numbers that count people', () => {
    const { report, households } = read([
      '序号,户编号,户主,姓名,与户主关系,门牌,组别,电话',
      '1,DL-0001,李一,李一,户主,1号,上围,13800000001',
      '2,DL-0001,李一,陈二,妻,1号,上围,',
      '3,DL-0002,何四,何四,户主,2号,上围,13800000002',
      '4,DL-0002,何四,何五,长女,2号,上围,',
    ]);
    expect(codes(report)).toEqual([]);
    expect(households.map(({ head, members }) => [head, members.map(({ name }) => name)])).toEqual([
      ['李一', ['李一', '陈二']],
      ['何四', ['何四', '何五']],
    ]);
  });

  it('starts a household at each 户主 where nothing else tells, and says once that codes are missing', () => {
    const { report, households } = read([
      '姓名,关系,性别,自然村',
      '李一,户主,男,上围',
      '陈二,妻,女,',
      '何四,户主,女,上围',
    ]);
    expect(codes(report)).toEqual(['1 code_column_missing']);
    expect(households.map(({ code, head, members }) => [code, head, members.length])).toEqual([
      ['DL-0001', '李一', 2],
      ['DL-0002', '何四', 1],
    ]);
  });

  it('reads one row per household with relations in brackets, and 姓名 alone as the head', () => {
    const listed = read(['户主,编号,住址,家庭成员', '李一,7,上围1号,"李一、陈二（妻，1972）、李三(长子)"']);
    expect(listed.households[0]?.members).toEqual([
      { name: '李一', relation: '户主', birthYear: null, gender: null, tags: [] },
      { name: '陈二', relation: '配偶', birthYear: 1972, gender: '女', tags: [] },
      { name: '李三', relation: '子', birthYear: null, gender: '男', tags: [] },
    ]);
    const alone = read(['编号\t姓名\t人数\t住址', '7\t李一\t4\t上围1号', '\t\t\t', '合计\t1户\t4\t']);
    expect(alone.report.problems).toEqual([]);
    expect(alone.households.map(({ head, members }) => [head, members.length])).toEqual([['李一', 1]]);
    expect(alone.report.ignoredRows.map(({ row, reason }) => [row, reason])).toEqual([
      [1, 'header'],
      [3, 'blank'],
      [4, 'total'],
    ]);
  });

  it('takes away households by a state column', () => {
    const { households } = read(['编号,户主,住址,是否外出', '1,李一,上围1号,是', '2,何四,上围2号,否']);
    expect(households.map(({ status }) => status)).toEqual(['away', 'active']);
  });

  it('keeps two households behind one plate that share nobody', () => {
    const { report, households } = read([
      '编号,户主,住址,家庭成员',
      '1,李一,上围1号,李一 陈二',
      '2,何四,上围1号,何四 何五',
    ]);
    expect(report.duplicates).toMatchObject([{ reason: 'same_door_different_head', recommended: 'keep_both' }]);
    expect(households.map(({ code }) => code)).toEqual(['DL-0001', 'DL-0002']);
  });

  it('reports codes of other villages, unknown grids and places, and rows that belong to nobody', () => {
    const { report } = read([
      '编号,户主,自然村,网格,门牌,成员姓名,与户主关系',
      ',,,,,黄六,子',
      'XW-0001,李一,上围,第九网格,1号,李一,户主',
      '2,何四,不知道,,2号,何四,户主',
    ]);
    expect(codes(report)).toEqual(['2 orphan_row', '3 grid_unknown', '3 code_invalid', '4 natural_village_unknown']);
  });

  it('says that a sheet is no roll instead of guessing', () => {
    const { report, households } = read(['物品,数量,金额', '肥皂,3,10']);
    expect(codes(report)).toEqual(['1 header_not_found']);
    expect(households).toEqual([]);
  });

  it('keeps identity numbers out wherever they stand', () => {
    const real = '440783197001011234';
    const { report, households } = read([
      '编号,户主,住址,备注,电话',
      `1,李一,上围1号,身份证${real}党员,13800000001`,
      `2,何四,上围2号,４４０７８３７００１０１１２３,${real}`,
      '3,黄五,上围3号,440783********1234,4.40783E+17',
    ]);
    expect(codes(report).filter((code) => code.endsWith('id_number_dropped'))).toEqual([
      '2 id_number_dropped',
      '3 id_number_dropped',
      '3 id_number_dropped',
      '4 id_number_dropped',
      '4 id_number_dropped',
    ]);
    expect(JSON.stringify([report, households])).not.toMatch(/440783|４４０７８３|4\.40783/);
    expect(households[0]?.members[0]?.tags).toEqual(['党员']);
  });
});
