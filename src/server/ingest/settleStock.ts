/**
 * Books what the ops of a batch asked for (AL-6), behind the judging: no verdict depends on it. Each movement is put where it belongs
 * in time, so the stock is the same for every order of arrival; the new numbers go to everyone of the village.
 */
import { type Kysely, sql } from 'kysely';
import type { StockLine } from '../../domain/events/spending.ts';
import { must } from '../../domain/must.ts';
import { returnedMoves, type StockMove, type StockMoveKind } from '../../domain/stock.ts';
import { type BookedMove, bookCount, bookMove, type StockBook } from '../../domain/stockBook.ts';
import type { Database } from '../db/schema.ts';
import type { Batch } from './batch.ts';
import type { StockRequest } from './stock.ts';
import { openBelowZero, type StockPlace, settleByCount } from './stockCases.ts';

/** One line to be booked. */
interface Entry extends StockPlace {
  readonly ref: string;
  readonly at: number;
  readonly kind: StockMoveKind;
  readonly quantity: number;
  /** Of a count: what was found, and by whom. */
  readonly counted?: number;
  readonly by?: string;
}

interface Account extends StockPlace {
  book: StockBook;
  /** Somebody has booked something here: what only households took and brought back says nothing of what is there. */
  kept: boolean;
}

/** What households do. */
const NOT_BOOKED: ReadonlySet<StockMoveKind> = new Set(['redeemed', 'returned']);

const keyOf = ({ store, place, sku }: StockPlace) => JSON.stringify([store, place, sku]);

/** Books everything that the batch asked for, in its order. Call before the batch's events are chained. */
export async function settleStock(db: Kysely<Database>, batch: Batch): Promise<void> {
  if (batch.stock.length === 0) return;
  const entries = await entriesOf(db, batch);
  const accounts = await loadAccounts(db, batch.town.town, entries);
  const before = new Map([...accounts].map(([key, { book }]) => [key, book]));
  const found = new Map<string, Entry>();
  for (const entry of entries) {
    const account = must(accounts.get(keyOf(entry)), 'an account is loaded for every entry');
    const { ref, at, quantity, counted } = entry;
    account.book =
      counted === undefined
        ? bookMove(account.book, { ref, at, quantity })
        : bookCount(account.book, { ref, at, counted });
    account.kept ||= !NOT_BOOKED.has(entry.kind);
    if (counted !== undefined) found.set(keyOf(entry), entry);
  }
  await writeMoves(db, batch.town.town, entries, accounts, before);
  await writeTotals(db, batch.town.town, accounts);
  await lookBelowZero(db, batch, entries, accounts, before, found);
  announce(batch, accounts);
}

/** The lines of all requests. A void asks what its redemption took, in this batch or before. */
async function entriesOf(db: Kysely<Database>, batch: Batch): Promise<readonly Entry[]> {
  const [storeOf, taken] = await Promise.all([storesOf(db, batch), takenBefore(db, batch)]);
  const entries: Entry[] = [];
  const put = ({ ref, at }: StockRequest, store: string, moves: readonly StockMove[]) => {
    for (const move of moves) entries.push({ store, ref, at, ...move });
  };
  for (const request of batch.stock) {
    switch (request.type) {
      case 'moves':
        put(request, request.store, request.moves);
        break;
      case 'redeem': {
        const store = storeOf.get(request.device) ?? request.village;
        taken.set(request.ref, { store, moves: request.moves });
        put(request, store, request.moves);
        break;
      }
      case 'return': {
        const { redemption, otherwise } = request;
        const known = taken.get(redemption);
        if (known) put(request, known.store, returnedMoves(known.moves));
        else put(request, storeOf.get(otherwise.device) ?? otherwise.village, otherwise.moves);
        break;
      }
      case 'count':
        for (const { sku, counted } of request.lines) {
          const { store, place, ref, at, by } = request;
          entries.push({ store, place, sku, ref, at, kind: 'counted', quantity: 0, counted, by });
        }
    }
  }
  return entries;
}

