import { placeOf } from '../world/oracle.ts';
import { refOf } from '../world/world.ts';
import type { Check } from './check.ts';

export const personOfTheDay: Check = {
  name: 'person of the day',
  promise: 'CF-16: what people record counts when they could work there then, and not when they never could since',
  server: (world, { ops }) => {
    // Whoever was moved before a restore may not be so behind it.
    if (world.restored) return [];
    const wrong: string[] = [];
    for (const op of ops) {
      if (op.kind !== 'entry.record') continue;
      const gadget = world.gadgets.find((g) => g.id === op.device);
      const file = world.oracle.files.get((op.body as { household: string }).household);
      // Where a household lived when is the business of other checks.
      if (!gadget || !file || file.places.size > 0 || file.merged) continue;
      const { grid } = placeOf(file);
      const at = op.at + op.shift;
      if (op.verdict.outcome === 'applied' && !world.people.couldSince(op.by, grid, at))
        wrong.push(`${refOf(op)} is applied, and ${op.by} had no right in ${grid} any more`);
      // Of two storages with one number the server knows one contact: what the other had not heard yet counts as heard (SY-13).
      const heardItself = gadget.punctual && !world.gadgets.some((g) => g.id === op.device && g.twofold);
      if (op.verdict.code === 'no_right' && heardItself && world.people.couldAt(op.by, grid, at))
        wrong.push(`${refOf(op)} is held for want of a right that ${op.by} had in ${grid} then`);
    }
    return wrong;
  },
};
