/** What a worker or clerk may do in a day, at random: deeds within and beyond caps, mistakes taken back, edits, redemptions. */
import { addDays, dayOf } from '../../../src/domain/calendar.ts';
import type { Random } from './random.ts';
import type { TestDevice } from './testDevice.ts';

const FIELDS = ['head', 'phone', 'doorPlate'] as const;

/** Records one random op and gives its reference. `by` may record in the field. */
export function recordSomething(one: TestDevice, by: string, random: Random, households: readonly string[]): string {
  const household = random.one(households);
  const own = one.log.ops.filter((o) => o.kind === 'entry.record');
  const at = one.clock() - random.below(3_600_000);
  switch (random.below(11)) {
    case 0:
      return one.score(household, 'FX-02', by, { points: 3, at });
    case 1:
      return one.score(household, 'RG-01', by, { points: 1 + random.below(10), at });
    case 2:
      return one.score(household, 'FX-03', by, { points: 5, at, date: addDays(dayOf(at), -random.below(40)) });
    case 3:
    case 4: {
      const field = random.one(FIELDS);
      return one.record(
        'household.edit',
        { household, set: [{ field, value: `值${random.below(5)}`, was: '旧' }] },
        by,
        {
          at,
        },
      );
    }
    case 5: {
      const past = own.length > 0 ? random.one(own) : undefined;
      if (!past) return one.score(household, 'FX-01', by, { at });
      const entry = `${one.id}-${String(past.seq).padStart(6, '0')}`;
      const target = (past.body as { household: string }).household;
      return one.record('entry.reverse', { household: target, entry, reason: '按错了', undo: true }, by, { at });
    }
    case 6:
    case 7: {
      const points = 1 + random.below(12);
      const lines = [{ sku: 'rice', quantity: 1, price: points }];
      const mode = random.below(2) === 0 ? 'allowance' : 'online';
      return one.record('redemption.record', { household, lines, points, mode }, by, { at });
    }
    case 8: {
      const sale = one.log.ops.find((o) => o.kind === 'redemption.record');
      if (!sale || random.below(2) === 0) return one.score(household, 'MN-01', by, { points: -4, at });
      const redemption = `${one.id}-${String(sale.seq).padStart(6, '0')}`;
      const target = (sale.body as { household: string }).household;
      return one.record('redemption.void', { household: target, redemption, reason: '退货' }, by, { at });
    }
    case 9: {
      const kept = one.files.get(household)?.reservations?.find((r) => r.ended === undefined);
      if (!kept) {
        const points = 1 + random.below(12);
        const lines = [{ sku: 'rice', quantity: 1, price: points }];
        return one.record('reservation.record', { household, lines, points, handOver: 'store' }, by, { at });
      }
      const { id: reservation, lines, points } = kept;
      if (random.below(2) === 0)
        return one.record('reservation.cancel', { household, reservation, reason: '不要了' }, by, { at });
      return one.record('redemption.record', { household, lines, points, mode: 'allowance', reservation }, by, { at });
    }
    default:
      return one.score(household, 'BIG-01', by, { points: 1 + random.below(30), at });
  }
}
