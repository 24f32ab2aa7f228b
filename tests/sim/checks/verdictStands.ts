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
    const withdrawn = new Set(ops.map((op) => op.verdict.params?.withdrawn));
    for (const [ref, before] of world.lost) {
      // Its worker took the held op back before the decision on it was here again: it counts either way for nothing.
      if (before.kind === 'case.decide' && withdrawn.has((before.body as { case: string }).case)) continue;
      // What speaks of an op that is not back yet is held for it, and what was unknown may be known by now.
      const back = world.logged.get(ref);
      if (back && back.verdict.code !== 'after_restore' && back.verdict.outcome !== before.verdict.outcome)
        wrong.push(
          `${ref} was ${before.verdict.outcome} (${before.verdict.code}) before the restore and is ${back.verdict.outcome} (${back.verdict.code}) now`,
        );
    }
    return wrong;
  },
};
