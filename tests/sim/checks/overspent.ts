import { sumsOf } from '../world/oracle.ts';
import type { Check } from './check.ts';

export const overspent: Check = {
  name: 'overspent',
  promise:
    'AL-2: redeemed and promised points never exceed the final ones, but for what was taken back after it was spent',
  server: ({ oracle, restored }) => {
    // What had been promised before a restore is honoured; the points come back with the lost ops (SY-14).
    if (restored) return [];
    const wrong: string[] = [];
    for (const code of oracle.touched) {
      const file = oracle.files.get(code);
      if (!file) continue;
      const { final, redeemed, allotted } = sumsOf(file);
      if (redeemed + allotted > final + file.debt)
        wrong.push(`${code}: ${redeemed} redeemed and ${allotted} promised of ${final} final points`);
    }
    return wrong;
  },
};
