import { canonicalJson } from '../../../src/protocol/canonical.ts';
import { written } from '../world/ledgerRoom.ts';
import { refOf, type World } from '../world/world.ts';
import type { Check } from './check.ts';

/**
 * After a restore: what speaks of an op that is not back yet is held for it; somebody may have decided before the lost decision is here again
 * (CF-24); what a device brings again that was revoked meanwhile waits for a person (CF-17).
 */
const MAY_BECOME: ReadonlySet<string> = new Set(['after_restore', 'already_decided', 'device_revoked']);

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
    for (const [ref, before] of world.lost) {
      const back = world.logged.get(ref);
      if (back && !MAY_BECOME.has(back.verdict.code) && back.verdict.outcome !== before.verdict.outcome)
        wrong.push(
          `${ref} was ${before.verdict.outcome} (${before.verdict.code}) before the restore and is ${back.verdict.outcome} (${back.verdict.code}) now`,
        );
    }
    return wrong;
  },
};
