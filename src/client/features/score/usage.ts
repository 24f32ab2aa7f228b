/** Which items this device's workers use: rule codes and how often, a preference of the device and nothing personal. */
import { z } from 'zod/mini';

const REMEMBERED = 'rule-usage';
/** More than any list shows. */
const RULES_MAX = 40;

const usageSchema = z.record(z.string(), z.object({ times: z.number(), last: z.number() }));
type Usage = z.infer<typeof usageSchema>;

function readUsage(): Usage {
  try {
    return usageSchema.parse(JSON.parse(localStorage.getItem(REMEMBERED) ?? '{}'));
  } catch {
    // A preference that cannot be read starts anew.
    return {};
  }
}

/** Remembers that an item was used. */
export function noteUse(rule: string, at: number): void {
  const usage = readUsage();
  usage[rule] = { times: (usage[rule]?.times ?? 0) + 1, last: at };
  const kept = Object.entries(usage)
    .sort(([, a], [, b]) => b.last - a.last)
    .slice(0, RULES_MAX);
  localStorage.setItem(REMEMBERED, JSON.stringify(Object.fromEntries(kept)));
}

/** Codes of used items, the last used first and the most used after it. */
export function usedRules(): readonly string[] {
  const all = Object.entries(readUsage());
  const last = all.reduce<string | undefined>(
    (best, [code, use]) =>
      best === undefined || use.last > (all.find(([c]) => c === best)?.[1].last ?? 0) ? code : best,
    undefined,
  );
  const byTimes = all.sort(([, a], [, b]) => b.times - a.times || b.last - a.last).map(([code]) => code);
  return last === undefined ? [] : [last, ...byTimes.filter((code) => code !== last)];
}