/** The village of each device that redeemed; those of the whole town are left out. */
async function storesOf(db: Kysely<Database>, batch: Batch): Promise<ReadonlyMap<string, string>> {
  const devices = batch.stock.flatMap((r) =>
    r.type === 'redeem' ? [r.device] : r.type === 'return' ? [r.otherwise.device] : [],
  );
  if (devices.length === 0) return new Map();
  const { rows } = await sql<{ id: string; village: string }>`select id, village from devices
    where town = ${batch.town.town} and village is not null and id = any(${[...new Set(devices)]}::text[])`.execute(db);
  return new Map(rows.map(({ id, village }) => [id, village]));
}

interface TakenThere {
  readonly store: string;
  readonly moves: readonly StockMove[];
}

async function takenBefore(db: Kysely<Database>, batch: Batch): Promise<Map<string, TakenThere>> {
  const refs = batch.stock.flatMap((r) => (r.type === 'return' ? [r.redemption] : []));
  const taken = new Map<string, TakenThere>();
  if (refs.length === 0) return taken;
  const { rows } = await sql<{ ref: string; store: string; place: string; sku: string; quantity: number }>`
    select ref, store, place, sku, quantity from stock_moves
    where town = ${batch.town.town} and kind = 'redeemed' and ref = any(${refs}::text[]) order by ref, place, sku`.execute(
    db,
  );
  for (const { ref, store, place, sku, quantity } of rows) {
    const moves = taken.get(ref)?.moves ?? [];
    taken.set(ref, { store, moves: [...moves, { place, sku, quantity, kind: 'redeemed' }] });
  }
  return taken;
}

/**
 * What lies at the places of the entries, with what a book needs of the past: behind the earliest entry all counts, and where something
 * is counted every movement. So booking costs what happened since, not what ever happened.
 */
async function loadAccounts(
  db: Kysely<Database>,
  town: string,
  entries: readonly Entry[],
): Promise<ReadonlyMap<string, Account>> {
  const wanted = new Map<string, StockPlace & { from: number; whole: boolean }>();
  for (const entry of entries) {
    const { store, place, sku, at, counted } = entry;
    const known = wanted.get(keyOf(entry));
    wanted.set(keyOf(entry), {
      ...{ store, place, sku },
      from: Math.min(known?.from ?? at, at),
      whole: (known?.whole ?? false) || counted !== undefined,
    });
  }
  const keys = JSON.stringify([...wanted.values()]);
  const key = sql`json_to_recordset(${keys}::json) as k(store text, place text, sku text, "from" bigint, whole boolean)`;
  const same = sql`m.town = ${town} and m.store = k.store and m.place = k.place and m.sku = k.sku`;
  const columns = sql`m.store, m.place, m.sku, m.ref, m.at, m.quantity, m.counted`;
  const [totals, moves] = await Promise.all([
    sql<
      StockPlace & { quantity: number; kept: boolean }
    >`select m.store, m.place, m.sku, m.quantity, m.kept from ${key} join stock m on ${same}`.execute(db),
    sql<StockPlace & { ref: string; at: number; quantity: number; counted: number | null }>`
      select ${columns} from ${key} join stock_moves m on ${same} and m.at >= k."from" where k.whole
      union all
      select ${columns} from ${key} join stock_moves m on ${same} and m.at >= k."from" and m.kind = 'counted' where not k.whole
      order by at, ref`.execute(db),
  ]);
  const totalOf = new Map(totals.rows.map((row) => [keyOf(row), row]));
  const movesOf = new Map<string, BookedMove[]>();
  for (const row of moves.rows) {
    const { ref, at, quantity, counted } = row;
    const list = movesOf.get(keyOf(row)) ?? [];
    list.push({ ref, at, quantity, ...(counted === null ? {} : { counted }) });
    movesOf.set(keyOf(row), list);
  }
  return new Map(
    [...wanted].map(([id, { store, place, sku }]) => [
      id,
      {
        ...{ store, place, sku, kept: totalOf.get(id)?.kept ?? false },
        book: { total: totalOf.get(id)?.quantity ?? 0, moves: movesOf.get(id) ?? [] },
      },
    ]),
  );
}

