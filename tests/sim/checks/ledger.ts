import type { Check } from './check.ts';

export const ledger: Check = {
  name: 'ledger',
  promise: 'SY-9, SY-14: the ledger has no gap, its hash chain holds, and it says nothing twice',
  server: ({ oracle }, { town }) => {
    const flaws = oracle.flaws.splice(0);
    if (town.feed_seq !== oracle.seq || town.feed_hash !== oracle.hash)
      flaws.push(`the town says ${town.feed_seq} rows, the ledger has ${oracle.seq}`);
    return flaws;
  },
};
