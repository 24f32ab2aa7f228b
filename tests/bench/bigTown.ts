/**
 * `npx tsx tests/bench/bigTown.ts [--data DIR] [--households N] [--entries N]`: fills the data folder of a server with the big town, so that
 * `DATA_DIR=DIR npm start` opens it; with DATABASE_URL it fills that database. Offices sign in as town, office, committee or office-dl.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseRuleRow } from '../../src/domain/ruleText.ts';
import { connect, openDatabase } from '../../src/server/db/connect.ts';
import { migrate } from '../../src/server/db/migrate.ts';
import { readFrameworkRules } from '../../src/server/demo/seedTables.ts';
import { createLog } from '../../src/server/log.ts';
import { BIG_SIZE } from './support/bigHistory.ts';
import { BIG_PASSWORD, fillBigTown } from './support/bigTown.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    households: { type: 'string', default: String(BIG_SIZE.households) },
    entries: { type: 'string', default: String(BIG_SIZE.entries) },
  },
});
const databaseUrl = process.env.DATABASE_URL ?? null;
if (databaseUrl === null && values.data === undefined) {
  process.stderr.write('usage: npx tsx tests/bench/bigTown.ts --data DIR [--households N] [--entries N]\n');
  process.exit(2);
}
const size = { households: Number(values.households), entries: Number(values.entries) };
const log = createLog('warn');
const opened = await openDatabase({ databaseUrl, dataDir: resolve(values.data ?? '.') }, log, { whenRunning: 'join' });
try {
  const began = Date.now();
  const said = (line: string) => process.stderr.write(`${Math.round((Date.now() - began) / 1000)} s: ${line}\n`);
  // A town that is made anew when the power fails need not wait for the disk a thousand times.
  const quick = new URL(opened.url);
  quick.searchParams.set('options', '-c synchronous_commit=off');
  const db = connect(quick.href, log);
  try {
    await migrate(db);
    await fillBigTown(db, (await readFrameworkRules()).map(parseRuleRow), size, said);
  } finally {
    await db.destroy();
  }
  said(`done; the offices' password is ${BIG_PASSWORD}`);
} finally {
  await opened.stop();
}
