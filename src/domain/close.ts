/**
 * The close of a day, a quarter or any days: what left the store and what came back, to the point. A redemption belongs to the day
 * it was recorded on, a void to the day on which it was; so the closes of all days add up to what the households' files say.
 */
import { type Day, dayOf } from './calendar.ts';
import type { HouseholdFile, Redemption } from './household.ts';
import type { Goods } from './op.ts';
import { deviceOf } from './ref.ts';

/** Both days included. */
export interface Days {
  readonly from: Day;
  readonly to: Day;
}

export interface CloseQuestion {
  readonly days: Days;
  readonly zoneOffsetMinutes: number;
  /** One counter only: what it gave out and what it took back. */
  readonly device?: string;
  /** For the value in money. */
  readonly goods: readonly Pick<Goods, 'sku' | 'unitCost'>[];
}

/** One receipt or one void, in the order of time. */
export interface CloseAct {
  readonly kind: 'out' | 'back';
  /** Of the receipt, or of the void. */
  readonly ref: string;
  readonly at: number;
  readonly by: string;
  readonly household: string;
  /** Whole points, positive. */
  readonly points: number;
  /** The receipt that a void takes back. */
  readonly receipt?: string;
  readonly reason?: string;
}

export interface CloseSum {
  readonly count: number;
  readonly pieces: number;
  readonly points: number;
}

export interface CloseGoods {
  readonly sku: string;
  readonly out: number;
  readonly back: number;
  /** Out less back. */
  readonly points: number;
  /** Fen, of the pieces that stayed out; null while nobody has entered what a piece costs. */
  readonly cost: number | null;
}

export interface CloseHousehold {
  readonly household: string;
  readonly receipts: number;
  readonly points: number;
}

export interface ClosePerson {
  readonly by: string;
  readonly receipts: number;
  readonly points: number;
  readonly voids: number;
  readonly voidedPoints: number;
}

export interface Close {
  readonly out: CloseSum;
  readonly back: CloseSum;
  /** Out less back: by so much the store's redeemed points grew. */
  readonly points: number;
  /** Of those, what no household paid but a write-off bears (CF-13). */
  readonly shortfall: number;
  /** Fen, over the goods whose cost is known. */
  readonly cost: number;
  readonly goods: readonly CloseGoods[];
  readonly households: readonly CloseHousehold[];
  readonly people: readonly ClosePerson[];
  readonly acts: readonly CloseAct[];
}

/** The part of a household's file that a close reads. */
export type ClosedFile = Pick<HouseholdFile, 'code' | 'redemptions'>;

/** Who voided it; before that was kept, whoever recorded it. */
const voider = (r: Redemption) => r.voided?.by ?? r.by;

/** One file's receipts and voids of the days. */
function actsOf({ code, redemptions }: ClosedFile, ask: CloseQuestion): readonly (CloseAct & { of: Redemption })[] {
  const within = (day: Day) => ask.days.from <= day && day <= ask.days.to;
  const here = (ref: string) => ask.device === undefined || deviceOf(ref) === ask.device;
  return redemptions.flatMap((r) => {
    const acts: (CloseAct & { of: Redemption })[] = [];
    const { points } = r;
    if (within(r.date) && here(r.id)) {
      acts.push({ kind: 'out', ref: r.id, at: r.at, by: r.by, household: code, points, of: r });
    }
    if (r.voided && here(r.voided.ref)) {
      const { ref, reason, at } = r.voided;
      const day = at === undefined ? r.date : dayOf(at, ask.zoneOffsetMinutes);
      const act = { ref, at: at ?? r.at, by: voider(r), household: code, points, receipt: r.id, reason, of: r };
      if (within(day)) acts.push({ kind: 'back', ...act });
    }
    return acts;
  });
}

/** Counts up, per key and in the order of first sight. */
class Tally<T extends object> {
  private readonly rows = new Map<string, T>();
  private readonly empty: (key: string) => T;
  constructor(empty: (key: string) => T) {
    this.empty = empty;
  }
  add(key: string, change: (row: T) => T): void {
    this.rows.set(key, change(this.rows.get(key) ?? this.empty(key)));
  }
  sorted(weight: (row: T) => number): readonly T[] {
    return [...this.rows].sort(([a, x], [b, y]) => weight(y) - weight(x) || (a < b ? -1 : 1)).map(([, row]) => row);
  }
}

const NOTHING: CloseSum = { count: 0, pieces: 0, points: 0 };

/** The close of a store, or of one of its counters, from the files of its village. */
export function closeOf(files: Iterable<ClosedFile>, ask: CloseQuestion): Close {
  const goods = new Tally<CloseGoods>((sku) => ({ sku, out: 0, back: 0, points: 0, cost: null }));
  const households = new Tally<CloseHousehold>((household) => ({ household, receipts: 0, points: 0 }));
  const people = new Tally<ClosePerson>((by) => ({ by, receipts: 0, points: 0, voids: 0, voidedPoints: 0 }));
  const sums = { out: NOTHING, back: NOTHING };
  let shortfall = 0;
  const all: CloseAct[] = [];
  for (const file of files) {
    for (const { of: r, ...act } of actsOf(file, ask)) {
      const sign = act.kind === 'out' ? 1 : -1;
      const pieces = r.lines.reduce((sum, line) => sum + line.quantity, 0);
      const { count, pieces: before, points } = sums[act.kind];
      sums[act.kind] = { count: count + 1, pieces: before + pieces, points: points + act.points };
      shortfall += sign * (r.late?.shortfall ?? 0);
      for (const { sku, quantity, price } of r.lines) {
        goods.add(sku, (row) => ({
          ...row,
          [act.kind]: row[act.kind] + quantity,
          points: row.points + sign * quantity * price,
        }));
      }
      households.add(act.household, (row) => ({
        ...row,
        receipts: row.receipts + sign,
        points: row.points + sign * act.points,
      }));
      people.add(act.by, (row) =>
        act.kind === 'out'
          ? { ...row, receipts: row.receipts + 1, points: row.points + act.points }
          : { ...row, voids: row.voids + 1, voidedPoints: row.voidedPoints + act.points },
      );
      all.push(act);
    }
  }
  const costs = new Map(ask.goods.map((one) => [one.sku, one.unitCost]));
  const valued = goods
    .sorted((row) => row.points)
    .map((row) => {
      const unit = costs.get(row.sku);
      return unit === undefined ? row : { ...row, cost: unit * (row.out - row.back) };
    });
  return {
    ...sums,
    points: sums.out.points - sums.back.points,
    shortfall,
    cost: valued.reduce((sum, row) => sum + (row.cost ?? 0), 0),
    goods: valued,
    households: households.sorted((row) => row.points),
    people: people.sorted((row) => row.points),
    acts: all.sort((a, b) => a.at - b.at || (a.ref < b.ref ? -1 : 1)),
  };
}

/** First and last day of the quarter that a day lies in. */
export function quarterOf(day: Day): Days {
  const first = Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1;
  const month = (n: number) => String(n).padStart(2, '0');
  const year = day.slice(0, 4);
  const last = { 1: '31', 4: '30', 7: '30', 10: '31' }[first] ?? '31';
  return { from: `${year}-${month(first)}-01`, to: `${year}-${month(first + 2)}-${last}` };
}
