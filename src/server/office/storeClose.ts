/** The close of a village's store as the office reads it: from the ledger's own tables, by the fold that the counter uses. */
import { type Kysely, sql } from 'kysely';
import { addDays, startOfDay } from '../../domain/calendar.ts';
import { type ClosedFile, closeOf, type Days } from '../../domain/close.ts';
import type { Redemption } from '../../domain/household.ts';
import type { CloseRequest, CloseResponse } from '../../protocol/officeStore.ts';
import type { Database } from '../db/schema.ts';
import { redemptionFromRow } from '../ingest/rows.ts';

/** The files of a village, with the redemptions that were recorded or voided on these days. */
export async function filesOfDays(
  db: Kysely<Database>,
  town: string,
  village: string,
  days: Days,
  zoneOffsetMinutes: number,
): Promise<readonly ClosedFile[]> {
  const { start, end } = instantsOf(days, zoneOffsetMinutes);
  const rows = await db
    .selectFrom('redemptions as r')
    .innerJoin('households as h', (join) => join.onRef('h.town', '=', 'r.town').onRef('h.code', '=', 'r.household'))
    .selectAll('r')
    .where('r.town', '=', town)
    .where('h.village', '=', village)
    .where((eb) =>
      eb.or([
        eb.and([eb('r.date', '>=', days.from), eb('r.date', '<=', days.to)]),
        eb.and([eb('r.voided_at', '>=', start), eb('r.voided_at', '<', end)]),
      ]),
    )
    .orderBy('r.household')
    .orderBy('r.id')
    .execute();
  const files = new Map<string, Redemption[]>();
  for (const row of rows) files.set(row.household, [...(files.get(row.household) ?? []), redemptionFromRow(row)]);
  return [...files].map(([code, redemptions]) => ({ code, redemptions }));
}

function instantsOf(days: Days, zoneOffsetMinutes: number) {
  return {
    start: startOfDay(days.from, zoneOffsetMinutes),
    end: startOfDay(addDays(days.to, 1), zoneOffsetMinutes),
  };
}

/** What else moved in a store in these days, besides what households took and brought back. */
export async function movedStock(
  db: Kysely<Database>,
  town: string,
  store: string,
  days: Days,
  zoneOffsetMinutes: number,
): Promise<CloseResponse['stock']> {
  const { start, end } = instantsOf(days, zoneOffsetMinutes);
  const { rows } = await sql<CloseResponse['stock'][number]>`
    select sku, coalesce(sum(quantity) filter (where kind = 'received'), 0)::int as received,
      coalesce(-sum(quantity) filter (where kind = 'written_off'), 0)::int as "writtenOff",
      coalesce(sum(quantity) filter (where kind = 'counted'), 0)::int as difference,
      count(*) filter (where kind = 'counted')::int as counts
    from stock_moves where town = ${town} and store = ${store} and at >= ${start} and at < ${end}
      and kind in ('received', 'written_off', 'counted')
    group by sku order by sku`.execute(db);
  return rows;
}

/** The close of a village's store, with the names of everything it speaks of. `now` in ms. */
export async function storeClose(
  db: Kysely<Database>,
  town: string,
  { village, from, to, device }: CloseRequest,
  now: number,
): Promise<CloseResponse> {
  const days = { from, to };
  const { zone_offset_minutes: zone } = await db
    .selectFrom('towns')
    .select('zone_offset_minutes')
    .where('town', '=', town)
    .executeTakeFirstOrThrow();
  const [files, stock, goods, people, devices] = await Promise.all([
    filesOfDays(db, town, village, days, zone),
    movedStock(db, town, village, days, zone),
    db.selectFrom('goods').select(['sku', 'name', 'spec', 'unit_cost']).where('town', '=', town).execute(),
    db.selectFrom('users').select(['id', 'name']).where('town', '=', town).execute(),
    db
      .selectFrom('devices')
      .select(['id', 'name', 'kind'])
      .where('town', '=', town)
      .where('village', '=', village)
      .where('kind', 'in', ['counter', 'tablet'])
      .orderBy('kind')
      .orderBy('id')
      .execute(),
  ]);
  const close = closeOf(files, {
    days,
    zoneOffsetMinutes: zone,
    goods: goods.map(({ sku, unit_cost }) => (unit_cost === null ? { sku } : { sku, unitCost: unit_cost })),
    ...(device === null ? {} : { device }),
  });
  const codes = close.households.map((one) => one.household);
  const heads = await db
    .selectFrom('households')
    .select(['code', 'head'])
    .where('town', '=', town)
    .where(sql<boolean>`code = any(${codes}::text[])`)
    .execute();
  const skus = new Set([...close.goods, ...stock].map((one) => one.sku));
  const persons = new Set(close.people.map((one) => one.by));
  return {
    now,
    close: {
      ...close,
      goods: [...close.goods],
      households: [...close.households],
      people: [...close.people],
      acts: [...close.acts],
    },
    stock,
    names: {
      goods: Object.fromEntries(goods.flatMap((g) => (skus.has(g.sku) ? [[g.sku, `${g.name} ${g.spec}`.trim()]] : []))),
      households: Object.fromEntries(heads.map((h) => [h.code, h.head])),
      people: Object.fromEntries(people.flatMap((p) => (persons.has(p.id) ? [[p.id, p.name]] : []))),
    },
    devices,
  };
}
