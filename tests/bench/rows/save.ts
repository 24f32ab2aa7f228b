/** Saving one entry, strictly durable, far from any line. */
import { against, quantile, type Row, rounded } from '../support/row.ts';
import type { World } from '../support/world.ts';

const WARM_UP = 20;
const SAVES = 300;

/** Rows `save` and `save-p95`. */
export async function measureSave(world: World): Promise<Row[]> {
  const device = await world.worker();
  await device.call('line', false);
  await device.call('record', world.deeds(WARM_UP));
  const { record, bare } = await device.call('saveTimes', world.deeds(SAVES));
  await device.call('line', true);
  await device.call('sync');
  const row = (name: string, share: number, target: number): Row => ({
    name,
    value: rounded(quantile(record, share)),
    unit: 'ms',
    target,
    against: against('bare strict Dexie put of the same bytes', quantile(bare, share), quantile(record, share)),
    runs: SAVES,
  });
  return [row('save', 0.5, 3), row('save-p95', 0.95, 10)];
}
