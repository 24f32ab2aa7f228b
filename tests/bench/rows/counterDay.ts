/** A day at the store's counter without a connection: a thousand households served, then one sync. */
import { dayOf, SHANGHAI_OFFSET_MINUTES } from '../../../src/domain/calendar.ts';
import type { OpBodies } from '../../../src/domain/op.ts';
import { storeClose } from '../../../src/server/office/storeClose.ts';
import { openDevice } from '../support/page.ts';
import { against, median, quantile, type Row, rounded } from '../support/row.ts';
import { counted } from '../support/server.ts';
import { storeOps, TOWN, VILLAGE } from '../support/town.ts';
import { CLERK, HOUSEHOLDS, PIN, type World } from '../support/world.ts';

const SERVED = 1000;
/** Three goods of a point each: what every household has earned here reaches for that. */
const LINES = ['SP-001', 'SP-002', 'SP-003'].map((sku) => ({ sku, quantity: 1, price: 1 }));

function sale(household: string): OpBodies['redemption.record'] {
  return { household, lines: LINES, points: LINES.length, mode: 'allowance', card: 1 };
}

/** What the office's close says of the village today. */
async function closedPoints(world: World): Promise<number> {
  const today = dayOf(Date.now(), SHANGHAI_OFFSET_MINUTES);
  const question = { village: VILLAGE, from: today, to: today, device: null, language: 'zh' } as const;
  return (await storeClose(world.db, TOWN, question, Date.now())).close.points;
}

/** Rows `counter-day*`: 1,000 redemptions of one counter in a day without a connection, and the sync after it. */
export async function measureCounterDay(world: World): Promise<Row[]> {
  await world.record(storeOps());
  const counter = await openDevice(world.chromium, world.folder, world.server.origin);
  const saves: number[] = [];
  const syncs: number[] = [];
  const bare: number[] = [];
  const wires: { readonly bytesUp: number; readonly bytesDown: number; readonly requests: number }[] = [];
  const bareUp: number[] = [];
  try {
    await counter.call('enrol', await world.enrolCode('counter'));
    await counter.call('load', CLERK, PIN, HOUSEHOLDS);
    await counter.call('sync');
    let served = 0;
    for (let run = 0; run < world.runs; run++) {
      const codes = await counter.call('servable', LINES.length, SERVED);
      if (codes.length < SERVED) throw new Error(`only ${codes.length} households can be served`);
      const before = await closedPoints(world);
      await counter.call('line', false);
      saves.push(...(await counter.call('redeem', codes.map(sale))));
      await counter.call('line', true);
      const { result, wire } = await counted(world.server, () => counter.call('sync'));
      if (result.unsent > 0 || result.problem) throw new Error(`sync: ${JSON.stringify(result)}`);
      const outcomes = await counter.call('outcomes', SERVED);
      if (outcomes['applied ok'] !== SERVED) throw new Error(`not all applied: ${JSON.stringify(outcomes)}`);
      const closed = (await closedPoints(world)) - before;
      if (closed !== SERVED * LINES.length) throw new Error(`the day's close has ${closed} points`);
      syncs.push(result.ms);
      wires.push(wire);
      const rows = codes.map((household) => ({
        device: 'BARE-C',
        seq: ++served,
        kind: 'redemption.record',
        body: sale(household),
        by: CLERK,
        at: Date.now() + served * 9,
        schema: 1,
      }));
      const floor = await counted(world.server, () => counter.call('barePush', rows));
      bare.push(floor.result);
      bareUp.push(floor.wire.bytesUp);
    }
  } finally {
    await counter.close();
  }
  const { runs } = world;
  const of = (key: keyof (typeof wires)[number]) => median(wires.map((wire) => wire[key]));
  const floor = 'one gzip’d JSON post of the same redemptions and an INSERT';
  const ms = rounded(median(syncs));
  return [
    {
      name: 'counter-day',
      value: ms,
      unit: 'ms',
      target: null,
      against: against(floor, median(bare), ms),
      runs,
      note: `${SERVED} redemptions of three goods each, all judged; the close of the day equals the ledger; ${of('bytesDown')} bytes down`,
    },
    {
      name: 'counter-day-bytes',
      value: of('bytesUp'),
      unit: 'bytes',
      target: null,
      against: against(floor, median(bareUp), of('bytesUp')),
      runs,
    },
    { name: 'counter-day-requests', value: of('requests'), unit: 'requests', target: null, against: null, runs },
    {
      name: 'counter-day-save',
      value: rounded(median(saves)),
      unit: 'ms',
      target: null,
      against: null,
      runs: saves.length,
      note: `one redemption saved without a connection; p95 ${rounded(quantile(saves, 0.95))} ms`,
    },
  ];
}
