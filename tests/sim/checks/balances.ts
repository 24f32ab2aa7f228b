import { spentOf, sumsOf } from '../world/oracle.ts';
import type { Check } from './check.ts';

export const balances: Check = {
  name: 'balances',
  promise: 'points are conserved: every counter of the server is what the ledger adds up to',
  server: ({ oracle }, { households, accounts }) => {
    const wrong: string[] = [];
    for (const row of households) {
      const file = oracle.files.get(row.code);
      const sums = file && sumsOf(file);
      for (const key of ['earned', 'pending', 'final', 'redeemed', 'allotted'] as const) {
        if (sums?.[key] !== row[key]) wrong.push(`${row.code} ${key}: the server says ${row[key]}, the ledger ${sums?.[key]}`);
      }
    }
    for (const { device, household, granted, returned, spent } of accounts) {
      const file = oracle.files.get(household);
      const right = file?.rights.get(device) ?? { granted: 0, returned: 0 };
      const drawn = file ? spentOf(file, device) : 0;
      if (right.granted !== granted || right.returned !== returned || drawn !== spent)
        wrong.push(
          `right of ${device} on ${household}: the server says ${granted} − ${returned} − ${spent}, the ledger ${right.granted} − ${right.returned} − ${drawn}`,
        );
    }
    return wrong;
  },
};
