/** Devices without a browser: they record, sign and push as the contract says. */
import { must } from '../../../src/domain/must.ts';
import { fetched } from '../../server/support/syncServer.ts';
import { TestDevice } from '../../server/support/testDevice.ts';
import { WORKER, type World } from './world.ts';

let addresses = 0;

/** A device of the same village, enrolled. Each has an address of its own, so that limits per address do not add up. */
export async function otherDevice(world: World): Promise<TestDevice> {
  addresses += 1;
  const transport = fetched(world.server.origin, `10.1.${addresses >> 8}.${addresses & 255}`);
  return TestDevice.enrol(transport, await world.enrolCode());
}

/** Records deeds on a device, without pushing them. */
export function recordOn(device: TestDevice, world: World, count: number): void {
  for (const body of world.deeds(count)) device.record('entry.record', body, WORKER);
}

/** Pushes everything a device has; every op must be applied. */
export async function pushAll(device: TestDevice): Promise<void> {
  while (device.ack < device.log.ops.length) await device.sync({ pull: false });
  const bad = [...device.verdicts.values()].find(({ verdict }) => verdict.outcome !== 'applied');
  if (bad) throw new Error(`op ${bad.seq} of ${device.id}: ${JSON.stringify(bad.verdict)}`);
}

let other: Promise<TestDevice> | undefined;

/** New entries of another worker's device reach the server. */
export async function pushFromElsewhere(world: World, count: number): Promise<void> {
  other ??= otherDevice(world);
  const device = await must(other, 'the other device');
  recordOn(device, world, count);
  await pushAll(device);
}
