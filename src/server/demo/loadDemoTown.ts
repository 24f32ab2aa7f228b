import type { Kysely } from 'kysely';
import { canonicalJson } from '../../protocol/canonical.ts';
import { BATCH_OPS_MAX } from '../../protocol/sync.ts';
import { hashPassword, hashPin } from '../auth/password.ts';
import { gatherStatistics } from '../db/gatherStatistics.ts';
import type { Database } from '../db/schema.ts';
import { type ConsoleOp, recordAsConsole } from '../ingest/console.ts';
import { createTown } from '../ingest/createTown.ts';
import { demoOps, LAST_PUBLISHED } from './demoOps.ts';
import { DEMO_TOWN, type DemoPerson, demoPeople } from './demoPeople.ts';
import { newDemoSecrets, writeDemoSecrets } from './demoSecrets.ts';
import { readSeedTables } from './seedTables.ts';
import { withSetupLock } from './setupLock.ts';

export interface DemoOptions {
  /** Where the clear text of the sign-ins is kept. */
  readonly dataDir: string;
  /** Make the demo town when the database has no town. Without it only an interrupted load is finished. */
  readonly create: boolean;
  /** Stops between two batches; the next call goes on from there. */
  readonly signal?: AbortSignal;
  /** Called once, before anything is loaded. */
  readonly onStart?: () => void;
}

/**
 * Loads the demo town into a database without a town, or goes on with a load that was interrupted: whatever was recorded
 * stays, so nothing is done twice. Any other town is left alone.
 * @returns whether the database has the demo town, complete
 */
export async function loadDemoTown(db: Kysely<Database>, options: DemoOptions): Promise<boolean> {
  return withSetupLock(db, async () => {
    const people = await demoPeople();
    const towns = await db.selectFrom('towns').select('town').execute();
    if (towns.length === 0) {
      if (!options.create) return false;
      options.onStart?.();
      await createDemoTown(db, people, options.dataDir);
    } else if (!(await hasEverybody(db, people))) return false;
    if (await isComplete(db)) return true;
    return finish(db, options, towns.length > 0);
  });
}

/** Town and people appear together: a town without them is somebody else's. */
async function createDemoTown(db: Kysely<Database>, people: readonly DemoPerson[], dataDir: string): Promise<void> {
  const secrets = newDemoSecrets(people);
  const rows = await Promise.all(
    people.map(async ({ id, name, role, village, homeGrid, login }) => {
      const secret = secrets[id] ?? '';
      return {
        town: DEMO_TOWN.code,
        id,
        name,
        role,
        village,
        grids: [],
        home_grid: homeGrid,
        login,
        password_hash: login === null ? null : await hashPassword(secret),
        pin_hash: login === null ? await hashPin(secret) : null,
      };
    }),
  );
  await writeDemoSecrets(dataDir, secrets);
  await db.transaction().execute(async (trx) => {
    await createTown(trx, DEMO_TOWN.code, DEMO_TOWN.name);
    await trx.insertInto('users').values(rows).execute();
  });
}

async function hasEverybody(db: Kysely<Database>, people: readonly DemoPerson[]): Promise<boolean> {
  const found = await db
    .selectFrom('users')
    .select('id')
    .where('town', '=', DEMO_TOWN.code)
    .where(
      'id',
      'in',
      people.map(({ id }) => id),
    )
    .execute();
  return found.length === people.length;
}

/** Asked at every start, so without reading the tables of the seed. */
async function isComplete(db: Kysely<Database>): Promise<boolean> {
  const published = await db
    .selectFrom('published_months')
    .select('month')
    .where('town', '=', DEMO_TOWN.code)
    .where('village', '=', LAST_PUBLISHED.village)
    .where('month', '=', LAST_PUBLISHED.month)
    .executeTakeFirst();
  return published !== undefined;
}

async function finish(db: Kysely<Database>, options: DemoOptions, resuming: boolean): Promise<boolean> {
  const done = await recorded(db);
  const ops = demoOps(await readSeedTables());
  if (done.count >= ops.length) return true;
  const last = ops[done.count - 1];
  // The same town and people, but another history: not what this loader began.
  if (last && canonicalJson([last.kind, last.body]) !== canonicalJson([done.kind, done.body])) return false;
  if (resuming) options.onStart?.();
  for (let from = done.count; from < ops.length; from += BATCH_OPS_MAX) {
    if (options.signal?.aborted) return false;
    await record(db, ops.slice(from, from + BATCH_OPS_MAX), from);
  }
  await gatherStatistics(db);
  return true;
}

/** How many ops the console has recorded, and the last of them. Waits for a batch that is being committed. */
async function recorded(db: Kysely<Database>): Promise<{ count: number; kind: string; body: unknown }> {
  return db.transaction().execute(async (trx) => {
    const { town } = await trx
      .selectFrom('towns')
      .select('town')
      .where('town', '=', DEMO_TOWN.code)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const last = await trx
      .selectFrom('devices as d')
      .innerJoin('ops as o', (join) =>
        join.onRef('o.town', '=', 'd.town').onRef('o.device', '=', 'd.id').onRef('o.seq', '=', 'd.high_seq'),
      )
      .select(['o.seq', 'o.kind', 'o.body'])
      .where('d.town', '=', town)
      .where('d.kind', '=', 'console')
      // A restored town has a second console; the demo was recorded by the one that did most.
      .orderBy('o.seq', 'desc')
      .executeTakeFirst();
    return { count: last?.seq ?? 0, kind: last?.kind ?? '', body: last?.body ?? null };
  });
}

async function record(db: Kysely<Database>, ops: readonly ConsoleOp[], from: number): Promise<void> {
  const verdicts = await recordAsConsole(db, DEMO_TOWN.code, ops);
  const wrong = verdicts.findIndex(({ verdict }) => verdict.outcome !== 'applied');
  if (wrong < 0) return;
  const { verdict } = verdicts[wrong] ?? {};
  throw new Error(`demo op ${from + wrong + 1} (${ops[wrong]?.kind}) was ${verdict?.outcome}: ${verdict?.code}`);
}
