/** Finding a household and opening its file. */
import { against, median, quantile, type Row, rounded } from '../support/row.ts';
import { householdCode } from '../support/town.ts';
import { HOUSEHOLDS, type World } from '../support/world.ts';

const SHOWN = 50;
const MANY_ROWS = 100_000;
const FILES = 150;

/** Rows `search*`: time of one key. */
export async function measureSearch(world: World): Promise<Row[]> {
  const device = await world.worker();
  await device.call('searchTimes', SHOWN);
  const own = await device.call('searchTimes', SHOWN);
  const walks = await device.call('searchTimesOf', HOUSEHOLDS, SHOWN);
  await device.cpu(6);
  const slow = await device.call('searchTimes', SHOWN);
  await device.cpu(1);
  const many = await device.call('searchTimesOf', MANY_ROWS, SHOWN);
  const floor = 'a walk over the names alone';
  const p95 = (times: readonly number[]) => quantile(times, 0.95);
  return [
    {
      name: 'search',
      value: rounded(p95(own)),
      unit: 'ms',
      target: 16,
      against: against(floor, p95(walks.walk), p95(own)),
      runs: own.length,
      note: `p95 of one key, 10,000 households; median ${rounded(median(own))}`,
    },
    { name: 'search-6x', value: rounded(p95(slow)), unit: 'ms', target: 50, against: null, runs: slow.length },
    {
      name: 'search-100000',
      value: rounded(p95(many.search)),
      unit: 'ms',
      target: 16,
      against: against(floor, p95(many.walk), p95(many.search)),
      runs: many.search.length,
      note: `p95 of one key; median ${rounded(median(many.search))}`,
    },
  ];
}

/** Rows `open-file*`: files nobody opened before. */
export async function measureOpenFile(world: World): Promise<Row[]> {
  const device = await world.worker();
  const codes = (from: number) =>
    Array.from({ length: FILES }, (_, i) => householdCode(1 + ((from + i * 61) % HOUSEHOLDS)));
  const opened = await device.call('openTimes', codes(0));
  const bare = await device.call('bareGets', FILES);
  await device.cpu(6);
  const slow = await device.call('openTimes', codes(31));
  await device.cpu(1);
  return [
    {
      name: 'open-file',
      value: rounded(median(opened)),
      unit: 'ms',
      target: 50,
      against: against('one get of a sealed bundle', median(bare), median(opened)),
      runs: FILES,
      note: `engine, without drawing; p95 ${rounded(quantile(opened, 0.95))}`,
    },
    {
      name: 'open-file-6x',
      value: rounded(median(slow)),
      unit: 'ms',
      target: 200,
      against: null,
      runs: FILES,
      note: `p95 ${rounded(quantile(slow, 0.95))}`,
    },
  ];
}
