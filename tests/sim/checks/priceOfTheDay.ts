import type { OpBodies } from '../../../src/domain/op.ts';
import { placeOf } from '../world/oracle.ts';
import { refOf } from '../world/world.ts';
import type { Check } from './check.ts';

const OUTDATED = new Set(['price_changed', 'price_outdated']);

export const priceOfTheDay: Check = {
  name: 'price of the day',
  promise: 'CF-14: a receipt stands at prices that were good when the goods left, and only at those',
  server: (world, { ops }) => {
    // A price that was published before a restore is published anew behind it.
    if (world.restored) return [];
    const wrong: string[] = [];
    for (const op of ops) {
      if (op.kind !== 'redemption.record') continue;
      const { household, lines, instead } = op.body as OpBodies['redemption.record'];
      // What was kept of a receipt costs what it cost then (CF-27).
      if (instead !== undefined) continue;
      const file = world.oracle.files.get(household);
      if (!file) continue;
      const good = lines.map(({ sku, price }) =>
        world.prices.good(sku, price, op.at + op.shift, placeOf(file).village),
      );
      const { outcome, code } = op.verdict;
      if (outcome === 'applied' && good.includes(false))
        wrong.push(`${refOf(op)} is applied at a price that was no longer good`);
      if (OUTDATED.has(code) && !good.includes(false))
        wrong.push(`${refOf(op)} is ${code} although its prices were good when the goods left`);
    }
    return wrong;
  },
};
