import type { AllowanceRow } from '../../../src/client/journal/journalDb.ts';
import { type Gadget, JOURNAL } from '../world/gadget.ts';
import { NO_RIGHT, spentOf } from '../world/oracle.ts';
import type { World } from '../world/world.ts';
import type { Check } from './check.ts';

/** Points of redemptions that left this device and that the server does not count yet. */
function inHand(world: World, gadget: Gadget): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { ref, body } of gadget.spending) {
    if (world.logged.has(ref)) continue;
    const { household, points, instead } = body as { household: string; points: number; instead?: string };
    // What was kept draws on what its receipt has reserved already (CF-27).
    if (instead !== undefined) continue;
    sums.set(household, (sums.get(household) ?? 0) + points);
  }
  return sums;
}

function beliefs(world: World, gadget: Gadget): readonly string[] {
  const wrong: string[] = [];
  const pending = inHand(world, gadget);
  for (const row of gadget.disk.values<AllowanceRow>(JOURNAL, 'allowances')) {
    const file = world.oracle.files.get(row.household);
    const right = file?.rights.get(gadget.id) ?? NO_RIGHT;
    const claimed = world.claimed.get(`${gadget.id} ${row.household}`) ?? 0;
    const kept = right.granted - claimed - right.returned - (file ? spentOf(file, gadget.id) : 0);
    const believed = row.granted - row.returned - row.spent - (row.writtenOff ?? 0) + (pending.get(row.household) ?? 0);
    if (believed > kept)
      wrong.push(
        `${gadget.name} believes it may spend ${believed} for ${row.household}; the server keeps ${kept} back`,
      );
  }
  return wrong;
}

export const rights: Check = {
  name: 'rights',
  promise:
    'AL-7: no device ever believes it may spend more than the server keeps back for it, or than a write-off answers for (AL-5)',
  // A server that was put back learns first what its devices hold.
  client: (world, gadget) => (world.restored || gadget.twofold ? [] : beliefs(world, gadget)),
  // A revoked device reports nothing to a restored server: whatever it spent there waits for a person (CF-17, SY-14).
  end: async (world) =>
    world.gadgets.filter((g) => !g.twofold && !(g.revoked && world.restored)).flatMap((g) => beliefs(world, g)),
};
