import { describe, expect, it } from 'vitest';
import { formatReport } from '../../../src/server/rolls/formatReport.ts';
import { mergeRecommended } from '../../../src/server/rolls/mergeRecommended.ts';
import { parseRoll } from '../../../src/server/rolls/parseRoll.ts';
import { readTable } from '../../../src/server/rolls/readTable.ts';
import type { RollReport } from '../../../src/server/rolls/report.ts';
import type { Sheet } from '../../../src/server/rolls/table.ts';
import { dataFile, expected, xiawan } from './xiawan.ts';

const fromXlsx = (): readonly Sheet[] => readTable(dataFile('roll-xiawan-messy.xlsx'), 'roll-xiawan-messy.xlsx');
const fromCsv = (sheet: string): readonly Sheet[] =>
  readTable(dataFile(`roll-xiawan-messy.${sheet}.gb18030.csv`), `${sheet}.csv`);

/** Both files' readings cover the same sheets, so whatever is said of a sheet must be the same. */
const sources: readonly (readonly [name: string, sheets: () => readonly Sheet[], covered: readonly string[]])[] = [
  ['the workbook', fromXlsx, ['在册', '外出']],
  ['the GB18030 csv of 在册', () => fromCsv('在册'), ['在册']],
  ['the GB18030 csv of 外出', () => fromCsv('外出'), ['外出']],
];

function sorted(lines: readonly unknown[]): readonly string[] {
  return lines.map((line) => JSON.stringify(line)).sort();
}

describe.each(sources)('the messy roll of 下湾村 from %s', (_, sheets, covered) => {
  const tables = sheets();
  const report: RollReport = parseRoll(tables, xiawan);
  const here = ({ sheet }: { readonly sheet: string }): boolean => covered.includes(sheet);

  it('reports every problem with its row, field, severity and raw text, and no other', () => {
    const wanted = expected.problems.filter(here);
    expect(
      sorted(
        report.problems.map(({ sheet, row, field, code, severity, raw }) => [sheet, row, field, code, severity, raw]),
      ),
    ).toEqual(
      sorted(wanted.map(({ sheet, row, field, code, severity, raw }) => [sheet, row, field, code, severity, raw])),
    );
    expect(report.problems.every(({ message }) => /[\u4e00-\u9fff]/.test(message))).toBe(true);
  });

  it('ignores exactly the title, header, sum, blank and note rows, each with its reason', () => {
    const wanted = covered.flatMap((sheet) =>
      (expected.ignored_rows[sheet] ?? []).map(({ row, reason }) => ({ sheet, row, reason })),
    );
    expect(sorted(report.ignoredRows)).toEqual(sorted(wanted));
  });

  it('reads every household block with its members', () => {
    const wanted = expected.households.filter(here).map((household) => ({
      ...household,
      members: household.members.map((member) => ({ ...member, birth_year: member.birth_year || null })),
    }));
    const got = report.households.map((block) => ({
      sheet: block.sheet,
      row: block.row,
      last_row: block.lastRow,
      code: block.code,
      head: block.head,
      phone: block.phone,
      natural_village: block.naturalVillage,
      grid: block.grid,
      door_plate: block.doorPlate,
      status: block.status,
      declared_members: block.declaredMembers,
      members: block.members.map(({ row, name, relation, gender, birthYear }) => ({
        row,
        name,
        relation,
        gender,
        birth_year: birthYear,
      })),
    }));
    expect(got).toEqual(wanted);
  });

  it('reaches every normalised value, and no other', () => {
    expect(
      sorted(report.normalised.map(({ sheet, row, field, raw, value }) => [sheet, row, field, raw, value])),
    ).toEqual(
      sorted(
        expected.normalised.filter(here).map(({ sheet, row, field, raw, value }) => [sheet, row, field, raw, value]),
      ),
    );
  });

  it('groups the duplicates with their reason and recommendation', () => {
    const wanted = expected.duplicates_to_confirm.filter(({ blocks }) => blocks.every(here));
    expect(sorted(report.duplicates.map(({ reason, recommended, blocks }) => [reason, recommended, blocks]))).toEqual(
      sorted(wanted.map(({ reason, recommended, blocks }) => [reason, recommended, blocks])),
    );
  });

  it('drops the column of identity numbers so that nothing of it is anywhere in the output', () => {
    const wanted = expected.dropped_columns.filter(here);
    expect(report.droppedColumns).toEqual(wanted.map(({ sheet, column, letter }) => ({ sheet, column, letter })));
    const everything = JSON.stringify([tables, report, mergeRecommended(report), formatReport(report)]);
    for (const { must_not_appear } of expected.dropped_columns) {
      const pattern = new RegExp(must_not_appear.replace(/^\^/, ''));
      expect('99****190000000001').toMatch(pattern);
      expect(everything).not.toMatch(pattern);
    }
  });

  it('counts each sheet', () => {
    for (const summary of report.sheets) {
      expect(summary.blocks).toBe(expected.counts.household_blocks_by_sheet[summary.sheet]);
      expect(summary.members).toBe(expected.counts.member_rows_by_sheet[summary.sheet]);
      expect(summary.dataRows).toBe(expected.counts.data_rows_by_sheet[summary.sheet]);
      expect(report.counts.ignoredRows[summary.sheet]).toBe(expected.counts.ignored_rows[summary.sheet]);
    }
    expect(report.sheets.map(({ sheet }) => sheet)).toEqual(covered);
  });

  it('gives identical bytes when read again', () => {
    const again = parseRoll(sheets(), xiawan);
    expect(JSON.stringify(again)).toBe(JSON.stringify(report));
    expect(JSON.stringify(mergeRecommended(again))).toBe(JSON.stringify(mergeRecommended(report)));
  });
});

describe('the whole messy roll', () => {
  const report = parseRoll(fromXlsx(), xiawan);

  it('has the expected counts', () => {
    const { counts } = expected;
    expect(report.counts).toEqual({
      sheets: counts.sheets,
      householdBlocks: counts.household_blocks,
      memberRows: counts.member_rows,
      duplicateGroups: counts.duplicate_groups,
      blocksInDuplicateGroups: counts.blocks_in_duplicate_groups,
      householdsAfterRecommended: counts.households_after_recommended,
      membersAfterRecommended: counts.members_after_recommended,
      problems: counts.problems,
      rowsWithProblems: counts.rows_with_problems,
      problemsByCode: counts.problems_by_code,
      problemsBySeverity: counts.problems_by_severity,
      normalised: counts.normalised,
      ignoredRows: counts.ignored_rows,
    });
  });

  it('names namesakes and does not merge them', () => {
    expect(report.namesakes.map(({ head, blocks }) => ({ head, rows: blocks.map(({ row }) => row) }))).toEqual(
      expected.namesakes,
    );
  });

  it('says in the text every problem and duplicate with its row', () => {
    const text = formatReport(report);
    for (const { sheet, row, message } of report.problems) {
      expect(
        text.split('\n').some((line) => line.includes(`“${sheet}”第${row}行`) && line.endsWith(`：${message}`)),
      ).toBe(true);
    }
    for (const { blocks } of report.duplicates) {
      for (const { sheet, row, head } of blocks) expect(text).toMatch(new RegExp(`“${sheet}”第${row}行 .* ${head}`));
    }
    expect(text).toContain('读到277户次、1064人次；按建议处理后是268户、1024人');
    expect(text).toContain('将分配新编号的户（17户）');
  });
});
