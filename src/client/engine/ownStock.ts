/** What own ops do to the stock (AL-6), as far as the server's numbers do not count it yet. */

import type { RedemptionLine } from '../../domain/household.ts';
import { must } from '../../domain/must.ts';
import { deviceOf, parseRef } from '../../domain/ref.ts';
import { redeemedMoves, returnedMoves } from '../../domain/stock.ts';
import type { OwnStock } from '../../domain/stockView.ts';
import type { Cache } from '../cache/cache.ts';
import type { OwnOp, OwnOps } from '../journal/ownOps.ts';

/** The lines of a redemption that is voided: from the own log, or from the household's file. */
async function linesOf(
  ownOps: OwnOps,
  cache: Cache,
  device: string,
  { household, redemption }: { readonly household: string; readonly redemption: string },
): Promise<readonly RedemptionLine[]> {
  if (deviceOf(redemption) === device) {
    const { seq } = must(parseRef(redemption), 'it names its device');
    const [own] = await ownOps.some([seq]);
    if (own?.op?.kind === 'redemption.record') return own.op.body.lines;
  }
  const { file } = await cache.file(household);
  return file?.redemptions.find((r) => r.id === redemption)?.lines ?? [];
}

/**
 * What own ops did that the server has let count or not judged yet. An order that waits for the server's word has moved nothing: its
 * goods are still here. What is held waits for a person, as it does in the books.
 */
export async function ownStock(
  own: readonly OwnOp[],
  ownOps: OwnOps,
  cache: Cache,
  device: string,
): Promise<readonly OwnStock[]> {
  const all: OwnStock[] = [];
  for (const { op, verdict } of own) {
    if (!op || (verdict && verdict.outcome !== 'applied')) continue;
    if (op.kind === 'stock.move') all.push({ type: 'act', op });
    else if (op.kind === 'stock.count') all.push({ type: 'count', op });
    else if (op.kind === 'redemption.record' && (verdict || op.body.mode === 'allowance'))
      all.push({ type: 'taken', moves: redeemedMoves(op.body.lines, device) });
    else if (op.kind === 'redemption.void') {
      const lines = await linesOf(ownOps, cache, device, op.body);
      const from = deviceOf(op.body.redemption);
      all.push({ type: 'taken', moves: returnedMoves(redeemedMoves(lines, from)) });
    }
  }
  return all;
}
