import type { RollContext } from './context.ts';
import type { Layout } from './groupRows.ts';
import { readCode } from './householdCode.ts';
import { householdTagsIn } from './notes.ts';
import { readPhone } from './phone.ts';
import {
  naturalVillageInAddress,
  proposeNaturalVillage,
  readDoorPlate,
  readGrid,
  readNaturalVillage,
} from './place.ts';
import { readMembers } from './readMembers.ts';
import { readRelation } from './relation.ts';
import type { Block, HouseholdState, RollMember } from './report.ts';
import type { RowReader } from './rowReader.ts';
import { settleHead } from './settleHead.ts';
import type { Row } from './table.ts';
import { comparable, squeeze } from './text.ts';

type Place = Pick<Block, 'naturalVillage' | 'grid' | 'doorPlate'>;

/** Reads the rows of one household into a block and reports what is odd about it. `away` is what the sheet is about. */
export function readBlock(
  rows: readonly Row[],
  first: Row,
  layout: Layout,
  away: boolean,
  context: RollContext,
  reader: RowReader,
): Block {
  const writtenHead = squeeze(reader.raw(first, 'head'));
  const { members, counted } = readMembers(rows, writtenHead, layout, context, reader);
  const head = headOf(first, writtenHead, members, reader);
  checkHeads(first, writtenHead, members, rows, reader);
  const { place, proposed } = placeOf(first, context, reader);
  const notes = rows.flatMap((row) => {
    const text = [reader.raw(row, 'note').trim(), reader.raw(row, 'awayPlace').trim()].filter((part) => part !== '');
    return text.length === 0 ? [] : [{ row: row.row, text: text.join(';') }];
  });
  return {
    sheet: reader.sheet,
    row: first.row,
    lastRow: rows.at(-1)?.row ?? first.row,
    code: codeOf(first, context, reader),
    head,
    phone: phoneOf(rows, first, reader),
    ...place,
    status: statusOf(first, layout, away, reader),
    declaredMembers: declaredOf(first, counted, reader),
    tags: householdTagsIn([reader.raw(first, 'tags'), ...notes.map(({ text }) => text)].join(' ')),
    members,
    notes,
    recommended: { head: settleHead(head, members), ...proposed, existingCode: null },
  };
}

function codeOf(first: Row, context: RollContext, reader: RowReader): string {
  if (!reader.has('code')) return '';
  const code = readCode(reader.raw(first, 'code'), context.village.code);
  if (code === undefined) reader.report(first, 'code', 'code_invalid');
  else if (code === '') reader.report(first, 'code', 'code_missing');
  else reader.note(first, 'code', code);
  return code ?? '';
}

function headOf(first: Row, written: string, members: readonly RollMember[], reader: RowReader): string {
  const head = written || (members.find(({ relation }) => relation === '户主') ?? soleMember(members))?.name || '';
  if (head === '') reader.report(first, 'head', 'head_missing');
  else reader.note(first, 'head', head);
  return head;
}

function soleMember(members: readonly RollMember[]): RollMember | undefined {
  return members.length === 1 ? members[0] : undefined;
}

function checkHeads(
  first: Row,
  written: string,
  members: readonly RollMember[],
  rows: readonly Row[],
  reader: RowReader,
): void {
  const heads = members.filter(({ relation }) => relation === '户主');
  const named = heads.find(({ name }) => comparable(name) === comparable(written));
  const rightful = named ?? heads[0];
  if (written !== '' && named === undefined && members.length > 0) {
    const detail = rightful === undefined ? undefined : `先按成员里的“${rightful.name}”`;
    reader.report(first, 'head', 'head_not_in_members', undefined, detail);
  }
  for (const extra of heads.filter((member) => member !== rightful)) {
    const row = rows.find((candidate) => candidate.row === extra.row);
    if (row === undefined) continue;
    const field = readRelation(reader.raw(row, 'relation')) === undefined ? 'memberName' : 'relation';
    reader.report(row, field, 'two_heads');
  }
}

/** The head's row first; if its cell is blank, the first member who has a phone. */
function phoneOf(rows: readonly Row[], first: Row, reader: RowReader): string {
  if (!reader.has('phone')) return '';
  const row = rows.find((candidate) => reader.filled(candidate, 'phone')) ?? first;
  const { value, state } = readPhone(reader.raw(row, 'phone'));
  if (state === 'missing') reader.report(row, 'phone', 'phone_missing');
  if (state === 'invalid') reader.report(row, 'phone', 'phone_invalid');
  if (state === 'multiple') reader.report(row, 'phone', 'phone_multiple');
  if (state === 'ok') reader.note(row, 'phone', value);
  return value;
}

