/** Stock: the numbers that were told, the sums of the movements, what counts found, and what redemptions and voids took and gave back. */
import { type Kysely, sql } from 'kysely';
import type { DomainEvent } from '../../domain/event.ts';
import type { Database } from '../db/schema.ts';
import type { Difference, Verified } from './verifyTown.ts';

interface Place {
  readonly store: string;
  readonly place: string;
  readonly sku: string;
}

const keyOf = ({ store, place, sku }: Place) => `${store} ${place} ${sku}`;

/** The first place of a store where the tables, or the ledger, say something else than the movements. */
export async function differenceInStock(
  trx: Kysely<Database>,
  town: string,
  checked: Verified['checked'],
  events: readonly DomainEvent[],
): Promise<Difference | undefined> {
  const told = new Map<string, number>();
  for (const event of events) {
    if (event.type !== 'stock.set') continue;
    for (const [place, sku, quantity] of event.lines) told.set(keyOf({ store: event.store, place, sku }), quantity);
  }
  const { rows } = await sql<
    Place & { quantity: number | null; moved: number | null; kept: boolean | null; booked: boolean | null }
  >`
    select store, place, sku, s.quantity, s.kept, m.moved, m.booked from (select * from stock where town = ${town}) s
    full join (select store, place, sku, sum(quantity)::int as moved,
        bool_or(kind not in ('redeemed', 'returned')) as booked from stock_moves where town = ${town}
      group by store, place, sku) m using (store, place, sku) order by store, place, sku`.execute(trx);
  for (const row of rows) {
    if (row.quantity !== row.moved) return differs('stock', keyOf(row), row.quantity ?? 0, row.moved ?? 0);
    if (row.kept !== row.booked) return differs('stock', `${keyOf(row)} kept`, Number(row.kept), Number(row.booked));
    if (!row.kept) continue;
    const said = told.get(keyOf(row));
    if (said !== row.quantity) return differs('stock', keyOf(row), row.quantity ?? 0, said ?? 0);
    told.delete(keyOf(row));
    checked.stock++;
  }
  for (const [key, said] of told) return differs('stock', key, 0, said);
  return (await differenceInCounts(trx, town)) ?? (await differenceInReturns(trx, town));
}

/** Up to and with a count, the movements add up to what it found. */
async function differenceInCounts(trx: Kysely<Database>, town: string): Promise<Difference | undefined> {
  const { rows } = await sql<Place & { ref: string; counted: number; stood: number }>`
    select * from (select store, place, sku, ref, counted, sum(quantity) over (partition by store, place, sku order by at, ref)::int as stood
      from stock_moves where town = ${town}) c
    where counted is not null and counted <> stood order by store, place, sku limit 1`.execute(trx);
  const [row] = rows;
  return row && differs('stock_moves', `${keyOf(row)} ${row.ref}`, row.stood, row.counted);
}

/** A void gives back what its redemption took, place by place; one whose redemption stood before the stock was kept has nothing to be held against. */
async function differenceInReturns(trx: Kysely<Database>, town: string): Promise<Difference | undefined> {
  const { rows } = await sql<Place & { ref: string; taken: number; returned: number }>`
    select store, place, sku, r.id as ref, sum(m.quantity) filter (where m.kind = 'redeemed')::int as taken,
      coalesce(sum(m.quantity) filter (where m.kind = 'returned'), 0)::int as returned
    from redemptions r join stock_moves m on m.town = r.town and m.ref in (r.id, r.voided_ref)
    where r.town = ${town} and r.voided_ref is not null group by store, place, sku, r.id
    having sum(m.quantity) filter (where m.kind = 'redeemed') is not null
      and sum(m.quantity) <> 0 order by r.id limit 1`.execute(trx);
  const [row] = rows;
  return row && differs('stock_moves', `${keyOf(row)} ${row.ref}`, row.returned, -row.taken);
}

function differs(table: string, key: string, is: number, should: number): Difference {
  return {
    place: `${table} ${key}`,
    zh: `库存 ${key} 记着 ${is} 件，按进出算出来是 ${should} 件。`,
    en: `The stock ${key} is ${is}; its movements give ${should}.`,
  };
}
