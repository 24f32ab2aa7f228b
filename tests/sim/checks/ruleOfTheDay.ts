import type { Entry } from '../../../src/domain/household.ts';
import type { Rule } from '../../../src/domain/rule.ts';
import { placeOf } from '../world/oracle.ts';
import { refOf } from '../world/world.ts';
import { ruleOn } from './caps.ts';
import type { Check } from './check.ts';

/** What the deed is worth under the rule; undefined where the scorer chooses. */
function worth({ kind, shape }: Rule, { quantity, level }: Entry): number | undefined {
  const sign = kind === 'minus' ? -1 : 1;
  switch (shape.type) {
    case 'fixed':
      return sign * shape.points;
    case 'per_unit':
      return sign * shape.per * quantity;
    case 'ladder':
      return sign * (shape.levels.find((l) => l.name === level)?.points ?? Number.NaN);
    case 'stepped': {
      const reached = shape.steps.filter((s) => s.at <= quantity);
      return sign * Math.max(...reached.map((s) => s.at)) === 0
        ? 0
        : sign * (reached.sort((a, b) => b.at - a.at)[0]?.points ?? 0);
    }
    case 'range':
      return undefined;
  }
}

export const ruleOfTheDay: Check = {
  name: 'rule of the day',
  promise: 'CF-04, CF-05: a deed counts what the rules of its own day say',
  server: (world, { ops }, rules) => {
    const wrong: string[] = [];
    const judged = new Map(ops.map((op) => [refOf(op), op]));
    for (const event of world.oracle.fresh) {
      if (event.type !== 'entry.recorded' || event.entry.reverses) continue;
      const { entry, household } = event;
      const op = judged.get(entry.id);
      const file = world.oracle.files.get(household);
      const village = file ? placeOf(file).village : '';
      // What was held counts because a person let it, at once when the decision came first after a restore.
      if (op?.kind !== 'entry.record' || op.verdict.outcome !== 'applied' || world.counted.has(entry.id)) continue;
      const rule = ruleOn(rules, village, entry.date, entry.rule);
      const points = rule && worth(rule, entry);
      if (!rule?.enabled) wrong.push(`${entry.id} counts under ${entry.rule}, which is off on ${entry.date}`);
      else if (points !== undefined && points !== entry.points)
        wrong.push(`${entry.id} counts ${entry.points}; ${entry.rule} was worth ${points} on ${entry.date}`);
    }
    return wrong;
  },
};
