/** AL-6: stock below zero is a matter for a person, one Case a place and sku as long as it is open. It holds nothing. */
import { type Kysely, sql } from 'kysely';
import { besideCaseId, deviceOf, firstOfCase } from '../../domain/ref.ts';
import type { VerdictParams } from '../../domain/verdict.ts';
import type { Database } from '../db/schema.ts';
import type { Batch, CaseState } from './batch.ts';

/** A sku at a place of a store. */
export interface StockPlace {
  /** The village whose store it is. */
  readonly store: string;
  readonly place: string;
  readonly sku: string;
}

const CODE = 'stock_below_zero';

function about({ params }: Pick<CaseState, 'params'>, { store, place, sku }: StockPlace): boolean {
  return params?.store === store && params.place === place && params.sku === sku;
}

/** The open Cases of these stores, as the batch leaves them. */
async function openCases(
  db: Kysely<Database>,
  batch: Batch,
  stores: ReadonlySet<string>,
): Promise<readonly CaseState[]> {
  const rows = await db
    .selectFrom('cases')
    .selectAll()
    .where('town', '=', batch.town.town)
    .where('code', '=', CODE)
    .where('decision', 'is', null)
    .where(sql<boolean>`village = any(${[...stores]}::text[])`)
    .execute();
  for (const { town: _town, opened_at: _opened, decided_at: _decided, ...row } of rows) {
    if (!batch.cases.has(row.id)) batch.cases.set(row.id, { ...row, changed: false });
  }
  return [...batch.cases.values()].filter((one) => one.code === CODE && one.decision === null);
}

/** Opens a Case for each place that fell, unless one is open. `ref` is the op with which it fell. */
export async function openBelowZero(
  db: Kysely<Database>,
  batch: Batch,
  fallen: readonly (StockPlace & { readonly quantity: number; readonly ref: string })[],
): Promise<void> {
  const open = await openCases(db, batch, new Set(fallen.map(({ store }) => store)));
  const fresh = fallen.filter((one) => !open.some((known) => about(known, one)));
  if (fresh.length === 0) return;
  const names = await namesOf(
    db,
    batch.town.town,
    fresh.map(({ sku }) => sku),
  );
  const count = new Map<string, number>();
  for (const { ref, store, place, sku, quantity } of fresh) {
    const n = (count.get(ref) ?? 0) + 1;
    count.set(ref, n);
    const params = { store, place, sku, quantity, name: names.get(sku) ?? sku };
    put(batch, besideCaseId(ref, n), params, store);
  }
}

async function namesOf(
  db: Kysely<Database>,
  town: string,
  skus: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ sku: string; name: string; spec: string }>`select sku, name, spec from goods
    where town = ${town} and sku = any(${[...skus]}::text[])`.execute(db);
  return new Map(rows.map(({ sku, name, spec }) => [sku, spec === '' ? name : `${name} ${spec}`]));
}

function put(batch: Batch, id: string, params: VerdictParams, village: string): void {
  batch.cases.set(id, {
    ...{ id, code: CODE, village, household: null, device: deviceOf(firstOfCase(id)), competing: [], params },
    ...{ decision: null, decided_by: null, reason: null, replaced: null, changed: true },
  });
  tell(batch, village, { type: 'case.opened', case: id, code: CODE, params });
}

/** A count found what is there: the Case about it is settled by that, in the name of who counted. */
export async function settleByCount(
  db: Kysely<Database>,
  batch: Batch,
  counted: readonly (StockPlace & { readonly by: string; readonly at: number })[],
): Promise<void> {
  const open = await openCases(db, batch, new Set(counted.map(({ store }) => store)));
  for (const one of open) {
    const count = counted.find((place) => about(one, place));
    if (!count) continue;
    const { by, at, store } = count;
    one.decision = 'noted';
    one.decided_by = by;
    one.changed = true;
    tell(batch, store, { type: 'case.decided', case: one.id, decision: 'noted', by, at });
  }
}

/** The office reads its Cases; on no device does anything of its own wait for this one. */
function tell(batch: Batch, village: string, event: Batch['events'][number]['event']): void {
  batch.events.push({ event, village, grid: null, household: null, onlyDevices: [], author: null });
}
