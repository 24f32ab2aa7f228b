/** First load (SY-9): household files in chunks, own grids first, streamed so that the first chunk is usable at once. */
import { type Kysely, type Selectable, sql } from 'kysely';
import { allowanceLine, countersOf } from '../../domain/allowance.ts';
import type { CaseDecided, CaseOpened } from '../../domain/events/office.ts';
import type { RedemptionRecorded, RedemptionVoided } from '../../domain/events/spending.ts';
import type { HouseholdFile } from '../../domain/household.ts';
import { must } from '../../domain/must.ts';
import { packFiles, type SnapshotChunk, type SnapshotHead } from '../../protocol/snapshot.ts';
import { PROTOCOL } from '../../protocol/sync.ts';
import type { RedemptionTable } from '../db/schema/redemptions.ts';
import type { Database } from '../db/schema.ts';
import {
  entryFromRow,
  fileFromRow,
  lapseFromRow,
  moveFromRow,
  redemptionFromRow,
  reservationFromRow,
} from '../ingest/rows.ts';
import { buildCatalogue } from './catalogue.ts';
import { type Scope, scopeOf } from './scope.ts';

/** Small enough that a cut on a slow line costs little, large enough that columns compress. */
const CHUNK_HOUSEHOLDS = 250;

export interface SnapshotDevice {
  readonly town: string;
  readonly id: string;
  readonly highSeq: number;
}

/** The first line: where the feed stands now, what the files count of the device's own ops, catalogue, cases, and what no file shows. */
export async function snapshotHead(db: Kysely<Database>, device: SnapshotDevice): Promise<SnapshotHead> {
  const scope = await scopeOf(db, device.town, device.id);
  const home = await homeGrids(db, device);
  const [town, own, counted, catalogue, cases, elsewhere] = await Promise.all([
    db
      .selectFrom('towns')
      .select(['epoch', 'feed_seq', 'feed_hash'])
      .where('town', '=', device.town)
      .executeTakeFirstOrThrow(),
    db
      .selectFrom('devices')
      .select('high_seq')
      .where('town', '=', device.town)
      .where('id', '=', device.id)
      .executeTakeFirstOrThrow(),
    inScope(db, device.town, scope)
      .select((e) => [
        e.fn.countAll<number>().as('n'),
        sql<number>`count(*) filter (where grid = any(${[...home]}::text[]))`.as('home'),
      ])
      .executeTakeFirstOrThrow(),
    buildCatalogue(db, device),
    casesOf(db, device),
    ownElsewhere(db, device, scope),
  ]);
  // Behind the cursor: what is booked meanwhile comes by the feed, and is not missed.
  const stock = await stockOf(db, device, scope);
  return {
    protocol: PROTOCOL,
    cursor: { epoch: town.epoch, seq: town.feed_seq, hash: town.feed_hash },
    counted: own.high_seq,
    households: Number(counted.n),
    home: Number(counted.home),
    catalogue,
    cases,
    ...(stock.lines.length > 0 ? { stock } : {}),
    ...(elsewhere.length > 0 ? { elsewhere } : {}),
  };
}

/** What lies in the stores of the scope, and up to which own op it counts: both of one moment (SY-10). */
async function stockOf(
  db: Kysely<Database>,
  device: SnapshotDevice,
  { village }: Scope,
): Promise<NonNullable<SnapshotHead['stock']>> {
  const { rows } = await sql<NonNullable<SnapshotHead['stock']>>`
    select d.high_seq as counted, coalesce((select json_agg(json_build_array(s.store, s.place, s.sku, s.quantity)
        order by s.store, s.place, s.sku) from stock s
      where s.town = d.town and s.kept and (${village}::text is null or s.store = ${village})), '[]') as lines
    from devices d where d.town = ${device.town} and d.id = ${device.id}`.execute(db);
  return must(rows[0], 'the device is there');
}

function covered({ village, grids }: Scope) {
  return sql<boolean>`(${village}::text is null or village = ${village})
    and (${grids.length} = 0 or grid = any(${[...grids]}::text[]))`;
}

function inScope(db: Kysely<Database>, town: string, scope: Scope) {
  return db.selectFrom('households').where('town', '=', town).where(covered(scope));
}

