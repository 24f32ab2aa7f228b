import { ignoredReason } from './classifyRow.ts';
import { type Field, findHeader, type Header } from './columns.ts';
import type { RollContext } from './context.ts';
import { blockKey, findDuplicates, findNamesakes, mergeTargets } from './duplicates.ts';
import { groupRows, layoutOf } from './groupRows.ts';
import { codeNumber } from './householdCode.ts';
import { matchExisting } from './matchExisting.ts';
import { mergeRecommended } from './mergeRecommended.ts';
import { type Problem, problem } from './problem.ts';
import { readBlock } from './readBlock.ts';
import type { Block, IgnoredRow, Normalised, RollCounts, RollReport, SheetSummary } from './report.ts';
import { RowReader } from './rowReader.ts';
import { columnLetter, type Row, type Sheet } from './table.ts';
import { comparable } from './text.ts';

interface SheetReading {
  readonly summary: SheetSummary;
  readonly ignored: readonly IgnoredRow[];
  readonly blocks: readonly Block[];
  readonly problems: readonly Problem[];
  readonly normalised: readonly Normalised[];
}

/**
 * Reads a household roll. Nothing is taken by position or by a sheet's name: headers are known by their words, the layout
 * by what is filled. Pure: the same sheets and context give the same report.
 */
export function parseRoll(sheets: readonly Sheet[], context: RollContext): RollReport {
  const readings = sheets.map((sheet) => readSheet(sheet, context));
  const headerOf = (sheet: string, field: Field): string => {
    const summary = readings.find((reading) => reading.summary.sheet === sheet)?.summary;
    return summary?.columns.find((column) => column.field === field)?.header ?? '';
  };
  const read = readings.flatMap(({ blocks }) => blocks);
  const { blocks, problems: taken } = matchExisting(read, context, (sheet) => headerOf(sheet, 'code'));
  const duplicates = findDuplicates(blocks);
  const shared = sharedPhones(blocks, mergeTargets(duplicates), (sheet) => headerOf(sheet, 'phone'));
  const order = new Map(sheets.map(({ name }, index) => [name, index]));
  const basis = {
    village: { code: context.village.code, name: context.village.name },
    sheets: readings.map(({ summary }) => summary),
    droppedColumns: sheets.flatMap(({ dropped }) => dropped),
    ignoredRows: readings.flatMap(({ ignored }) => ignored),
    problems: [
      ...codesFound(
        readings.flatMap(({ problems }) => problems),
        blocks,
      ),
      ...taken,
      ...shared,
    ].sort((a, b) => (order.get(a.sheet) ?? 0) - (order.get(b.sheet) ?? 0) || a.row - b.row),
    duplicates,
    namesakes: findNamesakes(blocks, duplicates),
    households: blocks,
    normalised: readings.flatMap(({ normalised }) => normalised),
    nextCodeNumber: nextCodeNumber(blocks, context),
    codesInUse: (context.existing ?? []).map(({ code }) => code),
  };
  return { ...basis, counts: countsOf(basis) };
}

function readSheet(sheet: Sheet, context: RollContext): SheetReading {
  const header = findHeader(sheet.rows);
  if (header === undefined) return unreadable(sheet);
  const reader = new RowReader(sheet.name, header.columns);
  const ignored: IgnoredRow[] = [];
  const dataRows: Row[] = [];
  for (const row of sheet.rows) {
    const reason = ignoredReason(row, header);
    if (reason === undefined) dataRows.push(row);
    else ignored.push({ sheet: sheet.name, row: row.row, reason });
  }
  const layout = layoutOf(dataRows, reader);
  const away = isAboutAway(sheet, header);
  const blocks = groupRows(dataRows, layout, reader).flatMap((rows) => {
    const [first] = rows;
    return first === undefined ? [] : [readBlock(rows, first, layout, away, context, reader)];
  });
  const headerRow = header.rows[0] ?? 1;
  const missing = reader.has('code')
    ? []
    : [problem({ sheet: sheet.name, row: headerRow, field: '' }, 'code_column_missing', '')];
  const scrubbed = sheet.scrubbed.map(({ row, column }) => {
    const field = header.columns.find(({ index }) => index === column)?.header ?? `${columnLetter(column)}列`;
    return problem({ sheet: sheet.name, row, field }, 'id_number_dropped', '');
  });
  return {
    summary: {
      sheet: sheet.name,
      layout,
      columns: header.columns.map(({ field, header: text, letter }) => ({ field, header: text, letter })),
      unread: header.unread,
      dataRows: dataRows.length,
      blocks: blocks.length,
      members: blocks.reduce((sum, { members }) => sum + members.length, 0),
    },
    ignored,
    blocks,
    problems: [...missing, ...reader.problems, ...scrubbed],
    normalised: reader.normalised,
  };
}

