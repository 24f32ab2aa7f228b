/** CF-27: some of the goods come back. The receipt is voided, and what the household kept is a redemption of its own. */
import type { HouseholdFile, Redemption, RedemptionLine } from '../household.ts';
import type { OpBodies } from '../op.ts';

/** Pieces by goods and price. */
function pieces(lines: readonly RedemptionLine[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { sku, price, quantity } of lines) {
    const key = `${price} ${sku}`;
    counts.set(key, (counts.get(key) ?? 0) + quantity);
  }
  return counts;
}

/** Whether all of these goods, at these prices, are among the others. */
export function isPartOf(lines: readonly RedemptionLine[], whole: readonly RedemptionLine[]): boolean {
  const there = pieces(whole);
  return [...pieces(lines)].every(([key, count]) => count <= (there.get(key) ?? 0));
}

/**
 * The voided redemption that this one is the kept part of. What was judged for that one is settled: its goods are in the
 * household's hands at its prices. Undefined for any other redemption, also for one that says so and has other goods, or goods
 * that were kept in its place already.
 */
export function keptFrom(file: HouseholdFile, body: OpBodies['redemption.record']): Redemption | undefined {
  if (body.instead === undefined) return undefined;
  const before = file.redemptions.find((r) => r.id === body.instead);
  if (!before?.voided || before.mode !== body.mode) return undefined;
  const others = file.redemptions.filter((r) => r.instead === before.id && !r.voided);
  return isPartOf([...body.lines, ...others.flatMap((r) => r.lines)], before.lines) ? before : undefined;
}

/** Whether a redemption takes the place of one that counts: the same goods would be paid twice. */
export function besideReceipt(file: HouseholdFile, { instead }: OpBodies['redemption.record']): boolean {
  return instead !== undefined && file.redemptions.some((r) => r.id === instead && !r.voided);
}

/** What is left of a receipt after so many pieces of each line came back; a line of which all came back is left out. */
export function keptLines(
  lines: readonly RedemptionLine[],
  back: (line: RedemptionLine, index: number) => number,
): readonly RedemptionLine[] {
  return lines.flatMap((line, i) => {
    const { hand, ...rest } = line;
    const quantity = line.quantity - back(line, i);
    // What was carried to the door and is kept came out of the same hands.
    const carried = Math.min(hand ?? 0, quantity);
    return quantity > 0 ? [{ ...rest, quantity, ...(carried > 0 ? { hand: carried } : {}) }] : [];
  });
}
