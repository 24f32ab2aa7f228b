import type { Field } from './columns.ts';
import { readRelation } from './relation.ts';
import type { RowReader } from './rowReader.ts';
import type { Row } from './table.ts';
import { comparable } from './text.ts';

export type Layout = 'row_per_member' | 'row_per_household';

const perMember: readonly Field[] = ['relation', 'gender', 'birth'];
const perHousehold: readonly Field[] = ['code', 'head', 'doorPlate'];

/** Told by what the columns are and how they are filled, never by the sheet's name. */
export function layoutOf(rows: readonly Row[], reader: RowReader): Layout {
  if (!reader.has('memberName')) return 'row_per_household';
  if (reader.has('relation')) return 'row_per_member';
  const start: readonly Field[] = [...perHousehold, 'seq'];
  const continued = rows.some(
    (row) => reader.filled(row, 'memberName') && !start.some((field) => reader.filled(row, field)),
  );
  return continued || perMember.some((field) => reader.has(field)) ? 'row_per_member' : 'row_per_household';
}

/**
 * Rows of each household. A household starts where its number, head, plate or running number is filled; rows with
 * member columns alone belong to the household above. Two habits are understood besides: household columns repeated in
 * every member's row, and running numbers that count people.
 */
export function groupRows(rows: readonly Row[], layout: Layout, reader: RowReader): readonly (readonly Row[])[] {
  if (layout === 'row_per_household') return rows.map((row) => [row]);
  const seqCountsPeople = countsPeople(rows, reader);
  const groups: Row[][] = [];
  for (const row of rows) {
    const current = groups.at(-1);
    const first = current?.[0];
    if (current !== undefined && first !== undefined && !starts(row, first, seqCountsPeople, reader)) current.push(row);
    else if (first === undefined && !mayStart(row, seqCountsPeople, reader))
      reader.report(row, 'memberName', 'orphan_row');
    else groups.push([row]);
  }
  return groups;
}

function isHeadRow(row: Row, reader: RowReader): boolean {
  return readRelation(reader.raw(row, 'relation'))?.relation === '户主';
}

function countsPeople(rows: readonly Row[], reader: RowReader): boolean {
  const others = rows.filter((row) => reader.filled(row, 'relation') && !isHeadRow(row, reader));
  return others.filter((row) => reader.filled(row, 'seq')).length * 2 > others.length;
}

function mayStart(row: Row, seqCountsPeople: boolean, reader: RowReader): boolean {
  if (perHousehold.some((field) => reader.filled(row, field))) return true;
  if (!seqCountsPeople && reader.filled(row, 'seq')) return true;
  return !perHousehold.some((field) => reader.has(field)) && isHeadRow(row, reader);
}

function starts(row: Row, first: Row, seqCountsPeople: boolean, reader: RowReader): boolean {
  if (!mayStart(row, seqCountsPeople, reader)) return false;
  const filled = perHousehold.filter((field) => reader.filled(row, field));
  if (filled.length === 0) return true;
  const repeated = filled.every((field) => comparable(reader.raw(row, field)) === comparable(reader.raw(first, field)));
  const isMember = reader.filled(row, 'memberName') && !isHeadRow(row, reader);
  const sameHousehold = repeated && (filled.includes('code') || filled.length > 1 || seqCountsPeople);
  return !(sameHousehold && isMember && sameSeq(row, first, seqCountsPeople, reader));
}

/** A new running number means a new household, unless the numbers count people. */
function sameSeq(row: Row, first: Row, seqCountsPeople: boolean, reader: RowReader): boolean {
  if (seqCountsPeople || !reader.filled(row, 'seq')) return true;
  return comparable(reader.raw(row, 'seq')) === comparable(reader.raw(first, 'seq'));
}
