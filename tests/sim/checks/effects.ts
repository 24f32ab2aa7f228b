import type { LoggedOp } from '../world/ledgerRoom.ts';
import { refOf, type World } from '../world/world.ts';
import { letCount } from './caps.ts';
import type { Check } from './check.ts';

/** Whether the ledger holds what the op was to make; undefined for ops that make nothing of their own name. */
function made(world: World, op: LoggedOp): boolean | undefined {
  // What was recorded for a household that is one with another by now stands in the other's file (CF-09).
  const files = [...world.oracle.files.values()];
  const ref = refOf(op);
  switch (op.kind) {
    case 'entry.record':
      return files.some((f) => f.entries.has(ref));
    case 'entry.reverse':
      return op.verdict.params?.withdrawn === undefined ? files.some((f) => f.entries.has(ref)) : undefined;
    case 'redemption.record':
      return files.some((f) => f.redemptions.has(ref));
    case 'redemption.void':
      // Taken back while it waited: it never came to count.
      if (op.verdict.params?.withdrawn !== undefined) return undefined;
      return files.some((f) => [...f.redemptions.values()].some((r) => r.voided?.ref === ref));
    case 'reservation.record':
      return files.some((f) => f.reservations.has(ref));
    case 'reservation.cancel':
      return files.some((f) =>
        [...f.reservations.values()].some(({ ended }) => ended?.how === 'cancelled' && ended.ref === ref),
      );
    case 'household.edit':
      return files.some((f) => [...f.edits.values()].some((e) => e.ref === ref));
    default:
      return undefined;
  }
}

export const effects: Check = {
  name: 'effects',
  promise:
    'SY-4: an applied op has its effect in the ledger, a held or refused one has none until a person lets it count',
  end: async (world) => {
    const wrong: string[] = [];
    for (const [ref, op] of world.logged) {
      // What a revoked device handed over is judged anew by the decision on all of it together (CF-17).
      if (op.verdict.code === 'device_revoked') continue;
      const is = made(world, op);
      const counts = op.verdict.outcome === 'applied' || (op.verdict.outcome === 'held' && letCount(world, ref));
      if (is !== undefined && is !== counts)
        wrong.push(`${ref} (${op.kind}) is ${op.verdict.outcome} and its effect is ${is ? 'there' : 'missing'}`);
    }
    return wrong;
  },
};
