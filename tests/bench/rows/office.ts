/**
 * `office-*`: what the office waits for with 10,000 households and 500,000 entries: time at the server and bytes of the answer of every
 * list, search, chart and close, and the main-thread work of every screen.
 */
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { addDays, dayOf, monthOf, SHANGHAI_OFFSET_MINUTES } from '../../../src/domain/calendar.ts';
import { must } from '../../../src/domain/must.ts';
import { parseRuleRow } from '../../../src/domain/ruleText.ts';
import { connect, databaseUrl } from '../../../src/server/db/connect.ts';
import { migrate } from '../../../src/server/db/migrate.ts';
import type { Database } from '../../../src/server/db/schema.ts';
import { readFrameworkRules } from '../../../src/server/demo/seedTables.ts';
import { recordAsConsole } from '../../../src/server/ingest/console.ts';
import { prepareFacts } from '../../../src/server/ingest/preparedFacts.ts';
import { createLog } from '../../../src/server/log.ts';
import { publicityPreview } from '../../../src/server/office/publicityPreview.ts';
import { buildApp } from '../support/app.ts';
import { BIG_SIZE } from '../support/bigHistory.ts';
import { BIG_PASSWORD, fillBigTown } from '../support/bigTown.ts';
import { databaseCpuUs } from '../support/databaseCpu.ts';
import { officeQuestions, type Question } from '../support/officeQuestions.ts';
import { against, median, type Row, rounded } from '../support/row.ts';
import { type BenchServer, startServer } from '../support/server.ts';
import { TOWN, VILLAGE } from '../support/town.ts';
import type { World } from '../support/world.ts';
import { officePages } from './officePages.ts';

/** Nothing of the office may keep a person waiting longer. */
const TARGET_MS = 1_000;
const DATABASE = 'big_town';

type OfficeWorld = Pick<World, 'db' | 'databaseUrl' | 'folder' | 'runs' | 'chromium'>;

/** Beside each figure: PostgreSQL counting all entries once, in the same run. */
export async function measureOffice(world: OfficeWorld): Promise<Row[]> {
  const big = process.env.BIG_TOWN_URL ?? (await makeBigTown(world));
  const db = connect(big, createLog('warn'));
  const app = await buildApp(join(world.folder, 'office-app'));
  const server = await startServer(big, app, world.folder);
  try {
    const rules = (await readFrameworkRules()).map(parseRuleRow);
    const cookie = await signIn(server.origin);
    const floor: number[] = [];
    for (let i = 0; i < world.runs; i++) floor.push(await timed(() => sql`select count(*) from entries`.execute(db)));
    const counting = median(floor);
    const { month, rows: closed } = await close(db, counting);
    const rows: Row[] = [...closed];
    for (const [name, question] of Object.entries(officeQuestions(Date.now(), month, rules))) {
      process.stderr.write(`  office-${name} …\n`);
      rows.push(...(await answered(name, question, { world, big, server, cookie, counting })));
    }
    return [...rows, ...(await officePages(world, server.origin))];
  } finally {
    await server.stop();
    await db.destroy();
  }
}

interface Asking {
  readonly world: OfficeWorld;
  readonly big: string;
  readonly server: BenchServer;
  readonly cookie: string;
  readonly counting: number;
}

/** Time of one question, and the processor time that it took: on a busy machine only that says what it costs. */
async function answered(name: string, [path, body]: Question, asking: Asking): Promise<Row[]> {
  const { world, big, server, cookie, counting } = asking;
  const times: number[] = [];
  let bytes = 0;
  const before = { node: (await server.counters()).cpuUs, database: await databaseCpuUs(big) };
  for (let i = 0; i < world.runs; i++) {
    times.push(
      await timed(async () => {
        bytes = await ask(server.origin, cookie, path, body);
      }),
    );
  }
  const share = (us: number) => rounded(us / 1000 / world.runs);
  const node = share((await server.counters()).cpuUs - before.node);
  const database = share((await databaseCpuUs(big)) - before.database);
  const value = median(times);
  return [
    {
      ...{ name: `office-${name}`, value: rounded(value), unit: 'ms', target: TARGET_MS, runs: times.length },
      against: against('count(*) of the entries', counting, value),
      note: `processor: server ${node} ms, PostgreSQL ${database} ms`,
    },
    { name: `office-${name}-bytes`, value: bytes, unit: 'bytes', target: null, against: null, runs: 1 },
  ];
}

/** Closes the last month unless that was done before; gives the month of the newest list. */
async function close(
  db: Kysely<Database>,
  counting: number,
): Promise<{ readonly month: string; readonly rows: readonly Row[] }> {
  const known = await db
    .selectFrom('publications')
    .select('month')
    .where('town', '=', TOWN)
    .where('village', '=', VILLAGE)
    .orderBy('month', 'desc')
    .executeTakeFirst();
  const thisMonth = monthOf(dayOf(Date.now(), SHANGHAI_OFFSET_MINUTES));
  const month = monthOf(addDays(`${thisMonth}-01`, -1));
  if (known && known.month >= month) return { ...known, rows: [] };
  // As the long work before a close does it: what was read is also shown, and only then does somebody close the month.
  const prepareMs = await timed(async () => {
    const facts = await prepareFacts(db, TOWN, VILLAGE, async () => undefined);
    await publicityPreview(db, TOWN, { village: VILLAGE, month }, facts, Date.now());
  });
  const ms = await timed(async () => {
    const [done] = await recordAsConsole(db, TOWN, [{ kind: 'month.publish', body: { village: VILLAGE, month } }]);
    if (done?.verdict.outcome !== 'applied') throw new Error(`the close of ${month}: ${JSON.stringify(done?.verdict)}`);
  });
  const list = await db
    .selectFrom('publications')
    .select(['households', 'entries'])
    .where('town', '=', TOWN)
    .where('village', '=', VILLAGE)
    .where('month', '=', month)
    .executeTakeFirstOrThrow();
  const row = (name: string, value: number, target: number | null): Row => ({
    ...{ name, value: rounded(value), unit: 'ms', target, runs: 1 },
    against: against('count(*) of the entries', counting, value),
    note: `${list.households} households, ${list.entries} entries`,
  });
  // What is prepared is long work with its progress; nobody waits at a screen for it.
  return { month, rows: [row('office-close-prepare', prepareMs, null), row('office-close', ms, TARGET_MS)] };
}

async function makeBigTown(world: OfficeWorld): Promise<string> {
  await sql`create database ${sql.id(DATABASE)}`.execute(world.db);
  const url = databaseUrl(world.databaseUrl, DATABASE);
  const db = connect(url, createLog('warn'));
  try {
    await migrate(db);
    const rules = (await readFrameworkRules()).map(parseRuleRow);
    await fillBigTown(db, rules, BIG_SIZE, (line) => process.stderr.write(`  ${line}\n`));
    await sql`vacuum analyze`.execute(db);
  } finally {
    await db.destroy();
  }
  return url;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function signIn(origin: string): Promise<string> {
  const answer = await fetch(`${origin}/api/office/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ login: 'town', password: BIG_PASSWORD }),
  });
  return must(answer.headers.get('set-cookie')?.split(';')[0], 'a session');
}

/** Bytes of the answer, unpacked. */
async function ask(origin: string, cookie: string, path: string, body: object | undefined): Promise<number> {
  const answer = await fetch(origin + path, {
    method: body ? 'POST' : 'GET',
    headers: { cookie, origin, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const bytes = (await answer.arrayBuffer()).byteLength;
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return bytes;
}
