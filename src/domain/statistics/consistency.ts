/** Whether a worker scores as the colleagues do: on the same rules, more or less, and always the same or with judgement. */

/** Approved plus deeds of one worker under one rule. */
export interface RuleTally {
  readonly by: string;
  readonly rule: string;
  readonly entries: number;
  readonly points: number;
  /** Sum of the squares of the points. */
  readonly squares: number;
}

export interface Consistency {
  /** Mean points of a deed. */
  readonly mean: number;
  /** What colleagues give for the same deeds, rule by rule; null when nobody else scored any of these rules. */
  readonly expected: number | null;
  /** How far single scores lie from the worker's own mean of the rule (standard deviation), over rules that allow a choice. */
  readonly spread: number;
  /** The same of the colleagues for these rules; null without any. */
  readonly othersSpread: number | null;
}

interface Sum {
  entries: number;
  points: number;
  squares: number;
}

/** Each worker against the others. Only rules that somebody else scored too are compared. */
export function consistencyOf(tallies: readonly RuleTally[]): ReadonlyMap<string, Consistency> {
  const rules = new Map<string, Sum>();
  for (const t of tallies) {
    const sum = rules.get(t.rule) ?? { entries: 0, points: 0, squares: 0 };
    rules.set(t.rule, {
      entries: sum.entries + t.entries,
      points: sum.points + t.points,
      squares: sum.squares + t.squares,
    });
  }
  const workers = new Map<string, RuleTally[]>();
  for (const t of tallies) {
    const own = workers.get(t.by);
    if (own) own.push(t);
    else workers.set(t.by, [t]);
  }
  return new Map([...workers].map(([by, own]) => [by, against(own, rules)]));
}

function against(own: readonly RuleTally[], rules: ReadonlyMap<string, Sum>): Consistency {
  let [entries, points, off] = [0, 0, 0];
  let [shared, expected, othersOff] = [0, 0, 0];
  for (const t of own) {
    entries += t.entries;
    points += t.points;
    off += deviation(t);
    const all = rules.get(t.rule) ?? t;
    const rest = {
      entries: all.entries - t.entries,
      points: all.points - t.points,
      squares: all.squares - t.squares,
    };
    if (rest.entries <= 0) continue;
    shared += t.entries;
    expected += (t.entries * rest.points) / rest.entries;
    // The colleagues' spread under the rule, weighed by how often this worker met it.
    othersOff += (t.entries * deviation(rest)) / rest.entries;
  }
  const compared = own.filter((t) => (rules.get(t.rule)?.entries ?? 0) > t.entries);
  const meanOfShared = shared === 0 ? 0 : compared.reduce((sum, t) => sum + t.points, 0) / shared;
  const mean = entries === 0 ? 0 : points / entries;
  return {
    mean,
    // Shifted by what was not compared, so that mean − expected is the difference on the shared rules alone.
    expected: shared === 0 ? null : mean - (meanOfShared - expected / shared),
    spread: entries === 0 ? 0 : Math.sqrt(Math.max(0, off / entries)),
    othersSpread: shared === 0 ? null : Math.sqrt(Math.max(0, othersOff / shared)),
  };
}

/** Sum of the squared distances from the mean. */
function deviation({ entries, points, squares }: Sum): number {
  return entries === 0 ? 0 : squares - (points * points) / entries;
}
