/** Finding a household by name, pinyin initials, code, door plate or the phone's last four digits, in memory. */
import type { DirectoryRow } from '../engine/tablet.ts';

interface Prepared {
  readonly row: DirectoryRow;
  readonly head: string;
  readonly plate: string;
  /** `xw0012` */
  readonly code: string;
  /** `xw12` */
  readonly shortCode: string;
  /** `12` */
  readonly number: string;
}

/** How good a match is; lower is better. */
const RANKS = 6;

/** Lower case, half width, without spaces and dashes: how people type the same thing. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\-–—_]/g, '');
}

function prepare(row: DirectoryRow): Prepared {
  const code = plain(row.code);
  const number = code.replace(/^[a-z]+0*/, '');
  return {
    row,
    head: plain(row.head),
    plate: plain(row.doorPlate),
    code,
    shortCode: code.replace(/^([a-z]+)0+(?=\d)/, '$1'),
    number,
  };
}

/** Rank of a query made of digits only: a code's number, a phone's end, a door's number. */
function rankDigits(p: Prepared, query: string, bare: string): number {
  if (p.number === bare) return 0;
  if (p.row.phoneLast4 === query) return 1;
  if (p.number.startsWith(bare)) return 2;
  if (p.plate.includes(query)) return 3;
  return query.length >= 3 && p.row.phoneLast4.startsWith(query) ? 4 : RANKS;
}

/** Rank of a query in Latin letters and digits: initials or a code. */
function rankLatin(p: Prepared, query: string): number {
  const { initials } = p.row;
  if (initials === query || p.code === query || p.shortCode === query) return 0;
  if (initials.startsWith(query)) return 1;
  if (p.code.startsWith(query) || p.shortCode.startsWith(query)) return 2;
  if (p.head.includes(query)) return 3;
  if (initials.includes(query)) return 4;
  return p.plate.includes(query) ? 5 : RANKS;
}

/** Rank of a query with Chinese in it: a name or a door plate. */
function rankText(p: Prepared, query: string): number {
  if (p.head === query) return 0;
  if (p.head.startsWith(query)) return 1;
  if (p.head.includes(query)) return 2;
  if (p.plate.startsWith(query)) return 3;
  return p.plate.includes(query) ? 4 : RANKS;
}

/** The directory prepared for search. Rows can be replaced one by one. */
export class SearchIndex {
  private prepared: Prepared[] = [];
  private placeOf = new Map<string, number>();

  /** Adds or replaces rows. */
  put(rows: readonly DirectoryRow[]): void {
    for (const row of rows) {
      const place = this.placeOf.get(row.code) ?? this.prepared.length;
      this.prepared[place] = prepare(row);
      this.placeOf.set(row.code, place);
    }
  }

  /** Takes rows out; the others keep their order. */
  remove(codes: readonly string[]): void {
    const gone = new Set(codes.filter((code) => this.placeOf.has(code)));
    if (gone.size === 0) return;
    this.prepared = this.prepared.filter((p) => !gone.has(p.row.code));
    this.placeOf = new Map(this.prepared.map((p, place) => [p.row.code, place]));
  }

  /** Every row. */
  rows(): readonly DirectoryRow[] {
    return this.prepared.map((p) => p.row);
  }

  /** Best matches first, equal ones in the order of the directory; at most `limit`. */
  find(typed: string, limit: number): readonly DirectoryRow[] {
    const query = plain(typed);
    if (query === '' || limit <= 0) return [];
    const found: DirectoryRow[][] = Array.from({ length: RANKS }, () => []);
    const bare = query.replace(/^0+(?=\d)/, '');
    const rank = /^\d+$/.test(query)
      ? (p: Prepared) => rankDigits(p, query, bare)
      : /^[a-z\d]+$/.test(query)
        ? (p: Prepared) => rankLatin(p, query)
        : (p: Prepared) => rankText(p, query);
    for (const p of this.prepared) {
      const place = rank(p);
      const list = found[place];
      if (list && list.length < limit) list.push(p.row);
      if (place === 0 && list?.length === limit) break;
    }
    return found.flat().slice(0, limit);
  }
}
