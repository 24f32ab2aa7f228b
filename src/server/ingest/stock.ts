/** Stock of the villages' stores (AL-6): who may book it, and what the ops of a batch ask to be booked. */
import type { Redemption } from '../../domain/household.ts';
import type { Op, OpOf } from '../../domain/op.ts';
import { deviceOf } from '../../domain/ref.ts';
import { mayRecord } from '../../domain/role.ts';
import { actMoves, redeemedMoves, returnedMoves, SHELF, type StockMove, takesStock } from '../../domain/stock.ts';
import { APPLIED, held, refused, type Verdict } from '../../domain/verdict.ts';
import type { Judging } from './judging.ts';
import { actorFor } from './rightsHistory.ts';

/** What an op asks to be booked, under its own reference; `at` is its corrected instant, ms. */
export type StockRequest = { readonly ref: string; readonly at: number } & (
  | { readonly type: 'moves'; readonly store: string; readonly moves: readonly StockMove[] }
  /** A void: what the redemption took goes back to where it came from. */
  | { readonly type: 'return'; readonly redemption: string; readonly otherwise: Taken }
  | ({ readonly type: 'redeem' } & Taken)
  | {
      readonly type: 'count';
      readonly store: string;
      readonly place: string;
      readonly lines: OpOf<'stock.count'>['body']['lines'];
      readonly by: string;
    }
);

/** Goods of one redemption. Its store is that of its device, or of the village where the household lives. */
interface Taken {
  readonly device: string;
  readonly village: string;
  readonly moves: readonly StockMove[];
}

export type StockOp = OpOf<'stock.move'> | OpOf<'stock.count'>;

/** Whether an op is about the stock alone. */
export function isStockOp(op: Op): op is StockOp {
  return op.kind === 'stock.move' || op.kind === 'stock.count';
}

/**
 * Verdict on an op about the stock; when applied, what it books is in the batch. `settled`: it counted before the server was
 * restored (SY-14), so nobody's right is asked about again.
 */
export function judgeStock(j: Judging, op: StockOp, ref: string, at: number, settled: boolean): Verdict {
  const { device } = j.people;
  const { store } = op.body;
  if (!settled) {
    const actor = actorFor(j.people, op, undefined, at);
    if (!actor) return held('no_right', { by: op.by });
    const here = (village: string | null) => village === null || village === store;
    if (!mayRecord(actor.role, device.kind, op.kind) || !here(actor.village) || !here(device.village))
      return refused('not_allowed', { kind: op.kind });
  }
  return bookStock(j, op, ref, at);
}

/** Books what a person vouched for. The device in whose hands goods are must be one of the village's. */
export function bookStock(j: Judging, op: StockOp, ref: string, at: number): Verdict {
  const { store, with: hands } = op.body;
  if (!j.setting.villages.has(store)) return refused('malformed', { field: 'store', reason: 'unknown village' });
  const holder = hands === undefined ? undefined : j.batch.devices.get(hands);
  if (hands !== undefined && (!holder || (holder.village !== null && holder.village !== store)))
    return refused('unknown_device', { device: hands });
  if (op.kind === 'stock.move') j.batch.stock.push({ type: 'moves', ref, at, store, moves: actMoves(op) });
  else j.batch.stock.push({ type: 'count', ref, at, store, place: hands ?? SHELF, lines: op.body.lines, by: op.by });
  return APPLIED;
}

function takenBy(redemption: Redemption, village: string): Taken {
  const device = deviceOf(redemption.id);
  return { device, village, moves: redeemedMoves(redemption.lines, device) };
}

/** What a redemption asks for; nothing for one that was carried over. */
export function redeemRequest(redemption: Redemption, village: string): readonly StockRequest[] {
  if (!takesStock(redemption)) return [];
  return [{ type: 'redeem', ref: redemption.id, at: redemption.at, ...takenBy(redemption, village) }];
}

/** What a void asks for. `otherwise`: a redemption from before there was a stock took nothing in the books, and its goods come back all the same. */
export function returnRequest(redemption: Redemption, village: string, ref: string, at: number): StockRequest {
  const { moves, ...taken } = takenBy(redemption, village);
  return { type: 'return', ref, at, redemption: redemption.id, otherwise: { ...taken, moves: returnedMoves(moves) } };
}
