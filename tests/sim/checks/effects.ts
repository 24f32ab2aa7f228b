import type { LoggedOp } from '../world/ledgerRoom.ts';
import { refOf, type World } from '../world/world.ts';
import { letCount } from './caps.ts';
import type { Check } from './check.ts';

/** Whether the ledger holds what the op was to make; undefined for ops that make nothing of their own name. */
function made(world: World, op: LoggedOp): boolean | undefined {
  const { household } = (op.body ?? {}) as { household?: string };
  const file = household === undefined ? undefined : world.oracle.files.get(household);
  const ref = refOf(op);
  switch (op.kind) {
    case 'entry.record':
      return file?.entries.has(ref) ?? false;
    case 'entry.reverse':
      return op.verdict.params?.withdrawn === undefined ? (file?.entries.has(ref) ?? false) : undefined;
    case 'redemption.record':
      return file?.redemptions.has(ref) ?? false;
    case 'redemption.void':
      return [...(file?.redemptions.values() ?? [])].some((r) => r.voided?.ref === ref);
    case 'household.edit':
      return [...(file?.edits.values() ?? [])].some((e) => e.ref === ref);
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
      const is = made(world, op);
      const counts = op.verdict.outcome === 'applied' || (op.verdict.outcome === 'held' && letCount(world, ref));
      if (is !== undefined && is !== counts)
        wrong.push(`${ref} (${op.kind}) is ${op.verdict.outcome} and its effect is ${is ? 'there' : 'missing'}`);
    }
    return wrong;
  },
};
