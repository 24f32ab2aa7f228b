/** Every device's log: gapless, chained by its hashes from the genesis of the enrolment, up to the place the device row names. */
import { type Kysely, sql } from 'kysely';
import { opHash } from '../../protocol/opHash.ts';
import type { Database } from '../db/schema.ts';
import type { Difference, Verified } from './verifyTown.ts';

interface StoredOp {
  readonly device: string;
  readonly seq: number;
  readonly kind: string;
  readonly body: string;
  readonly by_user: string;
  readonly at: number;
  readonly schema: number;
  readonly hash: string;
}

const PAGE_ROWS = 5_000;

/** The first op that does not fit its log. */
export async function differenceInLogs(
  trx: Kysely<Database>,
  town: string,
  checked: Verified['checked'],
): Promise<Difference | undefined> {
  const devices = await trx
    .selectFrom('devices')
    .select(['id', 'genesis', 'high_seq', 'high_hash'])
    .where('town', '=', town)
    .orderBy('id')
    .execute();
  for (const device of devices) {
    let hash = device.genesis;
    let seq = 0;
    for await (const op of opsOf(trx, town, device.id)) {
      seq += 1;
      const { kind, at, schema } = op;
      hash = opHash(hash, { seq, kind, body: JSON.parse(op.body) as unknown, by: op.by_user, at, schema });
      if (op.seq !== seq || op.hash !== hash) return inLog(device.id, seq);
      checked.ops++;
    }
    if (device.high_seq !== seq || device.high_hash !== hash) return inLog(device.id, seq + 1);
    checked.devices++;
  }
  return undefined;
}

async function* opsOf(trx: Kysely<Database>, town: string, device: string): AsyncGenerator<StoredOp> {
  let after = 0;
  for (;;) {
    const { rows } =
      await sql<StoredOp>`select device, seq, kind, body::text as body, by_user, at, schema, hash from ops
      where town = ${town} and device = ${device} and seq > ${after} order by seq limit ${PAGE_ROWS}`.execute(trx);
    yield* rows;
    after = rows.at(-1)?.seq ?? after;
    if (rows.length < PAGE_ROWS) return;
  }
}

function inLog(device: string, seq: number): Difference {
  return {
    place: `ops ${device} ${seq}`,
    zh: `设备 ${device} 的第 ${seq} 条记录和前后的校验对不上。`,
    en: `Op ${seq} of device ${device} does not fit the device's chain.`,
  };
}
