import { canonicalJson } from '../../../src/protocol/canonical.ts';
import { written } from '../world/ledgerRoom.ts';
import { refOf, type World } from '../world/world.ts';
import type { Check } from './check.ts';

export const verdictStands: Check = {
  name: 'verdict stands',
  promise: 'SY-4, SY-5: what the server has said of an op, and the op itself, never change',
  end: async (world: World) => {
    const wrong: string[] = [];
    const { ops } = await written(world.server.db, world.town, world.oracle.seq, new Map());
    const now = new Map(ops.map((op) => [refOf(op), op]));
    for (const [ref, before] of world.logged) {
      if (canonicalJson(now.get(ref)) !== canonicalJson(before))
        wrong.push(`${ref} is another one than it was at first`);
    }
    return wrong;
  },
};
