import { NO_RIGHT, spentOf, sumsOf } from '../world/oracle.ts';
import { stockOf } from '../world/stockTruth.ts';
import type { World } from '../world/world.ts';
import type { Check } from './check.ts';

/** AL-6: whoever synced first, what lies at a place is the newest count and what came after it. */
async function compareStock(world: World): Promise<readonly string[]> {
  const { db } = world.server;
  const devices = await db.selectFrom('devices').select(['id', 'village']).where('town', '=', world.town).execute();
  const storeOf = new Map(devices.flatMap(({ id, village }) => (village === null ? [] : [[id, village]])));
  const rows = await db
    .selectFrom('stock')
    .select(['store', 'place', 'sku', 'quantity'])
    .where('town', '=', world.town)
    .execute();
  const says = new Map(rows.map(({ store, place, sku, quantity }) => [`${store} ${place} ${sku}`, quantity]));
  return [...stockOf(world, storeOf)].flatMap(([key, pieces]) =>
    (says.get(key) ?? 0) === pieces
      ? []
      : [`${key}: the server says ${says.get(key)} pieces, what was recorded ${pieces}`],
  );
}

export const balances: Check = {
  name: 'balances',
  promise:
    'points and pieces are conserved: every counter of the server is what the ledger adds up to, and the stock what was found and what moved since',
  server: ({ oracle }, { households, accounts }) => {
    const wrong: string[] = [];
    let moved = 0;
    for (const file of oracle.files.values()) for (const { points } of file.moves.values()) moved += points;
    if (moved !== 0) wrong.push(`${moved} points came from nowhere when households were merged or split`);
    for (const row of households) {
      const file = oracle.files.get(row.code);
      const sums = file && sumsOf(file);
      const lapsed = [...(file?.lapses.values() ?? [])].reduce((sum, { points }) => sum + points, 0);
      const movedIn = [...(file?.moves.values() ?? [])].reduce((sum, { points, earned }) => sum + points - earned, 0);
      // What is redeemed, allotted and free is what is final.
      const somewhere = row.final + lapsed + row.waiting;
      if (row.earned + movedIn !== somewhere)
        wrong.push(
          `${row.code}: ${row.earned} earned and ${movedIn} moved in are not the ${somewhere} that are somewhere`,
        );
      for (const key of ['earned', 'pending', 'waiting', 'final', 'redeemed', 'allotted'] as const) {
        if (sums?.[key] !== row[key])
          wrong.push(`${row.code} ${key}: the server says ${row[key]}, the ledger ${sums?.[key]}`);
      }
    }
    for (const { device, household, granted, returned, writtenOff, spent } of accounts) {
      const file = oracle.files.get(household);
      const right = file?.rights.get(device) ?? NO_RIGHT;
      const says = [granted, returned, writtenOff, spent].join(' − ');
      const truth = [right.granted, right.returned, right.writtenOff, file ? spentOf(file, device) : 0].join(' − ');
      if (says !== truth)
        wrong.push(`right of ${device} on ${household}: the server says ${says}, the ledger ${truth}`);
    }
    return wrong;
  },
  end: compareStock,
};
