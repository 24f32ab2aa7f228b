/**
 * The office's own machine as a device: what the command line changes (imports, carried-over history, rules) goes through
 * the same judge and ledger as everything else (SY-1). Its log needs no signature, it never leaves the server.
 */
import { type Kysely, sql } from 'kysely';
import { must } from '../../domain/must.ts';
import type { OpBodies, OpKind } from '../../domain/op.ts';
import { OP_SCHEMA } from '../../domain/op.ts';
import { BATCH_OPS_MAX } from '../../protocol/sync.ts';
import type { SeqVerdict } from '../../protocol/wireVerdict.ts';
import { createDevice } from '../auth/createDevice.ts';
import type { Database } from '../db/schema.ts';
import { Batch } from './batch.ts';
import { chainOps, type PushingDevice, takeOps } from './push.ts';
import { inTurn } from './turns.ts';
import { writeBatch } from './write.ts';

export type ConsoleOp = {
  [K in OpKind]: { readonly kind: K; readonly body: OpBodies[K]; readonly at?: number };
}[OpKind];

/** User id of the console. */
export const CONSOLE_USER = 'CONSOLE';

/**
 * Records ops in order, in batches of their own transactions; gives a verdict for each. `by` is the console, or a person of the
 * office whose long work it is: then what they may do decides. `now` in ms.
 */
export async function recordAsConsole(
  db: Kysely<Database>,
  town: string,
  ops: readonly ConsoleOp[],
  by: string = CONSOLE_USER,
  now: number = Date.now(),
): Promise<readonly SeqVerdict[]> {
  const verdicts: SeqVerdict[] = [];
  for (let from = 0; from < ops.length; from += BATCH_OPS_MAX) {
    const some = ops.slice(from, from + BATCH_OPS_MAX);
    verdicts.push(...(await inTurn(town, () => recordBatch(db, town, some, by, now))).verdicts);
  }
  return verdicts;
}

/** Records one op; with its verdict the place that it has in the console's log. */
export async function recordOneAsConsole(
  db: Kysely<Database>,
  town: string,
  op: ConsoleOp,
): Promise<SeqVerdict & { readonly device: string }> {
  const { device, verdicts } = await inTurn(town, () => recordBatch(db, town, [op], CONSOLE_USER, Date.now()));
  return { ...must(verdicts[0], 'every op has a verdict'), device };
}

async function recordBatch(
  db: Kysely<Database>,
  town: string,
  ops: readonly ConsoleOp[],
  by: string,
  now: number,
): Promise<{ readonly device: string; readonly verdicts: readonly SeqVerdict[] }> {
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom('towns')
      .select(['town', 'zone_offset_minutes', 'epoch', 'feed_seq', 'feed_hash'])
      .where('town', '=', town)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const device = await consoleDevice(trx, town);
    if (by !== CONSOLE_USER) await letWork(trx, town, device.id, by);
    const batch = new Batch(row);
    const raws = ops.map((op, i) => ({
      seq: device.highSeq + 1 + i,
      kind: op.kind,
      body: op.body,
      by,
      at: op.at ?? now,
      schema: OP_SCHEMA,
    }));
    const taken = await takeOps(
      trx,
      batch,
      device,
      chainOps(device.highHash, raws),
      { offsetMs: 0, receivedAt: now },
      null,
    );
    await writeBatch(trx, batch, taken.writes);
    return { device: device.id, verdicts: taken.verdicts };
  });
}

async function consoleDevice(trx: Kysely<Database>, town: string): Promise<PushingDevice> {
  const known = await trx
    .selectFrom('devices')
    .select(['id', 'public_key', 'genesis', 'high_seq', 'high_hash'])
    .where('town', '=', town)
    .where('kind', '=', 'console')
    .where('status', '=', 'active')
    .executeTakeFirst();
  const row = known ?? (await enrolConsole(trx, town));
  return {
    id: row.id,
    kind: 'console',
    village: null,
    publicKey: row.public_key,
    genesis: row.genesis,
    revoked: false,
    highSeq: row.high_seq,
    highHash: row.high_hash,
  };
}

/** Long work that a person of the office started is theirs: the console lists them as one who works on it. */
async function letWork(trx: Kysely<Database>, town: string, device: string, user_id: string): Promise<void> {
  await trx
    .insertInto('device_users')
    .values({ town, device, user_id })
    .onConflict((conflict) => conflict.columns(['town', 'device', 'user_id']).doUpdateSet({ removed_ms: null }))
    .execute();
}

/** The console as a person: a town administrator without password or PIN. */
export async function addConsoleUser(db: Kysely<Database>, town: string): Promise<void> {
  await sql`insert into users (town, id, name, role, village) values (${town}, ${CONSOLE_USER}, '办公电脑', 'town_admin', null)
    on conflict (town, id) do nothing`.execute(db);
}

async function enrolConsole(trx: Kysely<Database>, town: string) {
  await addConsoleUser(trx, town);
  // The key pair is thrown away: nobody can push as the console over the network.
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  const publicKey = Buffer.from(await crypto.subtle.exportKey('raw', pair.publicKey)).toString('base64url');
  const made = await createDevice(trx, {
    town,
    kind: 'console',
    village: null,
    name: '办公电脑',
    publicKey,
    users: [CONSOLE_USER],
    enrolledBy: CONSOLE_USER,
    app: '',
  });
  return { id: made.device, public_key: publicKey, genesis: made.genesis, high_seq: 0, high_hash: made.genesis };
}
