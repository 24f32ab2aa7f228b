/**
 * GET /api/snapshot: first load (SY-9) as newline-separated JSON, streamed and resumable. The first line is a SnapshotHead,
 * every further one a SnapshotChunk, own grids first. A cut connection resumes with `?after=<key of the last whole chunk>`.
 */
import type { CaseDecided, CaseOpened } from '../domain/events/office.ts';
import type { AllowanceSet, RedemptionRecorded, RedemptionVoided } from '../domain/events/spending.ts';
import type { Entry, HouseholdFile, Member, Redemption } from '../domain/household.ts';
import type { Catalogue } from './catalogue.ts';
import { type Columns, ColumnsDraft, ColumnsError, packColumns, unpackColumns } from './columns.ts';
import type { Cursor } from './sync.ts';

export interface SnapshotHead {
  readonly protocol: number;
  readonly cursor: Cursor;
  /** Own ops up to this seq are counted in the files. */
  readonly counted: number;
  readonly households: number;
  /** How many of them are in the home grids of the device's people: they come first. */
  readonly home?: number;
  readonly catalogue: Catalogue;
  /** Cases that concern this device, so that a reloaded tablet still knows them. */
  readonly cases: readonly (CaseOpened | CaseDecided)[];
  /** AL-6: what lies in the stores of the device's villages, counting own ops up to `counted`; absent where nothing was ever booked. */
  readonly stock?: {
    readonly counted: number;
    readonly lines: readonly (readonly [store: string, place: string, sku: string, quantity: number])[];
  };
  /** Own rights and redemptions at households that the device may not see: what became of them it may not have heard while it could. */
  readonly elsewhere?: readonly (AllowanceSet | RedemptionRecorded | RedemptionVoided)[];
}

export interface SnapshotChunk {
  /** Resume after this household. */
  readonly key: string;
  readonly files: PackedFiles;
}

/** Household files of one chunk as four tables; `nm`, `ne`, `nr` in `h` count a household's rows, so no code is repeated. */
export interface PackedFiles {
  readonly h: Columns;
  readonly m: Columns;
  readonly e: Columns;
  readonly r: Columns;
}

/** Fields that have tables of their own, lie flat in `h`, or are left out when empty. */
const NOT_IN_ROW: ReadonlySet<string> = new Set([
  ...['base', 'registered', 'entries', 'redemptions', 'edits', 'allowances'],
  ...['members', 'tags'],
]);

function unlessEmpty<T extends object>(value: T): T | undefined {
  return Object.keys(value).length > 0 ? value : undefined;
}

function packHouseholds(files: readonly HouseholdFile[]): Columns {
  const rows = new ColumnsDraft(files.length);
  for (const [i, file] of files.entries()) {
    const { base, registered, entries, redemptions } = file;
    for (const part of [file, base, registered]) rows.putAll(i, part, NOT_IN_ROW);
    rows.put(i, 'tags', unlessEmpty(base.tags));
    rows.put(i, 'edits', unlessEmpty(file.edits));
    rows.put(i, 'allowances', unlessEmpty(file.allowances));
    rows.put(i, 'nm', Object.keys(base.members).length);
    rows.put(i, 'ne', entries.length);
    rows.put(i, 'nr', redemptions.length);
  }
  return rows.pack();
}

function packMembers(files: readonly HouseholdFile[]): Columns {
  const members = files.flatMap((f) => Object.entries(f.base.members));
  const rows = new ColumnsDraft(members.length);
  for (const [i, [id, member]] of members.entries()) {
    rows.put(i, 'id', id);
    rows.putAll(i, member, NOT_IN_ROW);
    rows.put(i, 'tags', unlessEmpty(member.tags));
  }
  return rows.pack();
}

/** Packs complete files; unpackFiles gives the same files again. */
export function packFiles(files: readonly HouseholdFile[]): PackedFiles {
  return {
    h: packHouseholds(files),
    m: packMembers(files),
    e: packColumns(files.flatMap((f) => f.entries)),
    r: packColumns(files.flatMap((f) => f.redemptions)),
  };
}

function memberOf(row: Record<string, unknown>): [string, Member] {
  const { id, ...m } = row;
  return [String(id), { ...m, tags: m.tags ?? [] } as unknown as Member];
}

/** Hands out a table's rows household by household; the counts must use it up exactly. */
function taker<T>(rows: readonly T[], column: string) {
  let at = 0;
  return {
    next(count: unknown): readonly T[] {
      if (typeof count !== 'number' || !Number.isInteger(count) || count < 0 || at + count > rows.length)
        throw new ColumnsError(column, 'does not fit the table');
      at += count;
      return rows.slice(at - count, at);
    },
    end(): void {
      if (at !== rows.length) throw new ColumnsError(column, 'leaves rows over');
    },
  };
}

/** The files again. Throws ColumnsError when the tables do not fit. */
export function unpackFiles(packed: PackedFiles): HouseholdFile[] {
  const members = unpackColumns(packed.m);
  const entries = unpackColumns(packed.e) as unknown as Entry[];
  const redemptions = unpackColumns(packed.r) as unknown as Redemption[];
  const takeMembers = taker(members, 'nm');
  const takeEntries = taker(entries, 'ne');
  const takeRedemptions = taker(redemptions, 'nr');
  const files = unpackColumns(packed.h).map((row) => {
    const {
      nm,
      ne,
      nr,
      ref,
      by,
      at,
      head,
      phone,
      doorPlate,
      naturalVillage,
      status,
      tags,
      edits,
      allowances,
      ...rest
    } = row;
    const file = {
      ...rest,
      registered: { ref, by, at },
      base: {
        head,
        phone,
        doorPlate,
        naturalVillage,
        status,
        tags: tags ?? [],
        members: Object.fromEntries(takeMembers.next(nm).map(memberOf)),
      },
      edits: edits ?? [],
      entries: takeEntries.next(ne),
      redemptions: takeRedemptions.next(nr),
      allowances: allowances ?? {},
    };
    return file as unknown as HouseholdFile;
  });
  for (const take of [takeMembers, takeEntries, takeRedemptions]) take.end();
  return files;
}
