/** What was counted against what the books say. */
import type { Goods } from '../../../domain/op.ts';

export interface CountedLine {
  readonly goods: Goods;
  /** In the books; undefined when nobody has booked any. */
  readonly booked: number | undefined;
  /** What was found; undefined when it was not counted. */
  readonly counted: number | undefined;
}

/** The lines of a count sheet; `typed` are the numbers as they were typed. */
export function countLines(
  goods: readonly Goods[],
  shelf: ReadonlyMap<string, number>,
  typed: ReadonlyMap<string, string>,
): readonly CountedLine[] {
  return goods.map((one) => {
    const text = typed.get(one.sku);
    return { goods: one, booked: shelf.get(one.sku), counted: text === undefined ? undefined : Number(text) };
  });
}

/** What was found less what the books say; undefined for what was not counted. Goods nobody has booked differ by all of them. */
export function difference({ booked = 0, counted }: CountedLine): number | undefined {
  return counted === undefined ? undefined : counted - booked;
}
