import { readBirthYear } from './birthYear.ts';
import type { RollContext } from './context.ts';
import type { Layout } from './groupRows.ts';
import { memberTagsIn, noteProblem } from './notes.ts';
import { type Gender, readGender, readRelation } from './relation.ts';
import type { RollMember } from './report.ts';
import type { RowReader } from './rowReader.ts';
import type { Row } from './table.ts';
import { comparable, halfWidth, simplified, squeeze } from './text.ts';

export interface MembersReading {
  readonly members: readonly RollMember[];
  /** People the roll lists: repeated rows do not count, rows without a name do. */
  readonly counted: number;
}

const memberFields = ['memberName', 'relation', 'gender', 'birth'] as const;

/** Members of one household, from its rows or from the one cell that names them all. Reports what is odd about them. */
export function readMembers(
  rows: readonly Row[],
  head: string,
  layout: Layout,
  context: RollContext,
  reader: RowReader,
): MembersReading {
  const reading =
    layout === 'row_per_household'
      ? listedMembers(rows, head, context, reader)
      : memberRows(rows, head, context, reader);
  for (const row of rows) {
    const found = noteProblem(reader.raw(row, 'note'));
    if (found !== undefined) reader.report(row, 'note', found);
  }
  return reading;
}

function memberRows(rows: readonly Row[], head: string, context: RollContext, reader: RowReader): MembersReading {
  const members: RollMember[] = [];
  let counted = 0;
  for (const row of rows) {
    if (!memberFields.some((field) => reader.filled(row, field))) continue;
    const name = memberName(row, head, reader);
    if (name === '') {
      reader.report(row, 'memberName', 'member_name_missing');
      counted += 1;
      continue;
    }
    if (repeats(name, members)) {
      reader.report(row, 'memberName', 'member_duplicate', name);
      continue;
    }
    counted += 1;
    members.push(memberOf(row, name, context, reader));
  }
  if (members.length > 0 || counted > 0) return { members, counted };
  const [first] = rows;
  return first === undefined || head === ''
    ? { members, counted }
    : { members: [headAlone(first, head, reader)], counted: 1 };
}

function memberName(row: Row, head: string, reader: RowReader): string {
  const written = reader.raw(row, 'memberName');
  const name = squeeze(written);
  const isHead = readRelation(reader.raw(row, 'relation'))?.relation === '户主';
  if (name === '') return isHead ? head : '';
  reader.note(row, 'memberName', name);
  if (simplified(name) !== name) reader.report(row, 'memberName', 'name_traditional', name);
  return name;
}

function memberOf(row: Row, name: string, context: RollContext, reader: RowReader): RollMember {
  const relation = relationOf(row, reader);
  return {
    row: row.row,
    name,
    relation: relation.relation,
    gender: genderOf(row, relation.gender, reader),
    birthYear: birthYearOf(row, context, reader),
    tags: memberTagsIn(`${reader.raw(row, 'note')}${reader.raw(row, 'awayPlace').trim() === '' ? '' : ' 外出务工'}`),
  };
}

function relationOf(row: Row, reader: RowReader): { readonly relation: string; readonly gender: Gender | '' } {
  const found = readRelation(reader.raw(row, 'relation'));
  if (found !== undefined) {
    reader.note(row, 'relation', found.relation);
    return found;
  }
  if (reader.has('relation')) reader.report(row, 'relation', 'relation_unknown');
  return { relation: '', gender: '' };
}

function genderOf(row: Row, implied: Gender | '', reader: RowReader): Gender | '' {
  if (!reader.has('gender')) return '';
  const gender = readGender(reader.raw(row, 'gender'));
  if (gender === undefined) reader.report(row, 'gender', 'gender_invalid');
  else if (gender === '') reader.report(row, 'gender', 'gender_missing', '');
  else {
    reader.note(row, 'gender', gender);
    if (implied !== '' && implied !== gender) reader.report(row, 'gender', 'gender_relation_conflict');
  }
  return gender ?? '';
}

function birthYearOf(row: Row, context: RollContext, reader: RowReader): number | null {
  const isDateColumn = /日|月/.test(reader.header('birth'));
  const { value, state } = readBirthYear(reader.raw(row, 'birth'), context.birthYearMax, isDateColumn);
  if (state === 'invalid') reader.report(row, 'birth', 'birth_year_invalid');
  if (state === 'ambiguous') reader.report(row, 'birth', 'birth_year_ambiguous');
  if (value !== null) reader.note(row, 'birth', value);
  return value;
}

function repeats(name: string, earlier: readonly RollMember[]): boolean {
  return earlier.some((other) => comparable(other.name) === comparable(name));
}

function headAlone(row: Row, head: string, reader: RowReader): RollMember {
  if (simplified(head) !== head) reader.report(row, 'head', 'name_traditional', head);
  const tags = memberTagsIn(reader.raw(row, 'note'));
  return { row: row.row, name: head, relation: '户主', gender: '', birthYear: null, tags };
}

/** 谢仕辉、谭淑玲（妻）、谢嘉燕: separators of any kind; what stands in brackets may be the relation and the year. */
function listedMembers(rows: readonly Row[], head: string, context: RollContext, reader: RowReader): MembersReading {
  const [row] = rows;
  if (row === undefined) return { members: [], counted: 0 };
  if (!reader.filled(row, 'memberName')) {
    return head === '' ? { members: [], counted: 0 } : { members: [headAlone(row, head, reader)], counted: 1 };
  }
  const members: RollMember[] = [];
  for (const part of splitNames(reader.raw(row, 'memberName'))) {
    const [, outside = '', inside = ''] = /^([^(]*)(?:\(([^)]*)\)?)?/.exec(part) ?? [];
    const name = squeeze(outside);
    if (name === '') continue;
    const isHead = comparable(name) === comparable(head);
    const words = inside.split(/[,，、;\s]+/);
    const relation = words.map(readRelation).find((found) => found !== undefined);
    const years = words.map((word) => readBirthYear(word, context.birthYearMax, false).value);
    if (repeats(name, members)) {
      reader.report(row, 'memberName', 'member_duplicate', name);
      continue;
    }
    if (simplified(name) !== name) reader.report(row, 'memberName', 'name_traditional', name);
    members.push({
      row: row.row,
      name,
      relation: isHead ? '户主' : (relation?.relation ?? ''),
      gender: relation?.gender ?? '',
      birthYear: years.find((year) => year !== null) ?? null,
      tags: [],
    });
  }
  return { members, counted: members.length };
}

function splitNames(cell: string): readonly string[] {
  const text = halfWidth(cell).trim();
  const marks = /[、,，;/|\\\n]+(?![^(]*\))/;
  return text.split(marks.test(text) ? marks : /\s+(?![^(]*\))/);
}