async function casesOf(db: Kysely<Database>, device: SnapshotDevice): Promise<(CaseOpened | CaseDecided)[]> {
  const rows = await db
    .selectFrom('ledger')
    .select('body')
    .where('town', '=', device.town)
    .where('type', 'in', ['case.opened', 'case.decided'])
    .where('only_devices', 'is not', null)
    .where(sql<boolean>`${device.id} = any(only_devices)`)
    .orderBy('seq')
    .execute();
  return rows.map((r) => r.body as CaseOpened | CaseDecided);
}

/** AL-5: only the device gives rights back, so it must know of all, and of what draws on them, also where its people work no more (CF-16). */
async function ownElsewhere(
  db: Kysely<Database>,
  device: SnapshotDevice,
  scope: Scope,
): Promise<NonNullable<SnapshotHead['elsewhere']>> {
  const accounts = await db
    .selectFrom('allowances as a')
    .innerJoin('households as h', (join) => join.onRef('h.town', '=', 'a.town').onRef('h.code', '=', 'a.household'))
    .select(['a.household', 'a.granted', 'a.returned', 'a.written_off as writtenOff'])
    .where('a.town', '=', device.town)
    .where('a.device', '=', device.id)
    .where(sql<boolean>`not (${covered(scope)})`)
    .orderBy('a.household')
    .execute();
  if (accounts.length === 0) return [];
  const redemptions = await db
    .selectFrom('redemptions')
    .selectAll()
    .where('town', '=', device.town)
    .where(sql<boolean>`household = any(${accounts.map((a) => a.household)}::text[])`)
    .where('id', 'like', `${device.id}-%`)
    .orderBy('household')
    .orderBy('id')
    .execute();
  const lines = accounts.map((account) => allowanceLine(account.household, account));
  return [{ type: 'allowance.set', device: device.id, lines }, ...redemptions.map(factOf)];
}

function factOf(row: Selectable<RedemptionTable>): RedemptionRecorded | RedemptionVoided {
  const { household } = row;
  const redemption = redemptionFromRow(row);
  return redemption.voided
    ? { type: 'redemption.voided', household, redemption: redemption.id, ...redemption.voided }
    : { type: 'redemption.recorded', household, redemption };
}

/** Own grids of the device's people come first: a worker can start before the rest is here. */
async function homeGrids(db: Kysely<Database>, device: SnapshotDevice): Promise<string[]> {
  const rows = await db
    .selectFrom('device_users as d')
    .innerJoin('users as u', (join) => join.onRef('u.town', '=', 'd.town').onRef('u.id', '=', 'd.user_id'))
    .select('u.home_grid')
    .where('d.town', '=', device.town)
    .where('d.device', '=', device.id)
    .where('d.removed_ms', 'is', null)
    .execute();
  return rows.flatMap((r) => (r.home_grid === null ? [] : [r.home_grid]));
}

const KEY = /^[01]:[0-9A-Z-]{1,20}$/;

/** Whether a text is a key that a chunk carried. */
export function isSnapshotKey(text: string): boolean {
  return KEY.test(text);
}

/**
 * The chunks behind `after` (a chunk's key), or all of them. While one is packed and sent the database reads the next; no more than
 * that runs ahead of who takes them.
 */
export async function* snapshotChunks(
  db: Kysely<Database>,
  device: SnapshotDevice,
  after: string | undefined,
): AsyncGenerator<SnapshotChunk> {
  const [scope, home] = await Promise.all([scopeOf(db, device.town, device.id), homeGrids(db, device)]);
  const all = await listCodes(db, device.town, scope, home, after);
  const read = (from: number) => {
    const codes = all.slice(from, from + CHUNK_HOUSEHOLDS).map((c) => c.code);
    const files = readFiles(db, device.town, codes);
    // Whoever waits for it hears of a failure; nobody does when the connection is gone.
    files.catch(() => undefined);
    return files;
  };
  let reading = read(0);
  for (let from = 0; from < all.length; from += CHUNK_HOUSEHOLDS) {
    const files = await reading;
    reading = read(from + CHUNK_HOUSEHOLDS);
    const last = must(all[Math.min(from + CHUNK_HOUSEHOLDS, all.length) - 1], 'a chunk has a household');
    yield { key: `${last.rank}:${last.code}`, files: packFiles(files) };
  }
}

