import { written } from '../world/ledgerRoom.ts';
import type { World } from '../world/world.ts';
import type { Check } from './check.ts';

const deviceOf = (ref: string) => ref.slice(0, ref.lastIndexOf('-'));

/** Whether a device's workers were told of a Case. */
function told(world: World, device: string, id: string): boolean {
  const gadget = world.gadgets.find((g) => g.id === device && !g.revoked);
  const notices = gadget?.ready?.tablet.state.getState().notices;
  // An office browser and the console work on lists; they get no notices.
  return notices === undefined || notices.some((n) => n.kind === 'case' && n.id === id);
}

export const cases: Check = {
  name: 'cases',
  promise: 'SY-5, CF-02: every held op is a Case that names both sides, and both sides were told',
  end: async (world) => {
    const wrong: string[] = [];
    const { cases: rows } = await written(world.server.db, world.town, world.oracle.seq, new Map());
    const known = new Map(rows.map((row) => [row.id, row]));
    for (const [ref, op] of world.logged) {
      if (op.verdict.code === 'device_revoked') {
        if (!rows.some((row) => row.device === op.device && row.code === 'device_revoked'))
          wrong.push(`${ref} was handed over by a revoked device and is in no Case`);
      } else if (op.verdict.outcome === 'held' && !known.has(ref))
        wrong.push(`${ref} is held (${op.verdict.code}) and no Case`);
    }
    for (const { id, code, competing, decision } of rows) {
      if (code.startsWith('over_cap') && competing.length === 0) wrong.push(`Case ${id} names nobody it competes with`);
      for (const other of competing) {
        if (![...world.oracle.files.values()].some((f) => f.entries.has(other)))
          wrong.push(`Case ${id} competes with ${other}, which is not there`);
      }
      for (const device of new Set([id, ...competing].map(deviceOf))) {
        if (!told(world, device, id))
          wrong.push(`device ${device} was never told of Case ${id} (${decision ?? 'open'})`);
      }
    }
    return wrong;
  },
};
