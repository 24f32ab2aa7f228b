/** A device whose log is not the one the server has goes on under an identity of its own (SY-13, CF-19). */
import type { Kysely } from 'kysely';
import { type ForkRequest, type ForkResponse, forkText } from '../../protocol/device.ts';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../http/base-problem.ts';
import { signatureFits } from '../ingest/push.ts';
import type { SyncDevice } from '../ingest/sync.ts';
import { certify } from './certificate.ts';
import { createDevice } from './createDevice.ts';
import { usersOfDevice } from './deviceUsers.ts';
import { hashToken } from './token.ts';

/** How far two histories are the same. */
interface Common {
  readonly seq: number;
  /** The page ended before the two histories parted or either of them ended. */
  readonly open: boolean;
}

/**
 * Gives the branch an identity: same kind, village, people, and key that seals its cache. The same public key again gets the
 * same answer. A branch of a revoked device is born revoked: it can hand over what it has, and no more.
 * @throws ProblemError `signature-invalid`, `invalid`, `conflict` when there is no fork, or the key is used with another secret
 */
export async function forkDevice(
  db: Kysely<Database>,
  device: SyncDevice,
  request: ForkRequest,
): Promise<ForkResponse> {
  if (!signatureFits(device.publicKey, forkText(device.id, request), request.sig)) {
    throw new ProblemError('signature-invalid');
  }
  return db.transaction().execute(async (trx) => {
    const old = await trx
      .selectFrom('devices')
      .select(['name', 'village', 'kind', 'data_key', 'status', 'high_seq', 'genesis', 'enrolled_by'])
      .where('town', '=', device.town)
      .where('id', '=', device.id)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const known = await trx
      .selectFrom('device_forks')
      .selectAll()
      .where('town', '=', device.town)
      .where('device', '=', device.id)
      .where('public_key', '=', request.publicKey)
      .executeTakeFirst();
    if (known)
      return { common: known.common, identity: await identityOf(trx, device.town, known.created, request.token) };
    const common = await commonSeq(trx, device, old, request);
    if (common === undefined) {
      // What was called the last common op is none; everything is compared then.
      if (request.after > 0) return { common: 0 };
      throw new ProblemError('invalid', { errors: [{ path: '/body/hashes', message: 'not a log of this device' }] });
    }
    if (common.open) return { common: common.seq };
    if (common.seq === old.high_seq) throw new ProblemError('conflict');
    const made = await createDevice(trx, {
      town: device.town,
      kind: old.kind,
      village: old.village,
      name: `${old.name}（从 ${device.id} 分出）`,
      publicKey: request.publicKey,
      users: await listedUsers(trx, device),
      enrolledBy: old.enrolled_by,
      app: request.app,
      formerly: { token: request.token, dataKey: old.data_key, status: old.status },
    });
    await trx
      .insertInto('device_forks')
      .values({
        town: device.town,
        created: made.device,
        device: device.id,
        public_key: request.publicKey,
        common: common.seq,
        head_seq: request.head.seq,
        head_hash: request.head.hash,
      })
      .execute();
    return { common: common.seq, identity: await identityOf(trx, device.town, made.device, request.token) };
  });
}

/** Compares a page of the device's hashes with the server's; undefined when already the first is another. */
async function commonSeq(
  db: Kysely<Database>,
  device: SyncDevice,
  old: { readonly high_seq: number; readonly genesis: string },
  { after, hashes, head }: ForkRequest,
): Promise<Common | undefined> {
  const rows = await db
    .selectFrom('ops')
    .select(['seq', 'hash'])
    .where('town', '=', device.town)
    .where('device', '=', device.id)
    .where('seq', '>=', after)
    .where('seq', '<', after + hashes.length)
    .execute();
  const here = new Map(rows.map((row) => [row.seq, row.hash]));
  here.set(0, old.genesis);
  let seq: number | undefined;
  for (const [i, hash] of hashes.entries()) {
    if (here.get(after + i) !== hash) break;
    seq = after + i;
  }
  if (seq === undefined) return undefined;
  const pageEnd = after + hashes.length - 1;
  return { seq, open: seq === pageEnd && seq < Math.min(head.seq, old.high_seq) };
}

async function listedUsers(db: Kysely<Database>, device: SyncDevice): Promise<string[]> {
  const rows = await db
    .selectFrom('device_users')
    .select('user_id')
    .where('town', '=', device.town)
    .where('device', '=', device.id)
    .where('removed_ms', 'is', null)
    .execute();
  return rows.map((row) => row.user_id);
}

async function identityOf(db: Kysely<Database>, town: string, id: string, token: string) {
  const row = await db
    .selectFrom('devices as d')
    .innerJoin('towns as t', 't.town', 'd.town')
    .select(['d.kind', 'd.genesis', 'd.token_hash', 't.name'])
    .where('d.town', '=', town)
    .where('d.id', '=', id)
    .executeTakeFirstOrThrow();
  // The same key with another secret: not the one who asked before.
  if (row.token_hash !== hashToken(token)) throw new ProblemError('conflict');
  const users = await usersOfDevice(db, town, id);
  const certificate = await certify(db, town, id);
  return {
    device: id,
    kind: row.kind,
    token,
    genesis: row.genesis,
    town: { code: town, name: row.name },
    users,
    certificate,
  };
}
