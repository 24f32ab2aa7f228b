import type { TrayItem } from '../../../src/client/engine/tablet.ts';
import type { Check } from './check.ts';

export const tray: Check = {
  name: 'tray',
  promise: 'SY-5: whoever recorded an op sees in the tray what became of it, and what a person decided',
  end: async (world) => {
    const wrong: string[] = [];
    for (const gadget of world.gadgets.filter((g) => !g.revoked)) {
      let items: readonly TrayItem[] = [];
      await world.client(gadget, () => void gadget.ready?.tablet.tray(10_000).then((all) => (items = all)));
      const shown = new Map(items.map((item) => [item.ref, item]));
      for (const { ref, seq } of gadget.promised) {
        if (gadget.hasForgotten(seq)) continue;
        const item = shown.get(ref);
        const op = world.logged.get(ref);
        if (!item) wrong.push(`${gadget.name} does not show ${ref} in its tray`);
        // One decision for all of a branch together has no op of its own (CF-19).
        else if (op?.verdict.outcome === 'held' && op.verdict.code !== 'forked') {
          if (item.verdict?.outcome !== 'held') wrong.push(`${gadget.name} does not say that ${ref} is held`);
          const decided = world.oracle.cases.get(ref)?.decided?.decision;
          if (decided !== item.decided?.decision)
            wrong.push(
              `${gadget.name} shows ${ref} as ${item.decided?.decision ?? 'open'}; it is ${decided ?? 'open'}`,
            );
        }
      }
      for (const { op, shown: kept } of gadget.former)
        if (kept && !shown.has(op.ref)) wrong.push(`${gadget.name} does not show ${op.ref}, from before, in its tray`);
      if ([...world.logged.values()].some((o) => o.device === gadget.id && o.verdict.code === 'forked')) continue;
      const open = gadget.promised.filter(
        ({ ref }) => world.logged.get(ref)?.verdict.outcome === 'held' && !world.oracle.cases.get(ref)?.decided,
      );
      const waiting = gadget.ready?.tablet.state.getState().sync.waiting;
      const all = [...world.logged.values()].filter(
        (o) =>
          o.device === gadget.id &&
          o.verdict.outcome === 'held' &&
          !world.oracle.cases.get(`${o.device}-${String(o.seq).padStart(6, '0')}`)?.decided,
      );
      if (waiting !== undefined && waiting !== all.length && open.length > 0)
        wrong.push(`${gadget.name} counts ${waiting} ops waiting for the office; there are ${all.length}`);
    }
    return wrong;
  },
};
