import type { Kysely, Selectable } from 'kysely';
import { decisionsFor } from '../../domain/judge/caseDecision.ts';
import { profileOf } from '../../domain/profile.ts';
import { firstOfCase, parseRef } from '../../domain/ref.ts';
import type { OfficeCase, OfficeCaseOp, OfficeHousehold } from '../../protocol/officeCases.ts';
import type { OfficeEntry } from '../../protocol/officeEntries.ts';
import type { CaseTable } from '../db/schema/cases.ts';
import type { Database } from '../db/schema.ts';
import { proposalsFor } from './caseFacts.ts';
import { describeGroups, originsOf } from './caseGroups.ts';
import { undosFor } from './caseUndo.ts';
import { describeEntries, ENTRY_COLUMNS, memberName } from './entryRows.ts';
import { namesOf } from './peopleNames.ts';
import { type ReadOp, readHeld, type StoredOp } from './readHeld.ts';
import { loadRuleBook, type RuleBook } from './ruleBook.ts';

export type CaseRow = Omit<Selectable<CaseTable>, 'opened_at'> & { readonly opened: Date };
type HeldOpRow = StoredOp & ReadOp;

/** Cases as the office reads them: the held op on one side, what it competes with on the other, and what can be decided. */
export async function describeCases(
  db: Kysely<Database>,
  town: string,
  rows: readonly CaseRow[],
): Promise<OfficeCase[]> {
  if (rows.length === 0) return [];
  const [ops, files, devices, goods, competing, households, book, origins] = await Promise.all([
    heldOps(db, town, rows),
    db
      .selectFrom('households')
      .select(['code', 'village', 'head', 'base', 'edits'])
      .where('town', '=', town)
      .where(
        'code',
        'in',
        rows.map((row) => row.household ?? ''),
      )
      .execute(),
    db
      .selectFrom('devices')
      .select(['id', 'name', 'kind'])
      .where('town', '=', town)
      .where(
        'id',
        'in',
        rows.map((row) => row.device),
      )
      .execute(),
    db.selectFrom('goods').select(['sku', 'name']).where('town', '=', town).execute(),
    competingEntries(db, town, rows),
    householdsOf(db, town, rows),
    loadRuleBook(db, town),
    originsOf(db, town, rows),
  ]);
  const groups = await describeGroups(db, town, rows, book);
  const names = await namesOf(db, town, [
    ...[...ops.values()].map((op) => op.by),
    ...rows.map((row) => row.decided_by),
  ]);
  const goodsNames = new Map(goods.map((one) => [one.sku, one.name]));
  const fileOf = new Map(files.map((file) => [file.code, file]));
  const deviceOf = new Map(devices.map((device) => [device.id, device]));

  const described = rows.flatMap((row) => {
    const op = ops.get(row.id);
    const device = deviceOf.get(row.device);
    if (op === undefined || device === undefined) return [];
    const file = row.household === null ? undefined : fileOf.get(row.household);
    return {
      id: row.id,
      code: row.code,
      params: row.params === null ? null : (row.params as Record<string, string | number | string[]>),
      village: row.village,
      household: row.household,
      head: file?.head ?? null,
      openedAt: row.opened.getTime(),
      kind: op.kind,
      body: op.body,
      byName: workers(groups.get(row.id)) ?? names.get(op.by) ?? op.by,
      at: op.at + op.shift_ms,
      clockShiftMs: op.shift_ms,
      device,
      ...deedOf(op, file, book),
      goods: goodsIn(op, goodsNames),
      competing: row.competing.flatMap((id) => competing.get(id) ?? []),
      ops: [...(groups.get(row.id) ?? [])],
      origin: origins.get(row.id) ?? null,
      households: householdCodes(row).flatMap((code) => {
        const known = households.get(code);
        return known ? [{ ...known, isNew: row.code === 'likely_duplicate' && code === row.params?.household }] : [];
      }),
      decisions: row.decision === null ? [...decisionsFor(row.code)] : [],
      decided:
        row.decision === null
          ? null
          : {
              decision: row.decision,
              byName: names.get(row.decided_by ?? '') ?? row.decided_by ?? '',
              at: row.decided_at?.getTime() ?? null,
              reason: row.reason,
              replaced: row.replaced,
            },
    };
  });
  const [proposals, undos] = await Promise.all([proposalsFor(db, town, described, ops), undosFor(db, town, rows, ops)]);
  return described.map((one) => ({
    ...one,
    proposal: proposals.get(one.id) ?? null,
    undo: undos.get(one.id) ?? null,
  }));
}

