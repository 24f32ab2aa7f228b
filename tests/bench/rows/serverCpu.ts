/** What a pushed entry costs the server: 20 devices with 1,000 entries each, all at once. */

import { gzipSync } from 'node:zlib';
import type { TestDevice } from '../../server/support/testDevice.ts';
import { databaseCpuUs } from '../support/databaseCpu.ts';
import { otherDevice, pushAll, recordOn } from '../support/otherDevices.ts';
import { against, median, type Row, rounded } from '../support/row.ts';
import { counted } from '../support/server.ts';
import type { World } from '../support/world.ts';

const DEVICES = 20;
const OPS = 1000;
const RUNS = 3;

/** The very same ops as rows, without anybody looking at them. */
async function barePush(world: World, device: TestDevice): Promise<void> {
  const rows = device.log.ops.map((op) => ({ device: device.id, seq: op.seq, body: op }));
  const answer = await fetch(`${world.server.origin}/floor/ops`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    body: new Uint8Array(gzipSync(JSON.stringify(rows))),
  });
  if (!answer.ok) throw new Error(`bare push: ${answer.status}`);
}

/** Row `server-cpu`. */
export async function measureServerCpu(world: World): Promise<Row[]> {
  const perOp: number[] = [];
  const floor: number[] = [];
  const database: number[] = [];
  const wallMs: number[] = [];
  for (let round = 0; round < RUNS; round++) {
    const devices = await Promise.all(Array.from({ length: DEVICES }, () => otherDevice(world)));
    for (const device of devices) recordOn(device, world, OPS);
    const databaseBefore = await databaseCpuUs(world.databaseUrl);
    const begin = performance.now();
    const { wire } = await counted(world.server, () => Promise.all(devices.map(pushAll)));
    wallMs.push(performance.now() - begin);
    database.push(((await databaseCpuUs(world.databaseUrl)) - databaseBefore) / (DEVICES * OPS));
    perOp.push(wire.cpuUs / (DEVICES * OPS));
    const bare = await counted(world.server, () => Promise.all(devices.map((device) => barePush(world, device))));
    floor.push(bare.wire.cpuUs / (DEVICES * OPS));
  }
  return [
    {
      name: 'server-cpu',
      value: rounded(median(perOp)),
      unit: 'µs/op',
      target: 60,
      against: against('gzip’d JSON posts and one INSERT each', median(floor), median(perOp)),
      runs: RUNS,
      note: `Node process; PostgreSQL ${rounded(median(database))} µs/op more; ${rounded(median(wallMs))} ms for 20,000`,
    },
  ];
}