async function listCodes(
  db: Kysely<Database>,
  town: string,
  scope: Scope,
  home: readonly string[],
  after: string | undefined,
) {
  const rank = sql<number>`case when grid = any(${[...home]}::text[]) then 0 else 1 end`;
  const rows = await inScope(db, town, scope)
    .select(['code', rank.as('rank')])
    .orderBy('rank')
    .orderBy('code')
    .execute();
  if (after === undefined) return rows;
  const from = rows.findIndex((r) => `${r.rank}:${r.code}` > after);
  return from < 0 ? [] : rows.slice(from);
}

/** Complete household files, in the order of the codes. */
export async function readFiles(
  db: Kysely<Database>,
  town: string,
  codes: readonly string[],
): Promise<HouseholdFile[]> {
  const list = [...codes];
  if (list.length === 0) return [];
  const [households, entries, redemptions, allowances, moves, reservations, lapses] = await Promise.all([
    db
      .selectFrom('households')
      .select(['code', 'village', 'grid', 'registered', 'base', 'edits', 'card', 'lineage'])
      .where('town', '=', town)
      .where(sql<boolean>`code = any(${list}::text[])`)
      .execute(),
    db
      .selectFrom('entries')
      .selectAll()
      .where('town', '=', town)
      .where(sql<boolean>`household = any(${list}::text[])`)
      .orderBy('household')
      .orderBy('id')
      .execute(),
    db
      .selectFrom('redemptions')
      .selectAll()
      .where('town', '=', town)
      .where(sql<boolean>`household = any(${list}::text[])`)
      .orderBy('household')
      .orderBy('id')
      .execute(),
    db
      .selectFrom('allowances')
      .selectAll()
      .where('town', '=', town)
      .where(sql<boolean>`household = any(${list}::text[])`)
      .orderBy('device')
      .execute(),
    db
      .selectFrom('point_moves')
      .select(['household', 'id', 'other', 'points', 'earned'])
      .where('town', '=', town)
      .where(sql<boolean>`household = any(${list}::text[])`)
      .orderBy('household')
      .orderBy('id')
      .execute(),
    db
      .selectFrom('reservations')
      .selectAll()
      .where('town', '=', town)
      .where(sql<boolean>`household = any(${list}::text[])`)
      .orderBy('household')
      .orderBy('id')
      .execute(),
    db
      .selectFrom('point_lapses')
      .select(['household', 'id', 'quarter', 'points', 'by_user', 'at'])
      .where('town', '=', town)
      .where(sql<boolean>`household = any(${list}::text[])`)
      .orderBy('household')
      .orderBy('id')
      .execute(),
  ]);
  const lapsesOf = grouped(lapses);
  const reservationsOf = grouped(reservations);
  const movesOf = grouped(moves);
  const entriesOf = grouped(entries);
  const redemptionsOf = grouped(redemptions);
  const allowancesOf = grouped(allowances);
  const byCode = new Map(households.map((h) => [h.code, h]));
  return list.flatMap((code) => {
    const row = byCode.get(code);
    if (!row) return [];
    const moves = movesOf.get(code);
    const lapsed = lapsesOf.get(code);
    const kept = reservationsOf.get(code);
    return [
      {
        ...fileFromRow(row),
        entries: (entriesOf.get(code) ?? []).map(entryFromRow),
        redemptions: (redemptionsOf.get(code) ?? []).map(redemptionFromRow),
        allowances: Object.fromEntries(
          (allowancesOf.get(code) ?? []).map((a) => [a.device, countersOf({ ...a, writtenOff: a.written_off })]),
        ),
        ...(moves ? { moves: moves.map(moveFromRow) } : {}),
        ...(lapsed ? { lapses: lapsed.map(lapseFromRow) } : {}),
        ...(kept ? { reservations: kept.map(reservationFromRow) } : {}),
      },
    ];
  });
}

function grouped<T extends { readonly household: string }>(rows: readonly T[]): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const list = groups.get(row.household);
    if (list) list.push(row);
    else groups.set(row.household, [row]);
  }
  return groups;
}
