import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StockLine, StockSet } from '../../../src/domain/events/spending.ts';
import type { RedemptionLine } from '../../../src/domain/household.ts';
import { totalOf } from '../../../src/domain/judge/redemption.ts';
import { must } from '../../../src/domain/must.ts';
import type { OpBodies } from '../../../src/domain/op.ts';
import {
  actMoves,
  fromHands,
  redeemedMoves,
  returnedMoves,
  SHELF,
  type StockMove,
  stockKey,
  takesStock,
} from '../../../src/domain/stock.ts';
import { bookCount, bookMove, EMPTY_BOOK, type StockBook } from '../../../src/domain/stockBook.ts';
import { heardStock, isLow, type StoredStock, stockView } from '../../../src/domain/stockView.ts';
import { runs } from './support/runs.ts';

const RICE = 'SP-001';
const OIL = 'SP-002';
const PRICES: Readonly<Record<string, number>> = { [RICE]: 6, [OIL]: 9 };
const TABLET = 'K7Q2';

/** What happened in the village, whenever it is heard of. */
type Fact = { readonly ref: string; readonly at: number } & (
  | { readonly type: 'act'; readonly body: OpBodies['stock.move'] }
  | { readonly type: 'count'; readonly place: string; readonly sku: string; readonly counted: number }
  | { readonly type: 'redeem'; readonly lines: readonly RedemptionLine[]; readonly voided?: number }
);

/** A movement or a count of one place, as the books get it. */
type Line = { readonly place: string; readonly sku: string; readonly ref: string; readonly at: number } & (
  | { readonly quantity: number }
  | { readonly counted: number }
);

const VOID = 'Z';

/** Lines of a fact; those of a void come behind its redemption, as they do in every history. */
function linesOf(fact: Fact): readonly (readonly Line[])[] {
  const { ref, at } = fact;
  if (fact.type === 'count') return [[{ place: fact.place, sku: fact.sku, counted: fact.counted, ref, at }]];
  const under = (name: string, when: number, moves: readonly StockMove[]) =>
    moves.map(({ place, sku, quantity }) => ({ place, sku, quantity, ref: name, at: when }));
  if (fact.type === 'act') return [under(ref, at, actMoves(fact))];
  const taken = redeemedMoves(fact.lines, TABLET);
  const { voided } = fact;
  return [
    under(ref, at, taken),
    ...(voided === undefined ? [] : [under(`${VOID}${ref}`, voided, returnedMoves(taken))]),
  ];
}

type Books = ReadonlyMap<string, StockBook>;

function booked(lines: readonly Line[]): Books {
  const books = new Map<string, StockBook>();
  for (const line of lines) {
    const key = stockKey(line.place, line.sku);
    const book = books.get(key) ?? EMPTY_BOOK;
    books.set(key, 'counted' in line ? bookCount(book, line) : bookMove(book, line));
  }
  return books;
}

const totals = (books: Books) => new Map([...books].map(([key, { total }]) => [key, total] as const).sort());

const sku = fc.constantFrom(RICE, OIL);
const pieces = fc.integer({ min: 1, max: 9 });
const instant = fc.integer({ min: 0, max: 12 });
const redemptionLine = fc.tuple(sku, pieces, fc.nat({ max: 9 })).map(([one, quantity, hand]): RedemptionLine => {
  const out = Math.min(hand, quantity);
  return { sku: one, quantity, price: PRICES[one] ?? 0, ...(out > 0 ? { hand: out } : {}) };
});
const act = fc
  .tuple(fc.constantFrom('received', 'handed_out', 'handed_back', 'written_off'), sku, pieces)
  .map(([kind, one, quantity]) => {
    const carried = kind === 'handed_out' || kind === 'handed_back';
    const body = { store: 'XW', kind, lines: [{ sku: one, quantity }], ...(carried ? { with: TABLET } : {}) };
    return { type: 'act', body } as const;
  });
const count = fc.record({
  type: fc.constant('count' as const),
  place: fc.constantFrom(SHELF, TABLET),
  sku,
  counted: fc.nat({ max: 30 }),
});
const redeem = fc.record(
  {
    type: fc.constant('redeem' as const),
    lines: fc.array(redemptionLine, { minLength: 1, maxLength: 3 }),
    voided: instant,
  },
  { requiredKeys: ['type', 'lines'] },
);
/** Facts with instants that collide, each under a reference of its own. */
const facts: fc.Arbitrary<readonly Fact[]> = fc
  .array(fc.tuple(instant, fc.oneof(act, count, redeem)), { maxLength: 14, size: 'max' })
  .map((list) => list.map(([at, one], i): Fact => ({ ...one, at, ref: `R${String(i).padStart(2, '0')}` })));

