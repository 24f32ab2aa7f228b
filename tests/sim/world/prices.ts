/** What goods cost and how long an old price is good, from the ops that said so. */
import type { OpBodies } from '../../../src/domain/op.ts';
import type { LoggedOp } from './ledgerRoom.ts';

const DAY_MS = 86_400_000;
const GRACE_DAYS = 7;

interface Price {
  readonly from: number;
  readonly price: number;
}

export class Prices {
  private readonly goods = new Map<string, readonly Price[]>();
  private readonly grace = new Map<string | null, number>();

  /** New ops of the server's log, which arrived at an instant. */
  take(ops: readonly LoggedOp[], now: number): void {
    for (const { kind, body, verdict } of ops) {
      if (verdict.outcome !== 'applied') continue;
      if (kind === 'goods.publish') {
        for (const { sku, price } of (body as OpBodies['goods.publish']).goods)
          this.goods.set(sku, [...(this.goods.get(sku) ?? []), { from: now, price }]);
      } else if (kind === 'policy.publish') {
        const { village, policy } = body as OpBodies['policy.publish'];
        if (policy.priceGraceDays !== undefined) this.grace.set(village, policy.priceGraceDays);
      }
    }
  }

  /** Whether a price was good for a receipt of an instant; undefined for goods without any. */
  good(sku: string, price: number, at: number, village: string): boolean | undefined {
    const known = this.goods.get(sku);
    if (!known) return undefined;
    const days = this.grace.get(village) ?? this.grace.get(null) ?? GRACE_DAYS;
    return known.some((one, i) => one.price === price && (known[i + 1]?.from ?? Infinity) >= at - days * DAY_MS);
  }
}
