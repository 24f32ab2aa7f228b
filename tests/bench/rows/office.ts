/** `office-*`: what the office waits for with 10,000 households and 500,000 entries: time at the server and bytes of the answer, per request. */

import { sql } from 'kysely';
import { must } from '../../../src/domain/must.ts';
import { parseRuleRow } from '../../../src/domain/ruleText.ts';
import { connect, databaseUrl } from '../../../src/server/db/connect.ts';
import { migrate } from '../../../src/server/db/migrate.ts';
import { readFrameworkRules } from '../../../src/server/demo/seedTables.ts';
import { createLog } from '../../../src/server/log.ts';
import { BIG_SIZE } from '../support/bigHistory.ts';
import { BIG_PASSWORD, fillBigTown } from '../support/bigTown.ts';
import { against, median, type Row, rounded } from '../support/row.ts';
import { startServer } from '../support/server.ts';
import type { World } from '../support/world.ts';

/** Nothing of the office may keep a person waiting longer. */
const TARGET_MS = 1_000;
const DATABASE = 'big_town';

const period = { village: null, to: null, months: 12 };
const entries = {
  status: null,
  village: 'XW',
  grid: null,
  rule: null,
  worker: null,
  from: null,
  to: null,
  household: null,
};

/** What is asked, by the row's name. */
const QUESTIONS: Readonly<Record<string, readonly [path: string, body?: object]>> = {
  summary: ['/api/office/summary'],
  'entries-list': ['/api/office/entries/search', { ...entries, q: '', cursor: null }],
  'entries-search': ['/api/office/entries/search', { ...entries, q: '关明', cursor: null }],
  'cases-list': ['/api/office/cases/search', { state: 'decided', village: 'XW', cursor: null }],
  statistics: ['/api/office/statistics', period],
  'statistics-36-months': ['/api/office/statistics', { ...period, months: 36 }],
  'statistics-work': ['/api/office/statistics/work', period],
  'statistics-unvisited': ['/api/office/statistics/unvisited', { village: 'XW', grid: null, months: 3, after: null }],
  ranking: ['/api/office/ranking', { village: 'XW', year: null }],
};

/** Beside each figure: PostgreSQL counting all entries once, in the same run. */
export async function measureOffice(world: World): Promise<Row[]> {
  const big = process.env.BIG_TOWN_URL ?? (await makeBigTown(world));
  const db = connect(big, createLog('warn'));
  const server = await startServer(big, world.folder, world.folder);
  try {
    const cookie = await signIn(server.origin);
    const floor: number[] = [];
    for (let i = 0; i < world.runs; i++) floor.push(await timed(() => sql`select count(*) from entries`.execute(db)));
    const rows: Row[] = [];
    for (const [name, [path, body]] of Object.entries(QUESTIONS)) {
      const times: number[] = [];
      let bytes = 0;
      for (let i = 0; i < world.runs; i++) {
        times.push(
          await timed(async () => {
            bytes = await ask(server.origin, cookie, path, body);
          }),
        );
      }
      const value = median(times);
      const counting = against('count(*) of the entries', median(floor), value);
      rows.push({
        name: `office-${name}`,
        value: rounded(value),
        unit: 'ms',
        target: TARGET_MS,
        against: counting,
        runs: times.length,
      });
      rows.push({ name: `office-${name}-bytes`, value: bytes, unit: 'bytes', target: null, against: null, runs: 1 });
    }
    return rows;
  } finally {
    await server.stop();
    await db.destroy();
  }
}

async function makeBigTown(world: World): Promise<string> {
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
