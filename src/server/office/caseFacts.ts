/** What a proposal about a Case is made of, besides what the office's list shows of it: both sides as they stand now. */
import { type Kysely, sql } from 'kysely';
import { dayOf } from '../../domain/calendar.ts';
import type { CaseFacts, ProposalDeed, ProposalHome } from '../../domain/caseFacts.ts';
import { proposalFor } from '../../domain/caseProposal.ts';
import { isGroupCase } from '../../domain/ref.ts';
import { inScope, type Role } from '../../domain/role.ts';
import type { HeldCode } from '../../domain/verdict.ts';
import type { OfficeCase } from '../../protocol/officeCases.ts';
import type { Database } from '../db/schema.ts';
import type { ReadOp } from './readHeld.ts';

type Described = Omit<OfficeCase, 'proposal' | 'undo'>;

/** Proposals for those of the Cases that are open, by id: a fixed number of queries, whatever their number. */
export async function proposalsFor(
  db: Kysely<Database>,
  town: string,
  cases: readonly Described[],
  ops: ReadonlyMap<string, ReadOp>,
): Promise<ReadonlyMap<string, OfficeCase['proposal']>> {
  const open = cases.filter((one) => one.decided === null);
  if (open.length === 0) return new Map();
  const [rivals, rights, free, receipts, groups, { zone_offset_minutes: zone }] = await Promise.all([
    rivalFacts(db, town, open),
    rightsNow(db, town, open, ops),
    freePoints(db, town, open),
    voidedReceipts(db, town, open),
    groupFacts(db, town, open),
    db.selectFrom('towns').select('zone_offset_minutes').where('town', '=', town).executeTakeFirstOrThrow(),
  ]);
  const today = dayOf(Date.now(), zone);
  return new Map(
    open.map((one) => {
      const op = ops.get(one.id);
      const receipt = one.params?.redemption;
      const facts: CaseFacts = {
        code: one.code as HeldCode,
        params: one.params,
        kind: one.kind,
        today,
        byName: one.byName,
        clockShiftMs: one.clockShiftMs,
        deed: op && deedOf(one, op),
        rivals: one.competing.flatMap((entry) => {
          const known = rivals.get(entry.id);
          return known ? [{ ...entry, photos: known.photos, stands: known.stands }] : [];
        }),
        homes: one.households,
        registers: op && registeredBy(op),
        free: free.get(one.household ?? ''),
        rightNow: rights.get(one.id),
        receiptVoided: typeof receipt === 'string' && receipts.has(receipt),
        group: groups.get(one.id),
      };
      return [one.id, proposalFor(facts)];
    }),
  );
}

function deedOf(one: Described, { op }: ReadOp): ProposalDeed | undefined {
  if (op?.kind !== 'entry.record') return undefined;
  const { date, points, photos = [] } = op.body;
  return { id: one.id, date, points, member: one.member, byName: one.byName, at: one.at, photos };
}

function registeredBy({ op }: ReadOp): ProposalHome | undefined {
  if (op?.kind !== 'household.register') return undefined;
  const { household: code, head, phone, doorPlate, naturalVillage, members } = op.body;
  const names = Object.values(members).map((member) => member.name);
  return { code, head, phone, doorPlate, naturalVillage, members: names, isNew: true };
}

/** Photos of the entries that were there first, and whether they still count. */
async function rivalFacts(db: Kysely<Database>, town: string, cases: readonly Described[]) {
  const entries = cases.flatMap((one) => one.competing);
  if (entries.length === 0) return new Map<string, { photos: readonly string[]; stands: boolean }>();
  const { rows } = await sql<{ id: string; photos: string[] | null; stands: boolean }>`
    select e.id, e.photos, e.status <> 'rejected' and not exists (
      select 1 from entries r where r.town = e.town and r.household = e.household and r.reverses = e.id
        and r.status = 'approved') as stands
    from unnest(${entries.map((e) => e.household)}::text[], ${entries.map((e) => e.id)}::text[]) as k(household, id)
    join entries e on e.town = ${town} and e.household = k.household and e.id = k.id`.execute(db);
  return new Map(rows.map(({ id, photos, stands }) => [id, { photos: photos ?? [], stands }]));
}