/** A household without a code that the system knows needs none: the problem says which it is. */
function codesFound(problems: readonly Problem[], blocks: readonly Block[]): readonly Problem[] {
  const known = new Map(blocks.map((block) => [blockKey(block), block.recommended.existingCode]));
  return problems.map((found) => {
    const code = known.get(blockKey(found));
    if (!code || (found.code !== 'code_missing' && found.code !== 'code_invalid')) return found;
    return { ...found, message: `户编号为空或不像本村的编号，系统里这一户是${code}` };
  });
}

function unreadable(sheet: Sheet): SheetReading {
  const row = sheet.rows.find(({ cells }) => cells.some((cell) => cell.trim() !== ''))?.row ?? 1;
  return {
    summary: { sheet: sheet.name, layout: 'not_a_roll', columns: [], unread: [], dataRows: 0, blocks: 0, members: 0 },
    ignored: [],
    blocks: [],
    problems: [problem({ sheet: sheet.name, row, field: '' }, 'header_not_found', '')],
    normalised: [],
  };
}

/** Does the title or the name of the sheet say that it lists households living elsewhere? 含外出 lists both kinds. */
function isAboutAway(sheet: Sheet, header: Header): boolean {
  const titles = sheet.rows.filter(({ row }) => row < (header.rows[0] ?? 0)).flatMap(({ cells }) => cells);
  return [sheet.name, ...titles].some((text) => {
    const plain = comparable(text);
    return !/[含包括及]外出/.test(plain) && /^外出|外出(户|人员|家庭|登记|名册|花名册|名单|台账)|[._-]外出/.test(plain);
  });
}

function sharedPhones(
  blocks: readonly Block[],
  targets: ReadonlyMap<string, string>,
  phoneHeader: (sheet: string) => string,
): readonly Problem[] {
  const byPhone = new Map<string, Block[]>();
  for (const block of blocks) {
    if (block.phone !== '') byPhone.set(block.phone, [...(byPhone.get(block.phone) ?? []), block]);
  }
  return [...byPhone.values()].flatMap((group) => {
    const households = new Set(group.map((block) => targets.get(blockKey(block)) ?? blockKey(block)));
    if (households.size < 2) return [];
    return group.map(({ sheet, row, phone }) =>
      problem({ sheet, row, field: phoneHeader(sheet) }, 'phone_shared', phone),
    );
  });
}

function nextCodeNumber(blocks: readonly Block[], context: RollContext): number {
  const codes = [...blocks.map(({ code }) => code), ...(context.existing ?? []).map(({ code }) => code)];
  return codes.reduce((next, code) => Math.max(next, (codeNumber(code, context.village.code) ?? 0) + 1), 1);
}

function tally<K extends string>(keys: readonly K[]): Readonly<Partial<Record<K, number>>> {
  const counts: Partial<Record<K, number>> = {};
  for (const key of [...keys].sort()) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

function countsOf(report: Omit<RollReport, 'counts'>): RollCounts {
  const merged = mergeRecommended(report);
  const { problems, households, duplicates } = report;
  const inGroups = new Set(duplicates.flatMap(({ blocks }) => blocks.map(blockKey)));
  return {
    sheets: report.sheets.length,
    householdBlocks: households.length,
    memberRows: households.reduce((sum, { members }) => sum + members.length, 0),
    duplicateGroups: duplicates.length,
    blocksInDuplicateGroups: inGroups.size,
    householdsAfterRecommended: merged.length,
    membersAfterRecommended: merged.reduce((sum, { members }) => sum + members.length, 0),
    problems: problems.length,
    rowsWithProblems: new Set(problems.map(blockKey)).size,
    problemsByCode: tally(problems.map(({ code }) => code)),
    problemsBySeverity: tally(problems.map(({ severity }) => severity)),
    normalised: report.normalised.length,
    ignoredRows: tally(report.ignoredRows.map(({ sheet }) => sheet)),
  };
}
