/** Redemptions and the counters behind them, for tests of spending rights. */
import type { Kysely } from 'kysely';
import type { Database } from '../../../src/server/db/schema.ts';
import { asConsole, carried, emptyTown, makeTown } from './smallTown.ts';
import { H } from './stage.ts';
import type { TestDevice } from './testDevice.ts';

/** A new town whose first households have points: 100, 10, and 100 in the other village. */
export async function townWithPoints(db: Kysely<Database>): Promise<void> {
  await emptyTown(db);
  await makeTown(db);
  await asConsole(db, [carried(H, 100), carried('XW-0002', 10), carried('DL-0001', 100)]);
}

/** Records a redemption of the first household. */
export function spend(
  one: TestDevice,
  points: number,
  mode: 'allowance' | 'online',
  by: string,
  at = Date.now(),
): string {
  const lines = [{ sku: 'rice', quantity: 1, price: points }];
  return one.record('redemption.record', { household: H, lines, points, mode }, by, { at });
}

/** The counters of a household as the database has them. */
export function countersOf(db: Kysely<Database>, household = H) {
  return db
    .selectFrom('households')
    .select(['final', 'redeemed', 'allotted', 'debt'])
    .where('code', '=', household)
    .executeTakeFirstOrThrow();
}