/** CF-16: whether those who had no right then have it now. */
async function rightsNow(
  db: Kysely<Database>,
  town: string,
  cases: readonly Described[],
  ops: ReadonlyMap<string, ReadOp>,
): Promise<ReadonlyMap<string, boolean>> {
  const asked = cases.flatMap((one) => {
    const by = ops.get(one.id)?.by;
    return one.code === 'no_right' && one.household !== null && by !== undefined
      ? [{ id: one.id, by, household: one.household }]
      : [];
  });
  if (asked.length === 0) return new Map();
  const { rows } = await sql<{
    id: string;
    role: Role;
    village: string | null;
    grids: string[];
    at: string;
    grid: string;
  }>`
    select k.id, u.role, u.village, u.grids, h.village as at, h.grid
    from unnest(${asked.map((a) => a.id)}::text[], ${asked.map((a) => a.by)}::text[],
      ${asked.map((a) => a.household)}::text[]) as k(id, by_user, household)
    join users u on u.town = ${town} and u.id = k.by_user and u.active
    join households h on h.town = ${town} and h.code = k.household`.execute(db);
  return new Map(rows.map(({ id, at, grid, ...person }) => [id, inScope(person, { village: at, grid })]));
}

/** What the households may spend besides what devices hold. */
async function freePoints(db: Kysely<Database>, town: string, cases: readonly Described[]) {
  const codes = cases.flatMap((one) =>
    one.code === 'over_allowance' && one.household !== null ? [one.household] : [],
  );
  if (codes.length === 0) return new Map<string, number>();
  const rows = await db
    .selectFrom('households')
    .select(['code', sql<number>`final - redeemed - allotted`.as('free')])
    .where('town', '=', town)
    .where(sql<boolean>`code = any(${codes}::text[])`)
    .execute();
  return new Map(rows.map((row) => [row.code, row.free]));
}

async function voidedReceipts(db: Kysely<Database>, town: string, cases: readonly Described[]) {
  const asked = cases.flatMap(({ code, household, params }) =>
    code === 'receipt_stands' && household !== null && typeof params?.redemption === 'string'
      ? [{ household, id: params.redemption }]
      : [],
  );
  if (asked.length === 0) return new Set<string>();
  const { rows } = await sql<{ id: string }>`
    select r.id from unnest(${asked.map((a) => a.household)}::text[], ${asked.map((a) => a.id)}::text[]) as k(household, id)
    join redemptions r on r.town = ${town} and r.household = k.household and r.id = k.id
    where r.voided_ref is not null`.execute(db);
  return new Set(rows.map((row) => row.id));
}

/** How many ops wait together, and how many of them were recorded after the device was revoked. */
async function groupFacts(db: Kysely<Database>, town: string, cases: readonly Described[]) {
  const ids = cases.flatMap((one) => (isGroupCase(one.id) ? [one.id] : []));
  if (ids.length === 0) return new Map<string, { ops: number; after: number }>();
  const { rows } = await sql<{ id: string; ops: number; after: number }>`
    select c.case_id as id, count(*)::int as ops,
      (count(*) filter (where o.at + o.shift_ms >= extract(epoch from d.revoked_at) * 1000))::int as after
    from case_ops c join cases k on k.town = c.town and k.id = c.case_id
    join devices d on d.town = c.town and d.id = k.device
    join ops o on o.town = c.town and o.device = k.device and o.seq = c.seq
    where c.town = ${town} and c.case_id = any(${ids}::text[]) group by c.case_id`.execute(db);
  return new Map(rows.map(({ id, ...facts }) => [id, facts]));
}
