import type { AllowanceRow } from '../../../src/client/journal/journalDb.ts';
import { JOURNAL } from '../world/gadget.ts';
import { spentOf } from '../world/oracle.ts';
import type { World } from '../world/world.ts';
import type { Check } from './check.ts';

function waits(world: World, ref: string): boolean {
  return world.logged.get(ref)?.verdict.outcome === 'held' && !world.oracle.cases.get(ref)?.decided;
}

export const counters: Check = {
  name: 'counters',
  promise: 'AL-1: at rest a device and the server agree on what was granted, returned and spent',
  end: async (world) => {
    const wrong: string[] = [];
    for (const gadget of world.gadgets.filter((g) => !g.revoked)) {
      const held = new Map<string, number>();
      for (const { ref, body } of gadget.spending) {
        const { household, points, instead = '' } = body as { household: string; points: number; instead?: string };
        const receipt = world.oracle.files.get(household)?.redemptions.get(instead);
        // What was kept of a receipt that counts or waits draws on what that reserves (CF-27).
        const drawsOnReceipt = (receipt && !receipt.voided) || waits(world, instead);
        if (waits(world, ref) && !drawsOnReceipt) held.set(household, (held.get(household) ?? 0) + points);
      }
      const rows = new Map(gadget.disk.values<AllowanceRow>(JOURNAL, 'allowances').map((row) => [row.household, row]));
      for (const [code, file] of world.oracle.files) {
        const right = file.rights.get(gadget.id);
        if (!right) continue;
        const row: AllowanceRow = rows.get(code) ?? { household: code, granted: 0, returned: 0, spent: 0 };
        const spent = spentOf(file, gadget.id) + (held.get(code) ?? 0);
        const says = [row.granted, row.returned, row.writtenOff ?? 0, row.spent].join(' − ');
        const truth = [right.granted, right.returned, right.writtenOff, spent].join(' − ');
        if (says !== truth) wrong.push(`${gadget.name} for ${code}: ${says}; the server ${truth}`);
      }
    }
    return wrong;
  },
};
