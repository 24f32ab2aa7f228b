/** The directory of this device in memory, and finding a household in it. */
import { type Prepared, prepare, RANKS, ranking } from '../../domain/search/householdSearch.ts';
import type { DirectoryRow } from '../engine/tablet.ts';

/** The directory prepared for search. Rows can be replaced one by one. */
export class SearchIndex {
  private prepared: Prepared<DirectoryRow>[] = [];
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
    const rank = ranking(typed);
    if (rank === undefined || limit <= 0) return [];
    const found: DirectoryRow[][] = Array.from({ length: RANKS }, () => []);
    for (const p of this.prepared) {
      const place = rank(p);
      const list = found[place];
      if (list && list.length < limit) list.push(p.row);
      if (place === 0 && list?.length === limit) break;
    }
    return found.flat().slice(0, limit);
  }
}