/** Any order in which the server may hear of lines; what stands behind another within a group stays behind it. */
const arrivals = (groups: readonly (readonly (readonly Line[])[])[]) =>
  fc
    .shuffledSubarray(
      groups.flatMap((group, g) => group.map(() => g)),
      { minLength: groups.flat().length },
    )
    .map((order) => {
      const next = groups.map(() => 0);
      return order.flatMap((g) => {
        const at = next[g] ?? 0;
        next[g] = at + 1;
        return must(groups[g], 'a group')[at] ?? [];
      });
    });

const heard = facts.chain((all) => fc.record({ all: fc.constant(all), lines: arrivals(all.map(linesOf)) }));

describe('the stock is a sum of movements', () => {
  it('[AL-6] whatever the order of arrival, every place ends the same', () => {
    fc.assert(
      fc.property(heard, ({ all, lines }) => {
        const straight = all.flatMap(linesOf).flat();
        expect(totals(booked(lines))).toEqual(totals(booked(straight)));
      }),
      { numRuns: runs(500) },
    );
  });

  it('[AL-6] at every moment the stock is the sum of its movements, and a count is what lay there at its instant', () => {
    fc.assert(
      fc.property(heard, ({ lines }) => {
        for (let heardOf = 0; heardOf <= lines.length; heardOf++) {
          for (const { total, moves } of booked(lines.slice(0, heardOf)).values()) {
            let stood = 0;
            for (const move of moves) {
              stood += move.quantity;
              if (move.counted !== undefined) expect(stood).toBe(move.counted);
            }
            expect(total).toBe(stood);
          }
        }
      }),
      { numRuns: runs(300) },
    );
  });

  it('[AL-6] what lies at a place is the newest count and what came after it', () => {
    fc.assert(
      fc.property(heard, ({ lines }) => {
        for (const [key, book] of booked(lines)) {
          const here = lines.filter((line) => stockKey(line.place, line.sku) === key);
          const inTime = [...here].sort((a, b) => a.at - b.at || (a.ref < b.ref ? -1 : 1));
          const newest = inTime.findLastIndex((line) => 'counted' in line);
          const found = inTime[newest];
          const since = inTime.slice(newest + 1).reduce((sum, l) => sum + ('quantity' in l ? l.quantity : 0), 0);
          expect(book.total).toBe((found && 'counted' in found ? found.counted : 0) + since);
        }
      }),
      { numRuns: runs(300) },
    );
  });

  it('[AL-6] points and goods balance: what was spent is what left the places, at the prices of the receipts', () => {
    fc.assert(
      fc.property(heard, ({ all, lines }) => {
        let spent = 0;
        for (const fact of all) {
          if (fact.type === 'redeem' && fact.voided === undefined) spent += totalOf(fact.lines);
        }
        const redemptions = new Set(all.flatMap((f) => (f.type === 'redeem' ? [f.ref, `${VOID}${f.ref}`] : [])));
        const out = lines.reduce(
          (sum, l) => sum - ('quantity' in l && redemptions.has(l.ref) ? l.quantity * (PRICES[l.sku] ?? 0) : 0),
          0,
        );
        expect(out).toBe(spent);
        // Everything that ever came or was counted lies somewhere, or is with a household.
        const books = booked(lines);
        const lies = [...books.values()].reduce((sum, { total }) => sum + total, 0);
        const moved = [...books.values()].flatMap(({ moves }) => moves);
        const withHouseholds = moved.reduce((sum, m) => sum - (redemptions.has(m.ref) ? m.quantity : 0), 0);
        const came = moved.reduce((sum, m) => sum + (redemptions.has(m.ref) ? 0 : m.quantity), 0);
        expect(lies + withHouseholds).toBe(came);
      }),
      { numRuns: runs(300) },
    );
  });

  it('[AL-6] handing goods out and back moves them, and changes nothing in all', () => {
    fc.assert(
      fc.property(act, ({ body }) => {
        const sum = actMoves({ body }).reduce((all, move) => all + move.quantity, 0);
        const pieces = must(body.lines[0], 'a line').quantity;
        expect(sum).toBe({ received: pieces, written_off: -pieces, handed_out: 0, handed_back: 0 }[body.kind]);
      }),
    );
    expect(
      actMoves({
        body: { store: 'XW', kind: 'written_off', lines: [{ sku: RICE, quantity: 2 }], with: TABLET },
      }),
    ).toEqual([{ place: TABLET, sku: RICE, quantity: -2, kind: 'written_off' }]);
  });

  it('the same movement again changes nothing', () => {
    const move = { ref: 'R01', at: 5, quantity: 3 };
    const book = bookMove(EMPTY_BOOK, move);
    expect(bookMove(book, move)).toBe(book);
    expect(bookCount(bookMove(book, { ref: 'R02', at: 6, quantity: 1 }), { ref: 'R02', at: 6, counted: 9 }).total).toBe(
      4,
    );
  });

  it('a line takes out of the hands what they carry, and the rest off the shelf; a second line what the first has left', () => {
    const lines: RedemptionLine[] = [
      { sku: RICE, quantity: 2, price: 6, hand: 2 },
      { sku: RICE, quantity: 2, price: 5 },
      { sku: OIL, quantity: 1, price: 9 },
    ];
    const inHands = (one: string) => (one === RICE ? 3 : -1);
    const taken = fromHands(lines, inHands);
    expect(taken).toEqual([
      { sku: RICE, quantity: 2, price: 6, hand: 2 },
      { sku: RICE, quantity: 2, price: 5, hand: 1 },
      { sku: OIL, quantity: 1, price: 9 },
    ]);
    expect(redeemedMoves(taken, TABLET)).toEqual([
      { place: TABLET, sku: RICE, quantity: -3, kind: 'redeemed' },
      { place: SHELF, sku: RICE, quantity: -1, kind: 'redeemed' },
      { place: SHELF, sku: OIL, quantity: -1, kind: 'redeemed' },
    ]);
    expect(fromHands(lines, () => 0).every((line) => line.hand === undefined)).toBe(true);
  });

  it('what was carried over from paper took nothing out of these books', () => {
    expect(['allowance', 'online', 'carryover'].map((mode) => takesStock({ mode } as { mode: 'online' }))).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('the stock as a device shows it', () => {
  const stored: StoredStock = {
    counted: 4,
    lines: [
      ['XW', SHELF, RICE, 10],
      ['XW', TABLET, RICE, 2],
      ['DL', SHELF, RICE, 99],
    ],
  };
  const set = (lines: readonly StockLine[], by: { device?: string; seq?: number } = {}): StockSet => ({
    ...{ type: 'stock.set', store: 'XW', lines },
    ...by,
  });

  it('[SY-10] what is heard replaces numbers, and counts own ops only when it is said of this device', () => {
    expect(heardStock(stored, [], TABLET)).toBe(stored);
    const other = heardStock(stored, [set([[SHELF, RICE, 7]], { device: 'AAAA', seq: 90 })], TABLET);
    expect(other.counted).toBe(4);
    const own = heardStock(
      other,
      [set([[SHELF, OIL, 3]], { device: TABLET, seq: 6 }), set([], { device: TABLET, seq: 5 })],
      TABLET,
    );
    expect(own.counted).toBe(6);
    expect(own.lines).toContainEqual(['XW', SHELF, RICE, 7]);
    expect(own.lines).toContainEqual(['XW', SHELF, OIL, 3]);
    expect(own.lines).toContainEqual(['DL', SHELF, RICE, 99]);
  });

  it('[AL-6] own doing stands on top, in its order; other stores are not mixed in', () => {
    const act = (kind: 'received' | 'handed_out', sku: string, quantity: number, store = 'XW') =>
      ({
        type: 'act',
        op: { body: { store, kind, lines: [{ sku, quantity }], ...(kind === 'handed_out' ? { with: TABLET } : {}) } },
      }) as const;
    const view = stockView('XW', stored, [
      act('received', RICE, 5),
      act('received', RICE, 50, 'DL'),
      act('handed_out', RICE, 3),
      { type: 'taken', moves: redeemedMoves([{ sku: RICE, quantity: 4, price: 6, hand: 1 }], TABLET) },
      // Nobody has booked oil: that a household took some does not make it known how much there is.
      { type: 'taken', moves: redeemedMoves([{ sku: OIL, quantity: 4, price: 9 }], TABLET) },
    ]);
    expect([...view.shelf]).toEqual([[RICE, 9]]);
    expect([...must(view.hands.get(TABLET), 'it carries some')]).toEqual([[RICE, 4]]);
    const counted = stockView('XW', stored, [
      { type: 'count', op: { body: { store: 'XW', lines: [{ sku: OIL, counted: 6 }] } } },
      { type: 'taken', moves: redeemedMoves([{ sku: OIL, quantity: 4, price: 9 }], TABLET) },
      { type: 'count', op: { body: { store: 'XW', lines: [{ sku: RICE, counted: 1 }], with: TABLET } } },
    ]);
    expect(counted.shelf.get(OIL)).toBe(2);
    expect(counted.hands.get(TABLET)?.get(RICE)).toBe(1);
  });

  it('goods run low at or below their mark; without a mark when there are none; never when nobody has booked them', () => {
    expect([isLow(5, 5), isLow(6, 5), isLow(0), isLow(1), isLow(-1), isLow(undefined, 5)]).toEqual([
      ...[true, false, true, false, true, false],
    ]);
  });
});
