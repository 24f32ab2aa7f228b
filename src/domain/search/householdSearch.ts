/** Finding a household by name, pinyin initials, code, door plate or the phone's last four digits: how well each fits. */

/** What of a household is looked at. */
export interface Searched {
  readonly code: string;
  readonly head: string;
  /** Pinyin initials of the head, lower case: 张三丽 → zsl. */
  readonly initials: string;
  readonly doorPlate: string;
  readonly phoneLast4: string;
}

export interface Prepared<Row extends Searched> {
  readonly row: Row;
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
export const RANKS = 6;

/** Lower case, half width, without spaces and dashes: how people type the same thing. */
export function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\-–—_]/g, '');
}

/** A household made ready to be looked at often. */
export function prepare<Row extends Searched>(row: Row): Prepared<Row> {
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
function rankDigits(p: Prepared<Searched>, query: string, bare: string): number {
  if (p.number === bare) return 0;
  if (p.row.phoneLast4 === query) return 1;
  if (p.number.startsWith(bare)) return 2;
  if (p.plate.includes(query)) return 3;
  return query.length >= 3 && p.row.phoneLast4.startsWith(query) ? 4 : RANKS;
}

/** Rank of a query in Latin letters and digits: initials or a code. */
function rankLatin(p: Prepared<Searched>, query: string): number {
  const { initials } = p.row;
  if (initials === query || p.code === query || p.shortCode === query) return 0;
  if (initials.startsWith(query)) return 1;
  if (p.code.startsWith(query) || p.shortCode.startsWith(query)) return 2;
  if (p.head.includes(query)) return 3;
  if (initials.includes(query)) return 4;
  return p.plate.includes(query) ? 5 : RANKS;
}

/** Rank of a query with Chinese in it: a name or a door plate. */
function rankText(p: Prepared<Searched>, query: string): number {
  if (p.head === query) return 0;
  if (p.head.startsWith(query)) return 1;
  if (p.head.includes(query)) return 2;
  if (p.plate.startsWith(query)) return 3;
  return p.plate.includes(query) ? 4 : RANKS;
}

/** The rank of each household for what was typed, RANKS for those that do not fit; undefined when nothing was typed. */
export function ranking(typed: string): ((p: Prepared<Searched>) => number) | undefined {
  const query = plain(typed);
  if (query === '') return undefined;
  if (/^\d+$/.test(query)) {
    const bare = query.replace(/^0+(?=\d)/, '');
    return (p) => rankDigits(p, query, bare);
  }
  return /^[a-z\d]+$/.test(query) ? (p) => rankLatin(p, query) : (p) => rankText(p, query);
}
