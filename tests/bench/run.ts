/**
 * `npm run bench -- [--json FILE] [--only name,name] [--runs N]`: the speed table of the quality page in real Chromium, on real
 * PostgreSQL (fsync on), through the real server process. Every floor is measured in the same run as what it is compared with.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { measureColdOpen } from './rows/coldOpen.ts';
import { measureCounterDay } from './rows/counterDay.ts';
import { measureFirstLoad, measureFirstLoadOfMany } from './rows/firstLoad.ts';
import { measureOffice } from './rows/office.ts';
import { measureOpenFile, measureSearch } from './rows/reading.ts';
import { measureSave } from './rows/save.ts';
import { measureScan } from './rows/scan.ts';
import { measureServerCpu } from './rows/serverCpu.ts';
import { measureIdle, measurePull, measurePush } from './rows/sync.ts';
import { formatTable, type Row } from './support/row.ts';
import { startWorld, type World } from './support/world.ts';

/** In the order they run: what needs a fresh town comes first. */
const MEASURES: Readonly<Record<string, (world: World) => Promise<Row[]>>> = {
  'first-load': measureFirstLoad,
  'cold-open': measureColdOpen,
  search: measureSearch,
  'open-file': measureOpenFile,
  save: measureSave,
  push: measurePush,
  pull: measurePull,
  idle: measureIdle,
  'counter-day': measureCounterDay,
  scan: measureScan,
  'server-cpu': measureServerCpu,
  'first-load-100000': measureFirstLoadOfMany,
  office: measureOffice,
};

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    only: { type: 'string' },
    runs: { type: 'string', default: '5' },
  },
});
const runs = Number(values.runs);
const names = values.only?.split(',') ?? Object.keys(MEASURES);
const unknown = names.filter((name) => !(name in MEASURES));
if (unknown.length > 0 || !Number.isInteger(runs) || runs < 1) {
  process.stderr.write(
    `usage: npm run bench -- [--json FILE] [--only NAME,NAME] [--runs N]\nnames: ${Object.keys(MEASURES).join(' ')}\n`,
  );
  process.exit(2);
}

const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.abort());
process.stderr.write('making the town …\n');
const world = await startWorld(runs);
const rows: Row[] = [];
try {
  for (const [name, measure] of Object.entries(MEASURES)) {
    if (!names.includes(name) || stopped.signal.aborted) continue;
    process.stderr.write(`${name} …\n`);
    rows.push(...(await measure(world)));
    // After each group: a run that is broken off keeps what it has measured.
    if (values.json) await writeFile(values.json, `${JSON.stringify(rows, null, 2)}\n`);
  }
} finally {
  process.stdout.write(formatTable(rows));
  await world.stop();
}
