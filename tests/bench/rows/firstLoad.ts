/** First load: from the open door to the last of 10,000 households, on the loopback and on the slow line. */
import { openDevice } from '../support/page.ts';
import { against, median, type Row, rounded } from '../support/row.ts';
import { counted } from '../support/server.ts';
import { HOUSEHOLDS, PIN, WORKER, type World } from '../support/world.ts';

const SLOW_RUNS = 3;
const MANY_RUNS = 3;
const MANY_ENTRIES = 100_000;

async function loadOnce(world: World, slow: boolean) {
  const device = await openDevice(world.chromium, world.folder, world.server.origin);
  try {
    await device.call('enrol', await world.enrolCode());
    await device.slow(slow);
    const { result, wire } = await counted(world.server, () => device.call('load', WORKER, PIN, HOUSEHOLDS));
    const floor = slow ? undefined : await counted(world.server, () => device.call('bareLoad'));
    return { ...result, wire, floor };
  } finally {
    await device.close();
  }
}

async function loads(world: World, runs: number, slow = false) {
  const all: Awaited<ReturnType<typeof loadOnce>>[] = [];
  for (let run = 0; run < runs; run++) all.push(await loadOnce(world, slow));
  return {
    complete: median(all.map((l) => l.completeMs)),
    ownGrid: median(all.map((l) => l.ownGridMs)),
    down: median(all.map((l) => l.wire.bytesDown)),
    requests: median(all.map((l) => l.wire.requests)),
    cpuMs: median(all.map((l) => l.wire.cpuUs / 1000)),
    floorMs: median(all.flatMap((l) => (l.floor ? [l.floor.result] : []))),
    floorDown: median(all.flatMap((l) => (l.floor ? [l.floor.wire.bytesDown] : []))),
  };
}

const FLOOR = 'rows as one gzip’d JSON fetch, put by plain Dexie';

/** Rows `first-load*`. */
export async function measureFirstLoad(world: World): Promise<Row[]> {
  const { runs } = world;
  const fast = await loads(world, runs);
  const slow = await loads(world, SLOW_RUNS, true);
  return [
    {
      name: 'first-load',
      value: rounded(fast.complete),
      unit: 'ms',
      target: 1200,
      against: against(FLOOR, fast.floorMs, fast.complete),
      runs,
      note: `own grid after ${rounded(fast.ownGrid)} ms; server CPU ${rounded(fast.cpuMs)} ms`,
    },
    {
      name: 'first-load-bytes',
      value: fast.down,
      unit: 'bytes',
      target: 1_200_000,
      against: against(FLOOR, fast.floorDown, fast.down),
      runs,
    },
    { name: 'first-load-requests', value: fast.requests, unit: 'requests', target: 12, against: null, runs },
    {
      name: 'first-load-slow',
      value: rounded(slow.complete),
      unit: 'ms',
      target: 28_000,
      against: null,
      runs: SLOW_RUNS,
    },
    {
      name: 'first-load-own-grid-slow',
      value: rounded(slow.ownGrid),
      unit: 'ms',
      target: 4000,
      against: null,
      runs: SLOW_RUNS,
    },
  ];
}

/** Row `first-load-100000`; the town has five times the entries afterwards. */
export async function measureFirstLoadOfMany(world: World): Promise<Row[]> {
  await world.growHistory(MANY_ENTRIES);
  const many = await loads(world, MANY_RUNS);
  return [
    {
      name: 'first-load-100000',
      value: rounded(many.complete),
      unit: 'ms',
      target: 3000,
      against: against(FLOOR, many.floorMs, many.complete),
      runs: MANY_RUNS,
      note: `100,000 entries; ${many.down} bytes down, the floor ${many.floorDown}`,
    },
  ];
}