/** Names of those who recorded the ops of a Case that holds several. */
function workers(ops: readonly OfficeCaseOp[] | undefined): string | undefined {
  return ops && [...new Set(ops.map((op) => op.byName))].join('、');
}

/** The held ops by Case; of a Case that holds several, the first. */
async function heldOps(
  db: Kysely<Database>,
  town: string,
  rows: readonly CaseRow[],
): Promise<ReadonlyMap<string, HeldOpRow>> {
  const refs = rows.flatMap((row) => {
    const ref = parseRef(firstOfCase(row.id));
    return ref === undefined ? [] : [{ ...ref, id: row.id }];
  });
  // Several Cases may be about one op: one that held it, and those beside it.
  const idsOf = new Map<string, string[]>();
  for (const { device, seq, id } of refs) {
    idsOf.set(`${device} ${seq}`, [...(idsOf.get(`${device} ${seq}`) ?? []), id]);
  }
  const found = await db
    .selectFrom('ops')
    .select(['device', 'seq', 'kind', 'body', 'by_user', 'at', 'schema', 'shift_ms'])
    .where('town', '=', town)
    .where((eb) => eb.or(refs.map((ref) => eb.and([eb('device', '=', ref.device), eb('seq', '=', ref.seq)]))))
    .execute();
  return new Map(
    found.flatMap((op) => {
      const read = { ...op, ...readHeld(op) };
      return (idsOf.get(`${op.device} ${op.seq}`) ?? []).map((id) => [id, read] as const);
    }),
  );
}

/** What a held deed says, in words; a body that this version cannot read says nothing. */
function deedOf(
  { op }: HeldOpRow,
  file: (Parameters<typeof memberName>[0] & { village: string }) | undefined,
  book: RuleBook,
): Pick<OfficeCase, 'ruleTitle' | 'points' | 'member'> {
  if (op?.kind !== 'entry.record') return { ruleTitle: null, points: null, member: null };
  const { rule, date, points, member } = op.body;
  return {
    ruleTitle: (file && book.find(file.village, date, rule)?.title) ?? rule,
    points,
    member: member === undefined ? null : file ? memberName(file, member) : member,
  };
}

function goodsIn({ op }: HeldOpRow, names: ReadonlyMap<string, string>): Record<string, string> {
  if (op?.kind !== 'redemption.record') return {};
  return Object.fromEntries(op.body.lines.map((line) => [line.sku, names.get(line.sku) ?? line.sku]));
}

/** Households that the decision is about: parts of a split one, the first of a code, both of a likely duplicate. */
function householdCodes({ code, params }: CaseRow): readonly string[] {
  const list = (value: unknown): readonly string[] => (Array.isArray(value) ? value : []);
  const named = typeof params?.household === 'string' ? [params.household] : [];
  if (code === 'several_successors') return list(params?.choices);
  if (code === 'same_code') return named;
  return code === 'likely_duplicate' ? [...named, ...list(params?.duplicates)] : [];
}

async function householdsOf(
  db: Kysely<Database>,
  town: string,
  rows: readonly CaseRow[],
): Promise<ReadonlyMap<string, Omit<OfficeHousehold, 'isNew'>>> {
  const codes = [...new Set(rows.flatMap(householdCodes))];
  if (codes.length === 0) return new Map();
  const found = await db
    .selectFrom('households')
    .select(['code', 'base', 'edits', 'lineage', 'earned'])
    .where('town', '=', town)
    .where('code', 'in', codes)
    .execute();
  return new Map(
    found.map(({ lineage, ...row }) => {
      const { head, phone, doorPlate, naturalVillage, members } = profileOf({ ...row, ...lineage });
      const names = Object.values(members).map((member) => member.name);
      return [row.code, { code: row.code, head, phone, doorPlate, naturalVillage, members: names, earned: row.earned }];
    }),
  );
}

async function competingEntries(
  db: Kysely<Database>,
  town: string,
  rows: readonly CaseRow[],
): Promise<ReadonlyMap<string, OfficeEntry>> {
  const pairs = rows.flatMap((row) => row.competing.map((id) => ({ household: row.household ?? '', id })));
  if (pairs.length === 0) return new Map();
  const found = await db
    .selectFrom('entries as e')
    .innerJoin('households as h', (join) => join.onRef('h.town', '=', 'e.town').onRef('h.code', '=', 'e.household'))
    .select(ENTRY_COLUMNS)
    .where('e.town', '=', town)
    .where((eb) =>
      eb.or(pairs.map((pair) => eb.and([eb('e.household', '=', pair.household), eb('e.id', '=', pair.id)]))),
    )
    .execute();
  const described = await describeEntries(db, town, found, new Map());
  return new Map(described.map((entry) => [entry.id, entry]));
}
