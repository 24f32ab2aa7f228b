/**
 * What lies at one place of one sku: a sum of movements in which a count says what lay there at an instant. Whatever comes late is put
 * where it belongs in time; if a count stands behind it, the count had seen it already, and its difference takes it out again. So the
 * sum is the same for every order of arrival: the newest count and what came after it.
 */

/** A movement in its place in time. Two of one instant stand in the order of their references. */
export interface BookedMove {
  readonly ref: string;
  /** Corrected instant, ms. */
  readonly at: number;
  /** Signed; of a count its difference, which may be 0 and changes when something late is put before it. */
  readonly quantity: number;
  /** What a count found; absent for any other movement. */
  readonly counted?: number;
}

export interface StockBook {
  /** What lies there: the sum of all movements, also of those that are not in `moves`. */
  readonly total: number;
  /** In the order of time. Older ones may be left out, as long as every count behind the next movement is here. */
  readonly moves: readonly BookedMove[];
}

export const EMPTY_BOOK: StockBook = { total: 0, moves: [] };

/** Whether `a` stands before `b`. */
function before(a: Pick<BookedMove, 'at' | 'ref'>, b: Pick<BookedMove, 'at' | 'ref'>): boolean {
  return a.at === b.at ? a.ref < b.ref : a.at < b.at;
}

/** The book with a movement in its place. The same one again changes nothing. */
export function bookMove(book: StockBook, move: Pick<BookedMove, 'ref' | 'at' | 'quantity'>): StockBook {
  return put(book, move);
}

/** The book with a count in its place: its difference is what was found less what stands before it. */
export function bookCount(
  book: StockBook,
  count: Pick<BookedMove, 'ref' | 'at'> & { readonly counted: number },
): StockBook {
  const behind = book.moves.filter((m) => before(count, m));
  const stood = book.total - sumOf(behind);
  return put(book, { ...count, quantity: count.counted - stood });
}

function put(book: StockBook, move: BookedMove): StockBook {
  if (book.moves.some((m) => m.ref === move.ref)) return book;
  const at = book.moves.findIndex((m) => before(move, m));
  const place = at < 0 ? book.moves.length : at;
  const older = book.moves.slice(0, place);
  const newer = book.moves.slice(place);
  const next = newer.findIndex((m) => m.counted !== undefined);
  // The next count had this among what it found.
  const settled = newer.map((m, i) => (i === next ? { ...m, quantity: m.quantity - move.quantity } : m));
  const total = next < 0 ? book.total + move.quantity : book.total;
  return { total, moves: [...older, move, ...settled] };
}

function sumOf(moves: readonly BookedMove[]): number {
  return moves.reduce((sum, m) => sum + m.quantity, 0);
}
