/** A day's work goes up, others' work comes down, and nothing happens. */

import { pushFromElsewhere } from '../support/otherDevices.ts';
import type { Device } from '../support/page.ts';
import { against, median, type Row, rounded } from '../support/row.ts';
import { counted } from '../support/server.ts';
import { WORKER, type World } from '../support/world.ts';

const PUSHED = 1000;
const PULLED = 500;
const SLOW_RUNS = 3;

/** One sync of the shared device with what it did on the wire; fails unless everything was judged. */
async function sync(world: World, device: Device) {
  const { result, wire } = await counted(world.server, () => device.call('sync'));
  if (result.unsent > 0 || result.problem) throw new Error(`sync: ${JSON.stringify(result)}`);
  return { ms: result.ms, wire };
}

type Synced = Awaited<ReturnType<typeof sync>>;

async function repeated(runs: number, work: () => Promise<Synced>): Promise<Synced[]> {
  const all: Synced[] = [];
  for (let run = 0; run < runs; run++) all.push(await work());
  return all;
}

const msOf = (all: readonly Synced[]) => rounded(median(all.map((s) => s.ms)));
const of = (all: readonly Synced[], key: keyof Synced['wire']) => median(all.map((s) => s.wire[key]));

async function onSlowLine<T>(device: Device, work: () => Promise<T>): Promise<T> {
  await device.slow(true);
  try {
    return await work();
  } finally {
    await device.slow(false);
  }
}

/** Rows `push*`: 1,000 entries that waited. */
export async function measurePush(world: World): Promise<Row[]> {
  const device = await world.worker();
  await sync(world, device);
  const push = async () => {
    await device.call('line', false);
    await device.call('record', world.deeds(PUSHED));
    await device.call('line', true);
    const synced = await sync(world, device);
    const outcomes = await device.call('outcomes', PUSHED);
    if (outcomes['applied ok'] !== PUSHED) throw new Error(`not all applied: ${JSON.stringify(outcomes)}`);
    return synced;
  };
  const bare: number[] = [];
  const bareUp: number[] = [];
  let seq = 0;
  const fast = await repeated(world.runs, async () => {
    const synced = await push();
    const rows = world.deeds(PUSHED).map((body) => ({
      device: 'BARE',
      seq: ++seq,
      kind: 'entry.record',
      body,
      by: WORKER,
      at: Date.now() + seq * 9,
      schema: 1,
    }));
    const floor = await counted(world.server, () => device.call('barePush', rows));
    bare.push(floor.result);
    bareUp.push(floor.wire.bytesUp);
    return synced;
  });
  const slow = await repeated(SLOW_RUNS, () => onSlowLine(device, push));
  const runs = world.runs;
  const floor = 'one gzip’d JSON post of the same deeds and an INSERT';
  return [
    {
      name: 'push',
      value: msOf(fast),
      unit: 'ms',
      target: 250,
      against: against(floor, median(bare), msOf(fast)),
      runs,
      note: `server CPU ${rounded(of(fast, 'cpuUs') / PUSHED)} µs an entry; ${of(fast, 'bytesDown')} bytes down`,
    },
    {
      name: 'push-bytes',
      value: of(fast, 'bytesUp'),
      unit: 'bytes',
      target: 40_000,
      against: against(floor, median(bareUp), of(fast, 'bytesUp')),
      runs,
    },
    { name: 'push-requests', value: of(fast, 'requests'), unit: 'requests', target: 3, against: null, runs },
    { name: 'push-slow', value: msOf(slow), unit: 'ms', target: 2500, against: null, runs: SLOW_RUNS },
  ];
}

/** Rows `pull*`: 500 entries that another device recorded. */
export async function measurePull(world: World): Promise<Row[]> {
  const device = await world.worker();
  await sync(world, device);
  const pull = async () => {
    await pushFromElsewhere(world, PULLED);
    return sync(world, device);
  };
  const bare: number[] = [];
  const bareDown: number[] = [];
  const fast = await repeated(world.runs, async () => {
    const synced = await pull();
    const floor = await counted(world.server, () => device.call('barePull'));
    bare.push(floor.result);
    bareDown.push(floor.wire.bytesDown);
    return synced;
  });
  const slow = await repeated(SLOW_RUNS, () => onSlowLine(device, pull));
  const runs = world.runs;
  const floor = 'the same rows as one gzip’d JSON fetch, put by plain Dexie';
  return [
    {
      name: 'pull',
      value: msOf(fast),
      unit: 'ms',
      target: 120,
      against: against(floor, median(bare), msOf(fast)),
      runs,
    },
    {
      name: 'pull-bytes',
      value: of(fast, 'bytesDown'),
      unit: 'bytes',
      target: 22_000,
      against: against(floor, median(bareDown), of(fast, 'bytesDown')),
      runs,
    },
    { name: 'pull-requests', value: of(fast, 'requests'), unit: 'requests', target: 1, against: null, runs },
    { name: 'pull-slow', value: msOf(slow), unit: 'ms', target: 900, against: null, runs: SLOW_RUNS },
  ];
}

/** Rows `idle*`: a sync when nothing happened. */
export async function measureIdle(world: World): Promise<Row[]> {
  const device = await world.worker();
  await sync(world, device);
  const bare: number[] = [];
  const bareBytes: number[] = [];
  const fast = await repeated(world.runs, async () => {
    const synced = await sync(world, device);
    const { result, wire } = await counted(world.server, () => device.call('bareRequest'));
    bare.push(result);
    bareBytes.push(wire.bytesUp + wire.bytesDown);
    return synced;
  });
  const slow = await repeated(world.runs, () => onSlowLine(device, () => sync(world, device)));
  const runs = world.runs;
  const bytes = median(fast.map(({ wire }) => wire.bytesUp + wire.bytesDown));
  return [
    {
      name: 'idle',
      value: msOf(fast),
      unit: 'ms',
      target: null,
      against: against('one empty request', median(bare), msOf(fast)),
      runs,
      note: `${of(fast, 'bytesUp')} bytes up, ${of(fast, 'bytesDown')} down, headers included`,
    },
    {
      name: 'idle-bytes',
      value: bytes,
      unit: 'bytes',
      target: 600,
      against: against('one empty request', median(bareBytes), bytes),
      runs,
      note: 'both ways, with headers',
    },
    { name: 'idle-requests', value: of(fast, 'requests'), unit: 'requests', target: 1, against: null, runs },
    { name: 'idle-slow', value: msOf(slow), unit: 'ms', target: 350, against: null, runs },
  ];
}