/** New movements, and counts whose difference changed because something came before them. */
async function writeMoves(
  db: Kysely<Database>,
  town: string,
  entries: readonly Entry[],
  accounts: ReadonlyMap<string, Account>,
  before: ReadonlyMap<string, StockBook>,
): Promise<void> {
  const kinds = new Map(entries.map((entry) => [`${keyOf(entry)} ${entry.ref}`, entry.kind]));
  const rows = [...accounts].flatMap(([key, { store, place, sku, book }]) => {
    const old = new Map(before.get(key)?.moves.map((m) => [m.ref, m.quantity]));
    return book.moves.flatMap(({ ref, at, quantity, counted = null }) =>
      old.get(ref) === quantity
        ? []
        : [{ store, place, sku, ref, at, kind: kinds.get(`${key} ${ref}`) ?? 'counted', quantity, counted }],
    );
  });
  await sql`insert into stock_moves (town, store, place, sku, ref, at, kind, quantity, counted)
    select ${town}, x.* from json_to_recordset(${JSON.stringify(rows)}::json)
      as x(store text, place text, sku text, ref text, at bigint, kind text, quantity int, counted int)
    on conflict (town, store, place, sku, ref) do update set quantity = excluded.quantity`.execute(db);
}

async function writeTotals(db: Kysely<Database>, town: string, accounts: ReadonlyMap<string, Account>): Promise<void> {
  const rows = [...accounts.values()].map(({ store, place, sku, book, kept }) => ({
    ...{ store, place, sku, kept },
    quantity: book.total,
  }));
  await sql`insert into stock (town, store, place, sku, kept, quantity)
    select ${town}, x.* from json_to_recordset(${JSON.stringify(rows)}::json) as x(store text, place text, sku text, kept boolean, quantity int)
    on conflict (town, store, place, sku) do update set kept = excluded.kept, quantity = excluded.quantity`.execute(db);
}

/** AL-6: a place that fell below nothing is a Case for the office; one that was counted and is there again settles it. */
async function lookBelowZero(
  db: Kysely<Database>,
  batch: Batch,
  entries: readonly Entry[],
  accounts: ReadonlyMap<string, Account>,
  before: ReadonlyMap<string, StockBook>,
  found: ReadonlyMap<string, Entry>,
): Promise<void> {
  const last = new Map(entries.map((entry) => [keyOf(entry), entry]));
  const fallen = [...accounts].flatMap(([key, { book, kept, ...place }]) => {
    const { total } = must(before.get(key), 'every account had a book');
    const fell = kept && book.total < 0 && book.total < total;
    return fell ? [{ ...place, quantity: book.total, ref: must(last.get(key), 'it was booked').ref }] : [];
  });
  const counted = [...found].flatMap(([key, { by = '', at, store, place, sku }]) =>
    must(accounts.get(key), 'what was counted was booked').book.total < 0 ? [] : [{ store, place, sku, by, at }],
  );
  if (fallen.length > 0) await openBelowZero(db, batch, fallen);
  if (counted.length > 0) await settleByCount(db, batch, counted);
}

/** One event a store. The author hears it too, and learns up to which of its own ops the numbers go (SY-10). */
function announce(batch: Batch, accounts: ReadonlyMap<string, Account>): void {
  const byStore = new Map<string, StockLine[]>();
  for (const { store, place, sku, book, kept } of accounts.values()) {
    if (!kept) continue;
    byStore.set(store, [...(byStore.get(store) ?? []), [place, sku, book.total]]);
  }
  for (const [store, lines] of byStore) {
    batch.events.push({
      event: { type: 'stock.set', store, lines, ...batch.logged },
      village: store,
      grid: null,
      household: null,
      onlyDevices: null,
      author: null,
    });
  }
}