function placeOf(
  first: Row,
  context: RollContext,
  reader: RowReader,
): { readonly place: Place; readonly proposed: Place } {
  const { naturalVillages } = context;
  const gridOf = (name: string): string => naturalVillages.find((known) => known.name === name)?.grid ?? '';
  const raw = reader.raw(first, 'naturalVillage');
  const door = reader.raw(first, 'doorPlate');
  const inAddress = naturalVillageInAddress(door, naturalVillages);
  const naturalVillage = raw.trim() === '' ? (inAddress ?? '') : (readNaturalVillage(raw, naturalVillages) ?? '');
  const said = gridSaid(first, context, reader);
  const proposedVillage =
    naturalVillage || (inAddress ?? proposeNaturalVillage(raw, said ?? '', naturalVillages) ?? '');

  const detail = proposedVillage === '' ? undefined : `可能是“${proposedVillage}”`;
  if (naturalVillage !== '') reader.note(first, 'naturalVillage', naturalVillage);
  else if (raw.trim() !== '') reader.report(first, 'naturalVillage', 'natural_village_unknown', raw.trim(), detail);
  else if (naturalVillages.length > 0) {
    reader.report(first, reader.has('naturalVillage') ? 'naturalVillage' : 'doorPlate', 'natural_village_missing', '');
  }

  const known = gridOf(naturalVillage);
  const mismatch = said !== undefined && said !== '' && known !== '' && said !== known;
  if (mismatch) reader.report(first, 'grid', 'grid_mismatch', undefined, `先按自然村算${gridName(known, context)}`);
  const grid = mismatch || said === undefined ? '' : said || known;
  if (!mismatch) reader.note(first, 'grid', grid);

  const readable = naturalVillage !== '' || naturalVillages.length === 0;
  const doorPlate = readable ? readDoorPlate(door, naturalVillage, context) : '';
  reader.note(first, 'doorPlate', doorPlate);
  const proposedPlate = readDoorPlate(door, proposedVillage, context);
  if (reader.has('doorPlate') && proposedPlate === '') reader.report(first, 'doorPlate', 'door_plate_missing', '');
  return {
    place: { naturalVillage, grid, doorPlate },
    proposed: {
      naturalVillage: proposedVillage,
      grid: gridOf(proposedVillage) || grid,
      doorPlate: proposedVillage === '' && naturalVillages.length > 0 ? '' : proposedPlate,
    },
  };
}

function gridName(code: string, { grids }: RollContext): string {
  return grids.find((grid) => grid.code === code)?.name ?? code;
}

/** '' when the roll does not say, undefined when it says something unknown. */
function gridSaid(first: Row, context: RollContext, reader: RowReader): string | undefined {
  if (!reader.filled(first, 'grid')) return '';
  const grid = readGrid(reader.raw(first, 'grid'), context.grids);
  if (grid === undefined) reader.report(first, 'grid', 'grid_unknown');
  return grid;
}

function statusOf(first: Row, layout: Layout, away: boolean, reader: RowReader): HouseholdState {
  const text = comparable(reader.raw(first, 'status'));
  const asks = comparable(reader.header('status'));
  if (/^是否外出/.test(asks) && text !== '') return /^(是|有|√|y)/i.test(text) ? 'away' : 'active';
  if (/^是否/.test(asks) && text !== '') return /^(否|不|×|n)/i.test(text) ? 'away' : 'active';
  if (/外出|不在/.test(text)) return 'away';
  if (text !== '') return 'active';
  return away || (layout === 'row_per_household' && reader.filled(first, 'awayPlace')) ? 'away' : 'active';
}

function declaredOf(first: Row, counted: number, reader: RowReader): number | null {
  const text = /\d+/.exec(comparable(reader.raw(first, 'declaredMembers')))?.[0];
  if (text === undefined) return null;
  const declared = Number(text);
  if (reader.has('memberName') && declared !== counted) {
    reader.report(first, 'declaredMembers', 'member_count_mismatch', text);
  }
  return declared;
}
